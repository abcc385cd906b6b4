"""Finds the ring of a round or oval seal in a red map, and tells seals from what merely is round and red.

Companies' seals measure 38–45 mm, those of public bodies 42 mm and more, the ovals of foreign-funded
companies 45 × 30 mm. Rings of 34–48 mm are looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

DPI = 60
SEEN = 0.5  # score from which a ring is taken for a seal
_MM = DPI / 25.4  # points a millimetre
_LEAST_RED = 60.0  # sum of a map below which no ring can be there
_CANDIDATES = 6
_ENOUGH = 0.25  # a line this strong is a line: a closed faint ring goes before bold letters
_ROUND = tuple(17.0 + 0.85 * step for step in range(9))  # radii, mm
_TURNS = (0, 12, -12, 90, 102, 78)  # degrees
_OVAL = tuple((scale * 22.5, scale * 15.0, turn) for scale in (0.94, 1.02) for turn in _TURNS)
_SHAPES = (*((radius, radius, 0) for radius in _ROUND), *_OVAL)  # half axes in mm, turn in degrees
_ANGLES, _STEPS = 120, 52  # of a ring unrolled: around, and from its centre to 1.3 of its radius
_REACH = 1.3
_OVAL_DOUBT = 0.12  # an oval fits more things by chance: its line must be the better closed


@dataclass(frozen=True, slots=True)
class Ring:
    """Centre and half axes in points of the map; `turn` in degrees. `score` 0..1, a seal from 0.5 on."""

    x: float
    y: float
    a: float
    b: float
    turn: float
    score: float = 0.0
    closed: float = 0.0  # how much of its line is there and stands free

    @property
    def reach(self) -> tuple[float, float]:
        """Half width and half height of its frame."""
        from math import cos, hypot, radians, sin

        c, s = cos(radians(self.turn)), sin(radians(self.turn))
        return hypot(self.a * c, self.b * s), hypot(self.a * s, self.b * c)

    @property
    def millimetres(self) -> float:
        return 2 * max(self.a, self.b) / _MM


def find_ring(red: NDArray[Any]) -> Ring | None:
    """The ring most like a seal's in a red map of 60 dpi; None where nothing red is large enough."""
    import numpy as np

    if float(red.sum()) < _LEAST_RED:
        return None
    soft = _blurred(red)
    even = np.minimum(soft, _ENOUGH)
    candidates = _candidates(np.minimum(red, 2 * _ENOUGH))
    judged = [_judged(red, soft, _refined(even, ring)) for ring in candidates]
    return max(judged, key=_rank, default=None)


def _rank(ring: Ring) -> tuple[bool, float]:
    """Of several, or of one seen in several ways, the largest closed line; else what is most like one."""
    is_seal = ring.score >= SEEN
    return is_seal, ring.closed * (ring.a + ring.b) if is_seal else ring.score


# -- where a ring might be ---------------------------------------------------------------------------
def _candidates(red: NDArray[Any]) -> Iterator[Ring]:
    """Peaks of the matched filter, on the map at half its size."""
    import numpy as np

    height, width = red.shape[0] // 2 * 2, red.shape[1] // 2 * 2
    half = red[:height, :width].reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3), dtype=np.float32)
    size = _fast(half.shape[0] + 64), _fast(half.shape[1] + 64)
    spectrum = np.fft.rfft2(half, size)
    answers = np.stack([np.fft.irfft2(spectrum * kernel, size) for kernel in _kernels(*size)])
    best, shape = answers.max(axis=0), answers.argmax(axis=0)
    for _ in range(_CANDIDATES):
        y, x = np.unravel_index(int(best.argmax()), size)
        if best[y, x] <= 0.04:
            return
        a, b, turn = _SHAPES[int(shape[y, x])]
        at_y = y if y < half.shape[0] + 32 else y - size[0]
        at_x = x if x < half.shape[1] + 32 else x - size[1]
        yield Ring(2 * at_x + 0.5, 2 * at_y + 0.5, a * _MM, b * _MM, turn)
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
    import numpy as np

    y = ((np.arange(rows) + rows // 2) % rows - rows // 2)[:, None]
    x = ((np.arange(columns) + columns // 2) % columns - columns // 2)[None, :]
    made = []
    for a, b, turn in _SHAPES:
        half_a, half_b = a * _MM / 2, b * _MM / 2
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
    import numpy as np

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
    import numpy as np

    moves = np.arange(-2, 3) * step
    dx, dy, dr = (part.ravel()[:, None] for part in np.meshgrid(moves, moves, moves))
    angle = np.radians(np.arange(0, 360, 5))[None, :]
    turn = np.radians(ring.turn)
    total = 0.0
    for weight, share in ((1.0, 1.0), (-0.8, 1.13)):
        u, v = (ring.a + dr) * share * np.cos(angle), (ring.b + dr) * share * np.sin(angle)
        x = ring.x + dx + u * np.cos(turn) - v * np.sin(turn)
        y = ring.y + dy + u * np.sin(turn) + v * np.cos(turn)
        total = total + weight * _at(soft, x, y).mean(axis=1)
    best = int(np.argmax(total))
    grown = float(dr[best, 0])
    moved_x, moved_y = ring.x + float(dx[best, 0]), ring.y + float(dy[best, 0])
    return Ring(moved_x, moved_y, ring.a + grown, ring.b + grown, ring.turn)


def _at(image: NDArray[Any], x: NDArray[Any], y: NDArray[Any]) -> NDArray[Any]:
    """The image's points nearest to the places; nothing beyond its edge."""
    import numpy as np

    column, row = np.rint(x).astype(np.int32), np.rint(y).astype(np.int32)
    inside = (column >= 0) & (column < image.shape[1]) & (row >= 0) & (row < image.shape[0])
    held: NDArray[Any] = np.where(inside, image[np.where(inside, row, 0), np.where(inside, column, 0)], 0)
    return held


# -- whether it is a seal's --------------------------------------------------------------------------
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
    import numpy as np

    share = np.linspace(0, _REACH, _STEPS)
    polar, on_page = _unrolled(red, ring)

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
    around = _unrolled(soft, ring)[0][:, (share >= 0.58) & (share <= 0.9)].mean(axis=1)
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


def _unrolled(red: NDArray[Any], ring: Ring) -> tuple[NDArray[Any], NDArray[Any]]:
    """(angle × share of the radius, which angles have their ring on the page)."""
    import numpy as np

    angle = np.linspace(0, 2 * np.pi, _ANGLES, endpoint=False)[:, None]
    share = np.linspace(0, _REACH, _STEPS)[None, :]
    turn = np.radians(ring.turn)
    u, v = ring.a * share * np.cos(angle), ring.b * share * np.sin(angle)
    x = ring.x + u * np.cos(turn) - v * np.sin(turn)
    y = ring.y + u * np.sin(turn) + v * np.cos(turn)
    place = int(np.argmin(np.abs(share - 1)))
    edge_x, edge_y = x[:, place], y[:, place]
    on_page = (edge_x >= 1) & (edge_x < red.shape[1] - 1) & (edge_y >= 1) & (edge_y < red.shape[0] - 1)
    return _at(red, x, y), on_page


def _judged(red: NDArray[Any], soft: NDArray[Any], ring: Ring) -> Ring:
    traits = traits_of(red, soft, ring)
    closed = traits.coverage - traits.outside
    doubt = _OVAL_DOUBT if ring.a > ring.b else 0.0
    return replace(ring, closed=closed, score=_score(traits, closed - doubt))


def _score(traits: Traits, closed: float) -> float:
    """As good as its weakest trait; 0.5 is where a seal begins."""
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


def _above(value: float, limit: float, width: float) -> float:
    """0.5 at the limit, 1 at `width` above it, 0 at `width` below."""
    return min(max(0.5 + (value - limit) / (2 * width), 0.0), 1.0)
