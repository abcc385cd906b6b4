"""交流推广: what was held to pass experiences on, who spoke, who came, and who learnt from whom."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speaker:
    """`unit`: full name of an enterprise, or whoever it was; `code`: its credit code where the ledger has it,
    "" for others. `topic`: what it spoke about.
    """

    unit: str
    topic: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Guests:
    """Those of one unit that came; `people` from 1."""

    unit: str
    people: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """对标: `learner` learns `subject` from `model`; `result`: what came of it, "" while nobody knows."""

    model: str
    learner: str
    subject: str
    result: str = ""


@dataclass(frozen=True, slots=True)
class Activity:
    """`day` ISO 8601, "" while it is not told; `kind` one of the notice's. `void`: why it does not count."""

    day: str = ""
    kind: str = ""
    title: str = ""
    place: str = ""
    speakers: tuple[Speaker, ...] = ()
    guests: tuple[Guests, ...] = ()
    pairings: tuple[Pairing, ...] = ()
    note: str = ""
    void: str = ""

    @property
    def people(self) -> int:
        return sum(each.people for each in self.guests)


@dataclass(frozen=True, slots=True)
class ActivityVersion:
    """`activity` as it was at one time: a ledger keeps each, the highest `version` counts. `number` from 1 in
    one ledger; `base`: the version it would go back to, 0 for none. `at` ISO 8601.
    """

    number: int
    version: int
    base: int
    at: str
    who: str
    activity: Activity
