"""What comes after the ranking: visits, publicity, objections, the final word, filing on the web."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.wording import Titled


class Stage(Titled):
    """How far an enterprise is in the review; what a track calls those chosen comes from its notice."""

    OUT = "out", "不参加评审"
    REVIEW = "review", "评审中"
    VISIT = "visit", "现场核查"
    PROPOSED = "proposed", "拟推荐"
    PUBLIC = "public", "公示"
    CHOSEN = "chosen", "已推荐"
    PASSED_OVER = "passed-over", "未入选"


@dataclass(frozen=True, slots=True)
class Objection:
    """`number` from 1 in one ledger; `key` of the row it is about; `came` ISO day. Closed once `answer` says
    what was found; `is_upheld`: the enterprise is taken off the list.
    """

    number: int
    key: str
    name: str
    whose: str
    words: str
    came: str
    who: str
    answer: str = ""
    is_upheld: bool = False
    closed_on: str = ""
    closed_by: str = ""

    @property
    def is_open(self) -> bool:
        return not self.closed_on


@dataclass(frozen=True, slots=True)
class Publicity:
    """One track's list before everybody, from the day `begins` to the day `ends`, both within (ISO). `keys`:
    the rows on it, in their order. `phone` and `channel`: where objections go. `closed_on`: the day on
    which the list became final; "" before.
    """

    track: str
    begins: str
    ends: str
    keys: tuple[str, ...]
    who: str
    phone: str = ""
    channel: str = ""
    closed_on: str = ""
    closed_by: str = ""

    @property
    def is_final(self) -> bool:
        return bool(self.closed_on)

    def has_ended(self, today: date) -> bool:
        return today.isoformat() > self.ends


@dataclass(frozen=True, slots=True)
class Visit:
    """现场核查 of one enterprise: the day (ISO) and who goes. `passed` is None until its result is told, in
    `words`.
    """

    day: str
    members: tuple[str, ...]
    who: str
    passed: bool | None = None
    words: str = ""
