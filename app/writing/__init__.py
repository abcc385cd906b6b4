"""Facts → files: tables, letters, archives, discs."""
