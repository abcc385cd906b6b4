"""rapidocr as this program uses it: pictures in, lines out; never anything fetched.

Its wheel carries the models, which are named here by path: left to choose, it would fetch others.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
import types
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SECONDS = 60  # for one page, on the slowest machine an office may have
MEMORY_BYTES = 4_000_000_000  # address space; the engine uses some 1.7 GB of it, more with more processors
THREADS = 1  # two pages are read side by side
SURE = 0.6  # of 1: what the engine must be sure of
_FIND_SIDE = 1_280  # pixels; where words stand is seen on a smaller page, in half the time
_BRACKET = re.compile(r"(?<=[\u4e00-\u9fff])[()]|[()](?=[\u4e00-\u9fff])")  # the engine knows no wide ones
_WIDE = {"(": "（", ")": "）"}
_PARTS = {"Det": "*_det_*.onnx", "Cls": "*_cls_*.onnx", "Rec": "*_rec_*.onnx"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words and where it stands, in pixels from the picture's upper left; `score` 0..1.

    `slope`: pixels that it falls for each to the right, as on a sheet that lay askew.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0
    slope: float = 0.0


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


def lines_of(image: Any) -> tuple[Line, ...]:
    """`image`: height × width × 3 of 8 bits. Those the engine is sure of, in its own order (from the top)."""
    answer = _engine()(image, use_det=True, use_cls=False, use_rec=True)  # it turns large letters over
    found = []
    boxes = answer.boxes if answer.boxes is not None else ()
    for box, text, score in zip(boxes, answer.txts or (), answer.scores or (), strict=False):
        if score >= SURE:
            across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
            width, fall = (across[1] - across[0]) or 1.0, down[1] - down[0]
            place = (min(across), min(down), max(across), max(down))
            found.append(Line(_plain(text), *place, float(score), fall / width))
    return tuple(found)


def first_lines_of(image: Any, most: int) -> tuple[Line, ...]:
    """As `lines_of`, but of the topmost `most` alone: to read a line takes as long as to find ten."""
    found = _engine()(image, use_det=True, use_cls=False, use_rec=False)
    boxes = sorted(
        ([(float(x), float(y)) for x, y in box] for box in (found.boxes if found.boxes is not None else ())),
        key=lambda box: min(y for _, y in box),
    )
    lines = []
    for box in boxes[:most]:
        text, score = text_of_line(_cut_out(image, box))
        if score >= SURE and text:
            across, down = [x for x, _ in box], [y for _, y in box]
            lines.append(Line(text, min(across), min(down), max(across), max(down), score))
    return tuple(lines)


def _cut_out(image: Any, box: list[tuple[float, float]]) -> Any:
    """A leaning line set straight."""
    import numpy

    straight = importlib.import_module("rapidocr.utils.process_img").get_rotate_crop_image
    return straight(image, numpy.array(box, dtype=numpy.float32))


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
