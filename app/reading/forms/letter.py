"""The words of a sealed letter, column by column. Runs in a sandbox child."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from app.errors import os_errors
from app.model.documents.letter import MOST_COLUMNS, MOST_SIGNS, LetterFacts
from app.model.source import Container, Member
from app.reading.containers import Report
from app.reading.forms.docx import NotReadable
from app.reading.forms.ocr import KnownLines
from app.reading.forms.pieces import Piece
from app.reading.forms.read import UNRECOGNISED, pieces_of
from app.reading.limits import Limits
from app.reading.ocr.engine import has_ocr

_PAGES = 12
_FAR = 12.0  # line heights between two cells of one column


def read_letter(
    stored: Path, container: Container, member: Member, limits: Limits, report: Report, *,
    recognises: bool = True, known: KnownLines | None = None,
) -> LetterFacts:
    """What stands in the letter; why not, in `reason`. A scan is UNRECOGNISED unless `recognises`.

    Pages whose lines are `known` are not recognised again.
    """
    try:
        with os_errors(stored):
            most = _PAGES if recognises else 0
            said = partial(report, 0, member.path)
            pieces = pieces_of(stored, "pdf", stored.parent, said, most=most, known=known)
    except NotReadable as error:
        return LetterFacts(reason=str(error))
    columns = columns_of(pieces)
    if not columns and not recognises:
        return LetterFacts(reason=UNRECOGNISED)
    if not columns:
        return LetterFacts(reason="没有认出文字" if has_ocr() else "是扫描件，没有可读取的文字")
    return LetterFacts(columns, any(piece.is_recognised for piece in pieces))


def columns_of(pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Page by page, each column from its top, in the order they begin: upper ones first, then left ones."""
    columns: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (p.page, p.middle, p.left)):
        if not piece.text.strip():
            continue
        own = [column for column in columns if _goes_on(column[-1], piece)]
        if own:
            max(own, key=lambda column: _shared(column[-1], piece)).append(piece)
        else:
            columns.append([piece])
    told, signs = [], 0
    for column in columns[:MOST_COLUMNS]:
        text = "\n".join(piece.text for piece in column)[: MOST_SIGNS - signs]
        signs += len(text)
        if text:
            told.append(text)
    return tuple(told)


def _goes_on(last: Piece, piece: Piece) -> bool:
    if last.page != piece.page or piece.middle - last.middle < 0.5 * last.height:
        return False
    narrow = min(last.right - last.left, piece.right - piece.left)
    return piece.top - last.bottom <= _FAR * last.height and _shared(last, piece) >= 0.5 * narrow


def _shared(one: Piece, other: Piece) -> float:
    return min(one.right, other.right) - max(one.left, other.left)
