"""A scanner is asked, and its answer is kept as it was given."""
