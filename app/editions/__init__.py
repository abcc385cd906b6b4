"""A notice that is made: kept as a draft, written, compared, told what is still last year's, handed out."""
