"""年度统计 as a workbook: a worksheet for each table with its chart, the crossed ones, all enterprises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.model.after.figures import Counts, CrossTable, FigureTable, Statistics
from app.notices.notice import Column, Notice
from app.wording import day as day_text
from app.writing.atomic import write_bytes
from app.writing.tables.summary import Page, add_page
from app.writing.tables.workbook import in_xml, put, thin_border, workbook_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.chart.data_source import StrData
    from openpyxl.worksheet.worksheet import Worksheet

_COLOURS = ("9DBFEE", "3A78D0", "F0A93B", "2E7D4F")
_HEADS, _FIRST = 2, 5  # rows above the headings; the first row of figures
ALL = "合计"
_BAR_CM, _CHART_CM = 1.15, 25.0  # of a category; how wide a chart is
_UPRIGHT = 8  # so many categories stand side by side; more lie below each other


def write_book(
    found: Statistics, activities: Mapping[str, Sequence[int]], notice: Notice, day: date, out: Path
) -> None:
    """`activities`: kind → how many, units, people, pairings; the last is all of them. The same figures and
    day give the same bytes. AppError.
    """
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in found.tables:
        _add_table(book, table, found, notice, day)
    for crossed in found.crossed:
        _add_crossed(book, crossed, notice, day)
    _add_activities(book, activities, notice, day)
    _add_subjects(book, found, notice, day)
    write_bytes(out, workbook_bytes(book, day, notice.recipient))


def _sheet(book: Workbook, name: str, title: str, told: str, width: int) -> Worksheet:
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet: Worksheet = book.create_sheet(name[:31])
    for row, text, face in ((1, title, Font("黑体", 16)), (2, told, Font("仿宋", 11))):
        cell = sheet.cell(row, 1)
        put(cell, text, "text")
        cell.font = face
        cell.alignment = Alignment("center" if row == 1 else "left", "center", wrap_text=row > 1)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=max(width, 2))
        sheet.row_dimensions[row].height = 34 if row == 1 else 36
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _cells(
    sheet: Worksheet, row: int, texts: Sequence[object], *, bold: bool = False, filled: bool = False
) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill

    for at, text in enumerate(texts, 1):
        cell = sheet.cell(row, at)
        put(cell, "—" if text is None else str(text), "number" if isinstance(text, int) else "text")
        cell.font = Font("黑体" if bold else "宋体", 11)
        cell.alignment = Alignment("left" if at == 1 and not filled else "center", "center", wrap_text=True)
        cell.border = thin_border()
        if filled:
            cell.fill = PatternFill("solid", start_color="FFE1ECFB")


def _add_table(book: Workbook, table: FigureTable, found: Statistics, notice: Notice, day: date) -> None:
    from openpyxl.utils import get_column_letter

    tracks = [track.id for track in notice.tracks] + ([""] if "" in table.tracks else [])
    groups = [(track, notice.short(track) or "未分类") for track in tracks]
    count = len(found.measures)
    width = 1 + count * (len(groups) + 1)
    told = f"{notice.recipient}{notice.department}　统计日期：{day_text(day)}　单位：家　{found.words}"
    title = f"{notice.year}年{notice.campaign}申报{table.title}统计表"
    sheet = _sheet(book, table.title, title, f"{told}。{table.note}" if table.note else told, width)
    names = [name for _, name in groups] + [ALL]
    spread = (name if not at else "" for name in names for at in range(count))
    _cells(sheet, 3, [table.by, *spread], bold=True, filled=True)
    _cells(sheet, 4, ["", *(found.measures * (len(names)))], bold=True, filled=True)
    sheet.merge_cells("A3:A4")
    for number in range(len(names)):
        left = 2 + number * count
        sheet.merge_cells(start_row=3, start_column=left, end_row=3, end_column=left + count - 1)
    for row, line in enumerate(table.lines, _FIRST):
        own = [line.counts.get(track, ()) for track in tracks]
        _cells(sheet, row, [line.title, *_flat([*own, line.total], count)])
    last = _FIRST + len(table.lines)
    sums = [table.column(track) for track in tracks]
    _cells(sheet, last, [ALL, *_flat([*sums, table.total], count)], bold=True, filled=True)
    sheet.column_dimensions["A"].width = 30 if table.id == "industry" else 18
    for at in range(2, width + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 9.5
    sheet.row_dimensions[4].height = 44
    sheet.freeze_panes = f"B{_FIRST}"
    sheet.print_title_rows = "3:4"
    if table.lines and any(table.total):
        _add_chart(sheet, table, found.measures, 2 + len(groups) * count, last)


def _flat(groups: Sequence[Counts], count: int) -> list[int | None]:
    """A figure for each measure of each group; of none told, nought."""
    return [(*own, *(None,) * count)[at] if own else 0 for own in groups for at in range(count)]


def _add_chart(
    sheet: Worksheet, table: FigureTable, measures: Sequence[str], first: int, last: int
) -> None:
    """Of the sums of all tracks, which begin in column `first`; below the table, whose last row is `last`."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.data_source import AxDataSource, NumData, NumVal, StrRef
    from openpyxl.chart.label import DataLabelList

    chart: Any = BarChart()
    is_upright = len(table.lines) <= _UPRIGHT
    chart.type = "col" if is_upright else "bar"
    chart.title = f"{table.title}统计（单位：家）"
    chart.legend.position = "t"
    chart.title.overlay = chart.legend.overlay = False  # else newer Excel lays them over the bars
    chart.width = _CHART_CM
    chart.height = 9.0 if is_upright else 3 + _BAR_CM * len(table.lines)
    chart.gapWidth = 60
    shown = [at for at, total in enumerate(table.total) if total]
    names = StrRef(str(Reference(sheet, min_col=1, min_row=_FIRST, max_row=last - 1)))
    names.strCache = _texts([line.title for line in table.lines])
    for at in shown:
        figures = Reference(sheet, min_col=first + at, min_row=4, max_row=last - 1)
        chart.add_data(figures, titles_from_data=True)
    for series, at in zip(chart.series, shown, strict=True):
        series.cat = AxDataSource(strRef=names)  # of texts, which openpyxl would tell as numbers
        series.tx.strRef.strCache = _texts([measures[at]])
        counts = [(*line.total, *(None,) * len(measures))[at] or 0 for line in table.lines]
        points = [NumVal(number, v=str(count)) for number, count in enumerate(counts)]
        series.val.numRef.numCache = NumData("General", len(points), points)
        series.graphicalProperties.solidFill = _COLOURS[at]
        series.dLbls = DataLabelList()
        series.dLbls.showVal = True
        for name in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
            setattr(series.dLbls, name, False)
    chart.x_axis.delete = chart.y_axis.delete = False  # else newer Excel shows neither
    chart.y_axis.majorGridlines = None
    chart.y_axis.numFmt, chart.y_axis.scaling.min = "0", 0
    if not is_upright:
        chart.x_axis.scaling.orientation = "maxMin"  # the first line on top, as in the table
    sheet.add_chart(chart, f"A{last + 2}")


def _texts(texts: Sequence[str]) -> StrData:
    """As they stand in the cells, for programs that show a chart without reading them."""
    from openpyxl.chart.data_source import StrData, StrVal

    return StrData(len(texts), [StrVal(number, in_xml(text)) for number, text in enumerate(texts)])


def _add_crossed(book: Workbook, table: CrossTable, notice: Notice, day: date) -> None:
    from openpyxl.utils import get_column_letter

    width = len(table.across) + 2
    told = f"{table.told}　单位：家　统计日期：{day_text(day)}"
    title = f"{notice.year}年{notice.campaign}申报统计表（{table.title}）"
    sheet = _sheet(book, table.title, title, told, width)
    _cells(sheet, 3, [table.by, *table.across, ALL], bold=True, filled=True)
    for row, (name, counts) in enumerate(zip(table.down, table.counts, strict=True), 4):
        _cells(sheet, row, [name, *counts, sum(counts)])
    sums = [sum(column) for column in zip(*table.counts, strict=True)] or [0] * len(table.across)
    _cells(sheet, 4 + len(table.down), [ALL, *sums, sum(sums)], bold=True, filled=True)
    sheet.column_dimensions["A"].width = 30
    for at in range(2, width + 1):
        sheet.column_dimensions[get_column_letter(at)].width = 15
    sheet.freeze_panes = "B4"
    sheet.print_title_rows = "3:3"


def _add_activities(
    book: Workbook, activities: Mapping[str, Sequence[int]], notice: Notice, day: date
) -> None:
    heads = ("方式", "活动（次）", "参加单位（家）", "参加人次", "对标（对）")
    told = f"同一单位参加几次算一家，人次分别计　统计日期：{day_text(day)}"
    sheet = _sheet(book, "交流活动", f"{notice.year}年{notice.campaign}交流推广活动统计表", told, len(heads))
    _cells(sheet, 3, heads, bold=True, filled=True)
    for row, (kind, figures) in enumerate(activities.items(), 4):
        _cells(sheet, row, [kind, *figures], bold=kind == ALL, filled=kind == ALL)
    for letter, width in zip("ABCDE", (22, 13, 15, 13, 13), strict=True):
        sheet.column_dimensions[letter].width = width


def _add_subjects(book: Workbook, found: Statistics, notice: Notice, day: date) -> None:
    """For pivot tables of one's own."""
    names = ("year", "track", "city", "industry", "area", "size")
    titles = ("年度", "申报类别", "市", "行业", "重点领域", "企业规模")
    widths = (8, 14, 12, 28, 16, 10)
    columns = [Column(n, t, width=w) for n, t, w in zip(names, titles, widths, strict=True)]
    columns.append(Column("name", "企业", width=34, filled="name"))
    columns += [Column(f"m{at}", t, kind="number", width=9) for at, t in enumerate(found.measures)]
    rows = [
        {
            **{name: getattr(each, name) for name in names}, "track": notice.track(each.track).title,
            "name": each.name, **{f"m{at}": str(count) for at, count in enumerate(each.counts)},
        }
        for each in found.subjects
    ]  # fmt: skip
    heads = (
        f"{notice.year}年{notice.campaign}申报明细", f"共 {len(rows)} 项；1 为是，0 为否",
        f"统计日期：{day_text(day)}",
    )  # fmt: skip
    add_page(book, Page(heads, columns, rows, "明细"))
