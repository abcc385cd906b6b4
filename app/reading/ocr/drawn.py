"""Pages as the engine wants them, by their red light alone: a seal over the words is paper there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from app.reading.office import DAMAGED_ZIP

DPI = 150
HEAD_DPI = 110
HEAD_SHARE = 0.3  # of a page's height: where its heading stands
COVER_SHARE = 0.5  # of the first one's, which may be a cover
_MOST_SIDE = 2_000  # pixels; a page as large as a poster is made smaller
_A4 = 297 / 25.4  # inches; what a picture's longer side is taken for
_MOST_PASTED, _MOST_BYTES = 6, 60_000_000  # pictures in a Word file, bytes of one
_PASTED = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")
_MOST_PIXELS = 100_000_000  # of a picture


class NotDrawn(Exception):
    """No reader understands it."""


def drawn(path: Path, kind: str, pages: Sequence[int], *, head: bool) -> Iterator[tuple[int, Any]]:
    """(page, height × width × 3 of 8 bits) of those that can be drawn; with `head` their upper part alone.

    Of a Word file the pictures pasted into it, each as its first page. Raises NotDrawn.
    """
    if kind == "pdf":
        yield from _of_pdf(path, pages, head)
    elif kind == "docx":
        yield from ((1, image) for picture in _pasted(path) for _, image in _of_picture(picture, (1,), False))
    else:
        yield from _of_picture(path, pages, head)


def _of_pdf(path: Path, pages: Sequence[int], head: bool) -> Iterator[tuple[int, Any]]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotDrawn from error
    with closing(document):
        for number in pages:
            try:
                with closing(document[number - 1]) as page:
                    width, height = page.get_size()
                    scale = min((HEAD_DPI if head else DPI) / 72, _MOST_SIDE / max(width, height))
                    cut = (0, (1 - _share(number)) * height, 0, 0) if head else (0, 0, 0, 0)
                    bitmap = page.render(scale=scale, crop=cut, rev_byteorder=True)
                    image = _threefold(bitmap.to_numpy()[:, :, 0])
            except (pdfium.PdfiumError, IndexError, ValueError, ZeroDivisionError):
                continue  # PDF-01 tells of pages that do not load
            yield number, image


def _of_picture(path: Path | BinaryIO, pages: Sequence[int], head: bool) -> Iterator[tuple[int, Any]]:
    import numpy
    from PIL import Image, ImageOps

    dpi = HEAD_DPI if head else DPI
    side = min(round(_A4 * dpi), _MOST_SIDE)
    try:
        with Image.open(path) as picture:
            for number in pages:
                picture.seek(number - 1)
                if picture.width * picture.height > _MOST_PIXELS:
                    raise NotDrawn
                picture.draft("RGB", (side, side))
                red = ImageOps.exif_transpose(picture).convert("RGB").getchannel("R")
                red.thumbnail((side, side))
                if head and red.height >= red.width:
                    red = red.crop((0, 0, red.width, max(1, round(_share(number) * red.height))))
                yield number, _threefold(numpy.asarray(red))
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NotDrawn from error


def _pasted(path: Path) -> Iterator[BinaryIO]:
    try:
        with zipfile.ZipFile(path) as package:
            names = (name for name in package.namelist() if name.startswith("word/media/"))
            for name in [name for name in names if name.lower().endswith(_PASTED)][:_MOST_PASTED]:
                with package.open(name) as file:
                    content = file.read(_MOST_BYTES + 1)
                if len(content) <= _MOST_BYTES:
                    yield io.BytesIO(content)
    except DAMAGED_ZIP as error:
        raise NotDrawn from error


def _share(number: int) -> float:
    return COVER_SHARE if number == 1 else HEAD_SHARE


def _threefold(light: Any) -> Any:
    """Height × width × 3, the engine's own layout."""
    return light[:, :, None].repeat(3, axis=2)
