"""What a disc is taken to hold, shown and put right: before it is received, and after."""
