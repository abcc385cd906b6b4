"""The words of a PDF's text layer where they stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.reading.form_docx import NotReadable
from app.reading.form_fields import Piece

PAGES = 12  # a form's fields stand on its cover and its first sheets
_MOST_PIECES = 4_000  # of a page
_GAP = 0.8  # of a line's height: nearer ones are one text


def pdf_pieces(path: Path, report: Callable[[], None]) -> tuple[Piece, ...]:
    """In points from the page's top. Raises NotReadable."""
    import pypdfium2 as pdfium

    with path.open("rb") as file:
        try:
            document = pdfium.PdfDocument(file)
        except pdfium.PdfiumError as error:
            raise NotReadable("PDF 打不开，或有密码") from error
        try:
            pieces: list[Piece] = []
            for number in range(min(len(document), PAGES)):
                report()
                try:
                    pieces.extend(_of_page(document[number], number + 1))
                except pdfium.PdfiumError:
                    continue  # PDF-01 tells of pages that do not load
            return tuple(pieces)
        finally:
            document.close()


def _of_page(page: Any, number: int) -> list[Piece]:
    height = page.get_height()
    words = page.get_textpage()
    try:
        found = []
        for at in range(min(words.count_rects(), _MOST_PIECES)):
            left, bottom, right, top = words.get_rect(at)
            text = words.get_text_bounded(left, bottom, right, top)
            text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
            if text:
                found.append(Piece(text, left, height - top, right, height - bottom, number))
        return _runs(found)
    finally:
        words.close()
        page.close()


def _runs(pieces: list[Piece]) -> list[Piece]:
    """What PDFium cut at a change of font put together again."""
    made: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (round(p.middle / 4), p.left)):
        last = made[-1] if made else None
        if last is not None and _goes_on(last, piece):
            text = f"{last.text}{piece.text}"
            made[-1] = Piece(text, last.left, min(last.top, piece.top), max(last.right, piece.right),
                             max(last.bottom, piece.bottom), piece.page)
        else:
            made.append(piece)
    return made


def _goes_on(last: Piece, piece: Piece) -> bool:
    tall = max(last.height, piece.height)
    apart = piece.left - last.right
    return abs(last.middle - piece.middle) <= 0.5 * tall and -0.5 * tall <= apart <= _GAP * tall
