"""公示 as an office posts it: who is on the list, for how long, and where objections go."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app import wording
from app.model.merged import MergedRow
from app.model.review import Publicity, Ranked
from app.notices.notice import Column, Notice
from app.writing.atomic import write_bytes
from app.writing.papers.typesetting import typeset
from app.writing.papers.word import (
    FANG,
    HEI,
    SIZE_2,
    SIZE_3,
    TABLE,
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
    text_line,
)

_PITCH = 28.0
_ALL_MM, _CHARACTER_MM, _AROUND_MM = 156, TABLE / 72 * 25.4, 4.4  # of the list: all of it, a letter, a cell
_SHORT = 8  # characters: a column of no longer ones is as wide as its longest
_SHARES = {"企业名称": 1.0, "说明": 0.95}  # of what room is left; a column of what is applied for has more


def write_announcement(
    shown: Publicity, listed: Sequence[Ranked], notice: Notice, day: date, pdf: Path, docx: Path
) -> None:
    """The same facts and day give the same bytes. `listed`: the rows of `shown`, in its order. AppError."""
    words = announcement_words(shown, listed, notice, day)
    write_bytes(pdf, typeset("announcement.typ", words, day))
    write_bytes(docx, announcement_docx(words, day))


def announcement_words(
    shown: Publicity, listed: Sequence[Ranked], notice: Notice, day: date
) -> dict[str, Any]:
    """What the paper says: no persons and no telephones of enterprises. `widths` of the list's columns in mm;
    `centred`: places of those whose words stand in the middle.
    """
    track = notice.track(shown.track)
    about = [column for column in track.told if column.kind in ("text", "area")]
    title = f"{notice.year}年{track.title}{track.proposed}名单"
    first, last = (wording.day(date.fromisoformat(each)) for each in (shown.begins, shown.ends))
    notes = ["说明"] if any(one.reason for one in listed) else []
    visited = "、现场核查" if any(one.visit and one.visit.passed for one in listed) else ""
    rows = []
    for number, one in enumerate(listed, 1):
        cells = [cell_words(one.row, column, notice) for column in about]
        rows.append([str(number), one.row.entry.name, *cells, one.row.city, *(one.reason for _ in notes)])
    heads = ["序号", "企业名称", *(column.title for column in about), "所属市", *notes]
    short = [0, *(at for at, column in enumerate(about, 2) if column.kind == "area"), 2 + len(about)]
    return {
        "title": [notice.recipient, f"关于{title}的公示"],
        "paragraphs": [
            f"根据{notice.name}要求，经组织申报、材料核验、专家评审{visited}，"
            f"形成{title}（共{len(rows)}家，附后），现予以公示。",
            f"公示时间：{first}至{last}。",
            f"公示期内，任何单位和个人对名单有异议的，请书面向{notice.recipient}{notice.department}反映，"
            "写明异议和依据。单位提出的加盖公章，个人提出的署真实姓名，并留联系方式。",
        ],
        "contacts": [
            f"{label}：{text}"
            for label, text in (("受理电话", shown.phone), ("异议受理", shown.channel)) if text
        ],
        "attachment": title,
        "sender": notice.recipient,
        "day": wording.day(day),
        "heads": heads,
        "widths": _widths(heads, rows, short),
        "centred": short,
        "rows": rows,
    }  # fmt: skip


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]], short: Sequence[int]) -> list[float]:
    """No word of a `short` column is broken; the others share what is left."""
    made = [0.0] * len(heads)
    for at in short:
        longest = max(len(row[at]) for row in (heads, *rows))
        made[at] = min(longest, _SHORT) * _CHARACTER_MM + _AROUND_MM
    shares = {at: _SHARES.get(head, 1.25) for at, head in enumerate(heads) if at not in short}
    left = (_ALL_MM - sum(made)) / sum(shares.values())
    return [round(made[at] or left * shares[at], 2) for at in range(len(heads))]


def cell_words(row: MergedRow, column: Column, notice: Notice) -> str:
    """What stands in a column of its table; an area by its title alone."""
    text = row.cell(column.id)
    area = notice.area(text) if column.kind == "area" else None
    return area.title if area else text


def announcement_docx(words: dict[str, Any], day: date) -> bytes:
    import docx

    document = docx.Document()
    page_number(a4(document, (37, 26, 35, 28), SIZE_3).footer.paragraphs[0], alignment=1)
    for text in words["title"]:
        run(centred(document), text, TITLE, SIZE_2)
    blank(document)
    for text in (*words["paragraphs"], *words["contacts"]):
        indent(text_line(document, text, _PITCH), first=2)
    blank(document)
    indent(text_line(document, f"附件：{words['attachment']}", _PITCH), first=2)
    blank(document)
    for text in (words["sender"], words["day"]):
        indent(text_line(document, text, _PITCH), right=4).alignment = 2
    first = exact(document.add_paragraph())
    first.paragraph_format.page_break_before = True
    run(first, "附件", HEI, SIZE_3)
    run(centred(document), words["attachment"], TITLE, SIZE_2)
    blank(document)
    table = ruled_table(document, words["heads"])
    for row in words["rows"]:
        table_row(table.add_row(), row, FANG, words["centred"])
    laid(table, words["widths"])
    return saved(document, words["attachment"], words["sender"], day)
