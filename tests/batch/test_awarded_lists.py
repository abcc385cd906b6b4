"""Lists of those awarded in former years: read by their headings, told by the check, kept in the batch."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from app.batch.awarded.lists import is_barred, with_awarded, without_awarded
from app.errors import TableUnknown
from app.model.awarded import Award
from app.reading.tables.awarded import read_awarded_in
from tests.checks.cases import a_batch, applied, found, notice_2023
from tests.road import done

NAME = "济南试制机床有限公司"


def a_list(path: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def read(path: Path) -> tuple[Award, ...]:
    return read_awarded_in(path, notice_2023(), lambda done, item: None).awards


def test_a_list_with_its_year_in_the_title(tmp_path: Path) -> None:
    path = a_list(tmp_path / "名单.xlsx", ("2021年全国质量标杆名单",), ("序号", "企业名称", "典型经验名称"), (1, NAME, "做法"))
    assert read(path) == (Award(2021, NAME, listed="2021年全国质量标杆名单"),)


def test_a_list_of_several_years_with_codes_and_tracks(tmp_path: Path) -> None:
    path = a_list(
        tmp_path / "历年.xlsx", ("年度", "获评单位", "统一社会信用代码", "类别"), ("2020年", NAME, "91370100MA3", "全国"),
        (None, "济南样例电子厂", None, "全省"), (2022, "青岛别家有限公司", None, None), ("合计", "3 家"),
    )  # fmt: skip
    assert [(a.year, a.name, a.code, a.track, a.listed) for a in read(path)] == [
        (2020, NAME, "91370100MA3", "全国", "历年"), (2020, "济南样例电子厂", "", "全省", "历年"),
        (2022, "青岛别家有限公司", "", "", "历年"),
    ]  # fmt: skip


def test_a_row_without_a_year_or_a_name_is_told(tmp_path: Path) -> None:
    path = a_list(tmp_path / "名单.xlsx", ("企业名称",), (NAME,), ("甲",))
    told = read_awarded_in(path, notice_2023(), lambda done, item: None)
    assert told.awards == () and [each.reason for each in told.left_out] == [
        f"“{NAME}”没有写获评的年份", "“甲”不像企业全称"]  # fmt: skip


def test_a_table_without_names_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(TableUnknown):
        read(a_list(tmp_path / "别的.xlsx", ("产品", "产量"), ("轴承", 3)))


def test_a_list_of_the_same_title_takes_the_place_of_the_one_before() -> None:
    old, new, other = (Award(2021, name, listed=title) for name, title in (("甲厂", "一"), ("乙厂", "一"), ("丙厂", "二")))
    batch = with_awarded(with_awarded(a_batch(applied()), (old, other)), (new,))
    assert batch.awarded == {"一": (new,), "二": (other,)} and without_awarded(batch).awarded == {}


@pytest.mark.parametrize("year, barred", [(2019, False), (2020, True), (2022, True), (2023, False)])
def test_only_the_years_that_bar_count(year: int, barred: bool) -> None:
    award = Award(year, NAME, listed="名单")
    assert is_barred(award, notice_2023()) is barred
    assert bool(found(with_awarded(a_batch(applied()), (award,)), "DUP-03")) is barred


def test_the_command_line_brings_one_in_lists_it_and_takes_it_away(tmp_path: Path) -> None:
    done("new", tmp_path / "批次", "--sender", "370100")
    path = a_list(tmp_path / "名单.xlsx", ("2021年名单",), ("企业名称",), (NAME,), ("济南样例电子厂",), ("甲",))
    told = done("awarded", tmp_path / "批次", path)
    assert "名单 3 家 = 载入 2 家（2020—2022 年）" in told and "没有读懂 1 家" in told
    assert "2021年名单：2 家" in done("awarded", tmp_path / "批次")
    assert "没有历年获评名单" in done("awarded", tmp_path / "批次", "--clear")
