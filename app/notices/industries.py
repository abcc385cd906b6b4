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


def division_of_name(text: str) -> str:
    """The two digits of the division that a name is, to the word; "" for a name of its own or an unclear one.

    “汽车制造业”, “专用设备”, “C36 汽车制造业（零部件）” tell one; “机床”, “食品”, “电子” tell none.
    """
    plain = _stem(re.sub(r"[（(【\[].*", "", unicodedata.normalize("NFKC", text)))
    if len(plain) < _LEAST_NAME:
        return ""
    stems = _stems()
    if plain in stems:
        return stems[plain]
    within = {code for stem, code in stems.items() if plain in stem} if len(plain) >= _LEAST_PART else set()
    return within.pop() if len(within) == 1 else ""


_LEAST_NAME, _LEAST_PART = 2, 4  # characters


@cache
def _stems() -> dict[str, str]:
    return {_stem(division.name): code for code, division in divisions().items()}


def _stem(name: str) -> str:
    """Without its code, signs, and 业 at its end."""
    joined = re.sub(r"[与及]", "和", re.sub(r"[\s、,，。.·/\-]", "", name))
    bare = re.sub(r"^[A-Ta-t]?\d{0,4}", "", joined)
    return bare.removesuffix("行业").removesuffix("业")
