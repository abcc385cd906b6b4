"""Tells a seal's ring from what merely is round and red: by its line, what is written in it, its ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reading.seals.outline import Ring
from app.reading.seals.redness import LEVEL

_ANGLES, _STEPS = 120, 52  # of a ring unrolled: around, and from its centre to 1.3 of its radius
_REACH = 1.3
_RIM = 0.3 * LEVEL  # a step of the ground that is as good as any larger one


@dataclass(frozen=True, slots=True)
class Traits:
    """What a ring looks like, unrolled; strengths are relative to that of its own line."""

    coverage: float  # share of the visible ring where the line is there
    outside: float  # just outside
    fill: float  # the whole inside
    band: float  # where the name stands
    written: float  # share of the directions in which something stands there
    texture: float  # how much the band changes on its way round
    solid: float  # share of the directions in which all is red from the band to the ring


def traits_of(red: NDArray[Any], soft: NDArray[Any], ring: Ring) -> Traits:
    share = np.linspace(0, _REACH, _STEPS)
    polar, on_page = unrolled(red, ring)

    def part(low: float, high: float) -> NDArray[Any]:
        cut: NDArray[Any] = polar[:, (share >= low) & (share <= high)][on_page]
        return cut

    if on_page.mean() < 0.3:
        return Traits(coverage=0, outside=1, fill=0, band=0, written=0, texture=0, solid=1)
    line = part(0.94, 1.06).max(axis=1)
    outer = part(1.12, 1.28).mean(axis=1)
    strength = float(np.percentile(line, 60)) or 1e-6
    there = (line > max(0.08, 0.3 * strength)) & (line > outer + 0.15 * strength)
    band = part(0.58, 0.9)
    around = unrolled(soft, ring)[0][:, (share >= 0.58) & (share <= 0.9)].mean(axis=1)
    wide = np.convolve(np.concatenate((around[-5:], around, around[:5])), np.ones(11) / 11, "valid")
    letters = np.minimum(np.abs(around - wide)[on_page], 0.15 * strength)
    weights = share[share <= 0.9]
    fill = float((part(0, 0.9).mean(axis=0) * weights).sum() / weights.sum())
    return Traits(
        coverage=float(there.mean()),
        outside=float(outer.mean()) / strength,
        fill=fill / strength,
        band=float(band.mean()) / strength,
        written=float((band.max(axis=1) > 0.3 * strength).mean()),
        texture=float(letters.mean()) / strength,
        solid=float((part(0.72, 0.93).min(axis=1) > 0.5 * strength).mean()),
    )


def unrolled(image: NDArray[Any], ring: Ring) -> tuple[NDArray[Any], NDArray[Any]]:
    """(angle × share of the radius, which angles have their ring on the page)."""
    angle = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)[:, None]
    share = np.linspace(0, _REACH, _STEPS)[None, :]
    turn = np.radians(ring.turn)
    u, v = ring.a * share * np.cos(angle), ring.b * share * np.sin(angle)
    x = ring.x + u * np.cos(turn) - v * np.sin(turn)
    y = ring.y + u * np.sin(turn) + v * np.cos(turn)
    place = int(np.argmin(np.abs(share - 1)))
    edge_x, edge_y = x[:, place], y[:, place]
    on_page = (edge_x >= 1) & (edge_x < image.shape[1] - 1) & (edge_y >= 1) & (edge_y < image.shape[0] - 1)
    return at(image, x, y), on_page


def closed_of(traits: Traits) -> float:
    """How much of the line is there and stands free."""
    return traits.coverage - traits.outside


def score_of(traits: Traits, closed: float) -> float:
    """0..1: as good as its weakest trait; 0.5 is where a seal begins."""
    return min(
        _above(closed, 0.64, 0.36),  # a closed line with nothing beyond it
        # one with gaps must be the better written
        _above(closed + 3 * (traits.texture - 0.03), 0.7, 0.3),
        _above(traits.fill, 0.06, 0.1),  # not an empty ring ...
        _above(0.62 - traits.fill, 0.0, 0.3),  # ... nor a disc
        _above(traits.written, 0.27, 0.3),  # a name runs round
        _above(traits.texture, 0.028, 0.04),  # in letters, not as one more ring
        _above(0.85 - traits.band, 0.0, 0.3),
        _above(0.6 - traits.solid, 0.0, 0.6),  # its line is thin
    )


def lies_on(ground: tuple[NDArray[Any], ...], ring: Ring) -> float:
    """0..1: whether the ground goes on beneath the ring, as it does under ink; that of a badge ends there."""
    share = np.linspace(0, _REACH, _STEPS)
    steps = []
    for level in ground:
        polar, on_page = unrolled(level, ring)
        within, beyond = (
            polar[:, (share >= low) & (share <= high)][on_page].max(axis=1).astype(np.int16)
            for low, high in ((0.8, 0.92), (1.08, 1.2))
        )
        steps.append(abs(float(np.clip((beyond - within) / _RIM, -1, 1).mean())))
    return _above(0.5 - max(steps), 0.0, 0.3)


def _above(value: float, limit: float, width: float) -> float:
    """0.5 at the limit, 1 at `width` above it, 0 at `width` below."""
    return min(max(0.5 + (value - limit) / (2 * width), 0.0), 1.0)


def at(image: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """The image's points nearest to the places; nothing beyond its edge."""
    column, row = np.rint(x).astype(np.int32), np.rint(y).astype(np.int32)
    inside = (column >= 0) & (column < image.shape[1]) & (row >= 0) & (row < image.shape[0])
    held: NDArray[Any] = np.where(inside, image[np.where(inside, row, 0), np.where(inside, column, 0)], 0)
    return held
