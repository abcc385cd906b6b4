"""Scanned forms and licences → pieces, by recognition."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from pathlib import Path

from app.model.documents.part import Ranges
from app.reading.forms.docx import NotReadable
from app.reading.forms.pdf import page_numbers
from app.reading.forms.pieces import Piece, closed_up
from app.reading.ocr import engine
from app.reading.pages.drawn import NotDrawn, drawn, page_count

PAGES = 4  # of a form that are recognised
KnownLines = Mapping[int, tuple[engine.Line, ...]]  # page → what was recognised on the whole of it before


def ocr_pieces(
    path: Path, kind: str, report: Callable[[], None], pages: Ranges = (), without: Container[int] = (),
    most: int = PAGES, known: KnownLines | None = None,
) -> tuple[Piece, ...]:
    """In pixels; every piece says that it was recognised. () without the engine or for what is no scan.

    `pages`, () for all, but not those `without`; of the others the first `most`. Raises NotReadable.
    """  # fmt: skip
    if not engine.has_ocr():
        return ()
    try:
        count = page_count(path, kind)
        numbers = [each for each in page_numbers(count, pages, count) if each not in without][:most]
        told = {number: known[number] for number in numbers if known and number in known}
        for number, image in drawn(path, kind, [each for each in numbers if each not in told], head=False):
            report()
            told[number] = engine.lines_of(image)
    except NotDrawn as error:
        raise NotReadable(str(error)) from error
    return tuple(piece for number in sorted(told) for piece in closed_up(_level(told[number], number)))


def _level(lines: Sequence[engine.Line], page: int) -> list[Piece]:
    """As they would stand had the page lain straight: a line of a table would else fall into two."""
    wide = sorted(line.slope for line in lines if line.right - line.left > 4 * (line.bottom - line.top))
    lean = wide[len(wide) // 2] if wide else 0.0
    pieces = []
    for line in lines:
        across, down = (line.left + line.right) / 2, (line.top + line.bottom) / 2
        half = max((line.bottom - line.top - abs(lean) * (line.right - line.left)) / 2, 1.0)
        middle = down - lean * across
        pieces.append(Piece(line.text, line.left, middle - half, line.right, middle + half, page, True))
    return pieces
