"""The pages of a PDF or of pictures, one after the other, drawn when somebody wants to see them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.errors import os_errors
from app.model.documents.part import Ranges, holds
from app.reading.containers import Report
from app.reading.limits import Allowance
from app.reading.peek import PICTURES

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LONG_SIDE = (190.0, 440.0)  # mm, from A5 to A3; a page that says otherwise was never told its size
_A4 = 297.0
_FRAMES = 500  # of one TIFF
_SEALED_HERE = re.compile(r"盖\s*章|公\s*章|印\s*章|（\s*章\s*）|\(\s*章\s*\)|签\s*章")
_SCAN_COVERS = 0.4  # of a page: pictures that large make it a scan
_OBJECTS = 400  # looked at on one page; what a page is shows long before


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page, from 1. `draw(dpi)` makes RGB bytes of it: to be called at most once, before the next page.

    It raises ValueError for a page that cannot be drawn, UnreadablePages for a picture that breaks off.
    """

    number: int
    of: int  # pages that there are, as far as they are known
    is_scan: bool
    has_text: bool
    draw: Callable[[int], NDArray[Any]]


class UnreadablePages(Exception):
    """No reader understands it."""


def page_images(
    path: Path, report: Report, allowance: Allowance, *, likely_sealed_first: bool = False,
    only: Collection[int] = (), first: Ranges = (),
) -> Iterator[PageImage]:  # fmt: skip
    """By content: a PDF, opened with the empty password, or a picture (JPEG, PNG, TIFF, BMP).

    `only`: the pages wanted, from 1; () is all of them. `first`: those that come before the others.

    Pages of a PDF that fail are passed over. When `allowance` is spent no page is asked any more whether it
    speaks of a seal. Raises UnreadablePages, and AppError only where `path` cannot be
    read at all.
    """
    report(0, path.name)
    with os_errors(path), path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    if not is_pdf:
        return (page for page in _picture_pages(path, report) if not only or page.number in only)
    return _pdf_pages(path, report, allowance, likely_sealed_first, only, first)


# -- PDF -----------------------------------------------------------------------------------------------
def _pdf_pages(
    path: Path, report: Report, allowance: Allowance, likely_sealed_first: bool, only: Collection[int],
    first: Ranges,
) -> Iterator[PageImage]:
    import pypdfium2 as pdfium

    with path.open("rb") as file:
        try:
            document = pdfium.PdfDocument(file)
        except pdfium.PdfiumError as error:
            raise UnreadablePages from error
        with closing(document):
            document.init_forms()  # an electronic seal is drawn as a field of a form
            count = len(document)
            numbers: Iterable[int] = range(1, count + 1)
            if only:
                numbers = [number for number in numbers if number in only]
            if likely_sealed_first:
                numbers = _likely_first(document, path.name, report, allowance)
                numbers = sorted(numbers, key=lambda number: not holds(first, number))
            for number in numbers:
                report(number, path.name)
                try:
                    page = document[number - 1]
                    made_of = _made_of(page)
                    seen = PageImage(number, count, *made_of, lambda dpi, page=page: _rendered(page, dpi))  # type: ignore[misc]
                except (pdfium.PdfiumError, ZeroDivisionError):
                    continue
                with closing(page):
                    yield seen


def _likely_first(document: Any, name: str, report: Report, allowance: Allowance) -> list[int]:
    """Pages that speak of a seal, then first, last, second and on: where forms are sealed."""
    count = len(document)
    order = list(dict.fromkeys((1, count, 2, count - 1, *range(3, count + 1))))
    order = [number for number in order if 1 <= number <= count]

    def is_later(number: int) -> bool:
        return allowance.is_spent or not _speaks_of_seal(document, number, name, report)

    return sorted(order, key=is_later)


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


def _rendered(page: Any, dpi: int) -> NDArray[Any]:
    import numpy as np
    import pypdfium2 as pdfium

    width, height = page.get_size()
    try:
        scale = dpi / 72 * _sane(max(width, height) / 72 * 25.4)
        bitmap = page.render(scale=scale, rev_byteorder=True, may_draw_forms=True)
    except (pdfium.PdfiumError, ZeroDivisionError) as error:
        raise ValueError("a page that cannot be drawn") from error
    image = np.array(bitmap.to_numpy()[:, :, :3])
    bitmap.close()
    return image


def _sane(long_side: float) -> float:
    """By what a page's own size (mm) is to be stretched so that what is on it has its true size."""
    if _LONG_SIDE[0] <= long_side <= _LONG_SIDE[1]:
        return 1.0
    return _A4 / long_side


def _made_of(page: Any) -> tuple[bool, bool]:
    """(whether pictures cover much of it, whether it holds text, seen or unseen)."""
    import pypdfium2.raw as raw

    width, height = page.get_size()
    covered, has_text = 0.0, False
    for count, thing in enumerate(page.get_objects(max_depth=3)):
        if count >= _OBJECTS:
            break
        has_text = has_text or thing.type == raw.FPDF_PAGEOBJ_TEXT
        if thing.type == raw.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            covered += abs(right - left) * abs(top - bottom)
    return covered >= _SCAN_COVERS * width * height, has_text


# -- pictures ------------------------------------------------------------------------------------------
def _picture_pages(path: Path, report: Report) -> Iterator[PageImage]:
    from PIL import Image, ImageSequence

    try:
        with Image.open(path, formats=PICTURES) as picture:
            for number, frame in enumerate(islice(ImageSequence.Iterator(picture), _FRAMES), 1):
                report(number, path.name)
                yield PageImage(number, number, True, False, lambda dpi, frame=frame: _sized(frame, dpi))  # type: ignore[misc]
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadablePages from error


def _sized(picture: Any, dpi: int) -> NDArray[Any]:
    """RGB at `dpi`: by its own dpi when that makes a sheet of paper, else as if it were A4."""
    import numpy as np
    from PIL import Image, ImageOps

    own = picture.info.get("dpi", (0, 0))[0] or 1
    long_side = max(picture.size) / float(own) * 25.4
    if not _LONG_SIDE[0] <= long_side <= _LONG_SIDE[1]:
        long_side = _A4
    share = long_side / 25.4 * dpi / max(picture.size)
    size = tuple(max(1, round(side * share)) for side in picture.size)
    try:
        picture.draft("RGB", tuple(2 * side for side in size))  # a JPEG is decoded no larger than needed
        small = picture.convert("RGB").resize(size, Image.Resampling.BOX)
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UnreadablePages from error
    return np.asarray(ImageOps.exif_transpose(small))
