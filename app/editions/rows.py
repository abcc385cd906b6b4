"""A new row of a list of a notice, and what may be chosen in a field that names rows of another list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from app.editions.data import Data, steps_of, value_at
from app.editions.fields import Field, Kind, below, field_at
from app.editions.words import row_words

_EMPTY: Mapping[Kind, Any] = {
    Kind.TEXT: "", Kind.LONG: "", Kind.WORDS: [], Kind.PATTERNS: [], Kind.SOME: [], Kind.GROUPS: [],
    Kind.ROWS: [], Kind.TABLE: {},
}  # fmt: skip


def new_row(data: Data, place: str) -> dict[str, Any]:
    """An empty row for the list at `place` (materials, tracks[0].columns): with an id that no other has, or
    the next number, so that nobody has to think one up.
    """
    field = field_at(place)
    if field is None or field.kind is not Kind.ROWS:
        raise ValueError(place)
    rows = [row for row in value_at(data, place, []) if isinstance(row, Mapping)]
    made: dict[str, Any] = {}
    for each in below(field.path):
        if each.kind is Kind.KEY:
            made[each.name] = _free(field, {str(row.get(each.name)) for row in rows})
        elif each.kind is Kind.NUMBER and each.name == field.key:
            numbers = [row.get(each.name) for row in rows]
            made[each.name] = max((n for n in numbers if isinstance(n, int)), default=0) + 1
        elif each.kind in _EMPTY:
            made[each.name] = _EMPTY[each.kind]
    return made


def choices_at(data: Data, place: str) -> Mapping[str, str]:
    """What is said → how it is shown, of a CHOICE or SOME field at `place`."""
    field = field_at(place)
    if field is None:
        return {}
    if not field.among:
        return field.choices
    numbers = [step for step in steps_of(place) if isinstance(step, int)]
    among = re.sub(r"\[\]", lambda _: f"[{numbers.pop(0)}]" if numbers else "[0]", field.among)
    of = field_at(among)
    key = of.key if of else "id"
    rows = value_at(data, among, [])
    return {
        str(row.get(key)): row_words(f"{among}[{n}]", row)
        for n, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, Mapping)
    }


def _free(field: Field, taken: set[str]) -> str:
    """material8, where there are seven."""
    word, number = field.name.rstrip("s"), len(taken) + 1
    while f"{word}{number}" in taken:
        number += 1
    return f"{word}{number}"
