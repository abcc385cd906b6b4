"""Scanned sheets that are blank or lie turned, drawn and measured."""
