"""Whether a scanned sheet is blank: paper, shadows at its edges, punched holes and dust, but no ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

DPI = 60
_MM = DPI / 25.4
_INK = 0.05  # darker by this than what is around it; the back of thin paper shows through with less
_RIM, _EDGE = 6 * _MM, 18 * _MM  # what begins on the rim and stays by the edge is the lid or a shadow
_FEW = 500  # points of ink away from the edges that dust may make
_MANY = 9000  # points of ink in all; more is not looked through
_SPECK = 4  # points, 1.7 mm: the figure 1 at 9 pt is higher
_CROWD = 5  # specks within 10 mm are faint writing
_HOLE = (7, 20)  # points across, as inked and widened by a point
_HOLES_INSET, _HOLES_APART, _LONELY = 22 * _MM, 35 * _MM, 8 * _MM


@dataclass(frozen=True, slots=True)
class Spot:
    """A patch of ink: its box in points, and how far in from the sides of the sheet it begins and ends."""

    top: int
    left: int
    bottom: int
    right: int
    nearest: int
    deepest: int

    @property
    def side(self) -> int:
        return max(self.bottom - self.top, self.right - self.left) + 1

    @property
    def middle(self) -> tuple[float, float]:
        return (self.top + self.bottom) / 2, (self.left + self.right) / 2

    @property
    def is_edge(self) -> bool:
        """It begins on the rim and goes no further in than the lid or a shadow does."""
        return self.nearest < _RIM and self.deepest < _EDGE


def is_blank(image: NDArray[Any]) -> bool:
    """`image`: RGB bytes at 60 dpi. In doubt it is not."""
    high, wide = image.shape[:2]
    edge = round(_EDGE)
    if min(high, wide) < 4 * edge:
        return False
    ink = np.zeros((high, wide), dtype=bool)
    for channel in (1, 2, 0):  # most pages are told by the first
        ink |= _ink(image[:, :, channel])
        if int(ink[edge:-edge, edge:-edge].sum()) > _FEW or int(ink.sum()) > _MANY:
            return False
    ink[1:] |= ink[:-1].copy()  # what a broken line parts by a point is one
    ink[:, 1:] |= ink[:, :-1].copy()
    spots = _spots(ink)
    inner = [spot for spot in spots if not spot.is_edge]
    specks = [spot for spot in inner if spot.side <= _SPECK + 1]
    large = [spot for spot in inner if spot.side > _SPECK + 1]
    return not _crowded(specks) and all(_is_hole(spot, spots, high, wide) for spot in large)


def _ink(level: NDArray[Any]) -> NDArray[Any]:
    """Points of one colour darker than their surroundings, beyond the scan's own noise."""
    level = level.astype(np.float32)
    darker = 1 - level / np.maximum(_mean(level), 1)
    noise = 1.48 * float(np.median(np.abs(darker[::4, ::4])))
    inked: NDArray[Any] = darker > max(_INK, 6 * noise)
    return inked


def _mean(level: NDArray[Any]) -> NDArray[Any]:
    """Of the square of 11 points, 4.7 mm, about each."""
    sums = np.pad(level, 5, mode="edge")
    for _ in range(2):
        two = sums[:-1] + sums[1:]
        four = two[:-2] + two[2:]
        eight = four[:-4] + four[4:]
        sums = (eight[:-3] + two[8:-1] + sums[10:]).T
    return sums / np.float32(121)


def _spots(ink: NDArray[Any]) -> list[Spot]:
    """Patches of points that touch, corners included."""
    high, wide = ink.shape
    left = set(zip(*(axis.tolist() for axis in np.nonzero(ink)), strict=True))
    found = []
    while left:
        waiting, points = [left.pop()], []
        while waiting:
            y, x = waiting.pop()
            points.append((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            waiting.extend(near)
        rows, columns = [y for y, _ in points], [x for _, x in points]
        depths = [min(y, x, high - 1 - y, wide - 1 - x) for y, x in points]
        found.append(Spot(min(rows), min(columns), max(rows), max(columns), min(depths), max(depths)))
    return found


def _crowded(specks: Sequence[Spot]) -> bool:
    reach = 5 * _MM
    for one in specks:
        y, x = one.middle
        near = sum(abs(y - v) < reach and abs(x - u) < reach for v, u in (spot.middle for spot in specks))
        if near >= _CROWD:
            return True
    return False


def _is_hole(spot: Spot, spots: Sequence[Spot], high: int, wide: int) -> bool:
    """Alone, and in a row with another of its size along one side of the sheet."""
    if not _like_a_hole(spot, spots):
        return False
    y, x = spot.middle
    for inset, along, at in ((y, x, 0), (high - y, x, 0), (x, y, 1), (wide - x, y, 1)):
        if inset > _HOLES_INSET:
            continue
        for other in spots:
            far = abs(other.middle[1 - at] - along)
            level = abs(other.middle[at] - spot.middle[at])
            alike = other.side <= 1.5 * spot.side and spot.side <= 1.5 * other.side
            if far > _HOLES_APART and level < 2 * _MM + 0.06 * far and alike and _like_a_hole(other, spots):
                return True
    return False


def _like_a_hole(spot: Spot, spots: Sequence[Spot]) -> bool:
    if not _HOLE[0] <= spot.side <= _HOLE[1]:
        return False
    others = (other.middle for other in spots if other is not spot and other.side > _SPECK)
    y, x = spot.middle
    return not any(max(abs(v - y), abs(u - x)) < _LONELY for v, u in others)
