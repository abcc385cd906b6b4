"""A notice that somebody makes: data that need not be sound yet, and what of it is still last year's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from app.checks.notices import look_at
from app.editions import data as plain
from app.editions.compare import counterpart
from app.editions.data import Data, data_of, place_of, steps_of, value_at
from app.editions.fields import field_at, path_of
from app.editions.words import place_words, value_words
from app.notices.faults import PARTS, SCHEMA, Fault, part_of
from app.notices.notice import Notice

YEARLY, DATED = "每年另定", "去年的日期"


@dataclass(frozen=True, slots=True)
class Kept:
    """What still stands as last year's notice had it; `why` somebody should look at it."""

    place: str
    words: str
    value: str
    why: str

    @property
    def part(self) -> str:
        return part_of(self.place)


@dataclass(frozen=True)
class Draft:
    """`key`: what it is kept by, whatever becomes of its id. `before`: the notice it was made from, empty
    where none; `confirmed`: places of which a person said that they are right as they were (by the keys of
    rows, see `named`).
    """

    key: str
    data: Data
    before: Data = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()

    # -- looked at -------------------------------------------------------------------------------------
    @cached_property
    def _seen(self) -> tuple[Notice, tuple[Fault, ...]]:
        return look_at(self.data)

    @property
    def notice(self) -> Notice:
        """As far as it can be told: to try things on, not to work by unless there are no `faults`."""
        return self._seen[0]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong, at once."""
        return self._seen[1]

    def value(self, place: str, default: Any = None) -> Any:
        return value_at(self.data, place, default)

    def words(self, place: str) -> str:
        return place_words(place, self.data)

    @cached_property
    def kept(self) -> tuple[Kept, ...]:
        """What is still last year's: what a notice says anew each year, dates, and what names that year."""
        found = self._kept(self.data, "") if self.before else ()
        return tuple(sorted(found, key=lambda each: PARTS.index(each.part)))

    # -- changed ---------------------------------------------------------------------------------------
    def put(self, place: str, value: Any) -> Draft:
        """None takes away what is there."""
        return replace(self, data=plain.put(self.data, place, value))

    def insert(self, place: str, at: int, value: Any) -> Draft:
        """A new item of the list at `place`."""
        return replace(self, data=plain.insert(self.data, place, at, value))

    def move(self, place: str, at: int, to: int) -> Draft:
        """An item of the list at `place`."""
        return replace(self, data=plain.move(self.data, place, at, to))

    def confirm(self, place: str) -> Draft:
        """It is right as it was last year; what was kept there is told no more."""
        return replace(self, confirmed=self.confirmed | {self.named(place)})

    def named(self, place: str) -> str:
        """The place by the keys of its rows: it stays the same when these change their order."""
        said, steps = "", steps_of(place)
        for n, step in enumerate(steps, 1):
            row = value_at(self.data, place_of(steps[:n]))
            about = field_at(place_of(steps[: n - 1])) if isinstance(step, int) else None
            has_key = about is not None and about.key and isinstance(row, Mapping)
            said += f"[{row.get(about.key)}]" if about and has_key else f".{step}"
        return said.removeprefix(".")

    # -- inside ----------------------------------------------------------------------------------------
    def _kept(self, value: Any, place: str) -> Iterator[Kept]:
        about = field_at(place) if place else None
        is_yearly = about is not None and about.yearly and about.path == path_of(place)
        if why := self._why(value, is_yearly=is_yearly):
            was_at = counterpart(place, self.data, self.before)
            is_same = was_at is not None and value_at(self.before, was_at) == value
            if is_same and self.named(place) not in self.confirmed:
                yield Kept(place, self.words(place), value_words(value, about), why)
            return
        if isinstance(value, Mapping):
            for key, each in value.items():
                yield from self._kept(each, f"{place}.{key}".removeprefix("."))
        elif isinstance(value, list):
            for n, each in enumerate(value):
                yield from self._kept(each, f"{place}[{n}]")

    def _why(self, value: Any, *, is_yearly: bool) -> str:
        if is_yearly and value:
            return YEARLY
        if isinstance(value, date):
            return DATED
        year = str(self.before.get("year", ""))
        return f"写着 {year}" if year and isinstance(value, str) and year in value else ""


def new_from(notice: Notice, key: str, year: int) -> Draft:
    """照去年新建: a copy with an id and a year of its own; `kept` tells what is still last year's."""
    before = data_of(notice)
    return Draft(key, {**before, "schema": SCHEMA, "id": key, "year": year, "edition": 1}, before)
