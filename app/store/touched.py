"""What one line of the history changes: records as they were and as they are, of a list only what differs.

A record is made of its JSON when it is asked for: of most lines nobody asks more than which they touch.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from typing import Any, NamedTuple

import msgspec

Pair = tuple[Any, Any]  # before, after; None where there is none


class Splice(NamedTuple):
    """What makes one list of another: from place `at` on, `gone` gives way to `come`."""

    at: int
    gone: tuple[Any, ...]
    come: tuple[Any, ...]

    @classmethod
    def between(cls, before: Sequence[Any], after: Sequence[Any]) -> Splice:
        most = min(len(before), len(after))
        at = next((place for place in range(most) if before[place] != after[place]), most)
        alike = next((n for n in range(most - at) if before[-1 - n] != after[-1 - n]), most - at)
        return cls(at, tuple(before[at : len(before) - alike]), tuple(after[at : len(after) - alike]))

    def put(self, there: list[Any]) -> None:
        """Raises ValueError where it was made of another list."""
        end = self.at + len(self.gone)
        if self.at < 0 or there[self.at : end] != list(self.gone):
            raise ValueError("a list that a line of the history changes is another")
        there[self.at : end] = self.come


def are_lists(pair: Pair) -> bool:
    """Such as the order of a track, which every enterprise lengthens."""
    return isinstance(pair[0], list | tuple) and isinstance(pair[1], list | tuple)


class Touched(Mapping[str, Pair]):
    """Record key → (before, after), as a line has them: the JSON of each, and the splices of lists.

    Of spliced lists it can only be asked once it was tied to the lines before it (`tie`). Raises
    msgspec.DecodeError when what is asked for is no JSON.
    """

    __slots__ = ("lists", "raws", "splices")

    def __init__(
        self, raws: Mapping[str, tuple[msgspec.Raw, msgspec.Raw]], splices: Mapping[str, Splice]
    ) -> None:
        self.raws, self.splices = raws, splices
        self.lists: Lists | None = None

    def __getitem__(self, key: str) -> Pair:
        if key in self.splices:
            assert self.lists is not None
            return self.lists.pair(self, key)
        before, after = self.raws[key]
        return msgspec.json.decode(before), msgspec.json.decode(after)

    def __contains__(self, key: object) -> bool:
        return key in self.raws or key in self.splices

    def __iter__(self) -> Iterator[str]:
        yield from self.raws
        yield from self.splices

    def __len__(self) -> int:
        return len(self.raws) + len(self.splices)


class Lists:
    """The lists that lines of a history splice, whole, as they were at one line; from there it goes to the
    next that is asked for, and holds no more of them. Safe to ask from several threads.
    """

    def __init__(self, changes: Sequence[Mapping[str, Pair]]) -> None:
        self._changes = changes
        self._place = {id(change): place for place, change in enumerate(changes)}
        self._keys = {key for change in changes if isinstance(change, Touched) for key in change.splices}
        self._at, self._there = 0, dict[str, list[Any]]()
        self._going = threading.Lock()

    def pair(self, change: Touched, key: str) -> Pair:
        """Raises ValueError, KeyError where lines do not follow each other."""
        with self._going:
            place = self._place[id(change)]
            if self._at > place:
                self._at, self._there = 0, {}
            while self._at < place:
                self._pass(self._changes[self._at])
                self._at += 1
            before = self._there[key]
            after = list(before)
            change.splices[key].put(after)
            return tuple(before), tuple(after)

    def _pass(self, change: Mapping[str, Pair]) -> None:
        for key in self._keys:
            if isinstance(change, Touched) and key in change.splices:
                change.splices[key].put(self._there[key])
            elif key in change:
                self._there[key] = list(change[key][1] or ())


def tie(changes: Sequence[Mapping[str, Pair]]) -> None:
    """From the first line of a history on: each can then be asked for all that it changed."""
    lists = Lists(changes)
    for change in changes:
        if isinstance(change, Touched) and change.splices:
            change.lists = lists


def read_all(changes: Iterable[Mapping[str, Pair]]) -> None:
    """Raises msgspec.DecodeError where a record is no JSON, of which else nobody asks before it is undone."""
    for change in changes:
        if isinstance(change, Touched):
            for pair in change.raws.values():
                for raw in pair:
                    msgspec.json.decode(raw)


def replay(changes: Iterable[Mapping[str, Pair]], start: Mapping[str, Any]) -> dict[str, Any]:
    """The records after all changes; those that lines told stay JSON (msgspec.Raw) until they are read.

    Raises ValueError, KeyError where a list is not the one that was spliced.
    """
    records, spliced = dict(start), set[str]()
    for change in changes:
        if isinstance(change, Touched):
            for key, (_, raw) in change.raws.items():
                _put(records, key, None if len(raw) == 4 and bytes(raw) == b"null" else raw)
            spliced.difference_update(change.raws)
            for key, splice in change.splices.items():
                if key not in spliced:  # from now on a list of our own
                    there = records[key]
                    is_json = isinstance(there, msgspec.Raw)
                    records[key] = list(msgspec.json.decode(there) if is_json else there)
                    spliced.add(key)
                splice.put(records[key])
        else:
            for key, (_, after) in change.items():
                _put(records, key, after)
            spliced.difference_update(change)
    return records


def _put(records: MutableMapping[str, Any], key: str, value: Any) -> None:
    if value is None:
        records.pop(key, None)
    else:
        records[key] = value
