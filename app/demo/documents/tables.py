"""The spreadsheets of the campaign: the clerk's own tables and the province's empty template."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.datavalidation import DataValidation

from app.demo.campaign import TABLE_FAULTS
from app.demo.cast import APPLICANTS, BUREAU, TRACKS, Applicant, sample
from app.demo.packing import fixed_zip
from app.model.batch import Sender

_AREAS = '"1 全面质量管理,2 质量工程技术,3 供应链质量管控,4 数字化融合"'
_TITLES = ((1, "黑体", 18, 34, "center"), (2, "宋体", 11, 22, "left"))  # row, font, points, height, where


def table(track: str) -> bytes:
    """The table as the clerk typed it (.xlsx), with the faults of `TABLE_FAULTS`."""
    columns = sample("tables")[track]
    book, sheet = _book(f"{TRACKS[track]}质量标杆申报汇总表", [heading for heading, _, _ in columns], columns)
    listed = [each for each in APPLICANTS if each.track == track]
    for place, who in enumerate(listed, 1):
        for number, (_, source, _) in enumerate(columns, 1):
            cell = sheet.cell(3 + place, number, _cell(who, source, place))
            cell.number_format = "@" if source in ("code", "phone", "division") else "General"
            _frame(cell)
    sheet["A2"] = f"推荐单位（盖章）：{BUREAU}"
    return _saved(book)


def odd_table(
    title: str, sender: Sender, listed: Sequence[Applicant], numbers: Sequence[int], day: str
) -> bytes:
    """A table made by hand (.xlsx): no frames, lines above and below it; `numbers` are its 序号."""
    book = Workbook()
    sheet: Any = book.active
    lines: list[list[object]] = [["附件"], [], [title], [f"报送单位：{sender.name}", "", "", "", day]]
    lines.append([heading for heading, _ in sample("tables")["odd"]])
    for who, place in zip(listed, numbers, strict=True):
        fixed = {"=order": place, "=city": sender.city or sender.name, "": ""}
        lines.append([fixed[s] if s in fixed else getattr(who, s) for _, s in sample("tables")["odd"]])
    lines += [[], ["注：本表一式两份，加盖公章。"]]
    for line in lines:
        sheet.append(line)
    return _saved(book)


def template(track: str) -> bytes:
    """The province's empty table: title, rules, three framed rows, a list of 重点领域, a line to sign on."""
    columns = sample("tables")[track]
    headings = [sample("tables")["official"].get(heading, heading) for heading, _, _ in columns]
    book, sheet = _book(f"2023年{TRACKS[track]}质量标杆申报汇总表", headings, columns)
    for row in range(4, 7):
        sheet.row_dimensions[row].height = 26
        for column in range(1, len(columns) + 1):
            _frame(sheet.cell(row, column))
    sheet["A2"] = "推荐单位（盖章）：                                        填报日期：    年  月  日"
    sheet["A8"] = "填表人：                    审核人：                    联系电话："
    sheet.merge_cells(start_row=8, start_column=1, end_row=8, end_column=len(columns))
    place = headings.index("重点领域") + 1
    choice = DataValidation("list", formula1=_AREAS, allow_blank=True)
    choice.error, choice.errorTitle = "请从四个重点领域中选择", "重点领域"
    letter = sheet.cell(4, place).column_letter
    choice.add(f"{letter}4:{letter}6")
    sheet.add_data_validation(choice)
    return _saved(book)


def _book(title: str, headings: Sequence[str], columns: Sequence[tuple[str, str, int]]) -> tuple[Any, Any]:
    """A workbook with title, line for the sender, and heading row 3; A4 landscape."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "汇总表"
    for row, face, points, height, where in _TITLES:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(headings))
        sheet.row_dimensions[row].height = height
        sheet.cell(row, 1).font = Font(name=face, size=points)
        sheet.cell(row, 1).alignment = Alignment(horizontal=where, vertical="center")
    sheet["A1"] = title
    sheet.row_dimensions[3].height = 34  # two lines
    for number, (heading, (_, _, width)) in enumerate(zip(headings, columns, strict=True), 1):
        cell = sheet.cell(3, number, heading)
        _frame(cell)
        cell.font = Font(name="宋体", size=11, bold=True)
        cell.fill = PatternFill("solid", fgColor="EEF3FA")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = "A4"
    return book, sheet


def _cell(who: Applicant, source: str, place: int) -> object:
    fixed = {"=order": place, "=bureau": BUREAU, "=city": "济南市", "": ""}
    if source in fixed:
        return fixed[source]
    if source == "revenue":
        return int(who.revenue)
    return TABLE_FAULTS.get((who.name, source), getattr(who, source))


def _frame(cell: Any) -> None:
    side = Side(style="thin")
    cell.border = Border(side, side, side, side)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def _saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return fixed_zip(out.getvalue())
