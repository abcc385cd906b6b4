"""Whether this computer has a newer edition of the rules that a batch or a ledger goes by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from app.checks.notices import load_notice
from app.editions.compare import Difference, differences
from app.editions.data import data_of
from app.editions.own import own_path
from app.errors import AppError
from app.notices.notice import Notice
from app.notices.read import notice_ids


@dataclass(frozen=True, slots=True)
class Newer:
    """`content`: its file, to be kept by who goes on by it."""

    notice: Notice
    content: bytes
    differences: tuple[Difference, ...]

    @property
    def words(self) -> str:
        """采用第 2 版规则（3 处不同）"""
        return f"采用第 {self.notice.edition} 版规则（{len(self.differences)} 处不同）"


def mark_of(key: str) -> tuple[int, int, int] | None:
    """By what one's own notice is told from that which lay there before, unread: one put in use is always
    another file. None where there is none.
    """
    try:
        found = own_path(key).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def newer_than(notice: Notice) -> Newer | None:
    """That of the same id here, where it is of a later edition, or of the same one but says otherwise."""
    if notice.id not in notice_ids():
        return None
    try:
        known, content = load_notice(notice.id)
    except AppError:  # one that cannot be used is offered to nobody
        return None
    if known == notice or known.edition < notice.edition:
        return None
    return Newer(known, content, differences(data_of(notice), data_of(known)))


def lost_tracks(tracks: Iterable[str], newer: Newer) -> tuple[str, ...]:
    """Of the tracks that something was handed in for, those that it has no more."""
    return tuple(sorted(set(tracks) - {track.id for track in newer.notice.tracks}))
