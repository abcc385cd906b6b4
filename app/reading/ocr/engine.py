"""rapidocr as this program uses it: pictures in, lines out; never anything fetched.

Its wheel carries the models, which are named here by path: left to choose, it would fetch others.
"""

from __future__ import annotations

import importlib
import importlib.util
import math
import re
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SECONDS = 60  # for one page, on the slowest machine an office may have
MEMORY_BYTES = 4_000_000_000  # address space; the engine uses some 1.7 GB of it, more with more processors
THREADS = 1  # two pages are read side by side
SURE = 0.6  # of 1: what the engine must be sure of
_FIND_SIDE = 960  # pixels; where words stand is seen on a smaller page, in a quarter of the time
_ITS_HEIGHT = 48  # pixels of a line as the engine reads it
_LEAST_WIDE = 160  # pixels that a line is padded to
_LONG, _NARROW = 16, 0.65  # times as wide as high; of its width
_BRACKET = re.compile(r"(?<=[\u4e00-\u9fff])[()]|[()](?=[\u4e00-\u9fff])")  # the engine knows no wide ones
_WIDE = {"(": "（", ")": "）"}
_PARTS = {"Det": "*_det_*.onnx", "Cls": "*_cls_*.onnx", "Rec": "*_rec_*.onnx"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words and where it stands, in pixels from the picture's upper left; `score` 0..1.

    `slope`: pixels that it falls for each to the right, as on a sheet that lay askew. `height`: of its
    letters; where it falls its box is higher.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0
    slope: float = 0.0
    height: float = 0.0


def has_ocr() -> bool:
    """Whether the engine is installed together with its models."""
    return importlib.util.find_spec("onnxruntime") is not None and len(_models()) == len(_PARTS)


def reads_itself(report: object) -> bool:
    """Whether it reads a line that it draws: engine, models and libraries are whole. In a sandbox child."""
    import numpy
    from PIL import Image, ImageDraw, ImageFont

    paper = Image.new("RGB", (640, 160), "white")
    ImageDraw.Draw(paper).text((40, 40), "2023", "black", ImageFont.load_default(72))
    return [line.text for line in lines_of(numpy.asarray(paper))] == ["2023"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands: its four corners, from the upper left clockwise, in pixels."""

    corners: tuple[tuple[float, float], ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        across, down = [x for x, _ in self.corners], [y for _, y in self.corners]
        return min(across), min(down), max(across), max(down)

    @property
    def height(self) -> float:
        """Of its letters, however it falls."""
        return math.dist(self.corners[0], self.corners[-1])

    @property
    def width(self) -> float:
        left, _, right, _ = self.box
        return right - left


def lines_of(image: Any) -> tuple[Line, ...]:
    """`image`: height × width × 3 of 8 bits. Those the engine is sure of, from the top."""
    return lines_at(image, places_of(image))


def places_of(image: Any, share: float = 1.0) -> list[Place]:
    """Where there is writing, from the top; seen on the picture made smaller to `share` of its sides."""
    import numpy
    from PIL import Image

    small = image
    if share < 1:
        size = max(1, round(image.shape[1] * share)), max(1, round(image.shape[0] * share))
        small = numpy.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX))
    found = _engine()(small, use_det=True, use_cls=False, use_rec=False)  # cls turns large letters over
    boxes = found.boxes if found.boxes is not None else ()
    places = [Place(tuple((float(x) / share, float(y) / share) for x, y in box)) for box in boxes]
    return sorted(places, key=lambda place: place.box[1])


def lines_at(image: Any, places: Sequence[Place]) -> tuple[Line, ...]:
    """What stands there, as far as the engine is sure of it.

    Each line by itself: those that are read together all take as long as the longest of them.
    """
    lines = []
    for place in places:
        text, score = text_of_line(_narrowed(_cut_out(image, place)))
        if score >= SURE and text:
            (left, top), (right, fallen) = place.corners[:2]
            slope = (fallen - top) / ((right - left) or 1.0)
            lines.append(Line(text, *place.box, score, slope, place.height))
    return tuple(lines)


def _cut_out(image: Any, place: Place) -> Any:
    """A leaning line set straight."""
    import numpy

    straight = importlib.import_module("rapidocr.utils.process_img").get_rotate_crop_image
    return straight(image, numpy.array(place.corners, dtype=numpy.float32))


def _narrowed(line: Any) -> Any:
    """A long line of running text, whose letters the engine knows as well at two thirds of their width."""
    import numpy
    from PIL import Image

    high, wide = line.shape[:2]
    if wide < _LONG * high:
        return line
    size = round(wide / high * _ITS_HEIGHT * _NARROW), _ITS_HEIGHT
    return numpy.asarray(Image.fromarray(line).resize(size, Image.Resampling.BICUBIC))


def text_of_line(image: Any) -> tuple[str, float]:
    """The words of a picture that holds one line and nothing else, and how sure the engine is, 0..1."""
    answer = _engine()(image, use_det=False, use_cls=False, use_rec=True)
    if not answer.txts:
        return "", 0.0
    return _plain(answer.txts[0]), float(answer.scores[0])


def _plain(text: str) -> str:
    return _BRACKET.sub(lambda match: _WIDE[match.group()], text)


@cache
def _models() -> dict[str, Path]:
    """Part of the engine → its file beside the engine's code."""
    spec = importlib.util.find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return {}
    folder = Path(spec.origin).with_name("models")
    found = {part: sorted(folder.glob(name)) for part, name in _PARTS.items()}
    return {part: files[0] for part, files in found.items() if files}


@cache
def _engine() -> Any:
    _without_network()
    return importlib.import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": _FIND_SIDE,
            "Rec.rec_img_shape": [3, _ITS_HEIGHT, _LEAST_WIDE],
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            **{f"{part}.model_path": str(path) for part, path in _models().items()},
        }
    )


def _without_network() -> None:
    """rapidocr imports `requests` to fetch models, which is not installed: it gets an empty one."""
    if "requests" not in sys.modules and importlib.util.find_spec("requests") is None:
        empty = types.ModuleType("requests")
        empty.RequestException, empty.Response = OSError, object  # type: ignore[attr-defined]
        sys.modules["requests"] = empty
