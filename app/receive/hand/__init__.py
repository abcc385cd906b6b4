"""A disc made by hand, in any way: what it is, what is on it, whose each piece is."""
