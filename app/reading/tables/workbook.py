"""A spreadsheet's worksheets as text: .xlsx, .xls, .et (which is an .xls), .ods and .csv, told by content."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import Unreadable, os_errors
from app.model.source import LeftOut
from app.reading.tables.delimited import delimited
from app.reading.tables.headings import Grid, Merge

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MAX_ROWS = 20_000
MAX_COLUMNS = 256
MAX_CELL = 4_000  # characters of one cell; Excel itself allows 32,767


@dataclass(frozen=True, slots=True)
class Page:
    """One worksheet as text, from its first row and column on."""

    name: str
    hidden: bool
    grid: Grid
    merges: tuple[Merge, ...]
    beyond: tuple[LeftOut, ...] = ()


def worksheets(path: Path, report: Callable[[int, str], None]) -> Iterator[Page]:
    """All worksheets, hidden ones too. Foreign input: to be called in a child process.

    Raises Unreadable: no spreadsheet, damaged, or locked by a password.
    """
    import io

    import python_calamine as calamine

    with os_errors(path):
        content = path.read_bytes()
    plain = delimited(content, MAX_ROWS, MAX_COLUMNS)
    if plain is not None:
        report(len(content), path.name)
        grid, is_cut = plain
        most = f"表格超过 {MAX_ROWS} 行或 {MAX_COLUMNS} 列，没有全读"
        yield Page("表格", False, grid, (), (LeftOut("表格以外", most),) if is_cut else ())
        return
    try:
        book = calamine.load_workbook(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.typ is not calamine.SheetTypeEnum.WorkSheet:
                continue
            report(len(content), meta.name)
            hidden = meta.visible is not calamine.SheetVisibleEnum.Visible
            yield _page(book.get_sheet_by_name(meta.name), meta.name, hidden)
    except calamine.PasswordError as error:
        raise Unreadable(f"{path.name}（有打开密码）") from error
    except calamine.CalamineError as error:
        raise Unreadable(f"{path.name}（不是 Excel 或 WPS 表格，或已损坏）") from error


def _page(sheet: CalamineSheet, name: str, hidden: bool) -> Page:
    rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS) if sheet.height else []
    beyond = []
    if sheet.end and sheet.end[0] >= MAX_ROWS:
        beyond.append(LeftOut(f"{name} 第 {MAX_ROWS} 行以下", f"表格超过 {MAX_ROWS} 行，以下没有读取"))
    if sheet.end and sheet.end[1] >= MAX_COLUMNS:
        beyond.append(LeftOut(f"{name} 第 {MAX_COLUMNS} 列以右", f"表格超过 {MAX_COLUMNS} 列，没有全读"))
    grid = [[_text(cell) for cell in row[:MAX_COLUMNS]] for row in rows]
    merges = tuple(
        (top, left, min(bottom, MAX_ROWS), min(right, MAX_COLUMNS))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Page(name, hidden, grid, merges, tuple(beyond))


def _text(cell: object) -> str:
    """A cell as a clerk sees it; numbers without “.0” and never rounded, days as ISO 8601."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return _number(float(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell).replace("\r\n", "\n").strip()[:MAX_CELL]


def _number(value: float) -> str:
    """13800000000.0 → 13800000000. From 16 digits on Excel has lost the rest: shown in its own E form."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if abs(value) >= 1e15:
        mantissa, _, exponent = f"{value:.14e}".partition("e")
        return f"{mantissa.rstrip('0').rstrip('.')}E+{int(exponent)}"
    if value == int(value):
        return str(int(value))
    text = f"{value:.15g}"
    return text if "e" not in text else f"{value:.15f}".rstrip("0")
