"""The province's own .xlsx as a form to fill: its look is kept, rows are added where it has too few."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.errors import TemplateInvalid
from app.job import Job
from app.notices.notice import Track
from app.reading.containers import Report
from app.reading.limits import Limits
from app.wording import day as day_text
from app.writing.tables.rows import add_rows
from app.writing.tables.template_map import TemplateMap, open_template
from app.writing.tables.workbook import height_for, put, thin_border, workbook_bytes

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

    from app.reading.sandbox import Sandbox

T = TypeVar("T")

_LIMITS = Limits(stall_seconds=60.0)  # openpyxl says nothing while it reads
_SENDER = re.compile(
    r"((?:推荐|报送|填报)(?:单位|部门)\s*(?:[（(][^）)]*[）)])?\s*[:：])([\s_\uff3f]*)(?=$|填报|填表|日期|联系)"
)
_DAY = re.compile(r"((?:日期|时间)\s*[:：])[\s_\uff3f]*(?:年[\s_\uff3f]*月[\s_\uff3f]*日)?[\s_\uff3f]*$")
_BLANK_DAY = re.compile(r"[\s_\uff3f]*年[\s_\uff3f]+月[\s_\uff3f]+日\s*")


def read_template(
    path: Path, rules: Track, sandbox: Sandbox | None = None, job: Job | None = None
) -> TemplateMap:
    """In a child process (one of its own when no `sandbox` is handed in), for the file is foreign.

    Raises TemplateInvalid, with the reason, when it cannot be filled; AppError, Cancelled.
    """
    return _in_child(read_template_in, path, rules, sandbox=sandbox, job=job)


def fill_template(
    path: Path, rules: Track, rows: Sequence[Mapping[str, str]], sender: str, day: date,
    sandbox: Sandbox | None = None, job: Job | None = None,
) -> bytes:  # fmt: skip
    """The .xlsx of the template with `rows` (column id → text) in it; the same inputs, the same bytes.

    Raises as `read_template` does.
    """
    return _in_child(fill_template_in, path, rules, rows, sender, day, sandbox=sandbox, job=job)


def _in_child(
    work: Callable[..., T], path: Path, *args: object, sandbox: Sandbox | None, job: Job | None
) -> T:
    from app.reading.sandbox import Sandbox, SandboxError

    if sandbox is None:
        with Sandbox(workers=1) as own:
            return _in_child(work, path, *args, sandbox=own, job=job)
    try:
        return sandbox.call(work, path, *args, job=job or Job(), limits=_LIMITS)
    except SandboxError as error:
        raise TemplateInvalid(f"{path.name}：表格异常庞大或已损坏，读取被中止") from error


# -- in the child ----------------------------------------------------------------------------------
def read_template_in(path: Path, rules: Track, report: Report) -> TemplateMap:
    """What the child does for `read_template`."""
    report(0, path.name)
    return open_template(path, rules)[1]


def fill_template_in(
    path: Path, rules: Track, rows: Sequence[Mapping[str, str]], sender: str, day: date, report: Report
) -> bytes:
    """What the child does for `fill_template`."""
    report(0, path.name)
    book, place = open_template(path, rules)
    sheet: Worksheet = book[place.sheet]
    _fill_lines_above(sheet, place.heading, sender, day)
    last = place.first_body + place.prepared - 1
    add_rows(book, sheet, last, len(rows) - place.prepared, alike=place.prepared > 0)
    for at in range(max(len(rows), place.prepared)):
        _fill_row(sheet, place, place.first_body + at, rows[at] if at < len(rows) else {}, rules)
    return workbook_bytes(book, day, book.properties.creator or sender)


def _fill_row(
    sheet: Worksheet, place: TemplateMap, number: int, row: Mapping[str, str], rules: Track
) -> None:
    from openpyxl.utils import get_column_letter

    needed = []
    for column, at in place.columns.items():
        cell = sheet.cell(number, at)
        put(cell, row.get(column, ""), rules.column(column).kind)
        if not place.prepared:
            _plain_look(sheet, place, cell, at)
        if cell.alignment.wrap_text:
            needed.append((row.get(column, ""), sheet.column_dimensions[get_column_letter(at)].width))
    dimension = sheet.row_dimensions[number]
    if needed and dimension.height is not None:  # a row without a height fits itself
        dimension.height = max(dimension.height, height_for(needed, dimension.height))


def _plain_look(sheet: Worksheet, place: TemplateMap, cell: Cell | MergedCell, column: int) -> None:
    """For a template that has no row of its own to copy: the heading's font, ruled."""
    from openpyxl.styles import Alignment, Font

    heading = sheet.cell(place.heading, column).font
    cell.font = Font(heading.name, heading.sz)
    cell.alignment = Alignment("center", "center", wrap_text=True)
    cell.border = thin_border()


def _fill_lines_above(sheet: Worksheet, heading: int, sender: str, day: date) -> None:
    """“推荐单位（盖章）：____” and “填报日期：  年  月  日” above the heading; what is filled in stays."""
    for number in range(1, heading):
        for column in range(1, sheet.max_column + 1):
            cell = sheet.cell(number, column)
            text = "" if cell.value is None or cell.data_type == "f" else str(cell.value)
            following = sheet.cell(number, column + 1).value
            if text.rstrip().endswith((":", "：")) and following is not None:
                continue  # its answer stands in the next cell
            told = _SENDER.sub(lambda match: _with_gap(match, sender), text)
            told = _DAY.sub(lambda match: match.group(1) + day_text(day), told)
            told = day_text(day) if _BLANK_DAY.fullmatch(told) else told
            if told != text:
                put(cell, told, "text")


def _with_gap(match: re.Match[str], sender: str) -> str:
    """The name in the gap, so that what follows in the cell stays about where it stood."""
    gap = max(len(match.group(2)) - 2 * len(sender), 2)
    return f"{match.group(1)}{sender}{'' if match.end() == len(match.string) else ' ' * gap}"
