"""A document as mere text, for a preview. Runs in a sandbox child."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from app.errors import Unreadable

BOOKS = frozenset({"xlsx", "xls", "et"})
READ = frozenset({"docx", *BOOKS})  # kinds, besides plain text
_MOST = 200_000  # characters
_BYTES = 256 * 1024  # of plain text


def as_text(path: Path, kind: str, report: Callable[[int, str], None]) -> str:
    """Its beginning; cells apart by tabs, each worksheet below its name. Raises Unreadable."""
    from app.reading.forms.docx import NotReadable

    try:
        lines = _lines(path, kind, report)
        return _first(lines)
    except NotReadable as error:
        raise Unreadable(path.name) from error


def _lines(path: Path, kind: str, report: Callable[[int, str], None]) -> Iterator[str]:
    if kind == "docx":
        from app.reading.words.written import docx_lines

        yield from docx_lines(path)
    elif kind in BOOKS:
        from app.reading.tables.workbook import worksheets

        for page in worksheets(path, report):
            if not page.hidden:
                yield f"〔{page.name}〕"
                yield from ("\t".join(cells).rstrip() for cells in page.grid)
    else:
        yield _decoded(path)


def _first(lines: Iterator[str]) -> str:
    taken, count = [], 0
    for line in lines:
        taken.append(line)
        count += len(line) + 1
        if count > _MOST:
            break
    return "\n".join(taken)[:_MOST]


def _decoded(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(_BYTES)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return start.decode(encoding)
        except UnicodeDecodeError:
            continue
    return start.decode("gb18030", "replace")
