"""Draws the pages of a document once and looks at them: seals, blank sheets, turned ones.

Runs in a sandbox child; what looks at pictures is first read there, and numpy with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.model.documents.pages import Pages, SealFacts, Seals
from app.model.documents.part import Ranges, holds, joined
from app.reading.containers import Report
from app.reading.limits import Allowance, Limits
from app.reading.pages.images import PageImage, UnreadablePages, page_images
from app.reading.pdf.signatures import signatures_of
from app.reading.seals.outline import DPI

if TYPE_CHECKING:
    from numpy.typing import NDArray

_Told = TypeVar("_Told", Seals, Pages)


@dataclass(frozen=True, slots=True)
class PageFindings:
    """What was asked for of one document; None what was not."""

    seals: Seals | None = None
    pages: Pages | None = None


def examine(
    path: Path, report: Report, *, for_seals: bool, for_pages: bool, seconds: float = Limits().seconds,
    sealed: Ranges = (),
) -> PageFindings:  # fmt: skip
    """Every page of a PDF or a picture (JPEG, PNG, TIFF, BMP), by content; opened with the empty password.

    Seals are looked for on the likeliest pages first, those in `sealed` before all others, and no further
    than the first clear one there; blank and
    turned sheets on all pages that are scans. After `seconds` of the processor no further page is looked at:
    half of them go to finding the likeliest. Raises AppError only where `path` cannot be read at all; what
    no reader understands is "unreadable".
    """
    from app.reading.seals.find import CLEAR, best_first, seal_on

    seals: list[SealFacts] = []
    sheets, allowance, unlooked, is_found = _Sheets(), Allowance(seconds), 0, False
    try:
        pages = page_images(path, report, Allowance(seconds / 2), likely_sealed_first=for_seals, first=sealed)
        for passed, page in enumerate(pages):
            wants_seal = for_seals and not is_found
            wants_sheet = for_pages and page.is_scan
            if not wants_seal and not for_pages:
                break
            if not wants_seal and not wants_sheet:
                continue
            if passed and allowance.is_spent:
                unlooked = max(page.of - passed, 1)
                break
            try:
                small, fine = _drawn(page, wants_sheet)
            except ValueError:
                continue
            if wants_seal:
                seals.append(seal_on(small, page.number, is_scan=page.is_scan))
                is_found = seals[-1].score >= CLEAR and holds(sealed, page.number)
            if fine is not None:
                sheets.look(page, small, fine)
    except UnreadablePages:
        if not seals and not sheets.seen:
            return PageFindings(
                Seals(state="unreadable", asked=sealed) if for_seals else None,
                Pages(state="unreadable") if for_pages else None,
            )
    signed = signatures_of(path) if for_seals else ()
    return PageFindings(
        replace(_partly(best_first(seals), unlooked), signatures=signed, asked=sealed) if for_seals else None,
        replace(_partly(sheets.told(), unlooked), unlooked=unlooked) if for_pages else None,
    )


def _partly(told: _Told, unlooked: int) -> _Told:
    return replace(told, state="partly") if unlooked else told


def seals_in(path: Path, report: Report) -> Seals:
    """The seals alone."""
    seen = examine(path, report, for_seals=True, for_pages=False).seals
    assert seen is not None
    return seen


def _drawn(page: PageImage, wants_sheet: bool) -> tuple[NDArray[Any], NDArray[Any] | None]:
    """(at 60 dpi, in full colour; at 120 dpi where asked for), drawn once."""
    import numpy as np
    from PIL import Image

    if not wants_sheet:
        return page.draw(DPI), None
    fine = page.draw(2 * DPI)
    if min(fine.shape[:2]) < 2:
        raise ValueError("a page without a size")
    return np.asarray(Image.fromarray(fine).reduce(2)), fine


@dataclass(slots=True)
class _Sheets:
    blank: list[int] = field(default_factory=list)
    turned: dict[int, int] = field(default_factory=dict)  # page → degrees
    seen: int = 0

    def look(self, page: PageImage, small: NDArray[Any], fine: NDArray[Any]) -> None:
        from app.reading.pages import blank, turn

        self.seen += 1
        if blank.is_blank(small):
            self.blank.append(page.number)
        elif not page.has_text and (turned := turn.turn_of(fine[:, :, 1])) is not None:
            self.turned[page.number] = turned

    def told(self) -> Pages:
        def lying(*turns: int) -> tuple[int, ...]:
            return tuple(sorted(number for number, turn in self.turned.items() if turn in turns))

        upright = joined((number, number) for number in lying(0))
        return Pages(tuple(sorted(self.blank)), lying(180), lying(90, 270), upright=upright)
