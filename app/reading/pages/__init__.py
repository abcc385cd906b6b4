"""What the pages of a scan look like: blank, turned, sealed. Runs in a sandbox child."""
