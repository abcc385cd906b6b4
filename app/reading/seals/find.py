"""Looks for a red seal on a page that was drawn. Runs in a sandbox child; numpy only.

How: a soft red map relative to the paper (seal_map), rings by a matched filter and what stands in them
(seal_ring). Which pages are looked at is page_look's.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from app.model.documents.pages import SealFacts, Seals, Seen
from app.reading.seals.outline import Ring
from app.reading.seals.redness import is_grey, red_map
from app.reading.seals.ring import SEEN, find_ring

CLEAR = 0.6  # score from which no further page is looked at
_KEPT = 40  # pages told of one document, grey ones apart


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


def best_first(found: list[SealFacts]) -> Seals:
    """Best first; of a thick document, all pages that item and the grey ones."""
    ranked = sorted(found, key=lambda page: (page.seen is not Seen.SEEN, -page.score, page.page))
    telling = [page for page in ranked if page.seen is Seen.SEEN or page.score > 0][:_KEPT]
    grey = [page for page in ranked if page.seen is Seen.GREY]
    if telling or grey:
        return Seals((*telling, *grey))
    return Seals(tuple(ranked[:1]))
