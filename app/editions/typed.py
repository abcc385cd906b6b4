"""What a person typed in a field → the value it stands for; what stands for none is kept as it was typed, and
the notice's own faults say so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from app.editions.fields import Kind
from app.wording import MB

_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
_SPLIT = re.compile(r"[、，,；;\t]+")


def typed(kind: Kind, text: str) -> Any:
    """None: nothing. 2024年8月31日, 2024-8-31 and 20240831 are a day; sizes are typed in MB."""
    told = text.strip()
    if not told and kind in (Kind.NUMBER, Kind.BYTES, Kind.DAY):
        return None
    if kind is Kind.NUMBER and re.fullmatch(r"[0-9]{1,15}", told):
        return int(told)
    if kind is Kind.BYTES and re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?", told):
        return round(float(told) * MB)
    if kind is Kind.DAY and (found := _DAY.fullmatch(told)):
        year, month, day = (int(each) for each in found.groups() if each)
        try:
            return date(year, month, day)
        except ValueError:
            return text
    return lines_typed(kind, text) if kind in (Kind.WORDS, Kind.PATTERNS, Kind.GROUPS, Kind.SOME) else text


def shown(kind: Kind, value: Any) -> str:
    """What stands in the field, so that it is typed back to the same."""
    if value is None:
        return ""
    if kind is Kind.BYTES and isinstance(value, int):
        return f"{value / MB:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return "\n".join("、".join(map(str, each)) if isinstance(each, list) else str(each) for each in value)
    return str(value)


def lines_typed(kind: Kind, text: str) -> list[Any]:
    """One a line; groups have their words between commas."""
    told = [line.strip() for line in text.splitlines() if line.strip()]
    return [[word.strip() for word in _SPLIT.split(line) if word.strip()] for line in told] if (
        kind is Kind.GROUPS) else list(told)


def words_typed(text: str) -> list[str]:
    """Several in one cell, between commas."""
    return [word.strip() for word in _SPLIT.split(text) if word.strip()]
