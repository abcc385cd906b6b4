"""Which way up the writing of a page stands, by its characters. Numpy only.

How: lines of writing are found in narrow strips (a tilted page needs no straightening), small windows along
them are shown to a two-layer network that has seen Chinese and Latin print in all four positions, and what is
no writing (its weights are resources/pages/turn.npz, made by `python -m tests.sheets.learn`), and their votes
are added up. The same is done with the page on its side, for writing that runs up or down.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.paths import RESOURCES

DPI = 120  # of the pages it is shown; lines are found at half of it
SIDE = 20  # points of a window
_STRIP = 40  # points at 60 dpi, 17 mm: a tilt of 3° moves a line by 2 points within it
_LEAST, _MOST = 6, 22  # points at 60 dpi: writing of 7 to 26 pt
_RULE = 26  # points at 60 dpi: a longer stroke is a table's line
_BLOCK = 16
_WINDOWS = 300  # looked at one way
_CERTAIN, _EACH = 40.0, 0.1  # by which one position must lead: nothing but writing came above 17
_PLAIN = 2.0  # times that lead, of the page as it is: then it is not looked at on its side
_DOUBT = -3.0  # no single window says more than this against a position


def turn_of(grey: NDArray[Any]) -> int | None:
    """By how many degrees clockwise the writing lies turned: 0, 90, 180, 270; None when it does not tell.

    `grey`: bytes at 120 dpi.
    """
    votes, count = np.zeros(4), 0
    for lying, windows in enumerate(_each_way(grey)):
        if len(windows):
            told = np.maximum(_told(windows), _DOUBT).sum(axis=0)
            votes += np.roll(told, lying)  # turned left by hand, so what lies at 270° stood upright
            count += len(windows)
        best = int(np.argmax(votes))
        lead = float(votes[best] - np.partition(votes, -2)[-2])
        least = max(_CERTAIN, _EACH * count)
        if not lying and lead > _PLAIN * least:
            break  # on its side there is nothing to be read
    return best * 90 if lead >= least else None


def windows_of(grey: NDArray[Any], most: int = _WINDOWS) -> tuple[NDArray[Any], NDArray[Any]]:
    """Windows along the lines of writing, (count, SIDE × SIDE), of the page as it is and turned left.

    Ink is positive, mean 0, deviation 1.
    """
    upright, lying = _each_way(grey, most)
    return upright, lying


def _each_way(grey: NDArray[Any], most: int = _WINDOWS) -> Iterator[NDArray[Any]]:
    dark = _darkness(grey)
    small = halved(dark)
    mask = _without_rules(small > min(max(0.4 * float(np.percentile(small[::3, ::3], 99)), 0.12), 0.3))
    yield _sampled(dark, _thinned(_places(mask), most) * 2)
    lying = _places(np.ascontiguousarray(np.rot90(mask)))
    yield _sampled(np.rot90(dark), _thinned(lying, most) * 2)


def _thinned(places: NDArray[Any], most: int) -> NDArray[Any]:
    return places if len(places) <= most else places[np.linspace(0, len(places) - 1, most).astype(np.intp)]


def _darkness(grey: NDArray[Any]) -> NDArray[Any]:
    """0..1 for each point, relative to the paper around it."""
    high, wide = grey.shape[0] // _BLOCK * _BLOCK, grey.shape[1] // _BLOCK * _BLOCK
    rows, columns = high // _BLOCK, wide // _BLOCK
    if not rows or not columns:
        return np.zeros((2, 2), dtype=np.float32)
    grey = grey[:high, :wide]
    blocks = grey[::4, ::4].reshape(rows, _BLOCK // 4, columns, _BLOCK // 4).transpose(0, 2, 1, 3)
    paper = np.sort(blocks.reshape(rows, columns, -1), axis=2)[:, :, -3].astype(np.float32)
    padded = np.pad(paper, 1, mode="edge")
    around = np.max([padded[y : y + rows, x : x + columns] for y in range(3) for x in range(3)], axis=0)
    part = grey.reshape(rows, _BLOCK, columns, _BLOCK) / np.maximum(around, 40)[:, None, :, None]
    dark: NDArray[Any] = np.maximum(1 - part, 0).reshape(high, wide)
    return dark


def halved(image: NDArray[Any]) -> NDArray[Any]:
    """Each point the mean of four."""
    made: NDArray[Any] = image[::2, ::2] + image[1::2, ::2] + image[::2, 1::2] + image[1::2, 1::2]
    made /= np.float32(4)
    return made


def _without_rules(mask: NDArray[Any]) -> NDArray[Any]:
    kept: NDArray[Any] = mask & ~_long_runs(mask) & ~_long_runs(mask.T).T
    return kept


def _long_runs(mask: NDArray[Any]) -> NDArray[Any]:
    """Points of rows that lie in a run of at least _RULE."""
    if mask.shape[1] <= _RULE:
        return np.zeros_like(mask)
    count = np.cumsum(np.pad(mask, ((0, 0), (1, 0))), axis=1, dtype=np.int32)
    full = (count[:, _RULE:] - count[:, :-_RULE]) >= _RULE
    begun = np.cumsum(np.pad(full, ((0, 0), (_RULE, _RULE - 1))), axis=1, dtype=np.int32)
    inside: NDArray[Any] = begun[:, _RULE:] > begun[:, :-_RULE]
    return inside


def _places(mask: NDArray[Any]) -> NDArray[Any]:
    """(y, x, height) of windows at 60 dpi, along every line of writing in every strip."""
    strips = mask.shape[1] // _STRIP
    if not strips or mask.shape[0] < _MOST:
        return np.zeros((0, 3))
    profile = mask[:, : strips * _STRIP].reshape(mask.shape[0], strips, _STRIP).sum(axis=2)
    inked = profile >= 2
    inked[1:-1] |= inked[:-2] & inked[2:]  # a character of two parts is one
    edges = np.diff(np.pad(inked, ((1, 1), (0, 0))).astype(np.int8), axis=0).T
    strip, top = np.nonzero(edges == 1)
    _, bottom = np.nonzero(edges == -1)
    tall = bottom - top
    fits = (tall >= _LEAST) & (tall <= _MOST)
    strip, top, tall = strip[fits], top[fits], tall[fits]
    each = np.maximum(1, (2 * _STRIP) // tall)
    which = np.repeat(np.arange(len(tall)), each)
    order = np.arange(len(which)) - np.repeat(np.cumsum(each) - each, each)
    y, high = top[which] + tall[which] / 2, tall[which].astype(float)
    x = strip[which] * _STRIP + (order + 0.5) * _STRIP / each[which]
    ink = _ink(mask, y, x, high)
    written = (ink > 0.15) & (ink < 0.7)
    return np.stack((y, x, high), axis=1)[written]


def _ink(mask: NDArray[Any], y: NDArray[Any], x: NDArray[Any], high: NDArray[Any]) -> NDArray[Any]:
    """Share of each window that is inked."""
    total = np.pad(np.cumsum(np.cumsum(mask, axis=0, dtype=np.int32), axis=1), ((1, 0), (1, 0)))
    top, bottom = (np.clip(np.rint(y + s * high / 2), 0, mask.shape[0]).astype(np.intp) for s in (-1, 1))
    left, right = (np.clip(np.rint(x + s * high / 2), 0, mask.shape[1]).astype(np.intp) for s in (-1, 1))
    held = total[bottom, right] - total[top, right] - total[bottom, left] + total[top, left]
    share: NDArray[Any] = held / np.maximum(high * high, 1)
    return share


def _sampled(dark: NDArray[Any], places: NDArray[Any]) -> NDArray[Any]:
    """Each window a quarter larger than its line is high, by four neighbours; mean 0, deviation 1."""
    if not len(places):
        return np.zeros((0, SIDE * SIDE), dtype=np.float32)
    steps = ((np.arange(SIDE) + 0.5) / SIDE - 0.5) * 1.25
    y = places[:, 0, None] + places[:, 2, None] * steps - 0.5
    x = places[:, 1, None] + places[:, 2, None] * steps - 0.5
    y, x = np.clip(y, 0, dark.shape[0] - 1.001), np.clip(x, 0, dark.shape[1] - 1.001)
    row, column = y.astype(np.intp), x.astype(np.intp)
    v, u = (y - row)[:, :, None].astype(np.float32), (x - column)[:, None, :].astype(np.float32)
    row, column = row[:, :, None], column[:, None, :]
    above = dark[row, column] * (1 - u) + dark[row, column + 1] * u
    below = dark[row + 1, column] * (1 - u) + dark[row + 1, column + 1] * u
    made = (above * (1 - v) + below * v).reshape(len(places), -1)
    made -= made.mean(axis=1, keepdims=True)
    made /= made.std(axis=1, keepdims=True) + np.float32(0.02)
    return made.astype(np.float32)


def _told(windows: NDArray[Any]) -> NDArray[Any]:
    """Log likelihood of each quarter turn, for each window, as far as it is writing at all."""
    first, first_bias, second, second_bias = _weights()
    answers = np.maximum(windows @ first + first_bias, 0) @ second + second_bias  # four turns, and no writing
    share = np.exp(answers - answers.max(axis=1, keepdims=True))
    share /= share.sum(axis=1, keepdims=True)
    turns = share[:, :4] + 1e-6
    told: NDArray[Any] = np.log(turns / turns.sum(axis=1, keepdims=True)) * (1 - share[:, 4:])
    return told


@cache
def _weights() -> tuple[NDArray[Any], ...]:
    names = ("first", "first_bias", "second", "second_bias")
    with np.load(RESOURCES / "pages" / "turn.npz") as held:
        return tuple(held[name].astype(np.float32) for name in names)
