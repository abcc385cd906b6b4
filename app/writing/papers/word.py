"""What a Chinese official paper needs of Word and python-docx has no call for."""

# ruff: noqa: SLF001  fonts of Chinese, borders, fields and spacing are only to be had from the elements
from __future__ import annotations

import io
import math
import re
from collections.abc import Container, Sequence
from datetime import date, datetime, time
from typing import Any

from app.writing.dated import dated
from app.writing.papers.typesetting import printable

# Faces by the names a bureau's PC knows them by; Word puts its own in when one is missing.
FANG, TITLE, HEI, SONG = "仿宋", "方正小标宋简体", "黑体", "宋体"
LATIN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4, TABLE = 22.0, 16.0, 14.0, 12.0  # points: 2号, 3号, 4号, 小四
PITCH = 28.95  # points: 22 lines in 225 mm
TITLE_PITCH = SIZE_2 + 12
WIDTH = 156 / 25.4 * 72  # points
RED = "C8161D"


# What of a name no line may begin with or break: 分公司, 有限责任公司.
_UNIT = re.compile(
    r"(?:股份)?有限(?:责任)?公司|[分子总]公司|[分总]厂|研究[院所]|集团|\d{4}年|[\x21-\x7e]{1,12}|.", re.DOTALL
)


def in_lines(text: str, room: float, *, is_balanced: bool = True) -> tuple[str, ...]:
    """Broken to at most `room` characters a line (one of ASCII counts half), never within the words that
    names end with. `is_balanced`: to lines of about one length (9704 7.3.1).
    """
    whole = width_of(text)
    most = room
    if is_balanced and whole > room:
        most = min(room, whole / math.ceil(whole / room) + 1.5)
    lines, line = list[str](), ""
    for unit in _UNIT.findall(text):
        if line and width_of(line + unit) > (room if width_of(unit) > most else most):
            lines.append(line)
            line = ""
        line += unit
    return (*lines, line)


def where_needed(text: str, room: float) -> tuple[str, ...]:
    """`text` whole where filling line by line breaks no word of it; names are copied from there."""
    filled, line = list[str](), ""
    for sign in text:
        if line and width_of(line + sign) > room:
            filled.append(line)
            line = ""
        line += sign
    lines = in_lines(text, room, is_balanced=False)
    return (text,) if lines == (*filled, line) else lines


def width_of(text: str) -> float:
    """In characters; one of ASCII is half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def a4(document: Any, margins: tuple[float, float, float, float], size: float) -> Any:
    """The first section: `margins` in mm (top, right, bottom, left), text in 仿宋 of `size` points."""
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, margins)
    for grid in section._sectPr.findall(qn("w:docGrid")):  # line pitch is exact, nothing snaps
        section._sectPr.remove(grid)
    normal = document.styles["Normal"]
    normal.font.size = Pt(size)
    set_fonts(normal.element.get_or_add_rPr(), FANG)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    return section


def text_line(document: Any, text: str, pitch: float) -> Any:
    paragraph = exact(document.add_paragraph(), pitch)
    no_latin_space(paragraph)
    if text:
        squeeze(run(paragraph, text, FANG, SIZE_3))
    return paragraph


def centred(document: Any) -> Any:
    paragraph = exact(document.add_paragraph(), TITLE_PITCH)
    paragraph.alignment = 1
    return paragraph


def blank(document: Any) -> None:
    exact(document.add_paragraph())


def exact(paragraph: Any, pitch: float = PITCH) -> Any:
    from docx.enum.text import WD_LINE_SPACING
    from docx.shared import Pt

    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(pitch)
    return paragraph


def thin(paragraph: Any) -> Any:
    return exact(paragraph, 2.4)


def squeeze(run: Any) -> None:
    """28 characters of 16 pt in 156 mm: a quarter point less between any two."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    spacing = OxmlElement("w:spacing")
    spacing.set(qn("w:val"), "-5")
    after = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs")
    run._element.get_or_add_rPr().insert_element_before(spacing, *after)


def no_latin_space(paragraph: Any) -> None:
    """2023年 is set close, as in the standard's own examples."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for name in ("autoSpaceDE", "autoSpaceDN"):
        off = OxmlElement(f"w:{name}")
        off.set(qn("w:val"), "0")
        paragraph._p.get_or_add_pPr().insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:rPr")


def run(paragraph: Any, text: str, face: str, size: float, color: str = "") -> Any:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(printable(text))
    run.font.size = Pt(size)
    if color:
        run.font.color.rgb = RGBColor.from_string(color)
    set_fonts(run._element.get_or_add_rPr(), face)
    return run


def in_runs(paragraph: Any, lines: Sequence[str], face: str, size: float, color: str = "") -> None:
    """A line each in one paragraph."""
    for n, line in enumerate(lines):
        if n:
            paragraph.runs[-1].add_break()
        run(paragraph, line, face, size, color)


def set_fonts(properties: Any, face: str) -> None:
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), face)
    for script in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{script}"), LATIN if face == FANG else face)


def indent(
    paragraph: Any, *, first: float = 0, left: float = 0, hanging: float = 0, right: float = 0
) -> Any:
    """In characters of the text, both as Word counts them and in twips for readers that do not."""
    from docx.oxml.ns import qn

    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    for name, count in (("firstLine", first), ("left", left), ("hanging", hanging), ("right", right)):
        if count:
            indent.set(qn(f"w:{name}Chars"), str(round(count * 100)))
            indent.set(qn(f"w:{name}"), str(round(count * SIZE_3 * 20)))
    return paragraph


def rule(paragraph: Any, *, eighths: int, space: int) -> Any:
    """A red line 170 mm wide below `paragraph`: `eighths` of a point thick, `space` points away."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent = Mm(-8), Mm(-6)
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    settings = {"val": "single", "sz": str(eighths), "space": str(space), "color": RED}
    for name, value in settings.items():
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    after = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
    paragraph._p.get_or_add_pPr().insert_element_before(borders, *after)
    return paragraph


def page_number(paragraph: Any, alignment: int) -> None:
    """— 2 — in 4号, one character in from the edge (7.5)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = alignment
    indent(paragraph, left=1 if alignment == 0 else 0, right=1 if alignment == 2 else 0)
    run(paragraph, "— ", SONG, SIZE_4)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
    run(paragraph, "2", SONG, SIZE_4)
    field.append(paragraph.runs[-1]._element)
    run(paragraph, " —", SONG, SIZE_4)


def table_row(
    row: Any, values: Sequence[str | Sequence[str]], face: str, centred: Container[int], size: float = TABLE
) -> None:
    """Fill the cells of a row, several lines each where they are told; those of the columns `centred` in the
    middle.
    """
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Pt

    for column, (cell, value) in enumerate(zip(row.cells, values, strict=True)):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = exact(cell.paragraphs[0], size * 1.5)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        paragraph.alignment = 1 if column in centred else 0
        in_runs(paragraph, [value] if isinstance(value, str) else value, face, size)


def ruled_table(document: Any, headings: Sequence[str], size: float = TABLE) -> Any:
    """Its first row; the others are added before it is `laid`."""
    table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit, table.alignment = False, 1
    table_row(table.rows[0], headings, HEI, range(len(headings)), size)
    return table


def laid(table: Any, widths: Sequence[float]) -> None:
    """Columns of `widths` (mm); no row is split between pages, the headings come again on each."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm

    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)


def saved(document: Any, title: str, author: str, day: date) -> bytes:
    """The same document and day give the same bytes: every date inside is `day`."""
    _speak_chinese(document)
    core = document.core_properties
    core.title, core.author = printable(title)[:255], printable(author)[:255]
    core.created = core.modified = datetime.combine(day, time())
    core.last_modified_by, core.comments, core.revision = "", "", 1
    buffer = io.BytesIO()
    document.save(buffer)
    return dated(buffer.getvalue(), day)


def _speak_chinese(document: Any) -> None:
    """The template's texts are English to any script: commas would stand as in Taiwan, mid-line."""
    from docx.oxml.ns import qn

    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
