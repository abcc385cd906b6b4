"""Where a ledger's rows are kept: SQLite in its folder, or PostgreSQL on the office's network."""
