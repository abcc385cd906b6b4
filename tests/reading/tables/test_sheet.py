"""Tables as they really arrive: what is taken, what is left out and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import assume, given
from hypothesis import strategies as st

from app.errors import TableUnknown, Unreadable
from app.notices.notice import Track
from app.notices.read import load_notice
from app.reading.tables.guard import unguarded
from app.reading.tables.headings import column_meant, find_heading
from app.reading.tables.sheet import Sheet, parse_pasted, read_sheet, read_sheet_in

NOTICE = load_notice("2023")[0]
NATIONAL = NOTICE.track("national")
PROVINCIAL = NOTICE.track("provincial")
HEAD = ["序号", "推荐单位", "企业名称（全称）*", "统一社会信用代码\n（必填）", "★典型经验名称", "重点领域", "联系电话（手机）"]
ROW = ["1", "济南市", "济南甲电器有限公司", "91370100MA3C0000XX", "双控法", "全面质量管理", "13800000000"]


def a_table(path: Path, rows: list[list[object]], merges: tuple[str, ...] = (), title: str = "汇总表") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def read(path: Path, rules: Track = NATIONAL) -> Sheet:
    return read_sheet_in(path, NOTICE, rules.id, lambda done, item: None)


def names(sheet: Sheet) -> list[str]:
    return [row["name"] for row in sheet.rows]


def test_headings_are_known_by_synonym_without_regard_to_marks_width_and_breaks() -> None:
    assert column_meant("企 业\n名　称（必填）", NATIONAL) == "name"
    assert column_meant("※Ｅ－ｍａｉｌ", NATIONAL) == "email"
    assert column_meant("联系电话（请填手机）", NATIONAL) == "phone"
    assert column_meant("法定代表人", NATIONAL) is None


def test_a_revenue_in_another_unit_is_not_taken_for_one_in_ten_thousand_yuan() -> None:
    assert column_meant("上年营业收入（万元）", PROVINCIAL) == "revenue"
    assert column_meant("上年营业收入（亿元）", PROVINCIAL) is None


def test_title_lines_totals_and_notes_are_left_out_with_row_and_reason(tmp_path: Path) -> None:
    table = a_table(tmp_path / "t.xlsx", [
        ["2023年全国质量标杆申报汇总表"], ["推荐单位（盖章）：济南市工信局", "", "", "", "填报日期：2023年8月1日"],
        HEAD, ROW, [], ["2", "", "济南乙公司"], ["合计", "", "2家"], ["注：序号为推荐次序"], ["填表人：王五"],
    ])
    sheet = read(table)
    assert names(sheet) == ["济南甲电器有限公司", "济南乙公司"]
    assert sheet.numbers == (4, 6)
    assert [(item.path, item.reason.split("：")[0]) for item in sheet.left_out] == [
        ("汇总表 第 1 行", "表头以上的文字"), ("汇总表 第 2 行", "表头以上的文字"), ("汇总表 第 7 行", "合计行"),
        ("汇总表 第 8 行", "表下说明"), ("汇总表 第 9 行", "表下说明"),
    ]


def test_every_row_with_text_is_taken_or_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [["标题"], HEAD, ["（1）", "（2）", "（3）"], ["例", "", "某某公司"], ROW, HEAD, ["5"], ROW]
    sheet = read(a_table(tmp_path / "t.xlsx", rows))
    heading_rows = 1
    assert len(sheet.rows) + len(sheet.left_out) + heading_rows == len(rows)
    assert names(sheet) == [ROW[2], ROW[2]]
    assert [item.reason.split("：")[0] for item in sheet.left_out][1:] == [
        "列号", "填写示例", "重复的表头", "这一行没有企业名称",
    ]


def test_an_enterprise_whose_name_begins_like_a_total_is_taken(tmp_path: Path) -> None:
    assert names(read(a_table(tmp_path / "t.xlsx", [["企业名称"], ["总计控制技术有限公司"], ["总计 1 家"]]))) == ["总计控制技术有限公司"]


def test_a_two_row_merged_heading_is_read_by_its_lower_row(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["标题"],
        ["序号", "企业名称", "法定代表人", "", "联系人", "", "典型经验名称"],
        ["", "", "姓名", "手机", "姓名", "手机", ""],
        ["1", "甲公司", "赵一", "1", "钱二", "2", "双控法"],
    ]
    sheet = read(a_table(tmp_path / "t.xlsx", rows, ("A2:A3", "B2:B3", "C2:D2", "E2:F2", "G2:G3")))
    row = sheet.rows[0]
    assert (row["name"], row["contact"], row["phone"], row["experience"]) == ("甲公司", "钱二", "2", "双控法")
    assert "法定代表人·姓名" in sheet.unknown


def test_a_data_row_is_never_taken_for_the_second_row_of_a_heading(tmp_path: Path) -> None:
    rows: list[list[object]] = [["企业名称", "附加"], ["甲公司", "部门"], ["乙公司", ""]]
    assert names(read(a_table(tmp_path / "t.xlsx", rows))) == ["甲公司", "乙公司"]


def test_the_row_with_most_known_headings_wins(tmp_path: Path) -> None:
    rows: list[list[object]] = [["企业名称", "填写要求"], ["序号", "企业名称", "重点领域"], ["1", "甲公司", "数字化融合"]]
    assert read(a_table(tmp_path / "t.xlsx", rows)).rows == ({"order": "1", "name": "甲公司", "area": "数字化融合"},)


def test_numbers_are_kept_exact_and_texts_as_they_stand(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["企业名称", "联系电话", "统一社会信用代码", "备注", "行业代码", "序号"],
        ["甲公司", 13800000000.0, 370112456789012345678.0, dt.date(2023, 8, 1), 6, 1],
        ["乙公司", "1.38E+10", "91370100MA3C0000XX", 0.1 + 0.2, "06", 2.0],
    ]
    first, second = read(a_table(tmp_path / "t.xlsx", rows)).rows
    assert (first["phone"], first["code"], first["remark"]) == ("13800000000", "3.70112456789012E+20", "2023-08-01")
    assert (second["phone"], second["code"], second["remark"]) == ("1.38E+10", "91370100MA3C0000XX", "0.3")
    assert (first["division"], second["division"], second["order"]) == ("06", "06", "2")


def test_a_cell_merged_down_holds_for_every_row_it_covers(tmp_path: Path) -> None:
    rows: list[list[object]] = [["推荐单位", "企业名称"], ["济南市", "甲公司"], [None, "乙公司"], [None, "丙公司"]]
    sheet = read(a_table(tmp_path / "t.xlsx", rows, ("A2:A3",)))
    assert [row["sender"] for row in sheet.rows] == ["济南市", "济南市", ""]


def test_hidden_columns_are_read_and_other_sheets_told(tmp_path: Path) -> None:
    path = a_table(tmp_path / "t.xlsx", [["企业名称", "联系人"], ["甲公司", "赵一"]])
    book = openpyxl.load_workbook(path)
    book.worksheets[0].column_dimensions["B"].hidden = True
    book.create_sheet("选项").append(["全面质量管理"])
    book.create_sheet("空")
    book.save(path)
    sheet = read(path)
    assert sheet.rows[0]["contact"] == "赵一"
    assert [item.path for item in sheet.left_out] == ["工作表 选项"]


def test_of_two_sheets_only_the_one_of_this_track_is_read(tmp_path: Path) -> None:
    path = a_table(tmp_path / "t.xlsx", [["企业名称"], ["甲公司"]], title="全国")
    book = openpyxl.load_workbook(path)
    other = book.create_sheet("全省")
    other.append(["申报单位名称"])
    other.append(["乙公司"])
    book.save(path)
    assert (names(read(path, NATIONAL)), names(read(path, PROVINCIAL))) == (["甲公司"], ["乙公司"])


def test_a_table_of_the_other_track_is_refused(tmp_path: Path) -> None:
    path = a_table(tmp_path / "t.xlsx", [["2023年全省质量标杆申报汇总表"], ["企业名称"], ["甲公司"]])
    with pytest.raises(TableUnknown, match="全省质量标杆"):
        read(path, NATIONAL)


@pytest.mark.parametrize("suffix", [".xls", ".et", ".xlsx"])
def test_an_et_or_xls_is_told_by_content(tmp_path: Path, suffix: str) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    sheet.write_merge(0, 0, 0, 3, "汇总表")
    for column, (head, cell) in enumerate(zip(["企业名称", "手机"], ["甲公司", 13800000000.0], strict=True)):
        sheet.write(1, column, head)
        sheet.write(2, column, cell)
    path = tmp_path / f"t{suffix}"
    book.save(str(path))
    assert read(path).rows == ({"name": "甲公司", "phone": "13800000000"},)


def test_a_table_without_the_name_column_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(TableUnknown):
        read(a_table(tmp_path / "t.xlsx", [["序号", "重点领域"], ["1", "数字化"]]))


@pytest.mark.parametrize("content", [b"", b"junk", b"PK\x03\x04 cut", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600])
def test_what_is_no_spreadsheet_is_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        read(path)


def test_columns_beyond_the_limit_are_told(tmp_path: Path) -> None:
    sheet = read(a_table(tmp_path / "t.xlsx", [["企业名称"], ["甲公司", *[None] * 299, "远"]]))
    assert names(sheet) == ["甲公司"]
    assert [item.path for item in sheet.left_out] == ["汇总表 第 256 列以右"]


def test_a_table_is_read_in_a_child_process_and_a_vast_one_is_stopped_there(tmp_path: Path) -> None:
    from app.reading.sandbox import Sandbox

    with Sandbox(workers=1) as sandbox:
        path = a_table(tmp_path / "t.xlsx", [HEAD, ROW])
        assert names(read_sheet(path, NOTICE, "national", sandbox)) == [ROW[2]]
        with pytest.raises(TableUnknown):
            read_sheet(a_table(tmp_path / "u.xlsx", [["没有表头"]]), NOTICE, "national", sandbox)
        book = openpyxl.load_workbook(path)
        book.worksheets[0].cell(1_000_000, 16_000, "远")
        book.save(path)
        with pytest.raises(Unreadable, match="读取被中止"):
            read_sheet(path, NOTICE, "national", sandbox)


def test_a_table_can_be_read_without_a_sandbox_at_hand(tmp_path: Path) -> None:
    assert names(read_sheet(a_table(tmp_path / "t.xlsx", [HEAD, ROW]), NOTICE, "national")) == [ROW[2]]


def test_pasted_cells_with_a_heading_go_by_heading() -> None:
    sheet = parse_pasted("联系人\t企业名称\r\n赵一\t甲公司\r\n\t合计\r\n", NATIONAL, "order")
    assert sheet.rows == ({"contact": "赵一", "name": "甲公司"},)
    assert not sheet.positional
    assert sheet.left_out[0].reason == "合计行：合计"


def test_pasted_cells_without_a_heading_fall_from_the_start_column_line_by_line() -> None:
    sheet = parse_pasted("赵一\t经理\r\n\r\n钱二\t\r\n", NATIONAL, "contact")
    assert sheet.rows == ({"contact": "赵一", "post": "经理"}, {"contact": ""}, {"contact": "钱二", "post": ""})
    assert sheet.positional


def test_quoted_cells_of_the_clipboard_keep_their_line_breaks_tabs_and_quotes() -> None:
    sheet = parse_pasted('"双控\n""零缺陷""法"\t"甲\t乙"\t5" 管\t"原样"', NATIONAL, "experience")
    assert list(sheet.rows[0].values()) == ['双控\n"零缺陷"法', "甲\t乙", '5" 管', '"原样"']


def test_pasted_cells_beyond_the_last_column_are_told() -> None:
    sheet = parse_pasted("备注一\t多出", NATIONAL, "remark")
    assert sheet.rows == ({"remark": "备注一"},)
    assert sheet.left_out[0].reason == "超出了最后一列：多出"


def test_pasting_with_neither_heading_nor_start_is_told() -> None:
    with pytest.raises(TableUnknown):
        parse_pasted("甲\t乙", NATIONAL, None)


def test_an_empty_clipboard_pastes_nothing() -> None:
    assert parse_pasted("\r\n", NATIONAL, "name").rows == ()


def test_a_heading_below_the_fifteenth_row_is_not_looked_for() -> None:
    assert find_heading([[""]] * 15 + [["企业名称"]], (), NATIONAL) is None


CLIPPED = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\r\0\x85\u2028\u2029"), max_size=12
).map(str.strip)


@given(st.lists(st.tuples(CLIPPED, CLIPPED), min_size=1, max_size=6).filter(lambda rows: any(map(any, rows))))
def test_any_block_copied_as_excel_copies_it_is_pasted_whole(rows: list[tuple[str, str]]) -> None:
    def quoted(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '\t\n"') else cell

    text = "".join("\t".join(map(quoted, row)) + "\r\n" for row in rows)
    sheet = parse_pasted(text, NATIONAL, "experience")
    assume(sheet.positional)  # a cell may read as a heading
    while not any(rows[-1]):
        rows.pop()
    got = [(row.get("experience", ""), row.get("area", "")) for row in sheet.rows]
    assert got[: len(rows)] == [(unguarded(one), unguarded(two)) for one, two in rows]
    assert not any(map(any, got[len(rows):]))
