"""Scanned forms and licences → pieces, by recognition."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from app.model.documents.part import Ranges
from app.reading.forms.pdf import page_numbers
from app.reading.forms.pieces import Piece, closed_up
from app.reading.ocr import engine

PAGES = 4  # of a form that are recognised
_DPI = 150
_MOST_SIDE = 2_000  # pixels; a page as large as a poster is made smaller
_MOST_PIXELS = 100_000_000  # of a picture


def ocr_pieces(
    path: Path, kind: str, report: Callable[[], None], pages: Ranges = (), without: Container[int] = (),
    most: int = PAGES,
) -> tuple[Piece, ...]:
    """In pixels; every piece says that it was recognised. () without the engine or for what is no scan.

    `pages` of a PDF, () for all, but not those `without`; of the others the first `most`.
    """  # fmt: skip
    if not engine.has_ocr():
        return ()
    pieces: list[Piece] = []
    for number, image in _images(path, kind, pages, without, most):
        report()
        pieces.extend(closed_up(_level(engine.lines_of(image), number)))
    return tuple(pieces)


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


def _images(
    path: Path, kind: str, pages: Ranges, without: Container[int], most: int
) -> Iterator[tuple[int, Any]]:
    """(Number, page as the engine wants it), by their red light alone: a seal over the words is paper there.

    Raises NotReadable.
    """
    import numpy
    import pypdfium2 as pdfium
    from PIL import Image

    from app.reading.forms.docx import NotReadable

    if kind != "pdf":
        try:
            with Image.open(path) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise NotReadable("图片太大，没有读取")
                picture.draft("RGB", (_MOST_SIDE, _MOST_SIDE))
                red = picture.convert("RGB").getchannel("R")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise NotReadable("图片打不开") from error
        red.thumbnail((_MOST_SIDE, _MOST_SIDE))
        yield 1, _threefold(numpy.asarray(red))
        return
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotReadable("PDF 打不开，或有密码") from error
    with closing(document):
        every = page_numbers(len(document), pages, len(document))
        for number in [each for each in every if each not in without][:most]:
            try:
                page = document[number - 1]
                scale = min(_DPI / 72, _MOST_SIDE / max(page.get_size()))
                image = page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, 0]
            except pdfium.PdfiumError:
                continue  # PDF-01 tells of pages that do not load
            yield number, _threefold(image)


def _threefold(light: Any) -> Any:
    """Height × width × 3, the engine's own layout."""
    return light[:, :, None].repeat(3, axis=2)
