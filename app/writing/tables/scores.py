"""评审用表: a score sheet for each expert, the ranked list, 公示, who must file online."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app import wording
from app.model.merged import MergedRow
from app.model.review import FULL_MARKS, Ranked, points
from app.notices.clauses import Criterion
from app.notices.notice import Column, Notice, Track
from app.reading.tables.scores import EXPERT, KEY, NAME, POINTS, REMARK
from app.writing.atomic import write_bytes
from app.writing.tables.summary import HEADING_ROW, Page, book_of
from app.writing.tables.workbook import workbook_bytes

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_KEY = Column("key", KEY, width=24)
_NAME = Column("name", NAME, filled="name", width=28)
_CITY = Column("city", "市", width=8)
_GROUP = Column("group", "组别", width=14)
_POINTS, _REMARK = Column("points", POINTS, kind="number", width=13), Column("remark", REMARK, width=30)
_NOTE = Column("note", "说明", width=34)
_RANK = Column("rank", "名次", kind="number", width=6)


def write_score_sheet(
    expert: str, groups: Mapping[str, Sequence[MergedRow]], notice: Notice, day: date, out: Path
) -> None:
    """A worksheet for each track; only points and remarks can be typed, each within its bounds. A track with
    criteria has a column for each, and their sum. AppError.
    """
    scored = {row.track for rows in groups.values() for row in rows}
    tracks = [track for track in notice.tracks if track.id in scored] or notice.tracks
    book = book_of(_score_page(expert, groups, track, notice) for track in tracks)
    for sheet, track in zip(book.worksheets, tracks, strict=True):
        _guard(sheet, track)
    write_bytes(out, workbook_bytes(book, day, notice.recipient))


def _score_page(
    expert: str, groups: Mapping[str, Sequence[MergedRow]], track: Track, notice: Notice
) -> Page:
    title = f"{notice.year}年{track.title}评审评分表"
    heads = (title, f"{EXPERT}{expert}", "签名：　　　　　　日期：　　　　　")
    given = {f"part {at}": each for at, each in enumerate(track.criteria)}
    rows = [
        {**_common(row, track), "group": group, "points": "", "remark": "", **dict.fromkeys(given, "")}
        for group, members in groups.items()
        for row in members
        if row.track == track.id
    ]
    parts = (Column(key, each.heading, kind="number", width=13) for key, each in given.items())
    columns = (_KEY, _GROUP, _CITY, _NAME, *_about(track), *parts, _POINTS, _REMARK)
    return Page(heads, columns, rows, track.title)


def _about(track: Track) -> tuple[Column, ...]:
    """What is applied for, as wide as a score sheet has room."""
    return tuple(
        replace(column, width=min(column.width, 30), kind="text", required=False) for column in track.told
    )


def _common(row: MergedRow, track: Track) -> dict[str, str]:
    about = {column.id: row.cell(column.id) for column in track.told}
    return {**about, "key": row.key, "city": row.city, "name": row.entry.name}


def _guard(sheet: Worksheet, track: Track) -> None:
    """Excel refuses what is no number within the bounds, and changes to the rest; there is no password."""
    from openpyxl.styles import Protection
    from openpyxl.utils import get_column_letter

    first, last = HEADING_ROW + 1, max(sheet.max_row, HEADING_ROW + 1)
    total, remark = sheet.max_column - 1, sheet.max_column
    parts = {total - len(track.criteria) + at: each for at, each in enumerate(track.criteria)}
    typed: dict[int, Criterion | None] = {**parts} if parts else {total: None}
    for number in range(first, last + 1):
        for at in (*typed, remark):
            sheet.cell(number, at).protection = Protection(locked=False)
        if parts:
            own = f"{get_column_letter(min(parts))}{number}:{get_column_letter(max(parts))}{number}"
            sheet.cell(number, total).value = f'=IF(COUNT({own})=0,"",SUM({own}))'
    for at, part in typed.items():
        letter = get_column_letter(at)
        _bound(sheet, f"{letter}{first}:{letter}{last}", part)
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False  # widths may be changed


def _bound(sheet: Worksheet, cells: str, part: Criterion | None) -> None:
    """`part`: the criterion these are the points of, None: of the whole."""
    from openpyxl.worksheet.datavalidation import DataValidation

    most = part.most if part else FULL_MARKS // 100
    says = f"{part.says[:120]}。" if part and part.says else ""
    rule = DataValidation(
        "decimal", operator="between", formula1="0", formula2=str(most), allow_blank=True,
        showErrorMessage=True, showInputMessage=True, errorTitle="分数", error=f"请填 0 到 {most} 的数",
        promptTitle="分数", prompt=f"{says}0 到 {most}，可带两位小数；没有评的留空",
    )  # fmt: skip
    rule.add(cells)
    sheet.add_data_validation(rule)


def write_ranking(
    ranked: Mapping[str, Sequence[Ranked]], experts: Sequence[str], notice: Notice, day: date, out: Path
) -> None:
    """The ranked list with every expert's points, a worksheet for each track. AppError."""
    pages = [_ranking_page(rows, track, experts, notice, day) for track, rows in ranked.items()]
    write_bytes(out, workbook_bytes(book_of(pages), day, notice.recipient))


def _ranking_page(
    ranked: Sequence[Ranked], track: str, experts: Sequence[str], notice: Notice, day: date
) -> Page:
    rules = notice.track(track)
    given = [Column(f"expert {at}", name, kind="number", width=9) for at, name in enumerate(experts)]
    columns = (
        _RANK, _CITY, _NAME, *_about(rules), *given,
        Column("average", "平均分", kind="number", width=9), Column("marked", rules.marked, width=10),
        _NOTE, _KEY,
    )  # fmt: skip
    way = "去掉一个最高分和一个最低分" if any(one.is_trimmed for one in ranked) else "全部分数平均"
    heads = (f"{notice.year}年{rules.title}评审结果", f"平均分算法：{way}", wording.day(day))
    return Page(heads, columns, [_ranking_row(one, experts, rules) for one in ranked], rules.title)


def _ranking_row(one: Ranked, experts: Sequence[str], track: Track) -> dict[str, str]:
    given = {
        f"expert {at}": _number(one.scores[name]) if name in one.scores else ""
        for at, name in enumerate(experts)
    }
    return {
        **_common(one.row, track), **given,
        "rank": str(one.rank) if one.rank else "",
        "average": _number(one.average) if one.average is not None else "未评",
        "marked": "是" if one.is_recommended else "",
        "note": "；".join(one.remarks),
    }  # fmt: skip


def _number(hundredths: int) -> str:
    """As a spreadsheet keeps it: a number, no noughts at its end."""
    return points(hundredths).rstrip("0").rstrip(".")


def write_publicity(
    listed: Mapping[str, Sequence[Ranked]], notice: Notice, day: date, out: Path
) -> None:
    """公示: what may be shown to anybody, no persons and no telephones; why one is on the list that was let
    in by a person's reason. AppError.
    """
    pages = [
        _listed(f"{notice.year}年{rules.title}{rules.proposed}名单（公示）", chosen, rules, notice, day)
        for rules, chosen in ((notice.track(key), chosen) for key, chosen in listed.items())
    ]
    write_bytes(out, workbook_bytes(book_of(pages), day, notice.recipient))


def write_final(listed: Mapping[str, Sequence[Ranked]], notice: Notice, day: date, out: Path) -> None:
    """The lists as they were settled after their publicity, with nothing more than that had. AppError."""
    pages = [
        _listed(f"{notice.year}年{rules.title}{rules.settled}名单", chosen, rules, notice, day)
        for rules, chosen in ((notice.track(key), chosen) for key, chosen in listed.items())
    ]
    write_bytes(out, workbook_bytes(book_of(pages), day, notice.recipient))


def _listed(title: str, chosen: Sequence[Ranked], track: Track, notice: Notice, day: date) -> Page:
    about = [column for column in _about(track) if track.column(column.id).kind == "text"]
    note = [_NOTE] if any(one.reason for one in chosen) else []
    columns = (Column("order", "序号", kind="number", width=6), _NAME, *about, _CITY, *note)
    cells = [
        {**_common(one.row, track), "order": str(number), "note": one.reason}
        for number, one in enumerate(chosen, 1)
    ]
    return Page((title, notice.recipient, wording.day(day)), columns, cells, track.title)


def write_online_list(
    rows: Iterable[MergedRow], filed: Mapping[str, str], notice: Notice, day: date, out: Path
) -> None:
    """Who must file online, where, and whom to ring up about it; `filed`: row key → the day it was done.
    AppError.
    """
    columns = (
        Column("order", "序号", kind="number", width=6), _CITY, _NAME, Column("contact", "联系人", width=10),
        Column("phone", "联系电话", kind="phone", width=16),
        Column("email", "电子邮箱", kind="email", width=26),
        Column("sender", "推荐单位", width=24), Column("done", "已填报", width=14),
        *([Column("path", "填报网址和入口", width=40)] if notice.online_path else []),
    )  # fmt: skip
    title = "、".join(track.title for track in notice.tracks if track.files_online)
    by = f"在{wording.day(notice.online_deadline)}前" if notice.online_deadline else ""
    heads = (f"{notice.year}年{title}网上申报提醒名单", f"请{by}完成网上申报", wording.day(day))
    cells = [
        {
            **_common(row, notice.track(row.track)), "order": str(number),
            "contact": row.cell("contact"), "phone": row.cell("phone"),
            "email": row.cell("email"), "sender": row.sender.name, "done": filed.get(row.key, ""),
            "path": notice.online_path,
        }
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip
    write_bytes(out, workbook_bytes(book_of([Page(heads, columns, cells, title)]), day, notice.recipient))
