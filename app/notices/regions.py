"""The province's cities: GB/T 2260 codes and the bureaus that send discs."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from app.errors import NothingFound
from app.model.batch import Sender
from app.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class City:
    """`code` is GB/T 2260, e.g. 370100; `short` is ASCII."""

    code: str
    name: str
    bureau: str
    short: str


@cache
def cities() -> tuple[City, ...]:
    with (RESOURCES / "shandong-cities.csv").open(encoding="utf-8", newline="") as file:
        return tuple(City(r["code"], r["city"], r["bureau"], r["short"]) for r in csv.DictReader(file))


def sender_named(text: str) -> Sender:
    """A bureau by code, city or bureau name; any other name is a 直报 enterprise.

    Raises NothingFound for a code that is no city of the province, and for an empty name.
    """
    wanted = text.strip()
    for city in cities():
        if wanted in (city.code, city.name, city.name.removesuffix("市"), city.bureau):
            return Sender(city.bureau, city.code, city.name)
    if not wanted or wanted.isascii():
        raise NothingFound(f"报送单位“{wanted}”：请填市的代码（如 370100）、市名，或直报企业全称")
    return Sender(wanted)
