"""Red seals (印章) on a page that was drawn: numpy only, in a sandbox child."""
