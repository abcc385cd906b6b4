"""What the window tells of the program itself: settings, about, the manual, the keys."""
