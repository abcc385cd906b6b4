"""Scanned forms whose fields are known, and how many of them are read right."""
