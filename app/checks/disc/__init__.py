"""Checks of discs, of what is typed from their paper, and of the tables that came on them."""
