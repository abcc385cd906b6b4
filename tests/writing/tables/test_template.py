"""The province's template is filled and keeps its look, however many rows it needs."""

from __future__ import annotations

import io
import os
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

import app.writing.tables.template
from app.errors import TemplateInvalid
from app.model.batch import Batch, Enterprise, Sender
from app.notices.read import load_notice
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.reading.tables.sheet import read_sheet_in
from app.send.template import load_template
from app.store.store import BatchStore
from app.writing.tables.rows import Shift
from app.writing.tables.summary import summary_rows, write_summary
from app.writing.tables.template import fill_template, read_template

NOTICE = load_notice("2023")[0]
RULES = NOTICE.track("provincial")
SENDER = Sender("济南市工业和信息化局", "370100", "济南市")
DAY = date(2023, 8, 20)
BOX = Sandbox(1)
HEADS = ["序号", "所属市", "申报单位\n名称（全称）", "信用代码", "典型经验名称", "", "上年营业收入（万元）", "省厅编号", "备注"]
THIN = Side("thin")
RULED = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def a_template(path: Path, change: Callable[[Worksheet], None] = lambda sheet: None, prepared: int = 3) -> Path:
    """Title, 推荐单位 line, heading in row 3, `prepared` rows, 合计, a note and a signature line."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "汇总 表"
    sheet["A1"] = "全省质量标杆申报汇总表"
    sheet["A1"].font = Font("方正小标宋简体", 20)
    sheet.merge_cells("A1:I1")
    sheet["A2"] = "推荐单位（盖章）：__________"
    sheet["G2"] = "填报日期：    年   月   日"
    for column, head in enumerate(HEADS, 1):
        sheet.cell(3, column, head or None).border = RULED
    sheet.merge_cells("E3:F3")
    last = 3 + prepared
    for row in range(4, last + 1):
        for column in range(1, 10):
            cell = sheet.cell(row, column)
            cell.border, cell.font = RULED, Font("仿宋_GB2312", 12)
        sheet.cell(row, 1, row - 3)
        sheet.cell(row, 8, f'=B{row}&"-"&A{row}')
        sheet.merge_cells(start_row=row, end_row=row, start_column=5, end_column=6)
        sheet.row_dimensions[row].height = 30
    sheet.cell(last + 1, 1, "合计")
    sheet.cell(last + 1, 7, f"=SUM(G4:G{last})")
    sheet.cell(last + 1, 8, f"=COUNTA($C$4:$C${last})&\"家\"")
    sheet.merge_cells(start_row=last + 1, end_row=last + 1, start_column=1, end_column=6)
    sheet.row_dimensions[last + 1].height = 22
    sheet.cell(last + 2, 1, "注：本表一式两份。")
    sheet.merge_cells(start_row=last + 2, end_row=last + 2, start_column=1, end_column=9)
    sheet.cell(last + 3, 1, "负责人签字：")
    sheet.cell(last + 3, 7, f"=G{last + 1}*10000")
    choice = DataValidation("list", formula1='"全面质量管理,数字化融合"')
    choice.add(f"I4:I{max(last, 4)}")
    sheet.add_data_validation(choice)
    red = FormulaRule(formula=[f"$G4>$G${last + 1}"], fill=PatternFill("solid", start_color="FFFF0000"))
    sheet.conditional_formatting.add(f"A4:I{max(last, 4)}", red)
    sheet.print_area = f"A1:I{last + 3}"
    sheet.print_title_rows = "1:3"
    sheet.page_setup.orientation = "landscape"
    sheet.row_breaks.append(Break(last + 1))
    book.defined_names["家数"] = DefinedName("家数", attr_text=f"'汇总 表'!$C$4:$C${last}")
    other = book.create_sheet("核对")
    other["A1"] = f"='汇总 表'!G{last + 1}"
    other["A2"] = "=SUM(A1:A9)"
    change(sheet)
    book.save(path)
    return path


def a_batch(count: int) -> Batch:
    batch = Batch(SENDER, "2023", "2023-08-20")
    for number in range(1, count + 1):
        cells = {"code": f"9137010000000000{number:02d}", "experience": f"经验{number}", "revenue": "1000"}
        enterprise = Enterprise(f"e{number}", "provincial", f"济南{number}号公司", (), fields=cells)
        batch = batch.with_enterprise(enterprise)
    return batch


def filled(template: Path, count: int, out: Path) -> openpyxl.Workbook:
    write_summary(a_batch(count), "provincial", NOTICE, DAY, template, out, BOX)
    return openpyxl.load_workbook(out)


@pytest.fixture(scope="module", autouse=True)
def _box() -> Iterator[None]:
    yield
    BOX.close()


def test_a_template_is_read_to_a_map(tmp_path: Path) -> None:
    place = read_template(a_template(tmp_path / "t.xlsx"), RULES, BOX)
    assert (place.sheet, place.heading, place.first_body, place.prepared, place.total_row) == ("汇总 表", 3, 4, 3, 7)
    assert place.columns == {
        "order": 1, "city": 2, "name": 3, "code": 4, "experience": 5, "revenue": 7, "remark": 9,
    }
    assert place.unknown == ("省厅编号",)
    assert any("联系电话" in warning for warning in place.warnings)


def test_three_prepared_rows_take_ten_enterprises_and_all_below_moves_along(tmp_path: Path) -> None:
    book = filled(a_template(tmp_path / "t.xlsx"), 10, tmp_path / "o.xlsx")
    sheet = book["汇总 表"]
    assert [sheet.cell(row, 3).value for row in range(4, 14)] == [f"济南{n}号公司" for n in range(1, 11)]
    assert [sheet.cell(row, 1).value for row in range(4, 14)] == list(range(1, 11))
    assert [sheet["A14"].value, sheet["A15"].value, sheet["A16"].value] == ["合计", "注：本表一式两份。", "负责人签字："]
    merged = {str(box) for box in sheet.merged_cells.ranges}
    assert merged == {"A1:I1", "E3:F3", "A14:F14", "A15:I15", *(f"E{row}:F{row}" for row in range(4, 14))}
    assert (sheet["G14"].value, sheet["H14"].value) == ("=SUM(G4:G13)", '=COUNTA($C$4:$C$13)&"家"')
    assert (sheet["G16"].value, sheet["H13"].value) == ("=G14*10000", '=B13&"-"&A13')
    assert (book["核对"]["A1"].value, book["核对"]["A2"].value) == ("='汇总 表'!G14", "=SUM(A1:A9)")
    assert book.defined_names["家数"].attr_text == "'汇总 表'!$C$4:$C$13"


def test_print_set_up_validations_formats_and_heights_follow_the_rows(tmp_path: Path) -> None:
    sheet = filled(a_template(tmp_path / "t.xlsx"), 10, tmp_path / "o.xlsx")["汇总 表"]
    assert sheet.print_area == "'汇总 表'!$A$1:$I$16"
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$3", "landscape")
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["I4:I13"]
    (formats,) = sheet.conditional_formatting
    assert (str(formats.sqref), formats.rules[0].formula) == ("A4:I13", ["$G4>$G$14"])
    assert [sheet.row_dimensions[row].height for row in (4, 13, 14)] == [30, 30, 22]
    assert [mark.id for mark in sheet.row_breaks.brk] == [14]
    assert sheet["C13"].font.name == "仿宋_GB2312"
    assert sheet["C13"].border.bottom.style == "thin"
    assert sheet["A1"].font.name == "方正小标宋简体"


def test_sender_and_day_are_filled_above_the_heading(tmp_path: Path) -> None:
    sheet = filled(a_template(tmp_path / "t.xlsx"), 1, tmp_path / "o.xlsx")["汇总 表"]
    assert sheet["A2"].value == "推荐单位（盖章）：济南市工业和信息化局"
    assert sheet["G2"].value == "填报日期：2023年8月20日"


def test_sender_and_day_in_one_cell_are_both_filled_and_given_ones_stay(tmp_path: Path) -> None:
    def one_cell(sheet: Worksheet) -> None:
        sheet["A2"] = "推荐单位：" + " " * 28 + "填报时间：   年  月  日"
        sheet["G2"] = "填报日期：2023年8月1日"

    sheet = filled(a_template(tmp_path / "t.xlsx", one_cell), 1, tmp_path / "o.xlsx")["汇总 表"]
    assert sheet["A2"].value == "推荐单位：济南市工业和信息化局" + " " * 8 + "填报时间：2023年8月20日"
    assert sheet["G2"].value == "填报日期：2023年8月1日"


def test_fewer_enterprises_leave_the_rest_blank_and_move_nothing(tmp_path: Path) -> None:
    sheet = filled(a_template(tmp_path / "t.xlsx"), 2, tmp_path / "o.xlsx")["汇总 表"]
    assert [sheet.cell(row, 1).value for row in range(4, 8)] == [1, 2, None, "合计"]
    assert sheet["G7"].value == "=SUM(G4:G6)"


@pytest.mark.parametrize("count", [1, 3, 4, 30])
def test_a_filled_template_reads_back_as_the_rows_that_went_in(tmp_path: Path, count: int) -> None:
    filled(a_template(tmp_path / "t.xlsx"), count, tmp_path / "o.xlsx")
    sheet = read_sheet_in(tmp_path / "o.xlsx", NOTICE, "provincial", lambda done, item: None)
    wanted = summary_rows(a_batch(count), "provincial", NOTICE)
    assert [dict(row) for row in sheet.rows] == [{key: row[key] for key in sheet.rows[0]} for row in wanted]


def test_the_same_template_gives_the_same_bytes_and_stays_as_it_was(tmp_path: Path) -> None:
    template = a_template(tmp_path / "t.xlsx")
    before = template.read_bytes()
    rows = summary_rows(a_batch(7), "provincial", NOTICE)
    once, twice = (fill_template(template, RULES, rows, SENDER.name, DAY, BOX) for _ in range(2))
    assert once == twice
    assert template.read_bytes() == before


def test_a_template_with_one_prepared_row_or_none_is_filled_too(tmp_path: Path) -> None:
    for prepared in (1, 0):
        sheet = filled(a_template(tmp_path / f"{prepared}.xlsx", prepared=prepared), 5, tmp_path / "o.xlsx")["汇总 表"]
        assert [sheet.cell(row, 3).value for row in (4, 8, 9)] == ["济南1号公司", "济南5号公司", None]
        assert sheet["A9"].value == "合计"
        assert sheet["C8"].border.bottom.style == "thin"
    assert "A9:F9" in {str(box) for box in sheet.merged_cells.ranges}


def test_a_heading_alone_is_enough(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["序号", "企业名称"])
    book.save(tmp_path / "t.xlsx")
    sheet = filled(tmp_path / "t.xlsx", 2, tmp_path / "o.xlsx").worksheets[0]
    assert [[cell.value for cell in row] for row in sheet] == [["序号", "企业名称"], [1, "济南1号公司"], [2, "济南2号公司"]]


def test_a_city_merged_down_the_body_grows_with_it(tmp_path: Path) -> None:
    sheet = filled(
        a_template(tmp_path / "t.xlsx", lambda sheet: sheet.merge_cells("B4:B6")), 6, tmp_path / "o.xlsx"
    )["汇总 表"]
    assert "B4:B9" in {str(box) for box in sheet.merged_cells.ranges}
    assert sheet["B4"].value == "济南市"


def test_pictures_below_the_body_move_and_stay(tmp_path: Path) -> None:
    def picture(sheet: Worksheet) -> None:
        dot = io.BytesIO()
        Image.new("RGB", (8, 8), "red").save(dot, "PNG")
        dot.seek(0)
        sheet.add_image(Picture(dot), "B9")

    sheet = filled(a_template(tmp_path / "t.xlsx", picture), 10, tmp_path / "o.xlsx")["汇总 表"]
    (image,) = sheet._images  # type: ignore[attr-defined]
    assert image.anchor._from.row == 15


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    template = a_template(tmp_path / "t.xlsx")
    with zipfile.ZipFile(template, "a") as archive:
        archive.writestr("xl/drawings/drawing9.xml", "<xdr:wsDr><xdr:sp macro=''/></xdr:wsDr>")
    assert "模板里的文本框、图形不会保留" in read_template(template, RULES, BOX).warnings
    held = read_template(a_template(tmp_path / "h.xlsx", lambda s: s.__setitem__("C4", "老公司")), RULES, BOX)
    assert "模板第 4 行起原有的内容会被覆盖" in held.warnings


def no_heading(sheet: Worksheet) -> None:
    sheet["C3"] = "别的"


def doubled(sheet: Worksheet) -> None:
    sheet["H3"] = "申报单位名称（全称）"


def protected(sheet: Worksheet) -> None:
    sheet.protection.sheet = True


def two_rows_each(sheet: Worksheet) -> None:
    sheet.merge_cells("C4:C5")


@pytest.mark.parametrize(("change", "said"), [
    (no_heading, "没有认出表头"), (doubled, "出现了两次"), (protected, "撤销工作表保护"), (two_rows_each, "每家企业占了多行"),
])
def test_a_template_that_cannot_be_filled_says_why(
    tmp_path: Path, change: Callable[[Worksheet], None], said: str
) -> None:
    with pytest.raises(TemplateInvalid, match=said):
        read_template(a_template(tmp_path / "t.xlsx", change), RULES, BOX)


@pytest.mark.parametrize(("content", "said"), [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为"), (b"not a zip", "不是 .xlsx"), (b"", "不是 .xlsx"),
])
def test_a_file_that_is_no_xlsx_says_so(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "t.xlsx").write_bytes(content)
    with pytest.raises(TemplateInvalid, match=said):
        read_template(tmp_path / "t.xlsx", RULES, BOX)


@pytest.mark.parametrize(("instead", "said"), [
    (b'ref="A1:XFD1048576"', "合并单元格过多"), (b" " * 999 + b"ref = 'A1:XF&#68;1048576'", "合并单元格过多"),
    (b'ref="A1:I1"/><!DOCTYPE', "不是 Excel"),
])
def test_a_bomb_of_merged_cells_is_refused_before_it_is_opened(
    tmp_path: Path, instead: bytes, said: str
) -> None:
    template, bomb = a_template(tmp_path / "t.xlsx"), tmp_path / "b.xlsx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:I1"', instead))
    with pytest.raises(TemplateInvalid, match=said):
        read_template(bomb, RULES, BOX)


def test_a_bomb_of_zeros_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    template = a_template(tmp_path / "t.xlsx")
    with zipfile.ZipFile(template, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"<a>" + b" " * 11_000_000 + b"</a>")
    with pytest.raises(TemplateInvalid, match="过于庞大"):
        read_template(template, RULES, BOX)


def hanging(path: Path, rules: object, report: Callable[[int, str], None]) -> None:
    report(0, path.name)
    threading.Event().wait()


def greedy(path: Path, rules: object, report: Callable[[int, str], None]) -> None:
    report(0, path.name)
    os.kill(os.getpid(), signal.SIGKILL)  # as the system does when memory is short


@pytest.mark.parametrize("work", [hanging, greedy])
def test_a_template_that_hangs_or_kills_its_reader_is_refused_and_the_batch_is_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, work: Callable[..., None]
) -> None:
    monkeypatch.setattr(app.writing.tables.template, "read_template_in", work)
    monkeypatch.setattr(app.writing.tables.template, "_LIMITS", Limits(stall_seconds=0.3))
    path = a_template(tmp_path / "t.xlsx")
    with BatchStore.create(tmp_path / "批次", a_batch(1), load_notice("2023")[1]) as store:
        with pytest.raises(TemplateInvalid, match="读取被中止") as told:
            load_template(store, "provincial", path, BOX)
        assert not store.batch.templates and not (store.folder / "templates").exists()
    assert "也可以先不用模板" in told.value.line()


def test_a_worksheet_of_boundless_size_is_refused_within_a_moment(tmp_path: Path) -> None:
    template, huge = a_template(tmp_path / "t.xlsx"), tmp_path / "h.xlsx"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(huge, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", far))
    began = time.monotonic()
    with pytest.raises(TemplateInvalid, match="行列过多"):
        read_template(huge, RULES, BOX)
    assert time.monotonic() - began < 20


def test_what_points_to_other_files_is_told_and_never_followed(tmp_path: Path) -> None:
    template = a_template(tmp_path / "t.xlsx")
    with zipfile.ZipFile(template, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", "<externalLink/>")
    assert any("取自其他文件" in remark for remark in read_template(template, RULES, BOX).remarks)


def test_a_heading_and_a_note_in_mixed_fonts_are_known_and_kept(tmp_path: Path) -> None:
    def mixed(sheet: Worksheet) -> None:
        sheet["C3"] = CellRichText(TextBlock(InlineFont(color="FFFF0000"), "*"), "申报单位名称")

    filled(a_template(tmp_path / "t.xlsx", mixed), 6, tmp_path / "o.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx", rich_text=True)["汇总 表"]
    assert sheet["C9"].value == "济南6号公司"
    assert isinstance(sheet["C3"].value, CellRichText)


def test_a_template_with_a_two_row_heading_is_filled_below_it(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    heads = (["序号", "申报单位名称", "联系人", None], [None, None, "姓名", "手机"], [1], [2], ["合计"])
    for row in heads:
        sheet.append(row)
    for merge in ("A1:A2", "B1:B2", "C1:D1"):
        sheet.merge_cells(merge)
    book.save(tmp_path / "t.xlsx")
    place = read_template(tmp_path / "t.xlsx", RULES, BOX)
    assert (place.heading, place.columns) == (2, {"order": 1, "name": 2, "contact": 3, "phone": 4})
    sheet = filled(tmp_path / "t.xlsx", 4, tmp_path / "o.xlsx").worksheets[0]
    assert [sheet.cell(row, 2).value for row in (3, 6)] == ["济南1号公司", "济南4号公司"]
    assert sheet["A7"].value == "合计"


def test_links_and_comments_move_with_their_cells(tmp_path: Path) -> None:
    def noted(sheet: Worksheet) -> None:
        sheet["A9"].hyperlink = "https://example.invalid/"
        sheet["A9"].comment = Comment("批注", "厅")

    sheet = filled(a_template(tmp_path / "t.xlsx", noted), 6, tmp_path / "o.xlsx")["汇总 表"]
    assert (sheet["A12"].hyperlink.ref, sheet["A12"].comment.text) == ("A12", "批注")


def test_a_cut_template_says_it_is_damaged(tmp_path: Path) -> None:
    template, cut = a_template(tmp_path / "t.xlsx"), tmp_path / "c.xlsx"
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(cut, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text[: len(text) // 2] if "sheet1" in name else text)
    with pytest.raises(TemplateInvalid, match="已损坏"):
        read_template(cut, RULES, BOX)


@pytest.mark.parametrize(("before", "after"), [
    ("G4:G6", "G4:G9"), ("$G$4:$G$6", "$G$4:$G$9"), ("G6", "G6"), ("G7", "G10"), ("G1:G5", "G1:G5"),
    ("G6:G6", "G6:G9"), ("G7:G8", "G10:G11"), ("4:6", "4:9"), ("D:D", "D:D"), ("A1:B6 C7", "A1:B9 C10"), ("家数", "家数"),
])
def test_references_move_as_in_excel_and_take_in_the_new_rows(before: str, after: str) -> None:
    assert Shift(6, 3, grows=True).range(before) == after


def test_formulas_of_other_sheets_move_only_where_they_speak_of_this_one() -> None:
    shift = Shift(6, 3, grows=True)
    assert shift.formula("=A9+'汇总 表'!A9+别表!A9", False, "汇总 表") == "=A9+'汇总 表'!A12+别表!A9"
    assert shift.formula('=IF(A9="A9",SUM(A4:A6),"")', True, "汇总 表") == '=IF(A12="A9",SUM(A4:A9),"")'
