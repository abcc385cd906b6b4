"""How red each point of a page is, whatever its paper and its light."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COLOURED = 3  # levels of 255 between two channels; less is grey, JPEG noise included
_FEW = 0.0005  # share of a page's points that may be coloured by dust on a grey scan
_FLOOR = 0.03  # redness that paper shows without any ink
_HALF = 0.08  # redness above the floor that counts half: a faint seal is not lost beside a bold one


def is_grey(page: NDArray[Any]) -> bool:
    """Whether an RGB page (height × width × 3, bytes) holds no colour at all."""
    import numpy as np

    red, green, blue = (page[:, :, channel].astype(np.int16) for channel in range(3))
    coloured = (np.abs(red - green) > _COLOURED) | (np.abs(red - blue) > _COLOURED)
    return float(coloured.mean()) < _FEW


def red_map(page: NDArray[Any]) -> NDArray[Any]:
    """0..1 for each point of an RGB page: soft, relative to the page's own paper and noise."""
    import numpy as np

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
