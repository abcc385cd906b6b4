"""What a registered submission counts for: papers compared, one replaced, lists of the awarded."""
