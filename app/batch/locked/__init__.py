"""What is locked with a password, and how it is opened."""
