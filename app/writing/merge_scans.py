"""Scans into one PDF: the very bytes of a JPEG, the very pixels of the others. Runs in a sandbox child."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from app.errors import Unreadable, os_errors
from app.writing.atomic import replace_beside

KINDS = frozenset({"jpeg", "png", "tiff"})
_A4 = (595.28, 841.89)  # points
_A3_LONG = 1191.0
_SURE_DPI = 100  # below it, a camera's or a program's stop-gap rather than a scanner's word


def merge_scans(scans: Sequence[tuple[str, Path]], out: Path, report: Callable[[], None]) -> None:
    """(name, file) of each scan → pages of `out` in this order; a TIFF of many pages gives all of them.

    A page has the size its scanner tells; without that, or beyond A3, it is fitted into A4. Raises
    Unreadable naming the scan that cannot be read.
    """
    import img2pdf
    import pypdf

    merged = pypdf.PdfWriter() if len(scans) > 1 else None
    with replace_beside(out) as part, part.open("wb") as file:
        for name, path in scans:
            report()
            page = _as_pdf(name, path, img2pdf)
            if merged is None:
                file.write(page)
            else:
                merged.append(io.BytesIO(page))
        if merged is not None:
            merged.metadata = None
            merged.write(file)


def _as_pdf(name: str, path: Path, img2pdf: Any) -> bytes:
    with os_errors(path):
        content = path.read_bytes()
    try:
        made: bytes = img2pdf.convert(
            _without_alpha(content), engine=img2pdf.Engine.internal, nodate=True, layout_fun=_layout,
            rotation=img2pdf.Rotation.ifvalid,
        )  # fmt: skip
    except Exception as error:  # img2pdf raises bare Exceptions, Pillow whatever it trips over
        raise Unreadable(name) from error
    return made


def _without_alpha(content: bytes) -> bytes:
    """PDF pages know no transparency in a picture: laid on white, still without loss."""
    from PIL import Image

    with Image.open(io.BytesIO(content)) as picture:
        if "A" not in picture.getbands() and "transparency" not in picture.info:
            return content
        dpi = picture.info.get("dpi")
        solid = picture.convert("RGBA")
    paper = Image.new("RGBA", solid.size, "white")
    paper.alpha_composite(solid)
    made = io.BytesIO()
    paper.convert("RGB").save(made, "PNG", **({"dpi": dpi} if dpi else {}))
    return made.getvalue()


def _layout(width: int, height: int, dpi: tuple[float, float]) -> tuple[float, float, float, float]:
    """(page width, page height, picture width, picture height) in points."""
    across, down = width * 72 / max(dpi[0], 1), height * 72 / max(dpi[1], 1)
    if min(dpi) < _SURE_DPI or max(across, down) > _A3_LONG:
        short, long = _A4
        room = (short, long) if height >= width else (long, short)
        scale = min(room[0] / width, room[1] / height)
        across, down = width * scale, height * scale
    return across, down, across, down
