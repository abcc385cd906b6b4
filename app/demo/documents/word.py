"""What applicants write with Word: 典型经验材料 and 申报书; their times are fixed."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from app.demo.cast import TRACKS, Applicant
from app.demo.documents.papers import form_rows
from app.demo.documents.prose import sections
from app.demo.packing import fixed_zip

_SAVED = datetime(2023, 8, 17, 15, 20)


def _document(base: str, who: Applicant) -> bytes:
    """`base`: experience or form."""
    document = docx.Document()
    document.styles["Normal"].font.size = Pt(14)
    _FILLED[base](document, who)
    properties = document.core_properties
    properties.author, properties.title = who.contact, who.experience
    properties.created = properties.modified = _SAVED
    out = io.BytesIO()
    document.save(out)
    return fixed_zip(out.getvalue())


def _under_former_name(base: str, who: Applicant) -> bytes:
    return _document(base, replace(who, name=who.former))


def _experience(document: Any, who: Applicant) -> None:
    _title(document, who.experience)
    for heading, paragraphs in sections(who):
        document.add_heading(heading, 1)
        for text in paragraphs:
            document.add_paragraph(text).paragraph_format.first_line_indent = Pt(28)


def _form(document: Any, who: Applicant) -> None:
    _title(document, f"2023年{TRACKS[who.track]}质量标杆申报书")
    document.add_heading("一、申报单位基本情况", 1)
    rows = form_rows(who)
    table = document.add_table(rows=len(rows), cols=2, style="Table Grid")
    for cells, (label, value) in zip(table.rows, rows, strict=True):
        cells.cells[0].text, cells.cells[1].text = label, value
    document.add_heading("二、申报单位承诺", 1)
    document.add_paragraph("所提供的材料真实、准确、合法，电子材料与纸质材料内容一致。")
    document.add_paragraph("申报单位（盖章）：")


def _title(document: Any, words: str) -> None:
    document.add_heading(words, 0).alignment = WD_ALIGN_PARAGRAPH.CENTER


_FILLED: Mapping[str, Callable[[Any, Applicant], None]] = {"experience": _experience, "form": _form}
# Style of a paper → its maker.
WORD: Mapping[str, Callable[[str, Applicant], bytes]] = {"docx": _document, "former": _under_former_name}
