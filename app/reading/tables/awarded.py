"""A list of those awarded in former years, out of a spreadsheet (.xlsx .xls .et .ods)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import TableUnknown, Unreadable
from app.job import Job
from app.model.awarded import Award
from app.model.source import LeftOut
from app.notices.notice import Notice
from app.reading.tables.headings import WITHIN, heading_key
from app.reading.tables.sheet import is_numbering, is_table_end
from app.reading.tables.workbook import Page, worksheets

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

_YEARS = (
    "年份", "年度", "获评年度", "获评年份", "认定年度", "认定年份", "评选年度", "公布年份", "获奖年度",
)  # fmt: skip
_TRACKS = ("类别", "级别", "称号", "荣誉名称", "获评类别", "标杆类别", "获评称号", "奖项", "奖项名称")
_NAMES = ("获评企业", "获评单位", "入选企业", "入选单位", "获奖企业", "获奖单位", "认定企业", "企业", "单位")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_LONGEST_NAME, _LONGEST_TITLE, _LONGEST_WORD = 100, 60, 30  # characters
_SHORTEST_NAME = 4


@dataclass(frozen=True, slots=True)
class AwardedList:
    """`left_out` names every row that was not taken, and why."""

    awards: tuple[Award, ...]
    left_out: tuple[LeftOut, ...] = ()


def read_awarded(path: Path, notice: Notice, sandbox: Sandbox, job: Job) -> AwardedList:
    """In the sandbox child. Raises TableUnknown (no heading with the names), Unreadable, Cancelled."""
    from app.reading.limits import Limits
    from app.reading.sandbox import SandboxError

    try:
        return sandbox.call(read_awarded_in, path, notice, job=job, limits=Limits())
    except SandboxError as error:
        raise Unreadable(f"{path.name}（表格异常庞大或已损坏，读取被中止）") from error


def read_awarded_in(path: Path, notice: Notice, report: Callable[[int, str], None]) -> AwardedList:
    """What the child does for `read_awarded`."""
    headings = _headings(notice)
    awards: list[Award] = []
    left_out: list[LeftOut] = []
    is_known = False
    for page in worksheets(path, report):
        for at, row in enumerate(page.grid[:WITHIN]):
            columns = _columns(row, headings)
            if "name" in columns:
                is_known = True
                _read_page(page, at, columns, path.stem, awards, left_out)
                break
    if not is_known:
        raise TableUnknown(path.name)
    return AwardedList(tuple(awards), tuple(left_out))


def _headings(notice: Notice) -> Mapping[str, str]:
    """A heading as it is compared → what its column tells."""
    found = {heading_key(word): "year" for word in _YEARS} | {heading_key(word): "track" for word in _TRACKS}
    found |= {heading_key(word): "name" for word in _NAMES}
    for track in notice.tracks:
        for column in track.columns:
            meant = "name" if column.filled == "name" else "code" if column.kind == "code" else ""
            if meant:
                found |= {heading_key(word): meant for word in (column.title, *column.synonyms)}
    return found


def _columns(row: Sequence[str], headings: Mapping[str, str]) -> dict[str, int]:
    """What is told → index of the first column that does."""
    found: dict[str, int] = {}
    for index, text in enumerate(row):
        if meant := headings.get(heading_key(text)):
            found.setdefault(meant, index)
    return found


def _read_page(
    page: Page, at: int, columns: Mapping[str, int], stem: str, awards: list[Award], left_out: list[LeftOut]
) -> None:
    above = [text for row in page.grid[:at] for text in row if text]
    listed = next((text for text in above if _YEAR.search(text)), stem)[:_LONGEST_TITLE]
    of_page = next((int(found[1]) for text in (*above, page.name, stem) if (found := _YEAR.search(text))), 0)
    year = 0
    for number, row in enumerate(page.grid[at + 1:], at + 2):
        cells = {told: row[index].strip() if index < len(row) else "" for told, index in columns.items()}
        if found := _YEAR.search(cells.get("year", "")):
            year = int(found[1])  # it also stands for the rows below that leave it blank
        name, place = cells["name"], f"{page.name} 第 {number} 行"
        if not name or is_numbering(row) or is_table_end(row):
            continue
        if not _SHORTEST_NAME <= len(name) <= _LONGEST_NAME:
            left_out.append(LeftOut(place, f"“{name[:20]}”不像企业全称"))
        elif not (year or of_page):
            left_out.append(LeftOut(place, f"“{name[:20]}”没有写获评的年份"))
        else:
            code, track = cells.get("code", "")[:_LONGEST_WORD], cells.get("track", "")[:_LONGEST_WORD]
            awards.append(Award(year or of_page, name, code, track, listed))
