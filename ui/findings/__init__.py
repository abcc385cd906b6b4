"""What the checks say, on screen: the list, the card, the page itself. Both sides use it."""
