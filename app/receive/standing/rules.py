"""采用新版规则: a ledger goes on by a newer edition of its notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.editions.newer import Newer, lost_tracks
from app.errors import WrongUse
from app.ledger import Ledger
from app.notices.notice import Notice
from app.receive.merge import rows_of


def adopt(ledger: Ledger, newer: Newer, who: str) -> None:
    """What was registered stays as it was judged. Raises WrongUse, AppError."""
    if lost := tuple(hindrances((row.track for row in rows_of(ledger)), ledger.notice, newer)):
        raise WrongUse(f"不能采用新版规则：{'；'.join(lost)}")
    ledger.take_rules(newer.content, newer.words, who)


def hindrances(tracks: Iterable[str], notice: Notice, newer: Newer) -> Iterator[str]:
    """What is registered, of these tracks, that the newer rules have no place for."""
    if lost := lost_tracks(tracks, newer):
        named = "、".join(notice.short(track) for track in lost)
        yield f"新版没有“{named}”这一类，台账里已登记了这一类的企业"
