"""Optional: words of scanned pages by rapidocr, when it is installed. Nothing asks for it."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from app.reading.form_fields import Piece

_PAGES = 4
_DPI = 150
_SURE = 0.6  # of 1: what the engine must be sure of


def has_ocr() -> bool:
    return importlib.util.find_spec("rapidocr") is not None


@cache
def _engine() -> Any:
    return importlib.import_module("rapidocr").RapidOCR()


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
                pieces.append(Piece(text, min(across), min(down), max(across), max(down), number, True))
    return tuple(pieces)


def _images(path: Path, kind: str) -> list[Any]:
    import numpy
    import pypdfium2 as pdfium
    from PIL import Image

    if kind != "pdf":
        with Image.open(path) as picture:
            return [numpy.asarray(picture.convert("RGB"))]
    document = pdfium.PdfDocument(path)
    try:
        count = min(len(document), _PAGES)
        return [document[at].render(scale=_DPI / 72).to_numpy().copy() for at in range(count)]
    finally:
        document.close()
