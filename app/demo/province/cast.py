"""The sixteen cities' discs as data: who applies, which disc holds whom, what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

from stdnum.cn import uscc

from app.checks.enterprise.code import organisation_digit
from app.demo.cast import TRACKS, Applicant, sample, sender_named
from app.model.batch import Sender
from app.model.submission import Standing
from app.notices.industries import division_name
from app.send.collect import name_from

_AREAS = ("1 全面质量管理", "2 质量工程技术", "3 供应链质量管控", "4 数字化融合")
_OWNERSHIPS, _SCALES = ("民营", "国有控股", "外商投资"), ("大型", "中型", "中型", "小型")
_FAMILIES = "孔孟颜曾左丘鲁齐管晏邹滕薛费卞阎崔房"
_GIVEN = ("志强", "文博", "海涛", "秀英", "国庆", "雪梅", "建军")
_POSTS = ("质量总监", "质量部部长", "技术中心主任", "总工程师")


class Form(StrEnum):
    """How a disc was made and handed in."""

    BAG = "bag"  # a folder as our program stages it
    IMAGE = "image"  # the image of one
    HAND = "hand"  # a folder put together by hand
    ZIP = "zip"  # such a folder in one archive of an old Windows, its names in GBK


class Spoiled(StrEnum):
    """What happened to a disc of ours after it was made."""

    NOT = ""
    FLIPPED = "flipped"  # one byte of a package
    MISSING = "missing"  # a package
    EXTRA = "extra"  # files that no manifest lists


@dataclass(frozen=True, slots=True)
class TrackCast:
    """One track of a disc: `rows` of the table with `numbers` as their 序号, `packed` the packages.

    `letter`, `table` and the keys of `packed` are paths on a disc made by hand; one that ends with "/" is a
    folder.
    """

    rows: tuple[Applicant, ...]
    numbers: tuple[int, ...]
    packed: Mapping[str, Applicant]
    letter: str
    table: str

    @property
    def ranked(self) -> tuple[Applicant, ...]:
        """In recommended order, as the 序号 have it."""
        places = sorted(range(len(self.rows)), key=self.numbers.__getitem__)
        return tuple(self.rows[place] for place in places)


@dataclass(frozen=True, slots=True)
class DiscCast:
    """One handed-in disc, or set of `of` discs. `standing` is None when it cannot be registered at all.

    `path` is relative to the campaign's folder; `checks` are the ids of the rules that find what is wrong;
    `without`: enterprise → the paper that its package lacks.
    """

    path: str
    sender: Sender
    form: Form
    day: date
    standing: Standing | None
    title: str
    text: str
    year: int = 2023
    of: int = 1
    attempt: int = 0
    spoiled: Spoiled = Spoiled.NOT
    checks: tuple[str, ...] = ()
    tracks: Mapping[str, TrackCast] = field(default_factory=dict)
    without: Mapping[str, str] = field(default_factory=dict)


@cache
def discs() -> tuple[DiscCast, ...]:
    """In the order of the codes, 直报 enterprises last."""
    return tuple(_disc(each) for each in sample("province")["discs"])


def entrant(name: str, track: str, bureau: str) -> Applicant:
    """One enterprise with all its particulars, which depend on nothing but its place in the cast."""
    listed: Mapping[str, list[Any]] = sample("province")["enterprises"]
    place = list(listed).index(name)
    region, county, product, method, division, area = listed[name]
    return Applicant(
        track=track, name=name, code=_code(region, place), county=county,
        address=f"山东省{county}样例路{place + 1}号", legal=_person(place, 3),
        experience=f"实施{method}提升{product}质量的经验", area=_AREAS[area - 1],
        method=method, product=product, industry=division_name(division), division=division,
        ownership=_OWNERSHIPS[place % 3], scale=_SCALES[place % 4], revenue=str(18_000 + place * place * 97),
        contact=_person(place, 5), post=_POSTS[place % 4], phone=f"1380000{place + 1000}",
        email=f"zl{place:03d}@yangli.example", bureau=bureau,
    )


def _disc(told: Mapping[str, Any]) -> DiscCast:
    sender = sender_named(told["sender"])
    bureau = sender.name if sender.is_bureau else "（直接报送）"
    plain = {key: value for key, value in told.items() if key not in TRACKS}
    return DiscCast(**{
        **plain,
        "sender": sender,
        "form": Form(told["form"]),
        "spoiled": Spoiled(told.get("spoiled", "")),
        "standing": Standing(told["standing"]) if told["standing"] else None,
        "checks": tuple(told.get("checks", ())),
        "tracks": {track: _track(told[track], track, bureau) for track in TRACKS if track in told},
    })


def _track(told: Mapping[str, Any], track: str, bureau: str) -> TrackCast:
    rows = tuple(entrant(name, track, bureau) for name in told["rows"])
    paths = told.get("packed", told["rows"])
    return TrackCast(
        rows,
        tuple(told.get("numbers", range(1, len(rows) + 1))),
        {path: entrant(name_from(path), track, bureau) for path in paths},
        told.get("letter", ""),
        told.get("table", ""),
    )


def _code(region: str, place: int) -> str:
    """Both check digits are right (GB 32100, GB 11714)."""
    organisation = f"74DN{place:03d}K"
    body = f"91{region}{organisation}{organisation_digit(organisation)}"
    return body + str(uscc.calc_check_digit(body))


def _person(place: int, step: int) -> str:
    return _FAMILIES[place * step % len(_FAMILIES)] + _GIVEN[(place + step) % len(_GIVEN)]

