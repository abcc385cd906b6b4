"""What each file of an enterprise serves as: by a person's word, else by what its witnesses tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.model.batch import Batch, Enterprise
from app.model.documents.part import LEAVE_OUT, Part, whole
from app.model.source import Member
from app.notices.notice import Notice
from app.notices.recognise import recognise


class FilingState(StrEnum):
    FILED = "filed"
    WAITING = "waiting"  # for a person: nobody knows what it is, or its witnesses disagree
    LEFT_OUT = "left-out"


@dataclass(frozen=True, slots=True)
class Filing:
    """Of one file. `parts`: what it serves as; () while it waits. `proposed`: what it may be, for a person to
    confirm. `why`: in words for the clerk, what tells it (“首页标题：…”), or why nothing does. `is_pending`:
    the program has yet to read or recognise it, and may then know better.
    """

    parts: tuple[Part, ...] = ()
    why: str = ""
    proposed: tuple[Part, ...] = ()
    by_person: bool = False
    is_pending: bool = False

    @property
    def state(self) -> FilingState:
        if any(part.material == LEAVE_OUT for part in self.parts):
            return FilingState.LEFT_OUT
        return FilingState.FILED if self.parts else FilingState.WAITING

    @property
    def materials(self) -> tuple[str, ...]:
        """Ids, each once, in order of pages."""
        return tuple(dict.fromkeys(part.material for part in self.parts if part.material != LEAVE_OUT))

    @property
    def role(self) -> str:
        """The first of them, LEAVE_OUT, or "" while it waits."""
        return self.parts[0].material if self.parts else ""

    def serves(self, material: str) -> bool:
        return any(part.material == material for part in self.parts)

    def holds(self, material: str, page: int) -> bool:
        """Whether a page of the file belongs to `material`."""
        return any(part.material == material and part.holds(page) for part in self.parts)


def filings_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> dict[str, Filing]:
    """Member key → filing. A person's word wins.

    A file inside a member archive that nothing tells serves as the archive does; an archive that nothing
    tells as what it holds.
    """
    members = batch.members_of(enterprise)
    filings = {key: filing_of(key, member, enterprise, notice) for key, member in members}
    _share_with_archives(members, filings)
    return filings


def filing_of(key: str, member: Member, enterprise: Enterprise, notice: Notice) -> Filing:
    """As `filings_of`, for one file seen alone."""
    if said := enterprise.parts.get(key):
        return Filing(said, "您选了不装入" if said[0].material == LEAVE_OUT else "您归的类", by_person=True)
    if told := recognise(member.path, member.kind, notice):
        return Filing(whole(told), f"文件名：{member.name}")
    return Filing(why="从文件名认不出是哪一种材料")


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
            if not filings[key].parts and held is not None and held.parts:
                filings[key] = replace(held, parts=whole(held.role), why="所在的压缩包", proposed=())
