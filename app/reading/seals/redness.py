"""How red each point of a page is, whatever its paper and its light."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

_COLOURED = 3  # levels of 255 between two channels; less is grey, JPEG noise included
_FEW = 0.0005  # share of a page's points that may be coloured by dust on a grey scan
_FLOOR = 0.03  # redness that paper shows without any ink
_HALF = 0.08  # redness above the floor that counts half: a faint seal is not lost beside a bold one

LEVEL = 90.0  # levels of a byte to the factor e
_NATURAL = 1 / LEVEL
_BLACK = 16.0  # of 255: darker than this a scanner's noise says more than the ink
_THIN, _DOUBLING = 9, (1, 2, 4, 1)  # points, 3.8 mm; steps that add up to one less
_LOWERED = 0.05  # natural logarithm by which JPEG lowers green and blue at black letters
_LOWERED_HALF = 0.15


def is_grey(page: NDArray[Any]) -> bool:
    """Whether an RGB page (height × width × 3, bytes) holds no colour at all."""
    red, green, blue = (page[:, :, channel].astype(np.int16) for channel in range(3))
    coloured = (np.abs(red - green) > _COLOURED) | (np.abs(red - blue) > _COLOURED)
    return float(coloured.mean()) < _FEW


class RedMap:
    """Red ink on an RGB page, seen in two ways, each 0..1 a point; made when first asked for."""

    def __init__(self, page: NDArray[Any]) -> None:
        self._page = page

    @cached_property
    def on_paper(self) -> NDArray[Any]:
        """All that is red, soft, relative to the page's own paper and noise: finds faint ink on paper."""
        page = self._page
        sample = page[::4, ::4].reshape(-1, 3).astype(np.float32)
        light = sample.sum(axis=1)
        paper = np.median(sample[light >= np.percentile(light, 60)], axis=0)
        share = page.astype(np.float32) / np.maximum(paper, 40).astype(np.float32)
        redness = share[:, :, 0] - np.maximum(share[:, :, 1], share[:, :, 2])
        seen = redness[::4, ::4]
        middle = float(np.median(seen))
        noise = float(np.median(np.abs(seen - middle))) * 1.48
        above = np.maximum(redness - max(_FLOOR, middle + 3 * noise), 0)
        soft: NDArray[Any] = above / (above + np.float32(_HALF))
        return soft

    @cached_property
    def on_ground(self) -> NDArray[Any]:
        """Thin red lines, relative to what they stand on: finds ink on photographs and prints.

        Ink lets a share of each colour through, whatever lies beneath: of red most, of green and blue little.
        So it lowers the logarithm of green and blue by as much on any ground, where red stays.
        """
        red, green, blue = (ground - level for ground, level in zip(self.ground, self._levels, strict=True))
        lowered = np.minimum(green, blue).astype(np.int16) - red
        above = np.maximum(lowered.astype(np.float32) * np.float32(_NATURAL) - np.float32(_LOWERED), 0)
        soft: NDArray[Any] = above / (above + np.float32(_LOWERED_HALF))
        return soft

    @cached_property
    def ground(self) -> tuple[NDArray[Any], ...]:
        """Logarithms of red, green, blue (bytes, LEVEL to the factor e); what is thin and dark is closed."""
        return tuple(_closed(level) for level in self._levels)

    @cached_property
    def _levels(self) -> tuple[NDArray[Any], ...]:
        of = np.rint(LEVEL * np.log1p(np.arange(256) / _BLACK)).astype(np.uint8)
        return tuple(of[self._page[:, :, channel]] for channel in range(3))


def red_map(page: NDArray[Any]) -> RedMap:
    return RedMap(page)


def _closed(level: NDArray[Any]) -> NDArray[Any]:
    """Grey closing by a square (Serra 1982): nothing darker and narrower than the square is left."""
    return _running(_running(level, np.maximum), np.minimum)


def _running(level: NDArray[Any], pick: Callable[..., NDArray[Any]]) -> NDArray[Any]:
    """The largest or smallest of each square of _THIN points, by doubling."""
    for _ in range(2):
        level = np.pad(level, ((_THIN // 2, _THIN // 2), (0, 0)), mode="edge")
        for step in _DOUBLING:
            level = pick(level[:-step], level[step:])
        level = np.ascontiguousarray(level.T)
    return level
