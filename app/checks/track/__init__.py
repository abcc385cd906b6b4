"""Checks of one track: its list, quota and letter; the case is a TrackCase."""
