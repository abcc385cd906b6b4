"""What the province sees of all senders together: rows of one table, and the board of who handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.batch import Sender
from app.model.names import normalise_name
from app.model.submission import Entry, Standing, Submission
from app.wording import Titled


class Mark(Titled):
    """What a person must know of a row before it goes to the experts."""

    DUPLICATE = "duplicate", "重复申报"
    BOTH_TRACKS = "both", "两类都报"
    PAST = "past", "往年已报"
    OVER_QUOTA = "quota", "超出名额"
    LATE = "late", "逾期"


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One enterprise in one track, `track_short` on paper. `number` counts the track's rows, `place` those of
    its sender, from 1.

    `marks`: why each mark was set, in words. `unread`: how many files of its package could not be read whole.
    """

    submission: Submission
    entry: Entry
    number: int
    place: int
    city: str
    track_short: str
    marks: Mapping[Mark, str] = field(default_factory=dict)
    unread: int = 0

    @property
    def track(self) -> str:
        return self.entry.track

    @property
    def sender(self) -> Sender:
        return self.submission.sender

    @property
    def key(self) -> str:
        """Names the row for experts: 全国-2023-370100-1-02."""
        return f"{self.track_short}-{self.entry.submission}-{self.entry.order:02d}"

    def cell(self, column: str) -> str:
        return self.entry.fields.get(column, "")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter: empty means all; `text` finds every one of its words, whatever their width or case."""

    tracks: frozenset[str] = frozenset()
    senders: frozenset[str] = frozenset()
    standings: frozenset[Standing] = frozenset()
    areas: frozenset[str] = frozenset()
    divisions: frozenset[str] = frozenset()
    marks: frozenset[Mark] = frozenset()
    text: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(filter(None, map(normalise_name, self.text.split())))


@dataclass(frozen=True, slots=True)
class Tile:
    """One sender on the board; `standing` None: nothing was received. `corrections`: it is 补正第 n 次."""

    sender: Sender
    counts: Mapping[str, int] = field(default_factory=dict)
    standing: Standing | None = None
    submission: str = ""
    corrections: int = 0
    is_late: bool = False
    must: int = 0
    look: int = 0

    @property
    def name(self) -> str:
        return self.sender.city.removesuffix("市") if self.sender.is_bureau else self.sender.name


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart."""

    title: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Concern:
    """Something on the board a person must see to; `rows` are keys of the rows it is about."""

    title: str
    senders: tuple[str, ...]
    subject: str
    what: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """`cities`: all of the province in their order; `direct`: the 直报 senders that handed in."""

    cities: tuple[Tile, ...]
    direct: tuple[Tile, ...]
    areas: tuple[Bar, ...]
    industries: tuple[Bar, ...]
    concerns: tuple[Concern, ...] = ()

    @property
    def missing(self) -> tuple[Tile, ...]:
        return tuple(tile for tile in self.cities if tile.standing is None)

    @property
    def counts(self) -> Mapping[str, int]:
        tiles = (*self.cities, *self.direct)
        total = Counter[str]()
        for tile in tiles:
            total.update(tile.counts)
        return total
