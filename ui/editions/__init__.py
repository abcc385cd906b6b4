"""Notices: those there are, one that is made page by page, packed, opened, tried."""
