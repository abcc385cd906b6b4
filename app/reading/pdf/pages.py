"""What a PDF's pages are like without drawing them: empty, turned, coarse, odd; and what acts in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from ctypes import c_float, c_uint
from dataclasses import dataclass, field
from typing import Any

_OBJECTS = 400  # looked at on one page; what a page is shows long before
_SCAN_COVERS = 0.6  # share of a page that pictures cover when it is a scan
_LEAST_DPI = 100.0
_LONGEST, _SHORTEST = 1_500.0, 40.0  # mm; A0 is 1189 long
_PAPER = 440.0  # mm; a scan that calls itself longer than A3 was never told its size: taken for A4
_A4 = 297.0
_POINT = 25.4 / 72  # mm
_ANNOTATIONS = 200  # looked at on one page
SCRIPT, LAUNCH, ATTACHED = "script", "launch", "attached"


@dataclass(slots=True)
class PageFaults:
    """Numbers of pages, from 1, in order."""

    blank: list[int] = field(default_factory=list)
    turned: list[int] = field(default_factory=list)
    coarse: list[int] = field(default_factory=list)
    odd: list[int] = field(default_factory=list)

    def look(self, page: Any, number: int) -> None:
        """Add what a loaded page of pypdfium2 shows of itself."""
        import pypdfium2.raw as raw

        width, height = page.get_size()
        if max(width, height) * _POINT > _LONGEST or min(width, height) * _POINT < _SHORTEST:
            self.odd.append(number)
        count = raw.FPDFPage_CountObjects(page)
        if count == 0:
            if raw.FPDFPage_GetAnnotCount(page) == 0:
                self.blank.append(number)
            return
        things = [raw.FPDFPage_GetObject(page, at) for at in range(min(count, _OBJECTS))]
        texts, pictures = (
            [thing for thing in things if raw.FPDFPageObj_GetType(thing) == kind]
            for kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_IMAGE)
        )
        if texts and _is_turned(texts, raw.FPDFPage_GetRotation(page)):
            self.turned.append(number)
        is_scan = pictures and not any(_is_visible(text) for text in texts)
        if is_scan and _is_coarse(pictures, width, height):
            self.coarse.append(number)


def _is_turned(texts: list[Any], rotation: int) -> bool:
    """Whether nearly all its text stands on its head or on its side; `rotation` in quarters, clockwise."""
    import pypdfium2.raw as raw

    turned, matrix = 0, raw.FS_MATRIX()
    for text in texts:
        raw.FPDFPageObj_GetMatrix(text, matrix)
        angle = math.degrees(math.atan2(matrix.b, matrix.a)) - 90 * rotation
        turned += abs((angle + 180) % 360 - 180) > 60
    return turned >= 0.95 * len(texts)


def _is_visible(text: Any) -> bool:
    """Not the unseen text that recognition lays over a scan."""
    import pypdfium2.raw as raw

    return bool(raw.FPDFTextObj_GetTextRenderMode(text) != raw.FPDF_TEXTRENDERMODE_INVISIBLE)


def _is_coarse(pictures: list[Any], width: float, height: float) -> bool:
    """Whether pictures make up the page and hold less than 100 points an inch of paper."""
    import pypdfium2.raw as raw

    long_side = max(width, height) * _POINT
    stretch = long_side / _A4 if long_side > _PAPER else 1.0
    covered, least = 0.0, math.inf
    across, down = c_uint(), c_uint()
    for picture in pictures:
        left, bottom, right, top = (c_float() for _ in range(4))
        if not raw.FPDFPageObj_GetBounds(picture, left, bottom, right, top):
            continue
        wide, high = abs(right.value - left.value), abs(top.value - bottom.value)
        share = wide * high / (width * height)
        covered += share
        if share > 0.1 and raw.FPDFImageObj_GetImagePixelSize(picture, across, down) and max(wide, high) > 0:
            least = min(least, max(across.value, down.value) * 72 / max(wide, high) * stretch)
    return covered >= _SCAN_COVERS and least < _LEAST_DPI


def acts_by_pdfium(document: Any) -> set[str]:
    import pypdfium2.raw as raw

    found = {SCRIPT} if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 else set()
    return found | ({ATTACHED} if raw.FPDFDoc_GetAttachmentCount(document) > 0 else set())


def acts_of_document(root: Any) -> set[str]:
    """Of the catalogue as pypdf reads it (ISO 32000-1, 7.7.2): what it does when opened, what it carries."""
    found = _acts(root.get("/OpenAction")) | _all_acts(root.get("/AA"))
    names = _held(root.get("/Names"))
    if isinstance(names, Mapping):
        found |= {SCRIPT} if names.get("/JavaScript") is not None else set()
        found |= {ATTACHED} if names.get("/EmbeddedFiles") is not None else set()
    return found


def acts_of_page(page: Any) -> set[str]:
    """Of one page and its annotations: what they start, what is pinned to them."""
    found = _all_acts(page.get("/AA"))
    annotations = _held(page.get("/Annots"))
    for one in list(annotations)[:_ANNOTATIONS] if isinstance(annotations, list) else []:
        annotation = _held(one)
        if isinstance(annotation, Mapping):
            found |= _acts(annotation.get("/A")) | _all_acts(annotation.get("/AA"))
            found |= {ATTACHED} if annotation.get("/Subtype") == "/FileAttachment" else set()
    return found


def _all_acts(actions: Any) -> set[str]:
    held = _held(actions)
    return set().union(*map(_acts, held.values())) if isinstance(held, Mapping) else set()


def _acts(action: Any) -> set[str]:
    """A script or a program it starts (12.6.4.5, 12.6.4.16), also further down its chain."""
    found: set[str] = set()
    for one in _chain(action):
        kind = one.get("/S")
        found |= {SCRIPT} if kind == "/JavaScript" else {LAUNCH} if kind == "/Launch" else set()
    return found


def _chain(action: Any) -> Iterator[Mapping[str, Any]]:
    waiting, count = [action], 0
    while waiting and count < 20:
        one, count = _held(waiting.pop()), count + 1
        if isinstance(one, list):
            waiting.extend(one[:20])
        elif isinstance(one, Mapping):
            yield one
            waiting.append(one.get("/Next"))


def _held(thing: Any) -> Any:
    """What a reference points at."""
    return thing.get_object() if hasattr(thing, "get_object") else thing
