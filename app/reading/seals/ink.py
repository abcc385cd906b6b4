"""Red ink alone, as a picture: what is printed beneath a seal is taken away as far as it can be."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

_LEAST = 12.0  # of 255: darker than this a scanner's noise says more than the ink
_BLACK = 0.45  # optical density (natural logarithm) of red light that only print has


def red_ink(patch: NDArray[Any]) -> NDArray[Any]:
    """RGB bytes → density of red ink, 0 none to 1 full. Where black print covers the ink it shows none.

    Ink takes green and blue light away and lets red pass; black print takes all three.
    """
    light = np.maximum(patch.astype(np.float32), _LEAST)
    paper = np.percentile(light[::3, ::3].reshape(-1, 3), 80, axis=0)
    red, green, blue = (np.log(np.maximum(paper[c], 60.0) / light[:, :, c]) for c in range(3))
    density = np.minimum(green, blue) - np.maximum(red, 0) * np.float32(1.05)
    density[red > _BLACK * 2] *= np.float32(0.5)
    full = float(np.percentile(density, 99)) or 1.0
    made: NDArray[Any] = np.clip(density / max(full, 0.08), 0, 1).astype(np.float32)
    return made


def print_beneath(patch: NDArray[Any]) -> NDArray[Any]:
    """Where black print lies, 0 or 1 a point: what ink may be there nobody sees."""
    light = np.maximum(patch[:, :, 0].astype(np.float32), _LEAST)
    paper = float(np.percentile(light[::3, ::3], 80))
    covered: NDArray[Any] = np.log(max(paper, 60.0) / light) > _BLACK
    return covered
