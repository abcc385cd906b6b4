"""Pages as the engine wants them: upright, by their red light alone: a seal over the words is paper there."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO

from app.reading.office import DAMAGED_ZIP

DPI = 150
HEAD_DPI = 110
HEAD_SHARE = 0.3  # of a page's height: where its heading stands
COVER_SHARE = 0.5  # of the first one's, which may be a cover
_MOST_SIDE = 2_000  # pixels; a page as large as a poster is made smaller
_A4 = 297 / 25.4  # inches; what a page's longer side is taken for where that matters
_MOST_PASTED, _MOST_BYTES = 6, 60_000_000  # pictures in a Word file, bytes of one
_PASTED = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")
_MOST_PIXELS = 100_000_000  # of a picture
_FRAMES = 500  # of one TIFF


class NotDrawn(Exception):
    """No reader understands it; why, in words for the clerk."""


def drawn(
    path: Path, kind: str, pages: Sequence[int], *, head: bool, upright: Container[int] = ()
) -> Iterator[tuple[int, Any]]:
    """(page, height × width × 3 of 8 bits) of those that can be drawn; with `head` their upper part alone.

    One that plainly lies on its side or upside down is turned; `upright` are those that are known not to. Of
    a Word file the pictures pasted into it, each as its first page. Raises NotDrawn.
    """
    for number, light in _sheets(path, kind, pages, head, upright):
        yield number, light[:, :, None].repeat(3, axis=2)  # the engine's own layout


def page_count(path: Path, kind: str) -> int:
    """Of a PDF or a picture. Raises NotDrawn."""
    import pypdfium2 as pdfium
    from PIL import Image

    try:
        if kind == "pdf":
            with closing(pdfium.PdfDocument(path)) as document:
                return len(document)
        with Image.open(path) as picture:
            return min(int(getattr(picture, "n_frames", 1)), _FRAMES)
    except pdfium.PdfiumError as error:
        raise NotDrawn("PDF 打不开，或有密码") from error
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NotDrawn("图片打不开") from error


def _sheets(
    path: Path, kind: str, pages: Sequence[int], head: bool, upright: Container[int]
) -> Iterator[tuple[int, Any]]:
    if kind == "pdf":
        yield from _of_pdf(path, pages, head, upright)
    elif kind == "docx":
        for picture in _pasted(path):
            yield from _of_picture(picture, (1,), False, ())
    else:
        yield from _of_picture(path, pages, head, upright)


def _of_pdf(
    path: Path, pages: Sequence[int], head: bool, upright: Container[int]
) -> Iterator[tuple[int, Any]]:
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotDrawn("PDF 打不开，或有密码") from error
    with closing(document):
        for number in pages:
            is_upright = number in upright
            above = 1 - _share(number) if head and is_upright else 0.0  # what is not wanted is not drawn
            try:
                with closing(document[number - 1]) as page:
                    width, height = page.get_size()
                    scale = min((HEAD_DPI if head else DPI) / 72, _MOST_SIDE / max(width, height))
                    bitmap = page.render(scale=scale, crop=(0, above * height, 0, 0), rev_byteorder=True)
                    light = bitmap.to_numpy()[:, :, 0].copy()
            except (pdfium.PdfiumError, IndexError, ValueError, ZeroDivisionError):
                continue  # PDF-01 tells of pages that do not load
            if not is_upright:
                light = _top(_turned(light), number) if head else _turned(light)
            yield number, light


def _of_picture(
    path: Path | BinaryIO, pages: Sequence[int], head: bool, upright: Container[int]
) -> Iterator[tuple[int, Any]]:
    import numpy
    from PIL import Image, ImageOps

    side = round(_A4 * HEAD_DPI) if head else _MOST_SIDE
    try:
        with Image.open(path) as picture:
            for number in pages:
                picture.seek(number - 1)
                if picture.width * picture.height > _MOST_PIXELS:
                    raise NotDrawn("图片太大，没有读取")
                picture.draft("RGB", (side, side))
                red = ImageOps.exif_transpose(picture).convert("RGB").getchannel("R")
                red.thumbnail((side, side))
                light: Any = numpy.asarray(red)
                if number not in upright:
                    light = _turned(light)
                is_sheet = light.shape[0] >= light.shape[1]
                yield number, _top(light, number) if head and is_sheet else light
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise NotDrawn("图片打不开") from error


def _turned(light: Any) -> Any:
    """By quarters, where its writing plainly lies wrong."""
    import numpy
    from PIL import Image

    from app.reading.pages import turn

    share = turn.DPI * _A4 / max(light.shape)
    small = light
    if share < 1:
        size = max(1, round(light.shape[1] * share)), max(1, round(light.shape[0] * share))
        small = numpy.asarray(Image.fromarray(light).resize(size, Image.Resampling.BOX))
    return numpy.rot90(light, (turn.turn_of(small) or 0) // 90)


def _top(light: Any, number: int) -> Any:
    return light[: max(1, round(_share(number) * light.shape[0]))]


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
        raise NotDrawn("Word 文件打不开") from error


def _share(number: int) -> float:
    return COVER_SHARE if number == 1 else HEAD_SHARE
