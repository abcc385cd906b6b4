"""A year's notice: its shape, its reading, and what it recognises."""
