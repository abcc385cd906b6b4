"""The small file of a 补正通知 as the city reads it: a claim of whoever made it, strict and bounded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from app.disc.submission_json import CityCode, Sha256
from app.errors import Unreadable, WrongUse, os_errors
from app.model.correction import (
    CONTROLS,
    MOST_CORRECTIONS,
    MOST_DISCS,
    MOST_POINTS,
    MOST_WORDS,
    AnsweredDisc,
    Correction,
    Point,
)
from app.writing.papers.return_notice import KIND, SCHEMA

_MOST_BYTES = 32 << 20
_END = r"(?![\s\S])"
Line = Annotated[str, Meta(max_length=MOST_WORDS, pattern=f"^[^{CONTROLS}]*{_END}")]
Words = Annotated[str, Meta(max_length=MOST_WORDS, pattern=rf"^([^{CONTROLS}]|[\n\t])*{_END}")]
Day = Annotated[str, Meta(pattern=rf"^(\d{{4}}-\d{{2}}-\d{{2}})?{_END}")]
CheckCode = Annotated[str, Meta(pattern=f"^([0-9A-Z]{{4}}(-[0-9A-Z]{{4}}){{2}})?{_END}")]


class PointLine(Struct, frozen=True):
    check: Line
    grade: Line
    what: Words
    fix: Words
    where: Line = ""
    why: Words = ""
    who: Line = ""
    track: Line = ""
    enterprise: Line = ""
    code: Line = ""


class DiscLine(Struct, frozen=True):
    id: Line
    check_code: CheckCode
    digest: Sha256


class CorrectionFile(Struct, frozen=True):
    """The whole file. `digest` and `discs` are not in those that older programs made."""

    number: Annotated[int, Meta(ge=1, le=MOST_CORRECTIONS)]
    submission: Line
    notice: Line
    sender: Line
    sender_code: CityCode
    day: Day
    due: Day
    reason: Words
    points: Annotated[tuple[PointLine, ...], Meta(max_length=MOST_POINTS)]
    digest: Sha256 | None = None
    discs: Annotated[tuple[DiscLine, ...], Meta(max_length=MOST_DISCS)] = ()


class _Kind(Struct, frozen=True):
    kind: str
    schema: int = 1


def read_notice_file(path: Path) -> Correction:
    """Raises Unreadable, WrongUse (made by a newer program), AppError."""
    with os_errors(path), path.open("rb") as file:
        content = file.read(_MOST_BYTES + 1).removeprefix(b"\xef\xbb\xbf")
    wrong = Unreadable(f"{path.name}（不是补正通知的电子文件，或已损坏）")
    if len(content) > _MOST_BYTES:
        raise wrong
    try:
        kind = msgspec.json.decode(content, type=_Kind)
        if kind.kind != KIND:
            raise wrong
        if kind.schema > SCHEMA:
            raise WrongUse(f"“{path.name}”由更新版本的程序作出，请先更新本程序")
        said = msgspec.json.decode(content, type=CorrectionFile)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise wrong from error
    told = msgspec.structs.asdict(said) | {
        "points": tuple(Point(**msgspec.structs.asdict(each)) for each in said.points),
        "discs": tuple(AnsweredDisc(**msgspec.structs.asdict(each)) for each in said.discs),
        "digest": said.digest or "",
    }
    return Correction(**told)
