"""载入历年获评名单: who was awarded in the years that the notice bars, kept in the batch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from app.errors import WrongUse
from app.job import Job
from app.model.awarded import Award, AwardLists
from app.model.batch import Batch
from app.model.source import LeftOut
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.reading.tables.awarded import read_awarded
from app.store.store import BatchStore

_MOST = 5_000  # enterprises that are kept


@dataclass(frozen=True, slots=True)
class Brought:
    """Rows = taken + earlier (or later than the years that bar) + left out."""

    taken: int
    earlier: int
    left_out: tuple[LeftOut, ...] = ()

    def told(self, notice: Notice) -> str:
        first, last = notice.year - notice.barred_years, notice.year - 1
        rows = self.taken + self.earlier + len(self.left_out)
        out = f" + 没有读懂 {len(self.left_out)} 家" if self.left_out else ""
        taken = f"载入 {self.taken} 家（{first}—{last} 年）"
        return f"名单 {rows} 家 = {taken} + 年份在此以外 {self.earlier} 家{out}"


def bring_in(store: BatchStore, path: Path, sandbox: Sandbox, job: Job) -> Brought:
    """Read in a child process; only the years that bar are kept. A list brought in before is replaced.

    Raises TableUnknown, Unreadable, WrongUse (far too many names), Cancelled, AppErrors of our own disk.
    """
    kept, brought = barred_in(path, store.notice, sandbox, job)
    store.apply(f"载入历年获评名单 {path.name}", lambda batch: with_awarded(batch, kept))
    return brought


def barred_in(
    path: Path, notice: Notice, sandbox: Sandbox, job: Job
) -> tuple[tuple[Award, ...], Brought]:
    """Whom a list names within the years that bar. Raises as `bring_in`."""
    job.at(0.0, "正在读取获评名单", path.name)
    read = read_awarded(path, notice, sandbox, job)
    kept = tuple(award for award in read.awards if is_barred(award, notice))
    if len(kept) > _MOST:
        raise WrongUse(f"{path.name} 有 {len(kept)} 家，超过 {_MOST} 家，请只留要比对的年份")
    return kept, Brought(len(kept), len(read.awards) - len(kept), read.left_out)


def is_barred(award: Award, notice: Notice) -> bool:
    """Whether it was within the years that the notice bars."""
    return notice.year - notice.barred_years <= award.year < notice.year


def with_awarded(batch: Batch, awards: tuple[Award, ...]) -> Batch:
    return replace(batch, awarded=together(batch.awarded, awards))


def together(before: AwardLists, awards: tuple[Award, ...]) -> dict[str, tuple[Award, ...]]:
    """A list of the same title takes the place of the one before."""
    lists: dict[str, list[Award]] = {}
    for award in dict.fromkeys(awards):
        lists.setdefault(award.listed, []).append(award)
    return {**before, **{title: tuple(named) for title, named in lists.items()}}


def lists_of(brought: AwardLists, notice: Notice) -> dict[str, int]:
    """Title of a list → how many of it are compared; the notice's own lists first."""
    counts: dict[str, int] = {}
    for award in (*notice.awarded, *chain.from_iterable(brought.values())):
        if is_barred(award, notice):
            counts[award.listed] = counts.get(award.listed, 0) + 1
    return counts


def without_awarded(batch: Batch) -> Batch:
    return replace(batch, awarded={})
