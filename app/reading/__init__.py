"""Bytes → facts; whatever opens a foreign file runs in a child process."""
