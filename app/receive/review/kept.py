"""The review as the ledger keeps it, and the only way to change it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from app.errors import LedgerDamaged
from app.ledger import Ledger
from app.model.review import Review


def review_of(ledger: Ledger) -> Review:
    """Empty before anything was taken in. Raises LedgerDamaged, AppError."""
    return _decoded(ledger.review())


def changed(ledger: Ledger, change: Callable[[Review], Review], what: str, who: str) -> Review:
    """`change` is made on what is kept at that moment, so that nobody's goes lost; `what` is the line of the
    history. Raises what `change` does, LedgerDamaged, AppError.
    """
    made = Review()

    def anew(content: bytes) -> bytes:
        nonlocal made
        made = change(_decoded(content))
        return msgspec.json.encode(made)

    ledger.change_review(anew, what, who)
    return made


def _decoded(content: bytes) -> Review:
    if not content:
        return Review()
    try:
        return msgspec.json.decode(content, type=Review)
    except (msgspec.MsgspecError, ValueError) as error:
        raise LedgerDamaged("评审记录") from error
