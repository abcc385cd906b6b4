"""经验汇编: the experiences of a ledger, their words, searched, printed as a volume, given out as a page."""
