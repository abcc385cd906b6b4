"""The words of a PDF's text layer where they stand."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import Any

from app.model.documents.part import Ranges
from app.reading.forms.docx import NotReadable
from app.reading.forms.pieces import Piece, closed_up

PAGES = 12  # a form's fields stand on its cover and its first sheets
_MOST_PIECES = 4_000  # of a page
_MOST_SIGNS = 20_000  # characters of a page
_TILT = 0.3  # radians; a scan's text layer may lean a little, a seal's letters go round
_GAP = 0.8  # of a line's height: nearer ones are one text


def pdf_pieces(path: Path, report: Callable[[], None], pages: Ranges = ()) -> tuple[Piece, ...]:
    """In points from the page's top, of the first PAGES of `pages` (() are all). Raises NotReadable."""
    import pypdfium2 as pdfium

    with path.open("rb") as file:
        try:
            document = pdfium.PdfDocument(file)
        except pdfium.PdfiumError as error:
            raise NotReadable("PDF 打不开，或有密码") from error
        with closing(document):
            pieces: list[Piece] = []
            for number in page_numbers(len(document), pages, PAGES):
                report()
                with suppress(pdfium.PdfiumError):  # PDF-01 tells of pages that do not load
                    pieces.extend(_of_page(document[number - 1], number))
            return tuple(pieces)


def page_numbers(count: int, pages: Ranges, most: int) -> tuple[int, ...]:
    """The first of those pages that the document has, from 1, in order; () are all."""
    stretches = (range(first, min(last, count) + 1) for first, last in pages or ((1, count),))
    return tuple(islice(chain.from_iterable(stretches), most))


def _of_page(page: Any, number: int) -> list[Piece]:
    height = page.get_height()
    with closing(page), closing(page.get_textpage()) as words:
        found: list[Piece] = []
        for sign, left, bottom, right, top in _upright(words):
            here = Piece(sign, left, height - top, right, height - bottom, number)
            if found and _is_next(found[-1], here):
                found[-1] = _joined(found[-1], here)
            elif sign.strip() and len(found) < _MOST_PIECES:
                found.append(here)
        return closed_up(_runs([replace(piece, text=" ".join(piece.text.split())) for piece in found]))


def _upright(words: Any) -> Iterator[tuple[str, float, float, float, float]]:
    """(character, left, bottom, right, top) in PDFium's order; a seal's ring of letters is left out."""
    import pypdfium2.raw as raw

    for at in range(min(words.count_chars(), _MOST_SIGNS)):
        angle = raw.FPDFText_GetCharAngle(words, at) % math.tau
        if min(angle, math.tau - angle) > _TILT:
            continue
        sign = chr(raw.FPDFText_GetUnicode(words, at))
        yield (sign if sign.isprintable() else " ", *words.get_charbox(at))


def _is_next(last: Piece, here: Piece) -> bool:
    """Whether a character carries the line on; a blank has no shape and is taken as it comes."""
    if not here.text.strip():
        return not last.text.endswith("  ")
    return _goes_on(last, here)


def _joined(last: Piece, here: Piece) -> Piece:
    if not here.text.strip():
        return replace(last, text=last.text + " ")
    return Piece(
        last.text + here.text, last.left, min(last.top, here.top), max(last.right, here.right),
        max(last.bottom, here.bottom), last.page,
    )


def _runs(pieces: list[Piece]) -> list[Piece]:
    """What PDFium cut at a change of font put together again."""
    made: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: (round(p.middle / 4), p.left)):
        last = made[-1] if made else None
        if last is not None and _goes_on(last, piece):
            made[-1] = _joined(last, piece)
        else:
            made.append(piece)
    return made


def _goes_on(last: Piece, piece: Piece) -> bool:
    tall = max(last.height, piece.height)
    apart = piece.left - last.right
    return abs(last.middle - piece.middle) <= 0.5 * tall and -0.5 * tall <= apart <= _GAP * tall
