"""ISO 9660 level 3 with Rock Ridge and Joliet: images read, written and checked through every tree."""
