"""A table as plain text (.csv): UTF-8, UTF-16 or GB18030; commas, tabs or semicolons between the cells."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Sequence
from contextlib import suppress

_PROBED = 20  # lines by which the sign between cells is told
_SIGNS = ",\t;，"
_MOST_CELL = 4_000  # characters
_BINARY = (b"PK", b"\xd0\xcf\x11\xe0", b"%PDF", b"<", b"{", b"\x7fELF", b"MZ")


def delimited(content: bytes, most_rows: int, most_columns: int) -> tuple[list[list[str]], bool] | None:
    """(cells, whether rows or columns were cut off); None for what is no such table."""
    text = _decoded(content)
    if text is None:
        return None
    lines = [line for line in text.splitlines()[:200] if line.strip()][:_PROBED]
    sign = max(_SIGNS, key=lambda each: sum(line.count(each) for line in lines))
    if sum(sign in line for line in lines) < 2:
        return None
    if sign == "，":  # the wide comma that an input method gives
        text, sign = text.replace("，", ","), ","
    grid: list[list[str]] = []
    is_cut = False
    with suppress(csv.Error):
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=sign):
            if len(grid) >= most_rows:
                is_cut = True
                break
            is_cut = is_cut or len(cells) > most_columns
            grid.append([_cell(cell) for cell in cells[:most_columns]])
        return _even(grid), is_cut
    return None


def _decoded(content: bytes) -> str | None:
    if content.startswith(_BINARY):
        return None
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "gb18030"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            return None if "\0" in text else text
    return None


def _cell(text: str) -> str:
    """Excel writes ="0123" where a number is to stay as it is."""
    told = text.strip().lstrip("\ufeff")
    if told.startswith('="') and told.endswith('"'):
        told = told[2:-1]
    return told.replace("\r\n", "\n")[:_MOST_CELL]


def _even(grid: Sequence[list[str]]) -> list[list[str]]:
    width = max(map(len, grid), default=0)
    return [cells + [""] * (width - len(cells)) for cells in grid]
