"""Reads the names in the rings of a page's seals. Runs in a sandbox child; the engine is loaded there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.model.documents.pages import SealText
from app.reading.ocr.engine import text_of_line
from app.reading.seals.ink import red_ink
from app.reading.seals.outline import DPI as LOOK
from app.reading.seals.outline import MM, Ring
from app.reading.seals.redness import red_map
from app.reading.seals.ring import SEEN, find_ring
from app.reading.seals.unroll import Band, bands, picture, settled, unrolled

DPI = 240  # of the page on which a ring is read
MOST = 3  # seals of one page
_SURE = 0.97  # of a reading from which no other way of unrolling is tried
_UNENDED = 0.05  # by which a reading is less sure that does not end as names do
_CUT = 0.95  # as sure as one may be of a seal that hangs over the page's edge
_WITHIN = re.compile("公司|总厂|研究院|研究所|设计院|合作社|信息化局|管理局|委员会|人民政府")
_ENDING = re.compile("(?:公司|厂|院|所|社|局|委员会|中心|政府|大学|学院|协会|集团|厅|部)$")
_AROUND = 1.15  # of a ring's reach is looked at
_SHIFTS = (0.0, -0.025, 0.03)  # of the radius, inwards, by which the letters may stand elsewhere
_PAD = 0.18  # of a turn kept beside the letters, half on either side
_HELD = 64  # characters kept of one reading


def names_on(page: NDArray[Any]) -> tuple[SealText, ...]:
    """What the seals on a page say; RGB bytes at DPI. One that nothing can be made of says ""."""
    return tuple(_read(page, ring) for ring in rings_on(shrunk(page)))


def rings_on(small: NDArray[Any]) -> list[Ring]:
    """The seals of a page at 60 dpi, the clearest first: each is painted over, then the next is sought."""
    found: list[Ring] = []
    small = small.copy()
    while len(found) < MOST:
        ring = find_ring(red_map(small))
        if ring is None or ring.score < SEEN:
            break
        found.append(ring)
        y, x = np.ogrid[: small.shape[0], : small.shape[1]]
        reach = 1.12 * max(ring.a, ring.b)
        paper = np.median(small[::5, ::5].reshape(-1, 3), axis=0).astype(np.uint8)
        small[(x - ring.x) ** 2 + (y - ring.y) ** 2 <= reach**2] = paper
    return found


def shrunk(page: NDArray[Any]) -> NDArray[Any]:
    """From DPI to 60 dpi, each point the mean of those it stands for."""
    step = DPI // LOOK
    high, wide = page.shape[0] // step * step, page.shape[1] // step * step
    boxes = page[:high, :wide].reshape(high // step, step, wide // step, step, 3)
    made: NDArray[Any] = boxes.mean(axis=(1, 3), dtype=np.float32).astype(np.uint8)
    return made


def patch_around(page: NDArray[Any], ring: Ring) -> tuple[NDArray[Any], int, int]:
    """(the part of the page around a ring, its left, its top)."""
    reach = max(ring.a, ring.b) * _AROUND
    left, top = max(int(ring.x - reach), 0), max(int(ring.y - reach), 0)
    return page[top : int(ring.y + reach), left : int(ring.x + reach)], left, top


def _read(page: NDArray[Any], seen: Ring) -> SealText:
    """The surest of several readings; one that ends as names do goes before one that does not."""
    share = DPI / LOOK
    wide = Ring((seen.x + 0.5) * share, (seen.y + 0.5) * share, seen.a * share, seen.b * share, seen.turn)
    patch, left, top = patch_around(page, wide)
    ink = red_ink(patch)
    ring = settled(ink, replace(wide, x=wide.x - left, y=wide.y - top))
    most = _CUT if _is_cut(wide, page) else 1.0
    best, best_rank = SealText("", 0.0), 0.0
    for band in _ways(ink, ring):
        text, score = text_of_line(picture_of(unrolled(ink, ring, band)))
        told = _letters(text)
        rank = score if _ENDING.search(told) else score - _UNENDED
        if len(told) > 2 and rank > best_rank:
            where = replace(ring, x=ring.x + left, y=ring.y + top)
            best, best_rank = _told(from_its_start(told), min(score, most), where, band), rank
        if best_rank >= _SURE:
            break
    return best


def _is_cut(ring: Ring, page: NDArray[Any]) -> bool:
    """Whether a part of it lies beyond the page."""
    wide, high = ring.reach
    return bool(
        ring.x < wide or ring.y < high or ring.x + wide > page.shape[1] or ring.y + high > page.shape[0]
    )


def from_its_start(text: str) -> str:
    """A name that was read from its middle on, turned to where it begins."""
    ends = [match.end() for match in _WITHIN.finditer(text)]
    return text if not ends or _ENDING.search(text) else text[ends[-1] :] + text[: ends[-1]]


def _ways(ink: NDArray[Any], ring: Ring) -> Iterator[Band]:
    """Bands to be tried, the likeliest first."""
    for band in map(_without_gap, bands(ink, ring)):
        for shift in _SHIFTS:
            yield replace(band, outer=band.outer + shift * ring.a, inner=band.inner + shift * ring.a / 2)


def _without_gap(band: Band) -> Band:
    """So that digits and captions in the gap are not read along."""
    return replace(band, gap=max(band.gap - 2 * np.pi * _PAD, 0.0))


def picture_of(strip: NDArray[Any]) -> NDArray[Any]:
    """A strip of ink 0..1 as black on white, RGB bytes."""
    grey = (255 * (1 - np.clip(strip, 0, 1))).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


def _letters(text: str) -> str:
    """Without the digits and signs of what stands below the name."""
    kept = [sign for sign in text if "\u4e00" <= sign <= "\u9fff" or sign in "（）·"]
    return "".join(kept)[:_HELD].strip("·")


def _told(text: str, score: float, ring: Ring, band: Band) -> SealText:
    mm = MM * DPI / LOOK
    x, y, a, b = (round(float(value) / mm, 2) for value in (ring.x, ring.y, ring.a, ring.b))
    outer, inner = round(float(band.outer) / mm, 2), round(float(band.inner) / mm, 2)
    start, gap = (round(float(np.degrees(value)), 1) for value in (band.start % (2 * np.pi), band.gap))
    return SealText(text, round(score, 3), x, y, a, b, round(float(ring.turn), 1), outer, inner, start, gap)


def strip_of(page: NDArray[Any], read: SealText, rows: int) -> NDArray[Any]:
    """The name as it stands on the page (RGB bytes at DPI), unrolled; RGB bytes, `rows` high."""
    mm = MM * DPI / LOOK
    ring = Ring(read.x * mm, read.y * mm, read.a * mm, read.b * mm, read.turn)
    band = Band(read.outer * mm, read.inner * mm, float(np.radians(read.start)), float(np.radians(read.gap)))
    return picture(page, ring, band, rows)
