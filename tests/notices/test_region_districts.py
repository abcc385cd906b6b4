"""The districts that the program brings along are those of GB/T 2260, as another list of them has it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import stdnum

from app.paths import RESOURCES

CODES = Path(stdnum.__file__).with_name("cn") / "loc.dat"  # python-stdnum's, with the years each was in force


def in_force(prefix: str) -> dict[str, set[str]]:
    """First four digits of a city's code → the names of its districts that are in force."""
    block = re.search(rf"^{prefix} .*\n((?: .*\n)+)", CODES.read_text("utf-8"), re.MULTILINE)
    assert block
    found: dict[str, set[str]] = {}
    for city, own, told in re.findall(r'^ +(\d\d)(\d\d) county="(.*)"', block[1], re.MULTILINE):
        for name in re.findall(r"\[\d{4}-\]([\u4e00-\u9fff]+)", told):
            if own not in ("00", "01"):  # the city itself, and what only stands for all its districts
                found.setdefault(prefix + city, set()).add(name)
    return found


def test_every_city_has_the_districts_in_force() -> None:
    region = tomllib.loads((RESOURCES / "regions" / "shandong.toml").read_text("utf-8"))
    told = {city["code"][:4]: set(city["districts"]) for city in region["cities"]}
    assert told == in_force(region["prefix"])
