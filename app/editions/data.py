"""A notice as plain data (what its TOML holds), and places in it: read, put, moved, each giving new data.

Data is never changed in place: dicts and lists along the way are copied, the rest is shared.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from app.notices.notice import Notice

Data: TypeAlias = Mapping[str, Any]
Step: TypeAlias = str | int


def data_of(notice: Notice) -> dict[str, Any]:
    """All that a notice says, also where it is as if unsaid (reading completes notices of before there was
    such a thing); reading it gives the equal notice, on any computer.
    """
    return dict(_plain(notice))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        told = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {name: _plain(each) for name, each in told.items() if each is not None}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return dict(value) if isinstance(value, Mapping) else value


# -- places ----------------------------------------------------------------------------------------
def steps_of(place: str) -> tuple[Step, ...]:
    """tracks[0].quota.most → tracks, 0, quota, most. Of severities and merged the key is what follows."""
    found = re.findall(r"\[(\d+)\]|([^.\[\]]+)", place)
    return tuple(int(number) if number else name for number, name in found)


def place_of(steps: tuple[Step, ...]) -> str:
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in steps).removeprefix(".")


def value_at(data: Any, place: str, default: Any = None) -> Any:
    """What stands there; `default` where nothing does."""
    for step in steps_of(place):
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return default
    return data


def put(data: Data, place: str, value: Any) -> Data:
    """With this value there; None takes it away. Tables on the way are made. Raises KeyError for an item of a
    list that is not there.
    """
    return dict(_put(data, steps_of(place), value))


def _put(data: Any, steps: tuple[Step, ...], value: Any) -> Any:
    if not steps:
        return value
    first, *rest = steps
    if isinstance(first, int):
        if not isinstance(data, list) or first >= len(data):
            raise KeyError(first)
        new = [*data]
        if not rest and value is None:
            del new[first]
        else:
            new[first] = _put(new[first], tuple(rest), value)
        return new
    table = dict(data) if isinstance(data, Mapping) else {}
    if not rest and value is None:
        table.pop(first, None)
    else:
        table[first] = _put(table.get(first), tuple(rest), value)
    return table


def insert(data: Data, place: str, at: int, value: Any) -> Data:
    """A new item of the list at `place`, which is made if there is none."""
    items = [*(value_at(data, place) or [])]
    items.insert(at, value)
    return put(data, place, items)


def move(data: Data, place: str, at: int, to: int) -> Data:
    """An item of the list at `place` to another number in it."""
    items = [*value_at(data, place, [])]
    items.insert(to, items.pop(at))
    return put(data, place, items)


def leaves(data: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Each single value with its place, in the data's order."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, f"{place}.{key}".removeprefix("."))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from leaves(value, f"{place}[{number}]")
    else:
        yield place, data
