"""补正: what the province asks to be mended, as its small file tells the city's program."""

from __future__ import annotations

from dataclasses import dataclass


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
class Correction:
    """One 补正通知; the next disc is 补正第 `number` 次. `day` and `due` are ISO 8601, `due` may be empty."""

    number: int
    submission: str
    notice: str
    sender: str
    sender_code: str
    day: str
    due: str
    reason: str
    points: tuple[Point, ...]
