"""A draft letter as DOCX with the measures of GB/T 9704-2012 10.1, for a bureau's document system."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from app.model.draft import LetterDraft
from app.writing.papers.letter import contact_note, signed_day
from app.writing.papers.word import (
    FANG,
    HEI,
    PITCH,
    RED,
    SIZE_2,
    SIZE_3,
    SONG,
    TITLE,
    TITLE_PITCH,
    WIDTH,
    a4,
    blank,
    centred,
    exact,
    indent,
    laid,
    page_number,
    rule,
    ruled_table,
    run,
    saved,
    table_row,
    text_line,
    thin,
)

_NUMBER_MM, _NARROW_MM, _LIST_MM = 14, 34, 156  # columns of the list, and all of them together


def letter_docx(draft: LetterDraft) -> bytes:
    """The same draft gives the same bytes; dates inside are the letter's. Element order as in the PDF."""
    import docx

    document = docx.Document()
    _page(document)
    _head(document, draft)
    _letter(document, draft)
    _list(document, draft)
    return saved(document, "".join(draft.title), draft.sender, draft.day)


def _page(document: Any) -> None:
    """A4, type area 156 × 225 mm, 22 lines of 28 characters (5.2)."""
    from docx.shared import Mm

    section = a4(document, (37, 26, 35, 28), SIZE_3)
    section.header_distance, section.footer_distance = Mm(30), Mm(20)
    document.settings.odd_and_even_pages_header_footer = True


def _head(document: Any, draft: LetterDraft) -> None:
    """First page: name and red rules in its header, red rules at its foot; then page numbers."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    header = section.first_page_header
    size = _name_size(draft)
    name = exact(header.paragraphs[0], size + 2)
    run(name, draft.sender, TITLE, size, color=RED)
    name.alignment = 1
    rule(name, eighths=18, space=11)  # 4 mm below the name
    thin(rule(header.add_paragraph(), eighths=6, space=0))
    foot = section.first_page_footer
    thin(rule(foot.paragraphs[0], eighths=6, space=0))
    thin(rule(foot.add_paragraph(), eighths=18, space=0))
    page_number(section.footer.paragraphs[0], alignment=2)  # odd pages: right
    page_number(section.even_page_footer.paragraphs[0], alignment=0)


def _name_size(draft: LetterDraft) -> float:
    """Points: as large as one line of 156 mm takes, within reason."""
    return max(SIZE_2, min(34.0, float(WIDTH // max(1, len(draft.sender)))))


def _letter(document: Any, draft: LetterDraft) -> None:
    from docx.shared import Pt

    pitch = _fitting_pitch(draft)

    def line(text: str = "", **indents: float) -> Any:
        return indent(text_line(document, text, pitch), **indents)

    number = line(draft.number)
    number.alignment = 2
    number.paragraph_format.space_before = Pt(SIZE_3 * 7 / 8)
    line(), line()
    for text in draft.title:
        run(centred(document), text, TITLE, SIZE_2)
    line()
    line(f"{draft.recipient}：")
    for text in draft.paragraphs:
        line(text, first=2).alignment = 3
    _attachments(draft, line)
    line(), line()
    for text in (draft.sender, signed_day(draft.day)):
        line(text, right=_right_pad(draft, text)).alignment = 2
    note = contact_note(draft)
    if note:
        line(f"（{note}）", left=2)


def _attachments(draft: LetterDraft, line: Callable[..., Any]) -> None:
    """附件说明 (7.3.4): turned lines begin under the first character of the name."""
    mark = 1 if len(draft.attachments) > 1 else 0  # "1. " is as wide as one character
    for place, name in enumerate(draft.attachments, start=1):
        if place == 1:
            line()
        label = "附件：" if place == 1 else ""
        ordinal = f"{place}. " if mark else ""
        line(f"{label}{ordinal}{name}", left=5 + mark, hanging=len(label) + mark)


def _fitting_pitch(draft: LetterDraft) -> float:
    """Points: 28.95, or less where that keeps seal and date on the first page (7.3.5.5), never under 24.5."""
    texts = [*(f"　　{text}" for text in draft.paragraphs), contact_note(draft)]
    lines = sum(math.ceil(_width(text) / 28) for text in texts) + len(draft.attachments) + 10
    name_lines = math.ceil(len(draft.sender) * _name_size(draft) / WIDTH)
    head = name_lines * (_name_size(draft) + 2) + 17
    title = sum(math.ceil(_width(text) * SIZE_2 / WIDTH) for text in draft.title) * TITLE_PITCH
    room = (297 - 30 - 35) / 25.4 * 72 - head - SIZE_3 * 7 / 8 - title
    fitting = math.floor(room / lines * 20) / 20
    return min(PITCH, fitting) if fitting >= 24.5 else PITCH


def _right_pad(draft: LetterDraft, text: str) -> float:
    """Characters between `text` and the right edge: the date four, the name centred over it (7.3.5.1)."""
    name, day = len(draft.sender), _width(signed_day(draft.day))
    date_pad = 4.0 if name <= day + 4 else 2 + (min(name, 24) - day) / 2
    return date_pad if text != draft.sender else max(2.0, date_pad + (day - name) / 2)


def _width(text: str) -> float:
    """In characters of the text; a digit is half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def _list(document: Any, draft: LetterDraft) -> None:
    """附件1 on its own page: a real table whose heading repeats, and the code below it."""
    from docx.shared import Pt

    first = document.add_paragraph()
    first.paragraph_format.page_break_before = True
    exact(first)
    run(first, "附件1" if len(draft.attachments) > 1 else "附件", HEI, SIZE_3)
    blank(document)
    run(centred(document), draft.attachments[0] if draft.attachments else "推荐名单", TITLE, SIZE_2)
    blank(document)
    narrow = [True, False, *(head.is_narrow for head in draft.heads)]
    centred_ones = tuple(at for at, is_narrow in enumerate(narrow) if is_narrow)
    room = _LIST_MM - _NUMBER_MM - _NARROW_MM * (len(centred_ones) - 1)
    wide = room // (len(narrow) - len(centred_ones))
    widths = (_NUMBER_MM, *(_NARROW_MM if each else wide for each in narrow[1:]))
    table = ruled_table(document, ("序号", "企业名称", *(head.title for head in draft.heads)))
    for row in draft.listed:
        table_row(table.add_row(), (str(row.number), row.name, *row.about), FANG, centred=centred_ones)
    laid(table, widths)
    code = document.add_paragraph()
    code.alignment = 2
    code.paragraph_format.space_before = Pt(4)
    run(code, f"名单核对码　{draft.code}", SONG, 9, color="595959")
