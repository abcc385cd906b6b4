"""Who applies when a notice is tried: invented, right in form, of the notice's own region."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from stdnum.cn import uscc

from app.checks.enterprise.code import organisation_digit
from app.model.batch import Sender
from app.notices.industries import division_name, divisions
from app.notices.notice import Column, Notice, Track

_COUNTED = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_REGISTRAR = "00"  # the county's two digits: the city itself


@dataclass(frozen=True, slots=True)
class Trier:
    """One invented enterprise; `row`: column id → text."""

    number: int
    track: Track
    name: str
    code: str
    row: Mapping[str, str]

    def with_row(self, **values: str) -> Trier:
        return replace(self, row={**self.row, **values})

    def of_kind(self, kind: str) -> str:
        """What its row says in the column of this kind; "" where there is none."""
        return next((self.row[each.id] for each in self.track.columns if each.kind == kind), "")


def sender_of(notice: Notice) -> Sender:
    """The first city's bureau; of a notice without cities, an enterprise that sends itself."""
    cities = notice.region.cities
    own = cities[0].sender if cities else Sender(f"{notice.region.short}试制集团有限公司")
    return replace(own, contact="试用", phone="0000-1234567")


def trier(notice: Notice, track: Track, number: int) -> Trier:
    """Numbers tell one from another: name, code, telephone."""
    cities = notice.region.cities
    place = cities[0].spoken if cities else notice.region.short
    count = _COUNTED[number % len(_COUNTED)] + _COUNTED[number // len(_COUNTED)]
    name = f"{place}{count}试制机械有限公司"
    code = code_of(number, cities[0].code[:4] if cities else f"{notice.region.prefix}00")
    row = {column.id: _cell(column, name, code, number, notice) for column in track.columns}
    return Trier(number, track, name, code, {key: text for key, text in row.items() if text})


def code_of(number: int, place: str) -> str:
    """Both check digits hold (GB 32100, GB 11714). `place`: four digits of the region."""
    organisation = f"7{number:07d}"
    body = f"91{place}{_REGISTRAR}{organisation}{organisation_digit(organisation)}"
    return body + str(uscc.calc_check_digit(body))


def division_of(notice: Notice) -> str:
    """One that may apply."""
    inside = notice.scope.inside
    return "34" if "34" in inside else min(inside & set(divisions()), default="")


def _cell(column: Column, name: str, code: str, number: int, notice: Notice) -> str:
    if column.filled:
        return name if column.filled == "name" else ""
    division = division_of(notice)
    told = {
        "code": code, "area": notice.areas[0].title if notice.areas else "", "division": division,
        "industry": division_name(division), "phone": f"1380000{number:04d}", "number": "120",
        "email": f"trial{number}@example.com", "date": f"{notice.year - 5}-03-01",
    }  # fmt: skip
    return told.get(column.kind, f"试制{column.title}")
