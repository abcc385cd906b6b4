"""台账: what the province received, one row a submission and one an enterprise, and the store beside it."""

from app.ledger.ledger import HeldDisc, Ledger, Registration

__all__ = ["HeldDisc", "Ledger", "Registration"]
