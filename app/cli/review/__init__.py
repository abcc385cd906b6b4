"""The review by the command line."""
