"""An .xlsx handed in as a template: whether it can be filled, and where it wants what."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from app.errors import TemplateInvalid, os_errors
from app.notices.notice import Track
from app.reading.office import DAMAGED_ZIP
from app.reading.tables.headings import WITHIN, Heading, Merge, find_heading, name_column
from app.reading.tables.sheet import is_numbering, is_table_end

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_BYTES = 50_000_000  # unpacked, with pictures
_MOST_XML_BYTES = 10_000_000  # a template has some 100 kB; openpyxl takes fifty times as much memory
_MOST_ROWS = 5_000
_MOST_COLUMNS = 256
_MOST_MERGED = 100_000  # cells: openpyxl makes an object of each
_XML_START = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")


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

    @property
    def remarks(self) -> tuple[str, ...]:
        """What to know before using it, in words for the clerk."""
        return (*self.warnings, *(f"不认识的列“{title}”，留空" for title in self.unknown))


def open_template(path: Path, rules: Track) -> tuple[Workbook, TemplateMap]:
    """Foreign input: to be called in a child process. Raises TemplateInvalid with the reason."""
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
    except DAMAGED_ZIP as error:
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
    if any(name.startswith("xl/externalLinks/") for name in parts):
        said.append("模板里有取自其他文件的内容，用 Excel 打开时会问是否更新，请选“不更新”")
    if b"legacyDrawingHF" in sheets:
        said.append("模板页眉、页脚里的图片不会保留")
    return said


def _sheet_with_heading(book: Workbook, rules: Track, name: str) -> tuple[Worksheet, Heading]:
    found = [
        (sheet, heading)
        for sheet in book.worksheets
        if sheet.sheet_state == "visible" and (heading := _heading(sheet, rules)) is not None
    ]
    if not found:
        raise TemplateInvalid(f"{name}：没有认出表头")
    own = [pair for pair in found if rules.short in pair[0].title]
    sheet, heading = (own or found)[0]
    if heading.doubled:
        raise TemplateInvalid(f"{name}：表头“{'”“'.join(heading.doubled)}”出现了两次，不知道该填哪一列")
    if sheet.protection.sheet:
        raise TemplateInvalid(f"{name}：工作表“{sheet.title}”有保护，请先在 Excel 中撤销工作表保护")
    if sheet.max_row > _MOST_ROWS or sheet.max_column > _MOST_COLUMNS:
        raise TemplateInvalid(f"{name}：工作表“{sheet.title}”行列过多，请删去多余的空行、空列")
    return sheet, heading


def _heading(sheet: Worksheet, rules: Track) -> Heading | None:
    grid = [_texts(sheet, row) for row in range(1, min(sheet.max_row, WITHIN + 1) + 1)]
    return find_heading(grid, _merges(sheet), rules)


def _map(sheet: Worksheet, heading: Heading, rules: Track, told: tuple[str, ...]) -> TemplateMap:
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
