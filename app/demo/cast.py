"""Who applies in the sample campaign: invented enterprises and persons, true only in form."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.checks.notices import load_notice
from app.model.batch import Sender
from app.notices.notice import Notice
from app.paths import RESOURCES

NOTICE = "2023"
TRACKS = {"national": "全国", "provincial": "全省"}  # as the notice of 2023 calls them
BUREAU = "济南市工业和信息化局"
SENDER_CODE = "370100"  # GB/T 2260


@dataclass(frozen=True, slots=True)
class Applicant:
    """One enterprise, as its papers and the clerk's table have it; `revenue` in 万元.

    `code` passes both check digits (GB 32100, GB 11714); `phone` is from a block nobody has.
    """

    track: str
    name: str
    code: str
    county: str
    address: str
    legal: str
    experience: str
    area: str
    method: str  # what the experience is about, as a noun
    product: str
    industry: str
    division: str
    ownership: str
    scale: str
    revenue: str
    contact: str
    post: str
    phone: str
    email: str
    former: str = ""  # its name before it was changed
    bureau: str = BUREAU  # whom the 申报书 names as 推荐单位


@cache
def sample(name: str) -> Mapping[str, Any]:
    """What resources/demo/<name>.toml says; its own comments tell how it is read."""
    return tomllib.loads((RESOURCES / "demo" / f"{name}.toml").read_text(encoding="utf-8"))


APPLICANTS = tuple(Applicant(**each) for each in sample("cast")["applicants"])  # as recommended, 全国 first


@cache
def notice() -> Notice:
    """What the sample is made for."""
    return load_notice(NOTICE)[0]


def sender_named(text: str) -> Sender:
    """Raises NothingFound."""
    return notice().region.sender_named(text)


def applicant(name: str) -> Applicant:
    return next(each for each in APPLICANTS if each.name == name)
