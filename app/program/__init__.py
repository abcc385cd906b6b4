"""What the program tells of itself: its version and parts, where it keeps things, its manual."""
