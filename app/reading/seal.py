"""Looks for a red seal on the pages of a PDF or of pictures. Runs in a sandbox child; numpy only.

How: a soft red map relative to the paper (seal_map), rings by a matched filter and what stands in them
(seal_ring). Pages are looked at in the order in which people seal them, and no further than the first
clear seal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import os_errors
from app.model.seal import SealFacts, Seals, Seen
from app.reading.containers import Report
from app.reading.seal_map import is_grey, red_map
from app.reading.seal_ring import DPI, SEEN, Ring, find_ring

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CLEAR = 0.6  # score from which no further page is looked at
_LONG_SIDE = (190.0, 440.0)  # mm, from A5 to A3; a page that says otherwise was never told its size
_A4 = 297.0
_FRAMES = 500  # of one TIFF
_KEPT = 40  # pages told of one document, grey ones apart
_SEALED_HERE = re.compile(r"盖\s*章|公\s*章|印\s*章|（\s*章\s*）|\(\s*章\s*\)|签\s*章")
_SCAN_COVERS = 0.4  # of a page: a picture that large makes it a scan


def seals_in(path: Path, report: Report) -> Seals:
    """Every page of a PDF or a picture (JPEG, PNG, TIFF, BMP), by content; opened with the empty password.

    Raises AppError only where `path` cannot be read at all; what no reader understands is "unreadable".
    """
    report(0, path.name)
    with os_errors(path), path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    pages = _pdf_pages(path, report) if is_pdf else _picture_pages(path, report)
    found: list[SealFacts] = []
    try:
        for number, image, is_scan in pages:
            found.append(seal_on(image, number, is_scan=is_scan))
            if found[-1].score >= _CLEAR:
                break
    except _Unreadable:
        if not found:
            return Seals(state="unreadable")
    return _told(found)


def seal_on(image: NDArray[Any], page: int = 1, *, is_scan: bool = True) -> SealFacts:
    """One page as RGB bytes at 60 dpi. A page without colour is grey only if it is a scan."""
    if is_grey(image):
        return SealFacts(Seen.GREY if is_scan else Seen.NOT_SEEN, page)
    ring = find_ring(red_map(image))
    if ring is None or ring.score <= 0:
        return SealFacts(Seen.NOT_SEEN, page)
    return _facts(ring, page, image.shape[1], image.shape[0])


def _facts(ring: Ring, page: int, width: int, height: int) -> SealFacts:
    """The frame is cut where the page ends."""
    reach_x, reach_y = ring.reach
    left, right = max(ring.x - reach_x, 0) / width, min(ring.x + reach_x, width) / width
    top, bottom = max(ring.y - reach_y, 0) / height, min(ring.y + reach_y, height) / height
    seen = Seen.SEEN if ring.score >= SEEN else Seen.NOT_SEEN
    x, y, wide, high = (round(float(share), 4) for share in (left, top, right - left, bottom - top))
    return SealFacts(seen, page, x, y, wide, high, round(ring.millimetres, 1), round(float(ring.score), 3))


def _told(found: list[SealFacts]) -> Seals:
    """Best first; of a thick document, all pages that matter and the grey ones."""
    ranked = sorted(found, key=lambda page: (page.seen is not Seen.SEEN, -page.score, page.page))
    telling = [page for page in ranked if page.seen is Seen.SEEN or page.score > 0][:_KEPT]
    grey = [page for page in ranked if page.seen is Seen.GREY]
    if telling or grey:
        return Seals((*telling, *grey))
    return Seals(tuple(ranked[:1]))


class _Unreadable(Exception):
    """No reader understands it."""


# -- PDF -----------------------------------------------------------------------------------------------
def _pdf_pages(path: Path, report: Report) -> Iterator[tuple[int, NDArray[Any], bool]]:
    """(number, RGB at 60 dpi, whether it is a scan), the likeliest first; pages that fail are passed over."""
    import pypdfium2 as pdfium

    with path.open("rb") as file:
        try:
            document = pdfium.PdfDocument(file)
        except pdfium.PdfiumError as error:
            raise _Unreadable from error
        try:
            for number in _likely_first(document, path.name, report):
                report(number, path.name)
                try:
                    page = document[number - 1]
                    image = _rendered(page)
                except (pdfium.PdfiumError, ValueError, ZeroDivisionError):
                    continue
                yield number, image, _is_scan(page)
                page.close()
        finally:
            document.close()


def _likely_first(document: Any, name: str, report: Report) -> list[int]:
    """Pages that speak of a seal, then first, last, second and on: where forms are sealed."""
    count = len(document)
    order = list(dict.fromkeys((1, count, 2, count - 1, *range(3, count + 1))))
    order = [number for number in order if 1 <= number <= count]
    return sorted(order, key=lambda number: not _speaks_of_seal(document, number, name, report))


def _speaks_of_seal(document: Any, number: int, name: str, report: Report) -> bool:
    import pypdfium2 as pdfium

    report(number, name)
    try:
        page = document[number - 1]
        words = page.get_textpage()
        text = str(words.get_text_bounded()) if words.count_chars() else ""
        words.close()
        page.close()
    except pdfium.PdfiumError:
        return False
    return bool(_SEALED_HERE.search(text))


def _rendered(page: Any) -> NDArray[Any]:
    import numpy as np

    width, height = page.get_size()
    scale = DPI / 72 * _sane(max(width, height) / 72 * 25.4)
    bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True)
    image = np.array(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return image


def _sane(long_side: float) -> float:
    """By what a page's own size (mm) is to be stretched so that its seals have theirs."""
    if _LONG_SIDE[0] <= long_side <= _LONG_SIDE[1]:
        return 1.0
    return _A4 / long_side


def _is_scan(page: Any) -> bool:
    """Whether a picture covers much of it."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        if abs(right - left) * abs(top - bottom) >= _SCAN_COVERS * width * height:
            return True
    return False


# -- pictures ------------------------------------------------------------------------------------------
def _picture_pages(path: Path, report: Report) -> Iterator[tuple[int, NDArray[Any], bool]]:
    from PIL import Image, ImageSequence

    try:
        with Image.open(path, formats=("JPEG", "PNG", "TIFF", "BMP", "GIF", "WEBP")) as picture:
            for number, frame in enumerate(_few(ImageSequence.Iterator(picture)), 1):
                report(number, path.name)
                yield number, _sized(frame), True
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise _Unreadable from error


def _few(frames: Iterable[Any]) -> Iterator[Any]:
    from itertools import islice

    return islice(frames, _FRAMES)


def _sized(picture: Any) -> NDArray[Any]:
    """RGB at 60 dpi: by its own dpi when that makes a sheet of paper, else as if it were A4."""
    import numpy as np
    from PIL import Image, ImageOps

    dpi = picture.info.get("dpi", (0, 0))[0] or 1
    long_side = max(picture.size) / float(dpi) * 25.4
    if not _LONG_SIDE[0] <= long_side <= _LONG_SIDE[1]:
        long_side = _A4
    share = long_side / 25.4 * DPI / max(picture.size)
    size = tuple(max(1, round(side * share)) for side in picture.size)
    picture.draft("RGB", tuple(2 * side for side in size))  # a JPEG is decoded no larger than needed
    small = picture.convert("RGB").resize(size, Image.Resampling.BOX)
    return np.asarray(ImageOps.exif_transpose(small))
