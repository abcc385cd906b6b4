"""Checks of a submission against all others of the ledger; the case is a LedgerCase."""
