"""One table for several tracks, and tables as plain text."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.errors import Unreadable
from app.notices.read import load_notice
from app.reading.tables.several import read_sheets_in
from app.reading.tables.sheet import read_sheet_in
from tests.hand_made import HEADINGS, ONE, THREE, TWO, as_csv, row, table, with_kind, xlsx

NOTICE = load_notice("2023")[0]


def names(path: Path, content: bytes, track: str) -> list[str]:
    path.write_bytes(content)
    return [each["name"] for each in read_sheet_in(path, NOTICE, track, lambda done, item: None).rows]


def test_a_column_of_kinds_tells_each_row(tmp_path: Path) -> None:
    book = xlsx(with_kind({ONE: "全国", TWO: "省级质量标杆"}))
    assert names(tmp_path / "表.xlsx", book, "national") == [ONE]
    assert names(tmp_path / "表.xlsx", book, "provincial") == [TWO]


def test_a_column_that_tells_not_every_row_tells_none(tmp_path: Path) -> None:
    book = xlsx(with_kind({ONE: "全国", TWO: "其他"}))
    assert names(tmp_path / "表.xlsx", book, "national") == [ONE, TWO]


def test_lines_between_the_rows_tell_those_below(tmp_path: Path) -> None:
    rows = [["2023年全国质量标杆名单"], HEADINGS, row(ONE), ["二、全省质量标杆"], row(TWO), row(THREE)]
    book = xlsx(rows)
    assert names(tmp_path / "表.xlsx", book, "national") == [ONE]
    assert names(tmp_path / "表.xlsx", book, "provincial") == [TWO, THREE]


def test_rows_of_another_track_are_told_as_left_out(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(xlsx(with_kind({ONE: "全国", TWO: "全省"})))
    sheet = read_sheet_in(tmp_path / "表.xlsx", NOTICE, "national", lambda done, item: None)
    assert [item.reason.partition("：")[0] for item in sheet.left_out][1:] == ["全省质量标杆的"]
    assert "2023年质量标杆推荐汇总表" in sheet.title


def several(path: Path, content: bytes, track: str = "national") -> dict[str, list[str]]:
    path.write_bytes(content)
    read = read_sheets_in(path, NOTICE, track, lambda done, item: None)
    assert not [each for _, sheet in read for each in sheet.left_out if "质量标杆的" in each.reason or "工作表" in each.path]
    return {own: [each["name"] for each in sheet.rows] for own, sheet in read}


def test_what_tells_of_several_tracks_is_read_for_each(tmp_path: Path) -> None:
    both = {"national": [ONE], "provincial": [TWO, THREE]}
    kinds = with_kind({ONE: "全国", TWO: "省级质量标杆", THREE: "全省"})
    assert several(tmp_path / "表.xlsx", xlsx(kinds)) == both
    lines = [["2023年全国质量标杆名单"], HEADINGS, row(ONE), ["二、全省质量标杆"], row(TWO), row(THREE)]
    assert several(tmp_path / "表.xlsx", xlsx(lines)) == both


def test_sheets_called_after_tracks_are_read_for_each(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for title, names_of in (("全国", [ONE]), ("全省", [TWO, THREE])):
        sheet = book.create_sheet(title)
        for cells in (HEADINGS, *map(row, names_of)):
            sheet.append(cells)
    del book["Sheet"]
    book.save(tmp_path / "两张.xlsx")
    content = (tmp_path / "两张.xlsx").read_bytes()
    assert several(tmp_path / "两张.xlsx", content) == {"national": [ONE], "provincial": [TWO, THREE]}


def test_what_tells_of_none_is_of_the_track_that_was_asked_for(tmp_path: Path) -> None:
    plain = xlsx([HEADINGS, row(ONE), row(TWO)])
    assert several(tmp_path / "表.xlsx", plain) == {"national": [ONE, TWO]}
    assert several(tmp_path / "表.xlsx", plain, "") == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";", "，"])
def test_plain_text_is_a_table_in_any_encoding(tmp_path: Path, encoding: str, sign: str) -> None:
    text = as_csv(table((TWO, THREE))).decode("gb18030").replace(",", sign)
    assert names(tmp_path / "名单.csv", text.encode(encoding), "provincial") == [TWO, THREE]


@pytest.mark.parametrize("content", [b"no table, at all", b"<html>a,b\nc,d\n</html>", b"a,b\0\nc,d\0\n"])
def test_other_text_is_no_table(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Unreadable):
        names(tmp_path / "表.csv", content, "provincial")
