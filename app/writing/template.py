"""The province's own .xlsx as a form to fill: its look is kept, rows are added where it has too few."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from app.errors import TemplateInvalid, os_errors
from app.notices.notice import TrackRules
from app.reading.headings import WITHIN, Heading, Merge, find_heading, name_column
from app.reading.sheet import is_numbering, is_table_end
from app.wording import day as day_text
from app.writing.sheet_rows import add_rows
from app.writing.workbook import height_for, put, thin_border, workbook_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_BYTES = 50_000_000  # unpacked, with pictures
_MOST_XML_BYTES = 10_000_000  # a template has some 100 kB; openpyxl takes fifty times as much memory
_MOST_ROWS = 5_000
_MOST_COLUMNS = 256
_MOST_MERGED = 100_000  # cells: openpyxl makes an object of each
_XML_START = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_SENDER = re.compile(
    r"((?:推荐|报送|填报)(?:单位|部门)\s*(?:[（(][^）)]*[）)])?\s*[:：])([\s_\uff3f]*)(?=$|填报|填表|日期|联系)"
)
_DAY = re.compile(r"((?:日期|时间)\s*[:：])[\s_\uff3f]*(?:年[\s_\uff3f]*月[\s_\uff3f]*日)?[\s_\uff3f]*$")
_BLANK_DAY = re.compile(r"[\s_\uff3f]*年[\s_\uff3f]+月[\s_\uff3f]+日\s*")


@dataclass(frozen=True, slots=True)
class TemplateMap:
    """Where a template wants what. Rows and columns count from 1.

    `heading` is the last row of the heading, `first_body` the first of `prepared` rows for enterprises,
    `total_row` the 合计 row below them. `unknown` headings stay empty. `warnings` tell what will not be
    kept or filled, in words for the clerk.
    """

    sheet: str
    heading: int
    columns: Mapping[str, int]
    first_body: int
    prepared: int
    unknown: tuple[str, ...] = ()
    total_row: int | None = None
    warnings: tuple[str, ...] = ()


def read_template(path: Path, rules: TrackRules) -> TemplateMap:
    """Raises TemplateInvalid, with the reason, when the file cannot be filled."""
    return _open(path, rules)[1]


def fill_template(
    path: Path, rules: TrackRules, rows: Sequence[Mapping[str, str]], sender: str, day: date
) -> bytes:
    """The .xlsx of the template with `rows` (column id → text) in it; the same inputs, the same bytes."""
    book, place = _open(path, rules)
    sheet: Worksheet = book[place.sheet]
    _fill_lines_above(sheet, place.heading, sender, day)
    last = place.first_body + place.prepared - 1
    add_rows(book, sheet, last, len(rows) - place.prepared, alike=place.prepared > 0)
    for at in range(max(len(rows), place.prepared)):
        _fill_row(sheet, place, place.first_body + at, rows[at] if at < len(rows) else {}, rules)
    return workbook_bytes(book, day, book.properties.creator or sender)


def _fill_row(
    sheet: Worksheet, place: TemplateMap, number: int, row: Mapping[str, str], rules: TrackRules
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


# -- reading a template ----------------------------------------------------------------------------
def _open(path: Path, rules: TrackRules) -> tuple[Workbook, TemplateMap]:
    import warnings

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    with os_errors(path):
        if path.stat().st_size > _MOST_BYTES:
            raise TemplateInvalid(f"{path.name}：文件过大，不像空白模板")
        content = path.read_bytes()
    told = _inspect(content, path.name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl drops is told in Chinese by _inspect
            book = load_workbook(io.BytesIO(content), rich_text=True)
    # a damaged workbook shows itself in any of these
    except (InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError,
            AttributeError, IndexError, EOFError, OSError) as error:
        raise TemplateInvalid(f"{path.name}：文件已损坏，打不开") from error
    sheet, heading = _sheet_with_heading(book, rules, path.name)
    return book, _map(sheet, heading, rules, told)


def _inspect(content: bytes, name: str) -> tuple[str, ...]:
    """What must be known before openpyxl opens it: an .xlsx of bearable size; and what will be lost."""
    if content[:4] == b"\xd0\xcf\x11\xe0":
        raise TemplateInvalid(f"{name}：是旧格式（.xls、.et）或有打开密码，请另存为不加密的 .xlsx")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > _MOST_BYTES:
                raise TemplateInvalid(f"{name}：解开后过于庞大，不像空白模板")
            members = {member.filename: archive.read(member) for member in archive.infolist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError) as error:
        raise TemplateInvalid(f"{name}：不是 .xlsx 文件，或已损坏") from error
    parts = {part: text for part, text in members.items() if _XML_START.match(text)}
    if sum(map(len, parts.values())) > _MOST_XML_BYTES:
        raise TemplateInvalid(f"{name}：解开后过于庞大，不像空白模板")
    if any(b"\0" in text or b"<!DOCTYPE" in text for text in parts.values()):
        raise TemplateInvalid(f"{name}：不是 Excel 或 WPS 存出的表格")
    if b"spreadsheetml.sheet.main" not in parts.get("[Content_Types].xml", b""):
        raise TemplateInvalid(f"{name}：不是普通的 .xlsx（可能带宏），请另存为 .xlsx")
    if sum(_merged_cells(text) for text in parts.values()) > _MOST_MERGED:
        raise TemplateInvalid(f"{name}：合并单元格过多，不像空白模板")
    return tuple(_losses(parts))


def _merged_cells(part: bytes) -> int:
    """How many cells a worksheet's merged ranges cover."""
    from xml.etree.ElementTree import iterparse

    from openpyxl.worksheet.cell_range import CellRange

    covered = 0
    with contextlib.suppress(ParseError):  # openpyxl will stumble over it too
        for _, element in iterparse(io.BytesIO(part)):
            if element.tag.endswith("}mergeCell"):
                try:
                    box = CellRange(element.get("ref", ""))
                    covered += (box.max_col - box.min_col + 1) * (box.max_row - box.min_row + 1)
                except (ValueError, TypeError):  # no range, or whole rows and columns
                    covered += _MOST_MERGED + 1
            element.clear()
    return covered


def _losses(parts: Mapping[str, bytes]) -> list[str]:
    """What openpyxl does not write back."""
    drawings = b"".join(text for name, text in parts.items() if name.startswith("xl/drawings/"))
    sheets = b"".join(text for name, text in parts.items() if name.startswith("xl/worksheets/"))
    said = []
    if re.search(rb"<(\w+:)?(sp|cxnSp|grpSp)[\s>]", drawings):
        said.append("模板里的文本框、图形不会保留")
    if any(name.startswith("xl/charts/") for name in parts):
        said.append("模板里的图表可能变样")
    if any(name.startswith(("xl/ctrlProps/", "xl/activeX/")) for name in parts):
        said.append("模板里的按钮等控件不会保留")
    if b"x14:dataValidation" in sheets or b"x14:conditionalFormatting" in sheets:
        said.append("模板里取自其他工作表的下拉列表或条件格式不会保留")
    if b"legacyDrawingHF" in sheets:
        said.append("模板页眉、页脚里的图片不会保留")
    return said


def _sheet_with_heading(book: Workbook, rules: TrackRules, name: str) -> tuple[Worksheet, Heading]:
    found = [
        (sheet, heading)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and (heading := _heading(sheet, rules)) is not None
    ]
    if not found:
        raise TemplateInvalid(f"{name}：没有认出表头")
    own = [pair for pair in found if rules.id.short in pair[0].title]
    sheet, heading = (own or found)[0]
    if heading.doubled:
        raise TemplateInvalid(f"{name}：表头“{'”“'.join(heading.doubled)}”出现了两次，不知道该填哪一列")
    if sheet.protection.sheet:
        raise TemplateInvalid(f"{name}：工作表“{sheet.title}”有保护，请先在 Excel 中撤销工作表保护")
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        raise TemplateInvalid(f"{name}：工作表“{sheet.title}”行列过多，请删去多余的空行、空列")
    return sheet, heading


def _heading(sheet: Worksheet, rules: TrackRules) -> Heading | None:
    grid = [_texts(sheet, row) for row in range(1, min(sheet.max_row, WITHIN + 1) + 1)]
    return find_heading(grid, _merges(sheet), rules)


def _map(sheet: Worksheet, heading: Heading, rules: TrackRules, told: tuple[str, ...]) -> TemplateMap:
    columns = {column: at + 1 for column, at in heading.columns.items()}
    name_at = columns[name_column(rules)]
    first = heading.last + 2
    if is_numbering(_texts(sheet, first)):
        first += 1
    last = first - 1
    while last < sheet.max_row and _is_prepared(sheet, last + 1, name_at):
        last += 1
    for top, left, bottom, right in _merges(sheet):
        if left < name_at <= right + 1 and first - 1 <= top < bottom <= last - 1:
            raise TemplateInvalid(f"工作表“{sheet.title}”：每家企业占了多行，请把模板改成每家企业一行")
    missing = [c.title for c in rules.columns if c.id not in columns and c.filled not in ("sender", "city")]
    lacking = (f"模板里没有这些列，其内容不会写进表里：{'、'.join(missing)}",) if missing else ()
    held = [row for row in range(first, last + 1) if str(sheet.cell(row, name_at).value or "").strip()]
    covered = (f"模板第 {held[0]} 行起原有的内容会被覆盖",) if held else ()
    total = next((row for row in range(last + 1, sheet.max_row + 1)
                  if is_table_end(_texts(sheet, row)) == "合计行"), None)
    return TemplateMap(
        sheet.title, heading.last + 1, columns, first, last - first + 1, heading.unknown, total,
        (*told, *lacking, *covered),
    )


def _is_prepared(sheet: Worksheet, row: int, name_at: int) -> bool:
    """Whether a row below the heading waits for an enterprise: ruled or numbered, and no total or note."""
    texts = _texts(sheet, row)
    if is_table_end(texts):
        return False
    spans = [right - left for top, left, bottom, right in _merges(sheet)
             if top <= row - 1 <= bottom and left < name_at - 1 <= right]
    if spans:
        return False  # a note or a signature line, merged across the table
    opening = next((text for text in texts if text), "")
    if not texts[name_at - 1] and re.search("[:：]", opening):
        return False
    has_border = sheet.cell(row, name_at).border.bottom.style is not None
    return has_border or bool(re.fullmatch(r"\d+", opening))


def _merges(sheet: Worksheet) -> tuple[Merge, ...]:
    return tuple(
        (box.min_row - 1, box.min_col - 1, box.max_row - 1, box.max_col - 1)
        for box in sheet.merged_cells.ranges
    )


def _texts(sheet: Worksheet, row: int) -> list[str]:
    """The row's texts from column A on; a formula counts as blank."""
    cells = [sheet.cell(row, at) for at in range(1, min(sheet.max_column, _MOST_COLUMNS) + 1)]
    return ["" if c.value is None or c.data_type == "f" else str(c.value).strip() for c in cells]
