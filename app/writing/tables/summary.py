"""The 汇总表 of a track: its rows, and the .xlsx that goes on the disc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.model.batch import Batch, Enterprise
from app.notices.notice import Column, Notice
from app.wording import day as day_text
from app.writing.atomic import write_bytes
from app.writing.tables.workbook import height_for, put, thin_border, workbook_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from app.job import Job
    from app.reading.sandbox import Sandbox

HEADING_ROW = 3


def summary_rows(batch: Batch, track: str, notice: Notice) -> tuple[Mapping[str, str], ...]:
    """One mapping per enterprise in recommended order: every column id → its text."""
    columns = notice.track(track).columns
    return tuple(
        {column.id: _cell(batch, enterprise, column, number) for column in columns}
        for number, enterprise in enumerate(batch.in_track(track), 1)
    )


def write_summary(
    batch: Batch, track: str, notice: Notice, day: date, template: Path | None, out: Path,
    sandbox: Sandbox | None = None, job: Job | None = None,
) -> None:  # fmt: skip
    """Write the table to `out`, dated `day`: into the province's own template, if there is one.

    The same batch and day give the same bytes. A template is filled in a child process. Raises
    TemplateInvalid, Cancelled, and AppError when `out` cannot be written.
    """
    from app.writing.tables.template import fill_template

    rows = summary_rows(batch, track, notice)
    rules = notice.track(track)
    if template is not None:
        content = fill_template(template, rules, rows, batch.sender.name, day, sandbox, job)
    else:
        title, sender = f"{notice.year}年{rules.table}", f"推荐单位（盖章）：{batch.sender.name}"
        heads = (title, sender, f"填报日期：{day_text(day)}")
        book = book_of([Page(heads, rules.columns, rows, rules.table)])
        content = workbook_bytes(book, day, batch.sender.name)
    write_bytes(out, content)


def _cell(batch: Batch, enterprise: Enterprise, column: Column, number: int) -> str:
    own = enterprise.fields.get(column.id, "")
    if column.filled == "order":
        return str(number)
    if column.filled == "sender":
        return batch.sender.name
    if column.filled == "city" and batch.sender.is_bureau:
        return batch.sender.city
    return own or enterprise.name if column.filled == "name" else own


# -- our own look ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet: title, the line below it left and right, the columns and their rows' texts."""

    heads: tuple[str, str, str]
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, str]]
    name: str


def book_of(pages: Iterable[Page]) -> Workbook:
    """A worksheet for each page, ruled and ready to print."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        add_page(book, page)
    return book


def add_page(book: Workbook, page: Page) -> None:
    """One worksheet more."""
    sheet = book.create_sheet(page.name[:31])
    _head(sheet, page.heads, len(page.columns))
    _headings(sheet, page.columns)
    looks = _looks(sheet, page.columns)
    for number, row in enumerate(page.rows, HEADING_ROW + 1):
        _row(sheet, number, page.columns, looks, row)
    _page(sheet, page.columns, HEADING_ROW + len(page.rows))


def _head(sheet: Worksheet, heads: tuple[str, str, str], width: int) -> None:
    from openpyxl.styles import Alignment, Font

    half = max(width // 2, 1)
    places = ((1, 1, width, "center"), (2, 1, half, "left"), (2, min(half + 1, width), width, "right"))
    for text, (row, left, right, side) in zip(heads, places, strict=True):
        cell = sheet.cell(row, left)
        put(cell, text, "text")
        cell.font = Font("黑体", 18) if row == 1 else Font("仿宋", 12)
        cell.alignment = Alignment(horizontal=side, vertical="center")
        if right > left:
            sheet.merge_cells(start_row=row, start_column=left, end_row=row, end_column=right)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 36, 24


def _headings(sheet: Worksheet, columns: Sequence[Column]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for at, column in enumerate(columns, 1):
        cell = sheet.cell(HEADING_ROW, at, column.title)
        cell.font = Font("黑体", 11)
        cell.fill = PatternFill("solid", start_color="FFE1ECFB")
        cell.alignment = Alignment("center", "center", wrap_text=True)
        cell.border = thin_border()
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    needed = [(column.title, column.width) for column in columns]
    sheet.row_dimensions[HEADING_ROW].height = height_for(needed, 30)


def _looks(sheet: Worksheet, columns: Sequence[Column]) -> list[object]:
    """The look of a body cell, column by column: made once, for openpyxl is slow at making it."""
    from openpyxl.styles import Alignment, Font

    looks: list[object] = []
    for at, column in enumerate(columns, 1):
        cell = sheet.cell(HEADING_ROW + 1, at)
        cell.font = Font("宋体", 11)
        side = "left" if _indent(column) else "center"
        cell.alignment = Alignment(side, "center", wrap_text=True, indent=_indent(column))
        cell.border = thin_border()
        looks.append(copy(cell._style))  # type: ignore[union-attr]  # noqa: SLF001
    return looks


def _row(
    sheet: Worksheet, number: int, columns: Sequence[Column], looks: Sequence[object], row: Mapping[str, str]
) -> None:
    for at, (column, look) in enumerate(zip(columns, looks, strict=True), 1):
        cell = sheet.cell(number, at)
        cell._style = copy(look)  # type: ignore[union-attr]  # noqa: SLF001
        put(cell, row[column.id], column.kind)
    sheet.row_dimensions[number].height = height_for((row[c.id], c.width - _indent(c)) for c in columns)


def _indent(column: Column) -> int:
    """Characters before texts that begin at the left; the others stand in the middle."""
    return 1 if column.kind == "text" and column.width > 16 else 0


def _page(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0  # as many pages down as it takes
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7, header=0.3, footer=0.3)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(columns))}{last}"
    footer = sheet.oddFooter
    assert footer is not None
    footer.center.text = "第 &P 页 共 &N 页"
    named = next((at for at, column in enumerate(columns, 1) if column.filled == "name"), 1)
    sheet.freeze_panes = f"{get_column_letter(named + 1)}{HEADING_ROW + 1}"
