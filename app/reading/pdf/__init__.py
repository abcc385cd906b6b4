"""What a PDF is, without drawing it: two readers, its pages, its end."""
