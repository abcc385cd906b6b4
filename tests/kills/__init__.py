"""Each act of the program killed at random moments, gone on with, and compared with one that nobody disturbed."""
