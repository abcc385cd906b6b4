"""What documents say, page by page, from their text where they have one. Runs in a sandbox child."""
