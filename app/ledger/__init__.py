"""台账: what the province received, one row a submission and one an enterprise, and the store beside it."""

from app.ledger.ledger import Ledger
from app.ledger.registration import HeldDisc, Registration

__all__ = ["HeldDisc", "Ledger", "Registration"]
