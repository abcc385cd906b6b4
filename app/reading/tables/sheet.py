"""Rows of a 汇总表 out of a spreadsheet (.xlsx .xls .et .ods) or out of the clipboard."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from app.errors import TableUnknown, Unreadable
from app.job import Job
from app.model.source import LeftOut
from app.notices.notice import Notice, Track
from app.reading.tables.division import rows_of_others, tracks_told
from app.reading.tables.guard import unguarded
from app.reading.tables.headings import (
    WITHIN,
    Grid,
    Heading,
    Merge,
    column_meant,
    find_heading,
    heading_key,
    name_column,
    read_labels,
)
from app.reading.tables.workbook import MAX_CELL, MAX_ROWS, Page, worksheets

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

_TOTAL = re.compile(r"^(合|总|小|共|累)计(?!.*(公司|集团|厂|院|所|中心)$)")
_NOTE = re.compile(
    r"^(注|备注|说明|填表说明|填报说明|填写说明)(\d*[:：.、]|$)"
    r"|^(推荐单位|推荐部门|填报单位|报送单位|填报人|填表人|经办人|审核人|负责人|联系人|联系电话|联系方式|填报日期|填表日期|日期)"
    r"([（(].*?[）)])?[:：]"
)
_EXAMPLE = re.compile(r"^[（(【]?(填写)?(示例|样例|例如|例)([）)】:：\d]|$)")
STOPPED = "（表格异常庞大或已损坏，读取被中止）"
_MOST_TITLE = 600  # characters
_NUMBERING = re.compile(r"^[（(]?[\d一二三四五六七八九十A-Z]{1,2}[）)]?$")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as column id → text, every column of the heading present, blank cells "".

    `numbers` are the rows' numbers as the spreadsheet counts them. `left_out` names everything else that
    held text, `unknown` the headings the notice does not know. `positional`: pasted without a heading.
    `title`: the worksheets' names and what stands above the headings.
    """

    rows: tuple[Mapping[str, str], ...]
    left_out: tuple[LeftOut, ...] = ()
    unknown: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    positional: bool = False
    title: str = ""


def read_sheet(
    path: Path, notice: Notice, track: str, sandbox: Sandbox | None = None, job: Job | None = None
) -> Sheet:
    """Read a foreign table in a child process (one of its own when no `sandbox` is handed in).

    Raises TableUnknown (no heading row, or a table of another track), Unreadable (not a spreadsheet,
    damaged, needs a password, or the reader had to be stopped), Cancelled.
    """
    from app.reading.limits import Limits
    from app.reading.sandbox import Sandbox, SandboxError

    if sandbox is None:
        with Sandbox(workers=1) as own:
            return read_sheet(path, notice, track, own, job)
    try:
        return sandbox.call(read_sheet_in, path, notice, track, job=job or Job(), limits=Limits())
    except SandboxError as error:
        raise Unreadable(f"{path.name}{STOPPED}") from error


def read_sheet_in(path: Path, notice: Notice, track: str, report: Callable[[int, str], None]) -> Sheet:
    """What the child does for `read_sheet`; the format is told by content, an .et is an .xls."""
    return sheet_of(path.name, tuple(worksheets(path, report)), notice, track)


def sheet_of(file: str, pages: Sequence[Page], notice: Notice, track: str) -> Sheet:
    """What of the pages of `file` is of this track. Raises TableUnknown."""
    rules = notice.track(track)
    others = [each for each in notice.tracks if each is not rules]
    known = [(page, heading) for page in pages if (heading := find_heading(page.grid, page.merges, rules))]
    if not known:
        raise TableUnknown(file)
    chosen = [
        (page, heading) for page, heading in known
        if not _is_other_track(page, heading, rules, others)
        or rules.id in tracks_told(page, heading, rules, notice).values()
    ]
    if not chosen:
        other = "或".join(each.title for each in others)
        raise TableUnknown(f"{file} 是{other}的表，这里要的是{rules.title}")
    if any(not page.hidden for page, _ in chosen):
        chosen = [(page, heading) for page, heading in chosen if not page.hidden]
    sheets = [
        _read_page(page, heading, rules, rows_of_others(page, heading, rules, notice))
        for page, heading in chosen
    ]
    taken = {page.name for page, _ in chosen}
    named = {page.name for page, _ in known}
    aside = [_page_left_out(page, page.name in named) for page in pages if page.name not in taken]
    return Sheet(
        rows=tuple(row for sheet in sheets for row in sheet.rows),
        left_out=(*(item for sheet in sheets for item in sheet.left_out), *(item for item in aside if item)),
        unknown=tuple(dict.fromkeys(text for sheet in sheets for text in sheet.unknown)),
        numbers=tuple(number for sheet in sheets for number in sheet.numbers),
        title=" ".join(_title(page, heading) for page, heading in chosen)[:_MOST_TITLE],
    )


def parse_pasted(text: str, rules: Track, start_column: str | None) -> Sheet:
    """Cells copied in Excel, WPS or LibreOffice: tabs between cells, quotes round cells with line breaks.

    With a heading row, columns go by heading and rows are sifted as those of a file. Without, cells fall
    from `start_column` on, every line a row, blank ones too (`positional`). TableUnknown: no heading,
    and no column to start from.
    """
    grid = _parse_tabbed(text)[: MAX_ROWS + WITHIN]
    heading = find_heading(grid, (), rules) or _bare_heading(grid, rules, start_column)
    if heading is not None:
        return _read_page(Page("粘贴的内容", False, grid, ()), heading, rules)
    ids = [column.id for column in rules.columns]
    if start_column not in ids:
        raise TableUnknown("粘贴的内容")
    under = ids[ids.index(start_column):]
    beyond = tuple(
        LeftOut(f"粘贴的内容 第 {number} 行", f"超出了最后一列：{_snippet(row[len(under):])}")
        for number, row in enumerate(grid, 1) if any(row[len(under):])
    )
    rows = tuple(dict(zip(under, row, strict=False)) for row in grid)
    return Sheet(rows, beyond, numbers=tuple(range(1, len(rows) + 1)), positional=True)


def is_table_end(texts: Sequence[str]) -> str:
    """Why a row below the heading ends the list (“合计行”, “表下说明”), or ""."""
    first = next((text for text in texts if text), "")
    if _TOTAL.match(re.sub(r"\s", "", first)):
        return "合计行"
    return "表下说明" if _NOTE.match(re.sub(r"\s", "", first)) else ""


def is_example(texts: Sequence[str]) -> bool:
    """Whether a row only shows how to fill the table in."""
    return any(_EXAMPLE.match(text) for text in texts[:2])


def is_numbering(texts: Sequence[str]) -> bool:
    """Whether a row only counts the columns: （1）（2）（3）."""
    held = [text for text in texts if text]
    return len(held) >= 3 and all(_NUMBERING.match(text) for text in held)


# -- a page ----------------------------------------------------------------------------------------
def _read_page(
    page: Page, heading: Heading, rules: Track, aside: Mapping[int, str] = MappingProxyType({})
) -> Sheet:
    """`aside`: rows that are none of this track → why."""
    rows: list[Mapping[str, str]] = []
    numbers: list[int] = []
    left_out: list[LeftOut] = list(page.beyond)
    merged = _merged_down(page.merges, heading)
    for index, cells in enumerate(page.grid):
        if not any(cells) or heading.first <= index <= heading.last:
            continue
        row = {
            column: _mended(column, _cell(page.grid[merged.get((index, at), index)], at), rules)
            for column, at in heading.columns.items()
        }
        reason = aside.get(index, "") or _why_not(row, cells, rules)
        if index < heading.first:
            reason = "表头以上的文字"
        if reason:
            left_out.append(LeftOut(f"{page.name} 第 {index + 1} 行", f"{reason}：{_snippet(cells)}"))
        else:
            rows.append(row)
            numbers.append(index + 1)
    return Sheet(tuple(rows), tuple(left_out), heading.unknown, tuple(numbers))


def _why_not(row: Mapping[str, str], cells: Sequence[str], rules: Track) -> str:
    """Why a row below the heading is no enterprise; "" for one that is."""
    key = name_column(rules)
    if key not in row:
        return ""  # pasted under headings that leave the name out
    name = row[key]
    if reason := is_table_end(cells):
        return reason
    if not name:
        return "这一行没有企业名称"
    if column_meant(name, rules) == key:
        return "重复的表头"
    if is_example([text for text in cells if text]):
        return "填写示例"
    return "列号" if _NUMBERING.match(name) else ""


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


def _mended(column: str, text: str, rules: Track) -> str:
    """Excel makes the division 06 a 6: no division has one digit, so the nought is put back."""
    is_cut = len(text) == 1 and text.isdigit() and rules.column(column).kind == "division"
    return "0" + text if is_cut else text


def _merged_down(merges: Sequence[Merge], heading: Heading) -> Mapping[tuple[int, int], int]:
    """(row, column) of a cell hidden by a merge that runs down the body → the row that holds its text.

    In a sound table no two of one column overlap; where they do, the upper one holds.
    """
    held: dict[tuple[int, int], int] = {}
    reached = dict.fromkeys(heading.columns.values(), heading.last)  # column → last row seen to
    for top, left, bottom, _ in sorted(merges):
        if left in reached and heading.last < top < bottom:
            for row in range(max(top, reached[left]) + 1, bottom + 1):
                held[row, left] = top
            reached[left] = max(reached[left], bottom)
    return held


def _page_left_out(page: Page, has_heading: bool) -> LeftOut | None:
    held = [row for row in page.grid if any(row)]
    if not held:
        return None
    reason = "隐藏的表或另一类别的表，没有读取" if has_heading else "没有认出表头，没有读取"
    return LeftOut(f"工作表 {page.name}", f"{reason}（有内容的行 {len(held)} 行）：{_snippet(held[0])}")


def _title(page: Page, heading: Heading) -> str:
    return " ".join([page.name, *(text for row in page.grid[: heading.first] for text in row if text)])


def _is_other_track(page: Page, heading: Heading, rules: Track, others: Sequence[Track]) -> bool:
    above = page.name + "".join(text for row in page.grid[: heading.first] for text in row)
    return rules.short not in above and any(
        other.title in above or other.short in page.name for other in others
    )


def _snippet(cells: Sequence[str]) -> str:
    shown = " ".join(re.sub(r"\s+", " ", text) for text in cells if text)
    return shown if len(shown) <= 40 else shown[:39] + "…"


# -- the clipboard ---------------------------------------------------------------------------------
_CELL = re.compile(r'"((?:[^"]|"")*)"(?=\t|\n|\Z)|([^\t\n]*)')


def _parse_tabbed(text: str) -> list[list[str]]:
    """Tab-separated cells. Excel quotes a cell only when it holds a tab, a line break or, some, a quote."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").removesuffix("\0")
    rows: list[list[str]] = [[]]
    at = 0
    while at <= len(text):
        match = _CELL.match(text, at)
        assert match is not None  # the second branch matches anything
        inner = match.group(1)
        is_quoted = inner is not None and any(mark in inner for mark in ("\t", "\n", '""'))
        cell = inner.replace('""', '"') if inner is not None and is_quoted else match.group(0)
        rows[-1].append(unguarded(cell.strip())[:MAX_CELL])
        at = match.end()
        if at < len(text) and text[at] == "\n":
            rows.append([])
        at += 1
    return rows if any(any(row) for row in rows) else []


def _bare_heading(grid: Grid, rules: Track, start_column: str | None) -> Heading | None:
    """A heading without the name: several known cells and no other, or the start column's own title."""
    if len(grid) < 2:
        return None
    cells = [text for text in grid[0] if text]
    found = read_labels([("", text) for text in grid[0]], rules)
    if len(cells) >= 2 and len(found.columns) == len(cells):
        return found
    titles = {column.id: heading_key(column.title) for column in rules.columns}
    is_title = len(cells) == 1 and start_column in found.columns
    return found if is_title and heading_key(cells[0]) == titles.get(start_column or "") else None
