"""A smaller copy of a scan: its pages as JPEGs of a stated resolution. Runs in a sandbox child."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.errors import Unreadable, os_errors
from app.writing.atomic import replace_beside, write_bytes

KINDS = frozenset({"pdf", "jpeg", "png", "tiff"})
_QUALITY = 75  # of a JPEG: text stays sharp
_MOST_PIXELS = 60_000_000  # of a page


def smaller_copy(name: str, path: Path, kind: str, dpi: int, out: Path, report: Callable[[], None]) -> None:
    """`out` is a PDF, or a JPEG for one picture. A text layer is lost. Raises Unreadable naming the file."""
    from PIL import Image, UnidentifiedImageError

    with os_errors(path):
        try:
            if kind == "pdf":
                _smaller_pdf(name, path, dpi, out, report)
            else:
                with Image.open(path) as picture:
                    write_bytes(out, _smaller_picture(picture, dpi))
        except (UnidentifiedImageError, Image.DecompressionBombError, ValueError, SyntaxError) as error:
            raise Unreadable(name) from error


def _smaller_pdf(name: str, path: Path, dpi: int, out: Path, report: Callable[[], None]) -> None:
    import pypdf
    import pypdfium2 as pdfium

    made = pypdf.PdfWriter()
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise Unreadable(name) from error
    try:
        for number in range(len(document)):
            report()
            made.append(io.BytesIO(_page(document[number], dpi)))
    except pdfium.PdfiumError as error:
        raise Unreadable(f"{name} 第 {number + 1} 页") from error
    finally:
        document.close()
    made.metadata = None
    with replace_beside(out) as part, part.open("wb") as file:
        made.write(file)


def _page(page: Any, dpi: int) -> bytes:
    """One page of the same size, as a PDF with one picture."""
    import img2pdf

    size = (page.get_width(), page.get_height())
    scale = min(dpi / 72, (_MOST_PIXELS / max(size[0] * size[1], 1)) ** 0.5)
    picture = page.render(scale=scale).to_pil()
    page.close()
    layout = (*size, *size)
    made: bytes = img2pdf.convert(
        _jpeg(picture, dpi), engine=img2pdf.Engine.internal, nodate=True, layout_fun=lambda *_: layout
    )
    return made


def _smaller_picture(picture: Any, dpi: int) -> bytes:
    """Of a scan that tells no resolution, A4 is assumed."""
    from PIL import Image, ImageOps

    told = float(picture.info.get("dpi", (0, 0))[0] or 0)
    upright = ImageOps.exif_transpose(picture)
    now = told if told >= 100 else max(upright.size) / 11.69
    share = min(1.0, dpi / now)
    size = (max(1, round(upright.width * share)), max(1, round(upright.height * share)))
    return _jpeg(upright.convert("RGB").resize(size, Image.Resampling.LANCZOS), min(dpi, round(now)))


def _jpeg(picture: Any, dpi: int) -> bytes:
    """Grey where there is no colour: a third of the bytes."""
    from PIL import ImageChops

    picture = picture.convert("RGB")
    red, green, blue = picture.split()
    apart = ImageChops.lighter(ImageChops.difference(red, green), ImageChops.difference(red, blue))
    is_grey = sum(apart.histogram()[25:]) == 0
    plain = picture.convert("L") if is_grey else picture
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=_QUALITY, optimize=True, dpi=(dpi, dpi))
    return made.getvalue()
