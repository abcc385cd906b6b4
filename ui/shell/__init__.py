"""What every page stands on: rail, foot, questions, work in the background, settings."""
