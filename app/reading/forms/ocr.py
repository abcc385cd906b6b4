"""Optional: words of scanned pages by rapidocr, when it is installed. Nothing asks for it.

Its wheel carries the models, which are named here by path: left to choose, it would fetch others.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from app.reading.forms.fields import Piece

SECONDS = 60  # for one page, on the slowest machine an office may have
MEMORY_BYTES = 4_000_000_000  # address space; the engine uses some 1.7 GB of it, more with more processors
_PAGES = 4
_DPI = 150
_MOST_SIDE = 2_000  # pixels; a page as large as a poster is made smaller
_FIND_SIDE = 1_280  # pixels; where words stand is seen on a smaller page, in half the time
_MOST_PIXELS = 100_000_000  # of a picture
_SURE = 0.6  # of 1: what the engine must be sure of
_BRACKET = re.compile(r"(?<=[\u4e00-\u9fff])[()]|[()](?=[\u4e00-\u9fff])")  # the engine knows no wide ones
_WIDE = {"(": "（", ")": "）"}
_PARTS = {"Det": "*_det_*.onnx", "Cls": "*_cls_*.onnx", "Rec": "*_rec_*.onnx"}


def has_ocr() -> bool:
    """Whether the engine is installed together with its models."""
    return importlib.util.find_spec("onnxruntime") is not None and len(_models()) == len(_PARTS)


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
    threads = min(4, max(1, (os.cpu_count() or 1) // 2))  # two forms are read side by side
    return importlib.import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "error",
            "Det.limit_type": "max",
            "Det.limit_side_len": _FIND_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            **{f"{part}.model_path": str(path) for part, path in _models().items()},
        }
    )


def ocr_pieces(path: Path, kind: str, report: Callable[[], None]) -> tuple[Piece, ...]:
    """In pixels; every piece says that it was recognised. () without rapidocr or for what is no scan."""
    if not has_ocr():
        return ()
    pieces: list[Piece] = []
    for number, image in enumerate(_images(path, kind), 1):
        report()
        answer = _engine()(image)
        boxes = answer.boxes if answer.boxes is not None else ()
        for box, text, score in zip(boxes, answer.txts or (), answer.scores or (), strict=False):
            if score >= _SURE:
                across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
                words = _BRACKET.sub(lambda match: _WIDE[match.group()], text)
                pieces.append(Piece(words, min(across), min(down), max(across), max(down), number, True))
    return tuple(pieces)


def _images(path: Path, kind: str) -> Iterator[Any]:
    """Pages as the engine wants them, by their red light alone: a seal over the words is paper there.

    Raises NotReadable.
    """
    import numpy
    import pypdfium2 as pdfium
    from PIL import Image

    from app.reading.forms.docx import NotReadable

    if kind != "pdf":
        try:
            with Image.open(path) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise NotReadable("图片太大，没有读取")
                picture.draft("RGB", (_MOST_SIDE, _MOST_SIDE))
                red = picture.convert("RGB").getchannel("R")
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
            raise NotReadable("图片打不开") from error
        red.thumbnail((_MOST_SIDE, _MOST_SIDE))
        yield _threefold(numpy.asarray(red))
        return
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise NotReadable("PDF 打不开，或有密码") from error
    with closing(document):
        for at in range(min(len(document), _PAGES)):
            try:
                page = document[at]
                scale = min(_DPI / 72, _MOST_SIDE / max(page.get_size()))
                image = page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, 0]
            except pdfium.PdfiumError:
                continue  # PDF-01 tells of pages that do not load
            yield _threefold(image)


def _threefold(light: Any) -> Any:
    """Height × width × 3, the engine's own layout."""
    return light[:, :, None].repeat(3, axis=2)
