"""采用新版规则: a ledger goes on by a newer edition of its notice."""

from __future__ import annotations

from app.editions.newer import Newer, lost_tracks
from app.errors import WrongUse
from app.ledger import Ledger
from app.receive.merge import rows_of


def adopt(ledger: Ledger, newer: Newer, who: str) -> None:
    """What was registered stays as it was judged. Raises WrongUse, AppError."""
    if lost := lost_tracks({row.track for row in rows_of(ledger)}, newer):
        named = "、".join(ledger.notice.short(track) for track in lost)
        raise WrongUse(f"不能采用新版规则：新版没有“{named}”这一类，台账里已登记了这一类的企业")
    ledger.take_rules(newer.content, newer.words, who)
