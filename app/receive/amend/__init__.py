"""更正: what of a registration was wrong, what changes with it, and the papers that are issued anew."""
