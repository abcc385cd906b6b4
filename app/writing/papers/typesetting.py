"""The one place that calls typst: a template and data become an archival PDF."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from app.paths import RESOURCES
from app.writing.papers.fonts import faces, known_fonts

if TYPE_CHECKING:
    import typst

TEMPLATES = RESOURCES / "papers"
UNPRINTABLE = "□"
_PICTURE_DPI = 200.0
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffe\uffff")


def typeset(template: str, data: Mapping[str, Any], made: date) -> bytes:
    """`template` (a file in resources/papers) with `data` as a PDF; the same data give the same bytes.

    Data travel as JSON through sys.inputs, so that no name is ever read as markup. The PDF is
    PDF/A-2b (ISO 19005-2) unless a character is in no font of this computer: 6.2.11.8 of that standard
    forbids .notdef, so the paper is then a plain PDF rather than none.
    """
    import typst

    compiler = _compiler(template, data)
    try:
        return _pdf(compiler, made, pdf_standards="a-2b")
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _pdf(compiler, made)


def typeset_sheets(template: str, data: Mapping[str, Any], made: date, label: str) -> tuple[bytes, list[Any]]:
    """A plain PDF that others' pages are laid into, and the values of its metadata under that label."""
    compiler = _compiler(template, data)
    pdf = _pdf(compiler, made, pdf_tags=False)
    return pdf, json.loads(compiler.query(f"<{label}>", field="value", format="json"))


def _compiler(template: str, data: Mapping[str, Any]) -> typst.Compiler:
    import typst

    inputs = {"data": json.dumps(printable(data), ensure_ascii=False), "faces": json.dumps(faces())}
    return typst.Compiler(TEMPLATES / template, TEMPLATES, known_fonts(), sys_inputs=inputs)


def _pdf(compiler: typst.Compiler, made: date, **more: Any) -> bytes:
    pdf = compiler.compile(format="pdf", timestamp=datetime.combine(made, time(), UTC), **more)
    assert isinstance(pdf, bytes)
    return pdf


def picture(template: str, data: Mapping[str, Any]) -> bytes:
    """`template` with `data` as a PNG of its one page."""
    import typst

    inputs = {"data": json.dumps(printable(data), ensure_ascii=False), "faces": json.dumps(faces())}
    compiler = typst.Compiler(TEMPLATES / template, TEMPLATES, known_fonts(), sys_inputs=inputs)
    png = compiler.compile(format="png", ppi=_PICTURE_DPI)
    assert isinstance(png, bytes)
    return png


def printable(data: Any) -> Any:
    """`data` with each character that has no shape (control, private, unassigned, bidi) shown as □."""
    if isinstance(data, str):
        return "".join(UNPRINTABLE if _is_shapeless(c) else c for c in data)
    if isinstance(data, Mapping):
        return {key: printable(value) for key, value in data.items()}
    if isinstance(data, Sequence):
        return [printable(value) for value in data]
    return data


def _is_shapeless(character: str) -> bool:
    return character in _BIDI or unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
