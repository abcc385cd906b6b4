"""Finds the ring of a round or oval seal in red maps; whether it is a seal's, seal_traits tells.

Companies' seals measure 38–45 mm, those of public bodies 42 mm and more, the ovals of foreign-funded
companies 45 × 30 mm. Rings of 34–60 mm are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.reading.seals.outline import MM, Ring
from app.reading.seals.redness import RedMap
from app.reading.seals.traits import at, closed_of, lies_on, score_of, traits_of

SEEN = 0.5  # score from which a ring is taken for a seal
_LEAST_RED = 60.0  # sum of a map below which no ring can be there
_CANDIDATES = 6
_ENOUGH = 0.25  # a line this strong is a line: a closed faint ring goes before bold letters
_ROUND = (17.0, 18.3, 19.6, 20.9, 22.2, 23.5, 25.2, 26.9, 28.6)  # radii, mm
_TURNS = (0, 12, -12, 90, 102, 78)  # degrees
_OVAL = tuple((0.98 * 22.5, 0.98 * 15.0, turn) for turn in _TURNS)
_SHAPES = (*((radius, radius, 0) for radius in _ROUND), *_OVAL)  # half axes in mm, turn in degrees
_OVAL_DOUBT = 0.12  # an oval fits more things by chance: its line must be the better closed


def find_ring(red: RedMap) -> Ring | None:
    """The ring most like a seal's in maps of 60 dpi; None where nothing red is large enough.

    Ink on paper is looked for first; where there is none, ink on pictures and prints.
    """
    ring = _best_in(red.on_paper, red)
    if ring is not None and ring.score >= SEEN:
        return ring
    return max((found for found in (ring, _best_in(red.on_ground, red)) if found), key=_rank, default=None)


def _best_in(strength: NDArray[Any], red: RedMap) -> Ring | None:
    if float(strength.sum()) < _LEAST_RED:
        return None
    soft = _blurred(strength)
    even = np.minimum(soft, _ENOUGH)
    candidates = _candidates(np.minimum(strength, 2 * _ENOUGH))
    judged = [_judged(strength, soft, red, _refined(even, ring)) for ring in candidates]
    return max(judged, key=_rank, default=None)


def _judged(strength: NDArray[Any], soft: NDArray[Any], red: RedMap, ring: Ring) -> Ring:
    traits = traits_of(strength, soft, ring)
    closed = closed_of(traits)
    score = score_of(traits, closed - (_OVAL_DOUBT if ring.a > ring.b else 0.0))
    if score >= SEEN:  # what lies beneath costs more to look at
        score = min(score, lies_on(red.ground, ring))
    return replace(ring, closed=closed, score=score)


def _rank(ring: Ring) -> tuple[bool, float]:
    """Of several, or of one seen in several ways, the largest closed line; else what is most like one."""
    is_seal = ring.score >= SEEN
    return is_seal, ring.closed * (ring.a + ring.b) if is_seal else ring.score


# -- where a ring might be ---------------------------------------------------------------------------
def _candidates(red: NDArray[Any]) -> Iterator[Ring]:
    """Peaks of the matched filter, on the map at half its size."""
    height, width = red.shape[0] // 2 * 2, red.shape[1] // 2 * 2
    half = red[:height, :width].reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3), dtype=np.float32)
    size = _fast(half.shape[0] + 64), _fast(half.shape[1] + 64)
    spectrum = np.fft.rfft2(half, size)
    answers = [np.fft.irfft2(spectrum * kernel, size) for kernel in _kernels(*size)]
    best = answers[0].copy()
    for answer in answers[1:]:
        np.maximum(best, answer, out=best)
    for _ in range(_CANDIDATES):
        y, x = np.unravel_index(int(best.argmax()), size)
        if best[y, x] <= 0.04:
            return
        a, b, turn = _SHAPES[int(np.argmax([answer[y, x] for answer in answers]))]
        at_y = y if y < half.shape[0] + 32 else y - size[0]
        at_x = x if x < half.shape[1] + 32 else x - size[1]
        yield Ring(2 * at_x + 0.5, 2 * at_y + 0.5, a * MM, b * MM, turn)
        rows, columns = np.arange(y - 7, y + 8) % size[0], np.arange(x - 7, x + 8) % size[1]
        best[np.ix_(rows, columns)] = 0


def _fast(length: int) -> int:
    """The next length that a Fourier transform likes."""
    return next(n for n in range(length, 2 * length) if _is_smooth(n))


def _is_smooth(number: int) -> bool:
    for prime in (2, 3, 5):
        while number % prime == 0:
            number //= prime
    return number == 1


@lru_cache(maxsize=4)
def _kernels(rows: int, columns: int) -> tuple[Any, ...]:
    """Spectra of the rings: one inside a band that wants to be empty; each sums to nothing."""
    y = ((np.arange(rows) + rows // 2) % rows - rows // 2)[:, None]
    x = ((np.arange(columns) + columns // 2) % columns - columns // 2)[None, :]
    made = []
    for a, b, turn in _SHAPES:
        half_a, half_b = a * MM / 2, b * MM / 2
        c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        away = np.hypot((x * c + y * s) / half_a, (y * c - x * s) / half_b) - 1
        points = away * min(half_a, half_b)
        ring, outside = np.abs(points) <= 1.2, (points > 2.5) & (points < 6)
        inside = (points < -2) & (points > -3.5)
        kernel = ring / ring.sum() - 0.75 * outside / outside.sum() - 0.25 * inside / inside.sum()
        made.append(np.conj(np.fft.rfft2(kernel.astype(np.float32))).astype(np.complex64))
    return tuple(made)


def _blurred(red: NDArray[Any]) -> NDArray[Any]:
    """Each point the mean of nine, so that a ring slightly out of place is still met."""
    padded = np.pad(red, 1)
    rows = padded[:-2] + padded[1:-1] + padded[2:]
    mean: NDArray[Any] = (rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]) / np.float32(9)
    return mean


def _refined(soft: NDArray[Any], ring: Ring) -> Ring:
    """Moved and stretched a little to where the line is strongest and its outside emptiest."""
    for step in (2.0, 1.0, 0.5):
        ring = _best_near(soft, ring, step)
    return ring


def _best_near(soft: NDArray[Any], ring: Ring, step: float) -> Ring:
    moves = np.arange(-2, 3) * step
    dx, dy, dr = (part.ravel()[:, None] for part in np.meshgrid(moves, moves, moves))
    angle = np.radians(np.arange(0, 360, 5))[None, :]
    turn = np.radians(ring.turn)
    total = 0.0
    for weight, share in ((1.0, 1.0), (-0.8, 1.13)):
        u, v = (ring.a + dr) * share * np.cos(angle), (ring.b + dr) * share * np.sin(angle)
        x = ring.x + dx + u * np.cos(turn) - v * np.sin(turn)
        y = ring.y + dy + u * np.sin(turn) + v * np.cos(turn)
        total = total + weight * at(soft, x, y).mean(axis=1)
    best = int(np.argmax(total))
    grown = float(dr[best, 0])
    moved_x, moved_y = ring.x + float(dx[best, 0]), ring.y + float(dy[best, 0])
    return Ring(moved_x, moved_y, ring.a + grown, ring.b + grown, ring.turn)
