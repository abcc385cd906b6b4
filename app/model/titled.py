"""A word of the data together with what a clerk calls it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Titled(StrEnum):
    """MUST = "must", "必须补正": the value is the first, `title` the second."""

    _value_: str
    title: str  # type: ignore[assignment]  # not str.title

    def __new__(cls, value: str, title: str = "") -> Self:
        made = str.__new__(cls, value)
        made._value_, made.title = value, title
        return made
