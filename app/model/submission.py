"""What the province receives: a sender's disc or set of discs, registered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.model.batch import Sender
from app.wording import Titled

LATER = -1  # in place of how many discs a set has: files that were added to it after it was registered


class Standing(Titled):
    """How far a submission is; 已收到 is neither 检查通过 nor 已受理. One that waits lies beside an accepted
    one until a person has said whether it takes its place.
    """

    RECEIVED = "received", "已收到"
    PASSED = "passed", "自动检查通过"
    FAULTY = "faulty", "有问题"
    ACCEPTED = "accepted", "已受理"
    RETURNED = "returned", "退回补正"
    SUPERSEDED = "superseded", "已由补正盘代替"
    WAITING = "waiting", "待确认是否代替"
    DECLINED = "declined", "不予代替"
    VOIDED = "voided", "已作废"

    @property
    def words(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Not answered yet."""
        return self in (Standing.RECEIVED, Standing.PASSED, Standing.FAULTY, Standing.WAITING)

    @property
    def is_past(self) -> bool:
        """Kept for the history alone."""
        return self in (Standing.SUPERSEDED, Standing.DECLINED, Standing.VOIDED)

    @property
    def counts(self) -> bool:
        """Whether its enterprises are in the total table, and in any number of those handed in."""
        return not self.is_past and self is not Standing.WAITING


class Maker(StrEnum):
    """Who made the disc: our program, another that writes BagIt bags, or a person by hand."""

    BAOPAN = "baopan"
    BAG = "bag"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class TrackLayout:
    """Where the pieces of one track lie on a disc; paths are relative to it, "/" separated.

    `packages`: path of an archive, folder or file → full name it is taken for. `joined`: those of them that
    a person added to an enterprise; others of one name that are archives are two, for a check to tell.
    """

    letter: str = ""
    table: str = ""
    packages: Mapping[str, str] = field(default_factory=dict)
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What a disc is taken to be; a person may correct every piece before it is received.

    `unknown` are the files that are none of it; `beside`: drafts and copies of its letters and tables.
    `sender` may have an empty name when nothing tells it. `columns`: heading of its tables as a person read
    it → id of the notice's column.
    """

    made_by: Maker
    sender: Sender
    tracks: Mapping[str, TrackLayout]
    disc_id: str = ""
    number: int = 1
    of: int = 1
    correction: int = 0  # 补正第 n 次
    unknown: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One enterprise of a submission, as the ledger keeps it.

    `stored`: its first package, relative to the submission's folder. `id`: the enterprise's in the batch.
    """

    submission: str
    track: str
    order: int
    name: str
    code: str
    fields: Mapping[str, str]
    stored: str
    size: int
    sha256: str
    must: int = 0  # open findings
    look: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """One row of the ledger. `id` as 2023-370100-1; `attempt` from 1; `at` ISO 8601 with zone: when it was
    registered. `handed_in`: the day it came, ISO 8601; empty in ledgers that did not keep it. `supersedes`:
    what it takes the place of, or would.

    `digest` tells the same disc again: SHA-256 over the tag manifests (or over all digests of a hand-made
    one) of all discs of the set. `to_examine`: the program has yet to look at seals, scanned pages and forms;
    `to_recognise`: it did, but left out what takes recognition, or was of a version that knew less.
    """

    id: str
    notice: str
    sender: Sender
    made_by: Maker
    digest: str
    check_codes: Mapping[str, str]  # disc id → 校验码
    clerk: str
    at: str
    attempt: int
    standing: Standing
    reason: str = ""
    is_late: bool = False
    supersedes: str = ""
    files: int = 0
    bytes: int = 0
    handed_in: str = ""
    to_examine: bool = False
    to_recognise: bool = False

    @property
    def came_on(self) -> date | None:
        """The day it was handed in, where that is known."""
        return date.fromisoformat(self.handed_in) if self.handed_in else None


def corrections_of(submissions: Iterable[Submission]) -> Mapping[str, int]:
    """Id → 补正第 n 次: how many submissions it takes the place of, one after the other; 0 for none. What is
    void does not count.
    """
    known = {one.id: one for one in submissions}
    before = {key: one.supersedes for key, one in known.items()}
    counts: dict[str, int] = {}
    for key in before:
        chain = [key]
        while (earlier := before[chain[-1]]) in before and earlier not in chain:
            chain.append(earlier)
        counts[key] = sum(known[each].standing is not Standing.VOIDED for each in chain[1:])
    return counts


@dataclass(frozen=True, slots=True)
class Twin:
    """The same enterprise elsewhere: by its credit code, else by its name but for spelling.

    `reader` is the submission that sees it, `id` its enterprise there, called `mine`.
    """

    reader: str
    id: str
    mine: str
    name: str
    code: str
    same_code: bool
    track: str
    submission: str
    sender: str
    notice: str
    other_year: bool
