"""What a document is and what was seen in it: its parts, pages, seals, words, fields."""
