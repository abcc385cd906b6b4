"""评审: what the experts gave, the order that follows from it, and what comes after: visits, publicity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.model.merged import Mark, MergedRow
from app.wording import Titled

FULL_MARKS = 100_00  # hundredths of a point: averages are exact and ties are ties
LEAST_TO_TRIM = 3  # scores there must be before the highest and the lowest can be left out


@dataclass(frozen=True, slots=True)
class Score:
    """`value` in hundredths of a point, 0..10000; `name` of the enterprise as the sheet had it. `parts`: what
    each of the notice's criteria got, in their order, where it has some.
    """

    name: str
    value: int
    remark: str = ""
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """One expert's scores, by the key of the row. `file` it was read from, `at` ISO 8601."""

    expert: str
    scores: Mapping[str, Score] = field(default_factory=dict)
    file: str = ""
    at: str = ""


class Bar(Titled):
    """Why a row has no part in the review, unless a person says why it has."""

    NOT_ACCEPTED = "accepted", "没有受理"
    NOT_WHOLE = "whole", "材料不完整"
    OVER_QUOTA = "quota", "超出名额"
    NOT_CONFIRMED = "visit", "现场核查未通过"
    OBJECTED = "objection", "异议成立"


@dataclass(frozen=True, slots=True)
class Admission:
    """A person lets a row take part in spite of `bars`, those it had then. `reason` is printed on the lists.

    `at` ISO 8601.
    """

    bars: tuple[Bar, ...]
    reason: str
    who: str
    at: str


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


@dataclass(frozen=True, slots=True)
class Review:
    """All of a review. `is_trimmed`: averages leave out one highest and one lowest. `recommended`: row keys,
    拟推荐全国 and 拟认定全省. `admitted`, `visits` and `filed` by row key, `filed` to the ISO day on which
    it was done on the web; `publicity` by track.
    """

    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    is_trimmed: bool = False
    recommended: tuple[str, ...] = ()
    admitted: Mapping[str, Admission] = field(default_factory=dict)
    visits: Mapping[str, Visit] = field(default_factory=dict)
    publicity: Mapping[str, Publicity] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    filed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row in its place. `rank` from 1, ties share one; 0 while nobody scored it, or it has no part.

    `scores` by expert and `average` in hundredths of a point, None while nobody scored it. `is_trimmed`: the
    average leaves two out. `bars`: why it has no part, in words, unless it was `admitted`; `is_marked` by a
    person, which counts for nothing meanwhile.
    """

    row: MergedRow
    rank: int = 0
    scores: Mapping[str, int] = field(default_factory=dict)
    average: int | None = None
    is_tied: bool = False
    is_trimmed: bool = False
    is_marked: bool = False
    bars: Mapping[Bar, str] = field(default_factory=dict)
    admitted: Admission | None = None
    stage: Stage = Stage.REVIEW
    visit: Visit | None = None
    filed: str = ""

    @property
    def takes_part(self) -> bool:
        return not self.bars or self.admitted is not None

    @property
    def is_recommended(self) -> bool:
        return self.is_marked and self.takes_part

    @property
    def reason(self) -> str:
        """Why it takes part though something bars it."""
        return self.admitted.reason if self.admitted else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the lists say of it under 说明."""
        why = "，".join(self.bars.values())
        said = ["并列"] if self.is_tied else []
        if self.admitted is not None:
            said.append(f"{why}；列入的理由：{self.admitted.reason}（{self.admitted.who}）")
        elif self.bars:
            said.append(f"不参加排名：{why}" + ("；原来的标记不作数" if self.is_marked else ""))
        if self.visit is not None and self.visit.passed:
            said.append(f"现场核查通过（{self.visit.words}）" if self.visit.words else "现场核查通过")
        said += [
            mark.title for mark in self.row.marks
            if not (mark is Mark.OVER_QUOTA and Bar.OVER_QUOTA in self.bars)
        ]  # fmt: skip
        return tuple(said)


def points(hundredths: int) -> str:
    """9250 → 92.50"""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def average_of(scores: list[int], is_trimmed: bool) -> int:
    """Hundredths, half up; one highest and one lowest left out where there are enough. ValueError if none."""
    if not scores:
        raise ValueError("no scores")
    kept = sorted(scores)[1:-1] if is_trimmed and len(scores) >= LEAST_TO_TRIM else scores
    return (2 * sum(kept) + len(kept)) // (2 * len(kept))
