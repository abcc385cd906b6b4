"""How a place of a notice and what stands there are called in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.editions.data import Data, place_of, steps_of, value_at
from app.editions.fields import Field, Kind, field_at, path_of
from app.wording import day, megabytes

NOTHING = "（没有）"
_CALLED = ("title", "name", "path", "id", "about", "at")
_FIRST = 60  # signs shown of a long text


def place_words(place: str, data: Data) -> str:
    """申报材料“证明材料” · 页面标题."""
    said, steps = list[str](), steps_of(place)
    for n, step in enumerate(steps, 1):
        here = place_of(steps[:n])
        if isinstance(step, int):
            said[-1] += f"“{row_words(here, value_at(data, here))}”" if _is_row(here) else f"第 {step + 1} 项"
        else:
            field = field_at(here)
            is_own = field is not None and field.path == path_of(here)
            said.append(field.title if field and is_own else str(step))
    return " · ".join(said)


def row_words(place: str, row: Any) -> str:
    """What one row of a list is called by: its title, else its number."""
    if isinstance(row, Mapping):
        field = field_at(place.rpartition("[")[0])
        for key in (*_CALLED, field.key if field else ""):
            if told := row.get(key):
                own = field_at(f"{place}.{key}")
                return value_words(told, own)
    return f"第 {int(place.rpartition('[')[2].rstrip(']')) + 1} 项"


def _is_row(place: str) -> bool:
    field = field_at(place.rpartition("[")[0])
    return field is not None and field.kind is Kind.ROWS


def value_words(value: Any, field: Field | None = None) -> str:
    """As a clerk reads it: 是, 2 MB, 2024年8月31日, 甲、乙."""
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list):
        if field is not None and field.kind is Kind.ROWS and all(isinstance(each, Mapping) for each in value):
            return _cut("、".join(row_words(f"{field.path}[{n}]", each) for n, each in enumerate(value)))
        return _cut("、".join(value_words(each, field) for each in value))
    if isinstance(value, Mapping):
        return _cut("，".join(_pair(key, each, field) for key, each in value.items()))
    if field is not None and field.kind is Kind.BYTES and isinstance(value, int):
        return megabytes(value)
    text = field.choices.get(value, value) if field and isinstance(value, str) else value
    return _cut(" ".join(str(text).split("\n")))


def _pair(key: str, value: Any, field: Field | None) -> str:
    own = field_at(f"{field.path}{'[]' if field.kind is Kind.ROWS else ''}.{key}") if field else None
    title = own.title if own and own.name == key else key
    return f"{title} {value_words(value, own if own and own.name == key else field)}"


def _cut(text: str) -> str:
    return text if len(text) <= _FIRST else f"{text[:_FIRST]}…"
