"""补正单 as DOCX: the same words as the PDF's, for a bureau that wants to change them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.writing.papers.word import (
    FANG,
    HEI,
    RED,
    SIZE_2,
    TITLE,
    a4,
    blank,
    centred,
    exact,
    indent,
    laid,
    page_number,
    ruled_table,
    run,
    saved,
    table_row,
)

_HEADINGS = ("序号", "问题", "在哪里", "怎样改", "依据")
_COLUMNS_MM = (12, 42, 38, 42, 28)
_WITHOUT_WHY_MM = (12, 53, 39, 58)
_BODY, _CELL = 12.0, 10.5  # points: 小四, 五号
_PITCH = 21.0


def correction_docx(words: Mapping[str, Any], day: date) -> bytes:
    """`words` as correction.correction_words gives them; the same words and day give the same bytes."""
    import docx

    document = docx.Document()
    page_number(a4(document, (24, 24, 24, 24), _BODY).footer.paragraphs[0], alignment=1)
    run(centred(document), words["heading"], TITLE, SIZE_2)
    subject = exact(document.add_paragraph(), _PITCH)
    subject.alignment = 1
    run(subject, words["subject"], FANG, _BODY)
    _apart(subject, after=12)
    _line(document, f"{words['name']}：")
    opening = [_line(document, text, first=2) for text in words["opening"]]
    _apart(opening[-1], after=6)
    _table(document, words["rows"])
    closing = [_line(document, text, first=2) for text in words["closing"]]
    _apart(closing[0], before=12)
    blank(document)
    for text in (words["sender"], words["day"]):
        _line(document, text, right=2).alignment = 2
    return saved(document, f"补正单 {words['name']}", words["sender"], day)


def _line(document: Any, text: str, **indents: float) -> Any:
    """`indents` in characters of this text, which is smaller than a letter's."""
    paragraph = exact(document.add_paragraph(), _PITCH)
    run(paragraph, text, FANG, _BODY)
    scaled = {name: count * _BODY / 16 for name, count in indents.items()}
    return indent(paragraph, **scaled)


def _apart(paragraph: Any, before: float = 0, after: float = 0) -> None:
    """Points of air."""
    from docx.shared import Pt

    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)


def _table(document: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    columns = _COLUMNS_MM if any(row["why"] for row in rows) else _WITHOUT_WHY_MM
    count = len(columns)
    table = ruled_table(document, _HEADINGS[:count], _CELL)
    for number, row in enumerate(rows, start=1):
        made = table.add_row()
        told = (str(number), "", row["place"], row["fix"], row["why"])
        table_row(made, told[:count], FANG, (0,), _CELL)
        what = made.cells[1].paragraphs[0]
        run(what, row["grade"], HEI, _CELL, color=RED if row["must"] else "")
        told_below = exact(made.cells[1].add_paragraph(), _CELL * 1.5)
        run(told_below, row["what"], FANG, _CELL)
        _apart(told_below, after=3)
    laid(table, columns)
