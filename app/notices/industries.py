"""GB/T 4754-2017 divisions (大类): two digits and their names."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from app.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    section: str
    name: str


@cache
def divisions() -> dict[str, Division]:
    """By two-digit code."""
    with (RESOURCES / "gbt4754-2017-divisions.csv").open(encoding="utf-8", newline="") as file:
        return {r["code"]: Division(r["code"], r["section"], r["name"]) for r in csv.DictReader(file)}


def normalise_division(text: str) -> str:
    """"C3812", "3812", "38 电气机械…" → "38"; "" when there is no known division in it."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    match = re.match(r"^[A-T]?\s*-?\s*(\d{2})\d{0,2}(?!\d)", plain)
    if match is None:
        return ""
    return match.group(1) if match.group(1) in divisions() else ""


def division_name(text: str) -> str:
    """The name of the division a cell means, "" when unknown."""
    division = divisions().get(normalise_division(text))
    return division.name if division else ""
