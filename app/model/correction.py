"""补正: what the province asks to be mended, as its small file tells the city's program."""

from __future__ import annotations

from dataclasses import dataclass

# What the city's program reads of a notice, and the province's writes into one.
MOST_POINTS, MOST_WORDS, MOST_CORRECTIONS, MOST_DISCS = 20_000, 20_000, 99, 99
CONTROLS = r"\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"  # and what turns text round


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to mend. `grade` and `who` as findings have them; `track` empty: it is about the whole.

    `enterprise` is its full name as the disc had it, empty for what the sender itself mends. `where` is
    `archive!/inner/path#page=3`.
    """

    check: str
    grade: str
    what: str
    fix: str
    where: str = ""
    why: str = ""
    who: str = ""
    track: str = ""
    enterprise: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AnsweredDisc:
    """A disc of the submission that was returned: its 校验码, "" for one made by hand, and whole digest."""

    id: str
    check_code: str
    digest: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One 补正通知; the next disc is 补正第 `number` 次. `day` and `due` are ISO 8601, `due` may be empty.

    `digest` is that of the `submission` it answers, `discs` are all of it; both empty where an older program
    wrote the notice.
    """

    number: int
    submission: str
    notice: str
    sender: str
    sender_code: str
    day: str
    due: str
    reason: str
    points: tuple[Point, ...]
    digest: str = ""
    discs: tuple[AnsweredDisc, ...] = ()
