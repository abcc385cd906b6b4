"""总表: one track over all senders, in our own look or in the province's template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from app.job import Job
from app.model.merged import MergedRow
from app.notices.notice import Column, Notice, Track
from app.wording import day as day_text
from app.writing.atomic import write_bytes
from app.writing.tables.summary import Page, book_of
from app.writing.tables.workbook import workbook_bytes

CITY = Column("city", "市", ("所属市", "地市"), width=8)
PLACE = Column("place", "市内次序", ("推荐次序", "推荐顺序"), kind="number", width=9)
SENDER = Column("sender", "报送单位", ("推荐单位", "推荐部门"), width=18)
CAME = Column("came", "收到日期", ("报送日期", "收到时间"), width=11)
STANDING = Column("standing", "受理情况", width=10)
MARKS = Column("marks", "提示", width=28)
SUBMISSION = Column("submission", "报送编号", ("登记编号",), width=16)
_OURS = (CITY, PLACE, SENDER, CAME, STANDING, MARKS, SUBMISSION)
_HIDDEN = frozenset({"sender", "county", "ownership", "scale", "post", "submission"})


def columns_of(rules: Track) -> tuple[Column, ...]:
    """All that it can show: 序号, 市, 市内次序, the notice's own columns, what the ledger adds."""
    taken = {column.id for column in _OURS}
    own = [column for column in rules.columns if column.id not in taken and column.filled != "order"]
    order = [replace(c, synonyms=()) for c in rules.columns if c.filled == "order"]
    return (*order, CITY, PLACE, *own, SENDER, CAME, STANDING, MARKS, SUBMISSION)


def shown_columns(rules: Track, wanted: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns of ids `wanted`, in that order; without any, those a reader needs first.

    The column of the enterprise's name is always there. KeyError for an id there is none of.
    """
    known = {column.id: column for column in columns_of(rules)}
    if not wanted:
        return tuple(column for key, column in known.items() if key not in _HIDDEN)
    named = next(column.id for column in rules.columns if column.filled == "name")
    keys = dict.fromkeys(wanted if named in wanted else (*wanted, named))
    return tuple(known[key] for key in keys)


def merged_cells(row: MergedRow, columns: Sequence[Column]) -> Mapping[str, str]:
    """Column id → text. A duplicate is told in words, never by colour alone."""
    added = _added(row)
    return {column.id: _cell(row, column, added) for column in columns}


def merged_page(
    rows: Sequence[MergedRow], track: str, notice: Notice, day: date, wanted: Sequence[str] = (),
    only: str = "",
) -> Page:  # fmt: skip
    """The worksheet of one track; `rows` of the other are passed over, and columns that it has not. `only`:
    what was chosen of them, in words, where they are not all.
    """
    rules = notice.track(track)
    known = {column.id for column in columns_of(rules)}
    columns = shown_columns(rules, [key for key in wanted if key in known])
    mine = [row for row in rows if row.track == track]
    chosen = f"　只含：{only}" if only else ""
    heads = (
        f"{notice.year}年{rules.title}申报总表",
        f"汇总单位：{notice.recipient}{notice.department}　共 {len(mine)} 项{chosen}",
        f"汇总日期：{day_text(day)}",
    )
    return Page(heads, columns, [merged_cells(row, columns) for row in mine], rules.title)


def write_tables(
    rows: Sequence[MergedRow], tracks: Sequence[str], notice: Notice, day: date, out: Path,
    wanted: Sequence[str] = (), only: str = "",
) -> None:  # fmt: skip
    """One workbook, a worksheet for each track, which says what it holds. The same rows and day give the same
    bytes. AppError.
    """
    book = book_of(merged_page(rows, track, notice, day, wanted, only) for track in tracks)
    write_bytes(out, workbook_bytes(book, day, notice.recipient))


def write_into_template(
    rows: Sequence[MergedRow], track: str, notice: Notice, day: date, template: Path, out: Path,
    job: Job | None = None,
) -> None:  # fmt: skip
    """The province's own table, filled as the city's is. Raises TemplateInvalid, Cancelled, AppError."""
    from app.writing.tables.template import fill_template

    rules = notice.track(track)
    columns = columns_of(rules)
    cells = [merged_cells(row, columns) for row in rows if row.track == track]
    content = fill_template(
        template, replace(rules, columns=columns), cells, notice.recipient, day, job=job
    )
    write_bytes(out, content)


def _added(row: MergedRow) -> dict[str, str]:
    """What the ledger adds to the sender's own cells; column id → text."""
    one = row.submission
    return {
        "city": row.city, "place": str(row.place), "sender": one.sender.name, "came": one.handed_in,
        "standing": one.standing.words,
        "marks": "；".join(f"{mark.title}（{why}）" for mark, why in row.marks.items()),
        "submission": one.id, "code": row.cell("code") or row.entry.code,
    }  # fmt: skip


def _cell(row: MergedRow, column: Column, added: Mapping[str, str]) -> str:
    if column.filled == "order":
        return str(row.number)
    if column.filled == "name":
        return row.cell(column.id) or row.entry.name
    return added.get(column.id, row.cell(column.id))
