"""年度统计: how many enterprises came, were accepted, chosen and recognised, by what tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from typing import TypeAlias

Counts: TypeAlias = "tuple[int | None, ...]"  # one for each measure; None: not known here


def added(counts: Iterable[Counts]) -> Counts:
    """What is not known of some is the sum of what is known of the others."""
    columns = zip_longest(*counts)
    return tuple(sum(known) if (known := [n for n in own if n is not None]) else None for own in columns)


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One value of what is counted by; `counts` by track, "" for those of no track of the notice."""

    title: str
    counts: Mapping[str, Counts]

    @property
    def total(self) -> Counts:
        return added(self.counts.values())


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`by`: what its lines are, in a word (市). `note`: what a reader has to know of it."""

    id: str
    by: str
    lines: tuple[FigureLine, ...]
    note: str = ""

    @property
    def title(self) -> str:
        return f"按{self.by}"

    @property
    def tracks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(track for line in self.lines for track in line.counts))

    def column(self, track: str) -> Counts:
        """The sum of one track's."""
        return added(line.counts[track] for line in self.lines if track in line.counts)

    @property
    def total(self) -> Counts:
        return added(line.total for line in self.lines)


@dataclass(frozen=True, slots=True)
class Subject:
    """One enterprise in one track, by all that it is counted by; `counts` are 1 and 0."""

    name: str
    year: str
    track: str
    city: str
    industry: str
    area: str
    size: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Statistics:
    """`measures`: what each count is called; `tables` each with all subjects of this year in it, but for the
    one by years, which has those of other years too.
    """

    year: int
    measures: tuple[str, ...] = ()
    tables: tuple[FigureTable, ...] = ()
    crossed: tuple[CrossTable, ...] = ()
    subjects: tuple[Subject, ...] = ()

    @property
    def total(self) -> Counts:
        return added(each.counts for each in self.subjects) if self.subjects else ()

    @property
    def words(self) -> str:
        """收到 128 家 · 受理 60 家"""
        return " · ".join(f"{name} {n} 家" for name, n in zip(self.measures, self.total, strict=False))

    @property
    def check_words(self) -> str:
        """That the tables come to the same, or which do not."""
        if self.adds_up:
            return f"各表合计都是 {self.total[0] if self.subjects else 0} 家，相互一致"
        return "各表的合计不一致，请把台账交给维护人员看"

    @property
    def adds_up(self) -> bool:
        """Whether every table of this year comes to the same."""
        mine = [table.total for table in self.tables if table.id != "year"]
        return all(each == self.total for each in mine) and all(map(self._agrees, self.crossed))

    def _agrees(self, table: CrossTable) -> bool:
        own = [each for each in self.subjects if table.track in ("", each.track)]
        return sum(map(sum, table.counts)) == sum(each.counts[table.measure] or 0 for each in own)


@dataclass(frozen=True, slots=True)
class CrossTable:
    """A line for each of `down`, a column for each of `across`; of the measure with that number, of one
    `track` or "" for all. `told`: what is counted, in words.
    """

    title: str
    by: str
    down: tuple[str, ...]
    across: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    told: str = ""
    measure: int = 0
    track: str = ""
