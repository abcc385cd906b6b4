"""现场核查记录表 as DOCX, to be taken along: who, when, what was declared, and room for what is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from app import wording
from app.model.merged import MergedRow
from app.model.review import Visit
from app.notices.notice import Notice
from app.writing.atomic import write_bytes
from app.writing.papers.announcement import cell_words
from app.writing.papers.word import (
    FANG,
    SIZE_2,
    TITLE,
    a4,
    blank,
    centred,
    laid,
    page_number,
    ruled_table,
    run,
    saved,
    table_row,
)

# Rows of room for a pen; with the others they are one page.
_ROOM_MM = {"核查内容": 16, "核查情况": 62, "核查结论": 14, "核查人员签字": 18, "企业代表签字": 18}
_SIGNED = f"{'　' * 17}年　　月　　日"


def write_visit_form(row: MergedRow, visit: Visit, notice: Notice, day: date, out: Path) -> None:
    """One enterprise's form. The same facts and day give the same bytes. AppError."""
    write_bytes(out, visit_form(row, visit, notice, day))


def visit_form(row: MergedRow, visit: Visit, notice: Notice, day: date) -> bytes:
    import docx
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    track = notice.track(row.track)
    document = docx.Document()
    page_number(a4(document, (24, 24, 22, 24), 12).footer.paragraphs[0], alignment=1)
    run(centred(document), f"{notice.year}年{track.title}现场核查记录表", TITLE, SIZE_2)
    blank(document)
    told = {
        "企业名称": row.entry.name, "报送单位": row.sender.name, "评审编号": row.key,
        **{column.title: cell_words(row, column, notice) for column in track.told},
        "联系人": "　".join(filter(None, (row.cell("contact"), row.cell("phone")))),
        "核查日期": wording.day(date.fromisoformat(visit.day)), "核查人员": "、".join(visit.members),
        "核查内容": "申报材料所写的做法、数据，与现场是否一致；证明材料的原件",
        "核查情况": "", "核查结论": "□ 通过　　□ 不通过", "核查人员签字": _SIGNED, "企业代表签字": _SIGNED,
    }  # fmt: skip
    table = ruled_table(document, ("项目", "内容"))
    for label, text in told.items():
        made = table.add_row()
        table_row(made, (label, text), FANG, (0,))
        if label in _ROOM_MM:
            made.height_rule, made.height = WD_ROW_HEIGHT_RULE.AT_LEAST, Mm(_ROOM_MM[label])
    laid(table, (36, 126))
    return saved(document, f"现场核查记录表 {row.entry.name}", notice.recipient, day)
