"""Verbs of the trade: one job, one file."""
