"""What a draft's pages are made of: a widget for each kind of field, told by the notice's own description."""
