"""The province's side of the window: discs taken in, judged, registered, merged."""
