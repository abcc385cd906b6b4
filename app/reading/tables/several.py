"""One table that tells itself which rows are of which track: all of them read at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Unreadable
from app.job import Job
from app.notices.notice import Notice
from app.reading.tables.division import tracks_told
from app.reading.tables.headings import find_heading
from app.reading.tables.sheet import STOPPED, Sheet, read_sheet, sheet_of
from app.reading.tables.workbook import Page, worksheets

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

Sheets = tuple[tuple[str, Sheet], ...]  # track id, its rows; in the notice's order


def read_sheets(path: Path, notice: Notice, track: str, sandbox: Sandbox, job: Job) -> Sheets:
    """Of several tracks where the table tells of several; else the one sheet of `track`, or, where that is
    "", of the one that the table tells: none where it tells none. Raises what `read_sheet` does.
    """
    from app.reading.limits import Limits
    from app.reading.sandbox import SandboxError

    try:
        return sandbox.call(read_sheets_in, path, notice, track, job=job, limits=Limits())
    except SandboxError as error:
        raise Unreadable(f"{path.name}{STOPPED}") from error


def read_as_told(path: Path, notice: Notice, track: str, sandbox: Sandbox, job: Job) -> Sheets:
    """Of `track`, where that is not ""; else of the only one there is, of that which the file's name tells,
    or as `read_sheets`.
    """
    told = notice.tracks_told(path.name)
    only = track or (notice.tracks[0].id if len(notice.tracks) == 1 else told[0] if len(told) == 1 else "")
    if only:
        return ((only, read_sheet(path, notice, only, sandbox, job)),)
    return read_sheets(path, notice, "", sandbox, job)


def read_sheets_in(path: Path, notice: Notice, track: str, report: Callable[[int, str], None]) -> Sheets:
    """What the child does for `read_sheets`."""
    pages = tuple(worksheets(path, report))
    told = _told(pages, notice)
    named = [each.id for each in notice.tracks if any(each.id in found for found in told.values())]
    if len(named) > 1:
        read = [(one, sheet_of(path.name, pages, notice, one)) for one in named]
        return tuple((one, _without_others(sheet, one, named, set(told), notice)) for one, sheet in read)
    only = track or next(iter(named), "")
    return ((only, sheet_of(path.name, pages, notice, only)),) if only else ()


def _told(pages: Sequence[Page], notice: Notice) -> dict[str, set[str]]:
    """Page → the tracks that its column of kinds, its lines, or else its name and title tell."""
    found: dict[str, set[str]] = {}
    for page in [page for page in pages if not page.hidden] or pages:
        for rules in notice.tracks:
            heading = find_heading(page.grid, page.merges, rules)
            if heading is None:
                continue
            above = "\n".join([page.name, *(text for row in page.grid[: heading.first] for text in row)])
            rows = set(tracks_told(page, heading, rules, notice).values())
            titled = notice.tracks_told(above)
            own = rows or (set(titled) if len(titled) == 1 else set[str]())
            found.setdefault(page.name, set()).update(own)
    return {name: tracks for name, tracks in found.items() if tracks}


def _without_others(sheet: Sheet, track: str, named: Sequence[str], pages: set[str], notice: Notice) -> Sheet:
    """What goes to the other tracks is not left out."""
    reasons = [f"{notice.track(other).title}的：" for other in named if other != track] + ["分类的标题："]
    left = [
        each for each in sheet.left_out
        if not each.reason.startswith(tuple(reasons)) and each.path.removeprefix("工作表 ") not in pages
    ]
    return replace(sheet, left_out=tuple(left))
