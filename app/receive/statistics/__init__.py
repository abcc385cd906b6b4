"""年度统计 of a ledger: counted, and written out."""
