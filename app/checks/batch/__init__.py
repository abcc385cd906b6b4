"""Checks across the batch; the case is a BatchCase."""
