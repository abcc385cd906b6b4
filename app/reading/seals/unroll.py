"""Unrolls what stands along a seal's ring into one straight line, as it is read: from its gap, clockwise."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reading.seals.outline import Ring

_AROUND = 360  # directions in which the ring is looked along
_ROW = 48  # rows of a strip: what the engine reads


@dataclass(frozen=True, slots=True)
class Band:
    """Where the name stands: `outer` and `inner` in points inward of the ring's line, `start` the direction
    (radians, as the page lies) of the middle of its gap, `gap` how wide that is.
    """

    outer: float
    inner: float
    start: float
    gap: float


def settled(ink: NDArray[Any], ring: Ring) -> Ring:
    """The ring moved, stretched and (an oval) turned to where its line is darkest, to a point of `ink`."""
    best, strongest = ring, _along(ink, ring)
    oval = ring.a > 1.1 * ring.b
    unit = max(ring.a / 60, 1.0)
    for step in (2 * unit, unit, 0.5 * unit):
        for _ in range(3):
            moved = False
            for other in _near(best, step, oval):
                strength = _along(ink, other)
                if strength > strongest:
                    best, strongest, moved = other, strength, True
            if not moved:
                break
    return best


def _near(ring: Ring, step: float, oval: bool) -> list[Ring]:
    tried = []
    for sign in (-step, step):
        tried += [replace(ring, x=ring.x + sign), replace(ring, y=ring.y + sign)]
        if oval:
            tried += [replace(ring, a=ring.a + sign), replace(ring, b=ring.b + sign)]
            tried.append(replace(ring, turn=ring.turn + np.degrees(sign / ring.a)))
        else:
            tried.append(replace(ring, a=ring.a + sign, b=ring.b + sign))
    return tried


def _along(ink: NDArray[Any], ring: Ring) -> float:
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    x, y = _places(ring, angle, np.zeros(1))
    return float(np.minimum(sampled(ink, x, y), 0.6).mean())


def unrolled(ink: NDArray[Any], ring: Ring, band: Band) -> NDArray[Any]:
    """The band as a strip of _ROW rows, clockwise from the end of its gap to its beginning; one column is as
    wide as one row is high, at the middle of the letters.
    """
    x, y = _strip(ring, band, _ROW)
    return sampled(ink, x, y).T


def picture(page: NDArray[Any], ring: Ring, band: Band, rows: int) -> NDArray[Any]:
    """The same strip in the colours of the page (RGB bytes)."""
    x, y = _strip(ring, band, rows)
    drawn = [sampled(page[:, :, channel].astype(np.float32), x, y).T for channel in range(3)]
    return np.ascontiguousarray(np.stack(drawn, axis=2).astype(np.uint8))


def _strip(ring: Ring, band: Band, rows: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """(column × row): the places on the page."""
    high = band.inner - band.outer
    length = max(2 * np.pi - band.gap, 0.1)
    angle = _even(ring, (band.outer + band.inner) / 2, band.start + band.gap / 2, length, high / rows)
    return _places(ring, angle, band.outer + (np.arange(rows) + 0.5) * high / rows)


def _even(ring: Ring, inward: float, start: float, length: float, step: float) -> NDArray[Any]:
    """Directions at which steps along the curve `inward` of the ring are even."""
    fine = np.linspace(start, start + length, 2 * _AROUND)
    x, y = _places(ring, fine, np.array([inward]))
    way = np.concatenate(([0.0], np.cumsum(np.hypot(np.diff(x[:, 0]), np.diff(y[:, 0])))))
    count = max(int(way[-1] / max(step, 0.25)), 1)
    made: NDArray[Any] = np.interp(np.linspace(0, way[-1], count), way, fine)
    return made


def _places(ring: Ring, angle: NDArray[Any], inward: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
    """(angle × inward): points on the ring, moved towards its inside at right angles to its line.

    `angle` is a direction on the page for a round seal, the ellipse's parameter for an oval.
    """
    turn = np.radians(ring.turn)
    c, s = np.cos(angle - turn), np.sin(angle - turn)
    length = np.hypot(c / ring.a, s / ring.b)
    u = ring.a * c[:, None] - (c / ring.a / length)[:, None] * inward[None, :]
    v = ring.b * s[:, None] - (s / ring.b / length)[:, None] * inward[None, :]
    return ring.x + u * np.cos(turn) - v * np.sin(turn), ring.y + u * np.sin(turn) + v * np.cos(turn)


def sampled(image: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """Between the image's points, linearly; nothing beyond its edge."""
    height, width = image.shape
    left, top = np.floor(x).astype(np.int32), np.floor(y).astype(np.int32)
    right, down = (x - left).astype(np.float32), (y - top).astype(np.float32)
    inside = (left >= 0) & (left < width - 1) & (top >= 0) & (top < height - 1)
    left, top = np.where(inside, left, 0), np.where(inside, top, 0)
    upper = image[top, left] * (1 - right) + image[top, left + 1] * right
    lower = image[top + 1, left] * (1 - right) + image[top + 1, left + 1] * right
    made: NDArray[Any] = np.where(inside, upper * (1 - down) + lower * down, 0)
    return made


# -- where the name stands -------------------------------------------------------------------------------
def bands(ink: NDArray[Any], ring: Ring) -> list[Band]:
    """Where the name may stand, likeliest first; [] where nothing does."""
    radius = (ring.a + ring.b) / 2
    deepest = 0.62 * ring.b
    inward = np.arange(0.0, deepest, max(radius / 240, 0.5))
    angle = np.linspace(0, 2 * np.pi, _AROUND, endpoint=False)
    x, y = _places(ring, angle, inward)
    polar = sampled(ink, x, y)  # angle × inward
    edge = _line_ends(polar, inward, radius)
    found = []
    for start, gap in _gaps(polar, inward, edge, radius):
        outer, inner = _letters(polar, inward, edge, radius, start, gap)
        found.append(Band(outer, inner, start, gap))
    return found


def _line_ends(polar: NDArray[Any], inward: NDArray[Any], radius: float) -> float:
    """Where the ring's own line (or the second one beside it) ends, in points inward."""
    profile = np.median(polar, axis=0)
    near = inward < 0.16 * radius
    is_line = near & (profile > 0.5 * max(float(profile[near].max()), 0.1))
    last = int(np.flatnonzero(is_line)[-1]) if is_line.any() else 0
    return float(inward[last]) + 0.012 * radius


def _gaps(
    polar: NDArray[Any], inward: NDArray[Any], edge: float, radius: float
) -> list[tuple[float, float]]:
    """(direction of its middle, width): the widest stretches without letters, where digits do not count."""
    deep = (inward > edge + 0.11 * radius) & (inward < edge + 0.22 * radius)
    dark = polar[:, deep].max(axis=1)
    limit = 0.22 * float(np.percentile(dark, 85))
    runs, best = _empty_runs(dark > limit), []
    for first, length in sorted(runs, key=lambda run: -run[1])[:2]:
        best.append((2 * np.pi * (first + length / 2) / _AROUND, 2 * np.pi * length / _AROUND))
    return best


def _empty_runs(there: NDArray[Any]) -> list[tuple[int, int]]:
    """(first, length) of each stretch that is False, around the circle."""
    if there.all() or not there.any():
        return [(int(_AROUND / 4), 0)]
    offset = int(np.flatnonzero(there)[0])
    turned = np.roll(there, -offset)
    change = np.flatnonzero(np.diff(np.concatenate(([1], turned.astype(np.int8), [1]))))
    return [(int(a) + offset, int(b - a)) for a, b in zip(change[::2], change[1::2], strict=False)]


def _letters(
    polar: NDArray[Any], inward: NDArray[Any], edge: float, radius: float, start: float, gap: float
) -> tuple[float, float]:
    """(outer, inner): how far inward the letters begin and end."""
    away = np.abs((np.arange(_AROUND) * 2 * np.pi / _AROUND - start + np.pi) % (2 * np.pi) - np.pi)
    written = away > gap / 2 + 0.05
    profile = polar[written].mean(axis=0) if written.any() else polar.mean(axis=0)
    body = float(np.percentile(profile[(inward > edge + 0.08 * radius) & (inward < edge + 0.2 * radius)], 70))
    low = 0.18 * body
    is_letter = (profile > low) & (inward > edge)
    first = edge
    for at, depth in enumerate(inward):
        if depth > edge and profile[at] > low and depth < edge + 0.16 * radius:
            first = float(depth)
            break
    last = first + 0.3 * radius
    for at, depth in enumerate(inward):
        if depth > first + 0.16 * radius and not is_letter[at]:
            last = float(depth)
            break
    pad = 0.02 * radius
    return max(first - pad, edge - 0.01 * radius), min(last + pad, first + 0.5 * radius)
