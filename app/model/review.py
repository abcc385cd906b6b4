"""评审: what the experts gave, and the order that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.model.merged import MergedRow

FULL_MARKS = 100_00  # hundredths of a point: averages are exact and ties are ties
LEAST_TO_TRIM = 3  # scores there must be before the highest and the lowest can be left out


@dataclass(frozen=True, slots=True)
class Score:
    """`value` in hundredths of a point, 0..10000; `name` of the enterprise as the sheet had it."""

    name: str
    value: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One expert's scores, by the key of the row. `file` it was read from, `at` ISO 8601."""

    expert: str
    scores: Mapping[str, Score] = field(default_factory=dict)
    file: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """All of a review. `is_trimmed`: averages leave out one highest and one lowest. `recommended`: row keys,
    拟推荐全国 and 拟认定全省.
    """

    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    is_trimmed: bool = False
    recommended: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row in its place. `rank` from 1, ties share one; 0 and no `average` while nobody scored it.

    `scores` by expert and `average` in hundredths of a point. `is_trimmed`: the average leaves two out.
    """

    row: MergedRow
    rank: int = 0
    scores: Mapping[str, int] = field(default_factory=dict)
    average: int | None = None
    is_tied: bool = False
    is_trimmed: bool = False
    is_recommended: bool = False


def points(hundredths: int) -> str:
    """9250 → 92.50"""
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def average_of(scores: list[int], is_trimmed: bool) -> int:
    """Hundredths, half up; one highest and one lowest left out where there are enough. ValueError if none."""
    if not scores:
        raise ValueError("no scores")
    kept = sorted(scores)[1:-1] if is_trimmed and len(scores) >= LEAST_TO_TRIM else scores
    return (2 * sum(kept) + len(kept)) // (2 * len(kept))
