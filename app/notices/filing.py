"""What each file of an enterprise serves as: by a person's word, else by what its witnesses tell together."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from operator import is_

from app.model.batch import Batch, Enterprise
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.documents.words import Words
from app.model.source import Member, Source
from app.notices.filed import Filing as Filing
from app.notices.filed import FilingState as FilingState
from app.notices.headings import plain
from app.notices.judging import Called, judge
from app.notices.notice import Notice
from app.notices.together import judged_together

_MOST_REMEMBERED = 4_000  # enterprises: more than any batch has
_LEAST_TITLE = 6  # letters of a title in the table that tells a file


@dataclass(frozen=True, slots=True)
class _Told:
    """What was told of one enterprise, and of what."""

    notice: Notice
    enterprise: Enterprise
    sources: tuple[Source, ...]
    words: tuple[Words | None, ...]  # of its members, in order
    filings: Mapping[str, Filing]

    def is_of(
        self, notice: Notice, enterprise: Enterprise, sources: tuple[Source, ...],
        words: tuple[Words | None, ...],
    ) -> bool:  # fmt: skip
        """Whether these are the very same, not alike; of the enterprise what files are told by."""
        return (
            self.notice is notice
            and len(self.sources) == len(sources) and all(map(is_, self.sources, sources))
            and len(self.words) == len(words) and all(map(is_, self.words, words))
            and _tells_alike(self.enterprise, enterprise, notice)
        )  # fmt: skip


def _tells_alike(one: Enterprise, other: Enterprise, notice: Notice) -> bool:
    """What a file is told by; another telephone number makes no file another."""
    if one is other:
        return True
    return one.parts == other.parts and called_of(one, notice) == called_of(other, notice)


class _Remembered(threading.local):
    """By enterprise. What looks at a batch asks what its files serve as, one after the other in a thread of
    its own; with the thread it is forgotten.
    """

    def __init__(self) -> None:
        self.told: dict[str, _Told] = {}


_remembered = _Remembered()


def filings_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> Mapping[str, Filing]:
    """Member key → filing. A person's word wins.

    A file inside a member archive that nothing tells serves as the archive does; an archive that nothing
    tells as what it holds. Asked again of what is the same, a thread is given the same answer.
    """
    sources, known = batch.sources_of(enterprise), batch.words
    words = tuple([known.get(member.sha256) for source in sources for member in source.members])
    before = _remembered.told
    told = before.get(enterprise.id)
    if told is None or not told.is_of(notice, enterprise, sources, words):
        if len(before) >= _MOST_REMEMBERED:
            before.clear()
        filings = _filings_of(batch, enterprise, notice)
        told = before[enterprise.id] = _Told(notice, enterprise, sources, words, filings)
    return told.filings


def _filings_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> dict[str, Filing]:
    members = batch.members_of(enterprise)
    called = called_of(enterprise, notice)
    said = {key: _said(parts) for key, _ in members if (parts := enterprise.parts.get(key))}
    judged = {
        key: judge(member, batch.words.get(member.sha256), notice, called)
        for key, member in members
        if key not in said
    }
    filings = judged_together(members, judged, said, batch.words, notice)
    _share_with_archives(members, filings)
    return filings


def filing_of(
    key: str, member: Member, enterprise: Enterprise, notice: Notice, words: Words | None = None
) -> Filing:
    """As `filings_of`, for one file seen alone."""
    if said := enterprise.parts.get(key):
        return _said(said)
    return judge(member, words, notice, called_of(enterprise, notice)).filing


def called_of(enterprise: Enterprise, notice: Notice) -> Called:
    """The materials whose own title stands in the table: a column of the same id holds it."""
    ids = {material.id for material in notice.materials}
    titles = ((key, plain(cell)) for key, cell in enterprise.fields.items() if key in ids)
    return tuple((key, title) for key, title in titles if len(title) >= _LEAST_TITLE)


def _said(parts: tuple[Part, ...]) -> Filing:
    return Filing(parts, "您选了不装入" if parts[0].material == LEAVE_OUT else "您归的类", by_person=True)


def roles_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> dict[str, str]:
    """Member key → the (first) material it serves as, LEAVE_OUT, or "" while it waits."""
    return {key: filing.role for key, filing in filings_of(batch, enterprise, notice).items()}


def having(filings: Mapping[str, Filing], material: str, notice: Notice) -> tuple[str, ...]:
    """The member keys that serve as `material` or as a kind of it."""
    wanted = {material} | {m.id for m in notice.materials if m.part_of == material}
    return tuple(key for key, filing in filings.items() if wanted.intersection(filing.materials))


def waiting(filings: Mapping[str, Filing]) -> tuple[str, ...]:
    """The member keys that wait for a person."""
    return tuple(key for key, filing in filings.items() if filing.state is FilingState.WAITING)


def left_out(filings: Mapping[str, Filing]) -> tuple[str, ...]:
    return tuple(key for key, filing in filings.items() if filing.state is FilingState.LEFT_OUT)


def _share_with_archives(members: Iterable[tuple[str, Member]], filings: dict[str, Filing]) -> None:
    inside: dict[str, list[str]] = {}
    for key, member in members:
        if member.within:
            inside.setdefault(key[: -len(f"!/{member.path}")], []).append(key)
    for archive in sorted(inside, reverse=True):  # inner archives before those that hold them
        known = [filings[key] for key in inside[archive] if filings[key].materials]
        if archive in filings and not filings[archive].parts and known:
            filings[archive] = Filing(whole(known[0].role), "里面的文件")
    for archive in sorted(inside):
        for key in inside[archive]:
            held = filings.get(archive)
            if not filings[key].parts and not filings[key].proposed and held is not None and held.parts:
                filings[key] = replace(held, parts=whole(held.role), why="所在的压缩包", proposed=())
