"""Scanned forms and licences → pieces, by recognition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.reading.forms.fields import Piece
from app.reading.ocr import engine

_PAGES = 4
_DPI = 150
_MOST_SIDE = 2_000  # pixels; a page as large as a poster is made smaller
_MOST_PIXELS = 100_000_000  # of a picture


def ocr_pieces(path: Path, kind: str, report: Callable[[], None]) -> tuple[Piece, ...]:
    """In pixels; every piece says that it was recognised. () without the engine or for what is no scan."""
    if not engine.has_ocr():
        return ()
    pieces: list[Piece] = []
    for number, image in enumerate(_images(path, kind), 1):
        report()
        for line in engine.lines_of(image):
            pieces.append(Piece(line.text, line.left, line.top, line.right, line.bottom, number, True))
    return tuple(pieces)


def _images(path: Path, kind: str) -> Iterator[Any]:
    """Pages as the engine wants them, by their red light alone: a seal over the words is paper there.

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
        yield _threefold(numpy.asarray(red))
        return
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotReadable("PDF 打不开，或有密码") from error
    with closing(document):
        for at in range(min(len(document), _PAGES)):
            try:
                page = document[at]
                scale = min(_DPI / 72, _MOST_SIDE / max(page.get_size()))
                image = page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, 0]
            except pdfium.PdfiumError:
                continue  # PDF-01 tells of pages that do not load
            yield _threefold(image)


def _threefold(light: Any) -> Any:
    """Height × width × 3, the engine's own layout."""
    return light[:, :, None].repeat(3, axis=2)
