"""Commands about the program itself, not about anybody's work."""
