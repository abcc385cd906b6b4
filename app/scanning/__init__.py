"""The office's own virus scanner, asked about what goes on a disc."""
