"""The 汇总表 as written: read back unchanged, dressed for print, the same bytes each time."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from app.model.batch import Batch, Enterprise, Sender
from app.notices.read import load_notice
from app.reading.tables.sheet import read_sheet_in
from app.writing.tables.summary import summary_rows, write_summary
from app.writing.tables.workbook import height_for

NOTICE = load_notice("2023")[0]
JINAN = Sender("济南市工业和信息化局", "370100", "济南市")
DAY = date(2023, 8, 20)


def a_batch(track: str = "national", sender: Sender = JINAN, *fields: dict[str, str]) -> Batch:
    batch = Batch(sender, "2023", "2023-08-20")
    for number, cells in enumerate(fields, 1):
        batch = batch.with_enterprise(Enterprise(f"e{number}", track, f"济南{number}号公司", (), fields=cells))
    return batch


def written(batch: Batch, out: Path, track: str = "national") -> Path:
    write_summary(batch, track, NOTICE, DAY, None, out)
    return out


def test_rows_hold_every_column_in_recommended_order() -> None:
    batch = a_batch("national", JINAN, {"contact": "赵一", "order": "9"}, {"name": "表上的名称"})
    batch = batch.with_order("national", ("e2", "e1"))
    first, second = summary_rows(batch, "national", NOTICE)
    assert tuple(first) == tuple(column.id for column in NOTICE.track("national").columns)
    assert (first["order"], first["name"], first["sender"]) == ("1", "表上的名称", JINAN.name)
    assert (second["order"], second["name"], second["contact"]) == ("2", "济南1号公司", "赵一")


def test_the_city_is_the_bureaus_and_for_a_direct_sender_the_enterprises_own() -> None:
    bureau = a_batch("provincial", JINAN, {"city": "青岛市"})
    direct = a_batch("provincial", Sender("某某集团"), {"city": "青岛市"})
    assert summary_rows(bureau, "provincial", NOTICE)[0]["city"] == "济南市"
    assert summary_rows(direct, "provincial", NOTICE)[0]["city"] == "青岛市"


def test_the_same_batch_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    batch = a_batch("national", JINAN, {"contact": "赵一"})
    one, two = written(batch, tmp_path / "1.xlsx"), written(batch, tmp_path / "2.xlsx")
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as archive:
        assert {member.date_time[:3] for member in archive.infolist()} == {(2023, 8, 20)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2023-08-20T00:00:00Z") == 2
    assert JINAN.name in core


def test_the_sheet_is_set_up_for_print(tmp_path: Path) -> None:
    batch = a_batch("national", JINAN, {"experience": "很长的经验名称" * 12}, {})
    sheet = openpyxl.load_workbook(written(batch, tmp_path / "t.xlsx")).worksheets[0]
    assert (sheet.title, sheet["A1"].value) == ("全国质量标杆申报汇总表", "2023年全国质量标杆申报汇总表")
    assert sheet["A2"].value == "推荐单位（盖章）：济南市工业和信息化局"
    assert sheet["H2"].value == "填报日期：2023年8月20日"
    assert "A1:O1" in {str(box) for box in sheet.merged_cells.ranges}
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$3:$3", "D4")
    assert sheet.oddFooter.center.text == "第 &P 页 共 &N 页"
    assert sheet["C4"].border.left.style == "thin"
    assert sheet["E4"].alignment.wrap_text
    assert sheet.row_dimensions[4].height >= 6 * 15 > 2 * sheet.row_dimensions[5].height
    assert sheet["A3"].font.name == "黑体"


def test_codes_and_phones_are_texts_and_a_formula_is_only_a_text(tmp_path: Path) -> None:
    cells = {"phone": "13800000000", "code": "91370100MA3C0000XX", "experience": "=1+1", "remark": "#N/A"}
    sheet = openpyxl.load_workbook(written(a_batch("national", JINAN, cells, {}), tmp_path / "t.xlsx")).worksheets[0]
    heads = {sheet.cell(3, column).value: column for column in range(1, 16)}
    for title in ("联系电话", "统一社会信用代码"):
        cell = sheet.cell(4, heads[title])
        assert (cell.data_type, cell.number_format) == ("s", "@")
        assert sheet.cell(5, heads[title]).number_format == "@"
    with zipfile.ZipFile(tmp_path / "t.xlsx") as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert sheet["A4"].value == 1


def test_revenue_is_a_number_only_where_nothing_is_lost(tmp_path: Path) -> None:
    batch = a_batch("provincial", JINAN, {"revenue": "12345.6"}, {"revenue": "12345.60"}, {"revenue": "约1亿"})
    sheet = openpyxl.load_workbook(written(batch, tmp_path / "t.xlsx", "provincial")).worksheets[0]
    assert [sheet.cell(row, 10).value for row in (4, 5, 6)] == [12345.6, "12345.60", "约1亿"]


def test_a_long_cell_makes_its_row_higher() -> None:
    assert height_for([("一" * 12, 27)]) == height_for([("", 10)]) == 24
    assert height_for([("一" * 40, 20)]) >= 5 * 15
    assert height_for([("一\n二\n三", 20)]) >= 3 * 15


CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="_\ufffe\uffff"), max_size=30
).map(str.strip)
FIELDS = st.fixed_dictionaries({key: CELL for key in ("code", "experience", "area", "contact", "phone", "email")})


@settings(max_examples=25, deadline=None)
@given(st.lists(FIELDS, min_size=1, max_size=5))
def test_what_is_written_is_read_back(fields: list[dict[str, str]]) -> None:
    from tempfile import TemporaryDirectory

    batch = a_batch("national", JINAN, *fields)
    with TemporaryDirectory() as folder:
        path = written(batch, Path(folder) / "t.xlsx")
        sheet = read_sheet_in(path, NOTICE, "national", lambda done, item: None)
    assert [dict(row) for row in sheet.rows] == [dict(row) for row in summary_rows(batch, "national", NOTICE)]
    assert sheet.unknown == ()
    assert [item.reason[:2] for item in sheet.left_out] == ["表头", "表头"]
