"""The exchange format: one disc is one BagIt 1.0 bag (RFC 8493), written and read here and nowhere else."""
