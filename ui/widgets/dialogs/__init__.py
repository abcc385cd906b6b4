"""What opens over a page."""
