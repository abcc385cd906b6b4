"""The paragraphs of a .docx and how large their letters are."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.reading.forms.docx import NotReadable, docx_body, docx_rows
from app.reading.office import DAMAGED_ZIP
from app.reading.words.page import Row

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MOST_STYLES_BYTES = 8_000_000
_USUAL = 21.0  # half points: 五号, where nothing else is said
_HEAD = 40  # paragraphs whose letters are measured, so that what is usual shows
_MOST_LINE = 400  # characters
_PICTURES = (".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff")


def docx_lines(path: Path) -> list[str]:
    """Paragraphs and rows of tables, outermost first. Raises NotReadable."""
    return ["  ".join(text for text, _ in row) for row in docx_rows(docx_body(path))]


def docx_head(path: Path) -> list[Row]:
    """Its first paragraphs with words, one under the other; `height` in half points. Raises NotReadable."""
    styles = _styles(path)
    rows: list[Row] = []
    for paragraph in docx_body(path).iter(f"{_W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{_W}t")).strip()
        if text:
            top = 100.0 * len(rows)
            rows.append(Row(text[:_MOST_LINE], top, top + 1, _size(paragraph, styles)))
        if len(rows) >= _HEAD:
            break
    return rows


def pictures_in(path: Path) -> int:
    """How many pictures it holds."""
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except DAMAGED_ZIP as error:
        raise NotReadable("Word 文件打不开") from error
    return sum(name.startswith("word/media/") and name.lower().endswith(_PICTURES) for name in names)


def _size(paragraph: Any, styles: dict[str, float]) -> float:
    own = [told for node in paragraph.iter(f"{_W}sz") if (told := node.get(f"{_W}val", "")).isdecimal()]
    if own:
        return max(float(told[:4]) for told in own)
    style = next(paragraph.iter(f"{_W}pStyle"), None)
    return styles.get(style.get(f"{_W}val", "") if style is not None else "", styles.get("", _USUAL))


def _styles(path: Path) -> dict[str, float]:
    """Style → half points, "" what holds without one; {} where they cannot be read."""
    from docx.oxml.parser import parse_xml
    from lxml.etree import XMLSyntaxError  # type: ignore[import-untyped]

    try:
        with zipfile.ZipFile(path) as package, package.open("word/styles.xml") as file:
            root = parse_xml(file.read(_MOST_STYLES_BYTES))
    except (*DAMAGED_ZIP, XMLSyntaxError):
        return {}
    return dict(_sizes(root))


def _sizes(root: Any) -> Iterator[tuple[str, float]]:
    for style in root.iter(f"{_W}style", f"{_W}docDefaults"):
        size = next(style.iter(f"{_W}sz"), None)
        told = size.get(f"{_W}val", "") if size is not None else ""
        if told.isdecimal():
            is_default = style.tag != f"{_W}style" or (
                style.get(f"{_W}default") == "1" and style.get(f"{_W}type") == "paragraph"
            )
            yield style.get(f"{_W}styleId", ""), float(told[:4])
            if is_default:
                yield "", float(told[:4])
