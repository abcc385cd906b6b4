"""What a person did, as it can be taken back and done again: acts of one change or of many. Pure.

An undoing is a change like any other: a line of the history that puts back what was. It takes back an act,
or, to do the act again, an earlier undoing; a line that a standing one takes back does not stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.store.journal import Entry


@dataclass(slots=True)
class Act:
    """Handed to every change of one deed, so that they are taken back together."""

    seq: int = field(default=0, init=False)  # of its first change; 0: nothing was changed yet


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done. `back` and `again` map a record to (what stands there, what shall)."""

    entries: tuple[Entry, ...]

    @property
    def seq(self) -> int:
        return _act(self.entries[0])

    @property
    def at(self) -> str:
        """ISO 8601 with zone."""
        return self.entries[-1].at

    @property
    def who(self) -> str:
        return self.entries[-1].who

    @property
    def what(self) -> str:
        first, count = self.entries[0].what, len(self.entries)
        return first if count == 1 else f"{first}等 {count} 项"

    @property
    def again(self) -> Mapping[str, tuple[Any, Any]]:
        told: dict[str, tuple[Any, Any]] = {}
        for entry in self.entries:
            for key, (before, after) in entry.set.items():
                told[key] = (told[key][0] if key in told else before, after)
        return told

    @property
    def back(self) -> Mapping[str, tuple[Any, Any]]:
        return {key: (after, before) for key, (before, after) in self.again.items()}


@dataclass(frozen=True, slots=True)
class Undone:
    """An act that was taken back by the line `by`."""

    act: Done
    by: int


def _act(entry: Entry) -> int:
    return entry.act or entry.seq


def standing(history: Sequence[Entry]) -> list[Entry]:
    """The lines that no standing one takes back, in order."""
    gone: set[int] = set()
    kept: list[Entry] = []
    for entry in reversed(history):
        if _act(entry) not in gone:
            kept.append(entry)
            gone.add(entry.undoes)
    return kept[::-1]


def done(history: Sequence[Entry]) -> tuple[Done, ...]:
    """What can be taken back, in the order in which it was done."""
    acts: dict[int, list[Entry]] = {}
    for entry in standing(history):
        if entry.can_undo:
            acts.setdefault(_act(entry), []).append(entry)
    return tuple(Done(tuple(entries)) for entries in acts.values())


def undone(history: Sequence[Entry]) -> Undone | None:
    """What was taken back last and can be done again: as long as nothing else was done since, and nothing
    that it would change was.
    """
    known = {entry.seq: entry for entry in history}
    since: set[str] = set()
    for entry in reversed(standing(history)):
        before = known.get(entry.undoes)
        if before is not None and not before.undoes:
            act = Done(tuple(each for each in history if _act(each) == _act(before)))
            return None if since & act.again.keys() else Undone(act, entry.seq)
        if entry.can_undo:
            return None
        if before is None:  # a fact; an act that was done again has its own records
            since |= entry.set.keys()
    return None
