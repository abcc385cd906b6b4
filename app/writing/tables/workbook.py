"""Cells and files of a workbook: text stays text, and the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from math import ceil
from typing import TYPE_CHECKING

from app.writing.dated import dated

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.styles import Border

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_PLAIN_NUMBER = re.compile(r"0|-?[1-9]\d{0,13}|-?(0|[1-9]\d{0,9})\.\d{0,3}[1-9]")
_TEXT_KINDS = ("code", "phone", "division", "email", "date")
_LINE_POINTS = 15.0  # one line of 11 pt
_MOST_POINTS = 409.0  # Excel's highest row


def put(cell: Cell | MergedCell, text: str, kind: str) -> None:
    """Write a cell. Only a plain number of a number column becomes a number; nothing becomes a formula.

    Codes and phones keep the format “text” even when blank, so that what is typed later stays as typed.
    A cell hidden by a merge is let be.
    """
    from openpyxl.cell.cell import MergedCell

    if isinstance(cell, MergedCell):
        return
    clean = in_xml(text)[:32_767]
    if kind in _TEXT_KINDS or clean.startswith(("=", "+", "-", "@")):
        cell.number_format = "@"
    if not clean:
        cell.value = None
    elif kind == "number" and _PLAIN_NUMBER.fullmatch(clean):
        cell.value = float(clean) if "." in clean else int(clean)
        if cell.number_format == "@":
            cell.number_format = "General"
    else:
        cell.value = clean
        cell.data_type = "s"  # else “=…” would be a formula and “#N/A” an error


def in_xml(text: str) -> str:
    """Without what XML has no way to write."""
    return _NOT_XML.sub("", text)


def thin_border() -> Border:
    from openpyxl.styles import Border, Side

    side = Side("thin")
    return Border(left=side, right=side, top=side, bottom=side)


def height_for(texts: Iterable[tuple[str, float]], least: float = 24.0) -> float:
    """Points a row needs so that no (text, column width in Excel's units) is cut when wrapped at 11 pt."""
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return min(max(least, lines * _LINE_POINTS + 6), _MOST_POINTS)


def workbook_bytes(book: Workbook, day: date, creator: str) -> bytes:
    """The .xlsx of `book`, dated `day` throughout."""
    from openpyxl.writer.excel import ExcelWriter

    stamp = datetime(day.year, day.month, day.day)
    book.properties.created = book.properties.modified = stamp
    book.properties.creator = book.properties.lastModifiedBy = in_xml(creator)
    draft = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED)).save()
    return dated(draft.getvalue(), day)


def _lines(text: str, width: float) -> int:
    room = max(width - 1.0, 2.0)
    return sum(max(1, ceil(_width(line) / room)) for line in text.split("\n"))


def _width(text: str) -> float:
    """In Excel's units, with a little to spare: a digit takes 1, a Chinese character 2."""
    return sum(2.15 if unicodedata.east_asian_width(c) in "WFA" else 1.1 for c in text)
