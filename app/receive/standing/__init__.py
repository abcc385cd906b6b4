"""What a registered submission counts for: its papers compared, one put in the place of another."""
