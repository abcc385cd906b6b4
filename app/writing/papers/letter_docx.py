"""A draft letter as DOCX with the measures of GB/T 9704-2012 10.1, for a bureau's document system."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.model.draft import LetterDraft
from app.writing.papers.letter import contact_note, signed_day, signed_lines, title_lines
from app.writing.papers.word import (
    FANG,
    HEI,
    PITCH,
    RED,
    SIZE_2,
    SIZE_3,
    SONG,
    TABLE,
    TITLE,
    WIDTH,
    a4,
    blank,
    centred,
    exact,
    in_lines,
    in_runs,
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
    where_needed,
    width_of,
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
    in_runs(name, in_lines(draft.sender, WIDTH / size), TITLE, size, RED)
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

    def line(text: str = "", **indents: float) -> Any:
        return indent(text_line(document, text, PITCH), **indents)

    number = line(draft.number)
    number.alignment = 2
    number.paragraph_format.space_before = Pt(SIZE_3 * 7 / 8)
    line(), line()
    for text in title_lines(draft.title):
        run(centred(document), text, TITLE, SIZE_2)
    line()
    line(f"{draft.recipient}：")
    for text in draft.paragraphs[:-1]:
        line(text, first=2).alignment = 3
    ending = len(document.paragraphs)
    line(draft.paragraphs[-1], first=2).alignment = 3
    _attachments(draft, line)
    line(), line()
    for text in (*signed_lines(draft), signed_day(draft.day)):
        line(text, right=_right_pad(draft, text)).alignment = 2
    note = contact_note(draft)
    if note:
        line(f"（{note}）", left=2)
    for paragraph in document.paragraphs[ending:-1]:  # no page may hold a signature alone (7.3.5.5)
        paragraph.paragraph_format.keep_with_next = paragraph.paragraph_format.keep_together = True


def _attachments(draft: LetterDraft, line: Callable[..., Any]) -> None:
    """附件说明 (7.3.4): turned lines begin under the first character of the name."""
    mark = 1 if len(draft.attachments) > 1 else 0  # "1. " is as wide as one character
    for place, name in enumerate(draft.attachments, start=1):
        if place == 1:
            line()
        label = "附件：" if place == 1 else ""
        ordinal = f"{place}. " if mark else ""
        line(f"{label}{ordinal}{name}", left=5 + mark, hanging=len(label) + mark)


def _right_pad(draft: LetterDraft, text: str) -> float:
    """Characters between `text` and the right edge: the date four, the name centred over it (7.3.5.1)."""
    name, day = max(map(width_of, signed_lines(draft))), width_of(signed_day(draft.day))
    date_pad = 4.0 if name <= day + 4 else 2 + (name - day) / 2
    return max(2.0, date_pad + (day - width_of(text)) / 2)


def _room(wide: float) -> float:
    """Characters of 小四 that a line of a cell takes, its edges of 1.9 mm off."""
    return (wide - 3.8) / 25.4 * 72 / TABLE


def _list(document: Any, draft: LetterDraft) -> None:
    """附件1 on its own page: a real table whose heading repeats, and the code below it."""
    from docx.shared import Pt

    first = document.add_paragraph()
    first.paragraph_format.page_break_before = True
    exact(first)
    run(first, "附件1" if len(draft.attachments) > 1 else "附件", HEI, SIZE_3)
    blank(document)
    for text in title_lines(draft.attachments[:1] or ("推荐名单",)):
        run(centred(document), text, TITLE, SIZE_2)
    blank(document)
    narrow = [True, False, *(head.is_narrow for head in draft.heads)]
    centred_ones = tuple(at for at, is_narrow in enumerate(narrow) if is_narrow)
    room = _LIST_MM - _NUMBER_MM - _NARROW_MM * (len(centred_ones) - 1)
    wide = room // (len(narrow) - len(centred_ones))
    widths = (_NUMBER_MM, *(_NARROW_MM if each else wide for each in narrow[1:]))
    table = ruled_table(document, ("序号", "企业名称", *(head.title for head in draft.heads)))
    for row in draft.listed:
        cells = zip((str(row.number), row.name, *row.about), widths, strict=True)
        broken = [where_needed(text, _room(wide)) for text, wide in cells]
        table_row(table.add_row(), broken, FANG, centred=centred_ones)
    laid(table, widths)
    code = document.add_paragraph()
    code.alignment = 2
    code.paragraph_format.space_before = Pt(4)
    run(code, f"名单核对码　{draft.code}", SONG, 9, color="595959")
