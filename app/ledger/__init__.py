"""台账: what the province received, one row a submission and one an enterprise, and the store beside it."""

from app.ledger.ledger import Event, HeldDisc, Ledger, Registration

__all__ = ["Event", "HeldDisc", "Ledger", "Registration"]
