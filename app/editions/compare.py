"""Two editions of a notice, place by place; rows are told by their key, not by their number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.checks.notices import look_at
from app.editions.data import Data, data_of, steps_of, value_at
from app.editions.fields import Field, Kind, field_at
from app.editions.words import NOTHING, place_words, row_words, value_words
from app.notices.faults import PARTS, part_of


@dataclass(frozen=True, slots=True)
class Difference:
    """`place`: in the later one, or in the former where it is gone. `was`, `now`: in words."""

    place: str
    words: str
    was: str
    now: str

    @property
    def part(self) -> str:
        return part_of(self.place)

    @property
    def line(self) -> str:
        return f"【{self.part}】{self.words}：{self.was} → {self.now}"

    @property
    def told(self) -> dict[str, str]:
        """For scripts."""
        return {"part": self.part, "place": self.place, "words": self.words, "was": self.was, "now": self.now}


def differences(before: Data, after: Data) -> tuple[Difference, ...]:
    """By the parts of a notice, in their order; what is said and what is meant anyhow are one."""
    before, after = (data_of(look_at(each)[0]) for each in (before, after))
    found = _tables(before, after, "", "", before, after)
    return tuple(sorted(found, key=lambda each: PARTS.index(each.part)))


def counterpart(place: str, data: Data, before: Data) -> str | None:
    """Where in `before` stands what stands at `place` of `data`: of rows that with the same key."""
    path, here = "", ""
    for step in steps_of(place):
        if isinstance(step, int):
            field, rows = field_at(here), value_at(before, path)
            key = field.key if field and field.kind is Kind.ROWS else ""
            if key:
                told = value_at(data, f"{here}[{step}].{key}")
                number = next((n for n, row in enumerate(rows or []) if _key(row, key) == told), None)
                if number is None:
                    return None
                path += f"[{number}]"
            else:
                path += f"[{step}]"
            here += f"[{step}]"
        else:
            path, here = (f"{each}.{step}".removeprefix(".") for each in (path, here))
    return path


def _key(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, Mapping) else None


def _tables(
    was: Data, now: Data, at_was: str, at_now: str, before: Data, after: Data
) -> Iterator[Difference]:
    for key in dict.fromkeys([*was, *now]):
        then, here = (f"{each}.{key}".removeprefix(".") for each in (at_was, at_now))
        yield from _values(was.get(key), now.get(key), then, here, before, after)


def _values(was: Any, now: Any, then: str, here: str, before: Data, after: Data) -> Iterator[Difference]:
    field = field_at(here)
    if was == now:
        return
    if isinstance(was, Mapping) and isinstance(now, Mapping):
        yield from _tables(was, now, then, here, before, after)
    elif field and field.key and _are_rows(was) and _are_rows(now):
        yield from _rows(was or [], now or [], then, here, field, before, after)
    else:
        said = value_words(was, field), value_words(now, field)
        if said[0] == said[1]:  # what tells them apart lies beyond what is shown
            said = said[0], "改过"
        yield Difference(here, place_words(here, after), *said)


def _are_rows(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(each, Mapping) for each in value))


def _rows(
    was: list[Any], now: list[Any], then: str, here: str, field: Field, before: Data, after: Data
) -> Iterator[Difference]:
    if not was or not now:
        counts = (f"{len(rows)} 项" if rows else NOTHING for rows in (was, now))
        yield Difference(here, place_words(here, after), *counts)
        return
    old = {_key(row, field.key): n for n, row in enumerate(was)}
    new = {_key(row, field.key): n for n, row in enumerate(now)}
    for key, n in old.items():
        if key not in new:
            place = f"{then}[{n}]"
            yield Difference(place, place_words(place, before), row_words(place, was[n]), "删去")
    for key, n in new.items():
        place = f"{here}[{n}]"
        if key not in old:
            yield Difference(place, place_words(place, after), NOTHING, f"新增：{value_words(now[n], field)}")
        else:
            yield from _values(was[old[key]], now[n], f"{then}[{old[key]}]", place, before, after)
    kept = [key for key in old if key in new]
    if kept != [key for key in new if key in old]:
        orders = ("、".join(row_words(f"{at}[{n}]", rows[n]) for n in places)
                  for at, rows, places in ((then, was, [old[k] for k in kept]),
                                           (here, now, [n for k, n in new.items() if k in old])))  # fmt: skip
        yield Difference(here, f"{place_words(here, after)} · 次序", *orders)
