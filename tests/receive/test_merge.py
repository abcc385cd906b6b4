"""The table of all senders: its order, its marks, what a filter lets through; and the board."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from app.demo.cast import TRACKS
from app.errors import WrongUse
from app.model.merged import Chosen, Mark
from app.model.submission import Standing
from app.notices.asked.quotas import OwnQuota
from app.reading.tables.workbook import worksheets
from app.receive.merge import board, chosen, merged_rows, write_merged
from app.writing.tables.merged import (
    columns_of,
    merged_cells,
    shown_columns,
    write_into_template,
    write_tables,
)
from tests.receive.facts import GROUP, NOTICE, a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered

DAY = date(2023, 9, 1)
A, B = "913701000000000011", "913702000000000022"


def rows_of(*pairs):
    submissions = {submission.id: submission for submission, _ in pairs}.values()
    return merged_rows(submissions, [entry for _, entry in pairs], NOTICE)


def read(path: Path):
    return {page.name: page.grid for page in worksheets(path, lambda *_: None)}


def test_cities_come_in_their_order_then_direct_senders_each_in_its_own_order():
    qingdao, jinan, group = a_submission("青岛"), a_submission("济南"), a_submission(GROUP)
    rows = rows_of(
        (group, an_entry(group, "集团", fields={"city": "泰安市"})),
        (qingdao, an_entry(qingdao, "青二", 2)),
        (qingdao, an_entry(qingdao, "青一", 1)),
        (jinan, an_entry(jinan, "济一", 7)),
        (jinan, an_entry(jinan, "济国", 1, "national")),
    )
    told = [(r.track_short, r.number, r.city, r.place, r.entry.name) for r in rows]
    assert told == [
        ("全国", 1, "济南市", 1, "济国"),
        ("全省", 1, "济南市", 1, "济一"),
        ("全省", 2, "青岛市", 1, "青一"),
        ("全省", 3, "青岛市", 2, "青二"),
        ("全省", 4, "泰安市", 1, "集团"),
    ]


def test_what_a_corrected_disc_replaced_is_not_in_the_table():
    old, new = a_submission(standing=Standing.SUPERSEDED), a_submission(attempt=2)
    rows = rows_of((old, an_entry(old, "甲")), (new, an_entry(new, "甲")))
    assert [row.submission for row in rows] == [new]
    assert rows[0].marks == {}


def test_one_enterprise_from_two_senders_is_marked_by_code_then_by_name():
    jinan, zibo = a_submission("济南"), a_submission("淄博")
    by_code = rows_of((jinan, an_entry(jinan, "甲公司", code=A)), (zibo, an_entry(zibo, "甲乙公司", code=A)))
    assert [row.marks[Mark.DUPLICATE] for row in by_code] == [
        "信用代码相同：淄博市也报了全省", "信用代码相同：济南市也报了全省",
    ]  # fmt: skip
    by_name = rows_of((jinan, an_entry(jinan, "甲（山东）公司")), (zibo, an_entry(zibo, "甲(山东)公司", code=B)))
    assert "名称相同" in by_name[0].marks[Mark.DUPLICATE]


def test_both_tracks_and_other_years_are_marked():
    jinan = a_submission()
    before = a_submission(id="2022-370100-1", notice="2022")
    rows = rows_of(
        (jinan, an_entry(jinan, "甲", code=A)),
        (jinan, an_entry(jinan, "甲", code=A, track="national")),
        (before, an_entry(before, "甲", code=A, track="national")),
    )
    assert [set(row.marks) for row in rows] == [{Mark.BOTH_TRACKS, Mark.PAST}] * 2
    assert rows[0].marks[Mark.PAST] == "信用代码相同：2022年报过全国"


def test_beyond_the_quota_and_late_are_marked_but_a_direct_sender_has_no_quota():
    jinan, group = a_submission(is_late=True), a_submission(GROUP)
    names = ("甲", "乙", "丙")
    rows = rows_of(
        *((jinan, an_entry(jinan, f"济{n}", i, "national")) for i, n in enumerate(names, 1)),
        *((group, an_entry(group, f"集{n}", i, "national")) for i, n in enumerate(names, 1)),
    )
    assert [row.entry.name for row in rows if Mark.OVER_QUOTA in row.marks] == ["济丙"]
    assert [row.entry.name for row in rows if Mark.LATE in row.marks] == ["济甲", "济乙", "济丙"]


def test_a_sender_of_whom_the_notice_says_another_quota_is_marked_by_that():
    first, *others = NOTICE.tracks
    own = (OwnQuota("济南市", 1, 3), OwnQuota("省属", 0, 1))
    told = replace(NOTICE, tracks=(replace(first, quotas=own), *others))
    jinan, group = a_submission(), a_submission(replace(GROUP, kind="省属"))
    entries = [an_entry(each, name, n, "national") for each in (jinan, group) for n, name in enumerate("甲乙丙丁", 1)]
    over = [row for row in merged_rows([jinan, group], entries, told) if Mark.OVER_QUOTA in row.marks]
    assert [row.marks[Mark.OVER_QUOTA] for row in over] == [
        "该单位最多 3 项，这是第 4 项", *(f"该单位最多 1 项，这是第 {n} 项" for n in (2, 3, 4)),
    ]


def test_filters_and_search():
    jinan, zibo = a_submission("济南", Standing.ACCEPTED), a_submission("淄博")
    rows = rows_of(
        (jinan, an_entry(jinan, "山东甲机械有限公司", code=A, fields={"area": "供应链质量管控"})),
        (zibo, an_entry(zibo, "淄博乙化工有限公司", code=B, fields={"division": "26"})),
    )

    def names(**wanted):
        return [row.entry.name[:3] for row in chosen(rows, Chosen(**wanted), NOTICE)]

    assert names() == ["山东甲", "淄博乙"]
    assert names(text="化工　淄博") == names(text=B[:8]) == ["淄博乙"]
    assert names(standings=frozenset({Standing.ACCEPTED})) == ["山东甲"]
    assert names(areas=frozenset({"供应链质量管控"})) == ["山东甲"]
    assert names(divisions=frozenset({"26"})) == ["淄博乙"]
    assert names(tracks=frozenset({"national"})) == names(text="没有这家") == []


def test_the_board_shows_all_cities_and_who_is_missing():
    jinan, group = a_submission("济南", Standing.ACCEPTED), a_submission(GROUP, Standing.FAULTY)
    rows = rows_of(
        (jinan, an_entry(jinan, "甲", track="national")),
        (jinan, an_entry(jinan, "乙", fields={"division": "C2614", "area": "不详"})),
        (group, an_entry(group, "丙")),
    )
    seen = board([jinan, group], rows, NOTICE)
    assert len(seen.cities) == 16 and len(seen.missing) == 15
    assert seen.cities[0].name == "济南" and seen.cities[0].standing is Standing.ACCEPTED
    assert seen.cities[0].counts == {"national": 1, "provincial": 1}
    assert [tile.name for tile in seen.direct] == [GROUP.name]
    assert [(bar.title, bar.total) for bar in seen.areas][-2:] == [("数字化融合", 2), ("未填或无法识别", 1)]
    assert [bar.total for bar in seen.industries] == [2, 1]
    assert seen.counts == {"national": 1, "provincial": 2}


def test_the_board_names_what_a_person_must_see_to():
    jinan, zibo = a_submission("济南", is_late=True), a_submission("淄博")
    rows = rows_of((jinan, an_entry(jinan, "甲", code=A)), (zibo, an_entry(zibo, "甲", code=A)))
    told = [(each.title, each.senders, each.subject) for each in board([jinan, zibo], rows, NOTICE).concerns]
    assert told == [("重复申报", ("济南市", "淄博市"), "甲"), ("逾期", ("济南市",), "甲")]


def test_the_workbook_holds_every_row_as_it_came(tmp_path):
    jinan = a_submission()
    rows = rows_of(
        (jinan, an_entry(jinan, "=甲公司", code=A)), (jinan, an_entry(jinan, "乙", track="national"))
    )
    write_tables(rows, tuple(TRACKS), NOTICE, DAY, tmp_path / "总表.xlsx")
    pages = read(tmp_path / "总表.xlsx")
    assert list(pages) == ["全国质量标杆", "全省质量标杆"]
    heading, first = pages["全省质量标杆"][2:4]
    cells = dict(zip(heading, first, strict=True))
    assert cells["申报单位名称"] == "=甲公司" and cells["统一社会信用代码"] == A
    assert (cells["市"], cells["市内次序"], cells["受理情况"]) == ("济南市", "1", "自动检查通过")


def test_the_columns_are_those_asked_for_in_that_order():
    titles = [c.title for c in shown_columns(NOTICE.track("provincial"), ("city", "name", "marks"))]
    assert titles == ["市", "申报单位名称", "提示"]
    with pytest.raises(KeyError):
        shown_columns(NOTICE.track("provincial"), ("nonsense",))


def test_the_day_each_was_handed_in_is_in_the_table():
    one = a_submission(handed_in="2023-08-29")
    rows = merged_rows([one], [an_entry(one, "济南甲一有限公司")], NOTICE)
    (column,) = (each for each in columns_of(NOTICE.track("provincial")) if each.title == "收到日期")
    assert merged_cells(rows[0], (column,)) == {"came": "2023-08-29"}


def test_the_province_template_is_filled_by_its_own_headings(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["序号", "所属市", "推荐次序", "企业全称", "信用代码"])
    book.save(tmp_path / "模板.xlsx")
    jinan, zibo = a_submission("济南"), a_submission("淄博")
    rows = rows_of((jinan, an_entry(jinan, "甲", 3, code=A)), (zibo, an_entry(zibo, "乙", code=B)))
    out = tmp_path / "填好.xlsx"
    write_into_template(rows, "provincial", NOTICE, DAY, tmp_path / "模板.xlsx", out)
    (grid,) = read(out).values()
    assert grid[1:3] == [["1", "济南市", "1", "甲", A], ["2", "淄博市", "1", "乙", B]]


def test_two_thousand_rows_are_merged_and_written_in_seconds(tmp_path):
    submissions = [a_submission(GROUP, id=f"2023-Z-{n}") for n in range(200)]
    entries = [an_entry(s, f"山东第{s.id}号第{n}厂", n, code=f"{s.id}{n}") for s in submissions for n in range(10)]
    start = time.perf_counter()
    rows = merged_rows(submissions, entries, NOTICE)
    assert time.perf_counter() - start < 3
    write_tables(rows, tuple(TRACKS), NOTICE, DAY, tmp_path / "总表.xlsx")
    assert time.perf_counter() - start < 20


def test_a_ledger_is_written_as_one_workbook_or_into_a_template(tmp_path):
    with a_ledger(tmp_path / "台账") as ledger:
        jinan = a_submission()
        names = ("甲", "乙")
        entries = [an_entry(jinan, name, at, code=A, id=f"e{at}") for at, name in enumerate(names, 1)]
        registered(ledger, jinan, entries)
        assert len(write_merged(ledger, tmp_path / "总表.xlsx", ("市", "name", "县（市、区）"))) == 2
        (grid,) = read(tmp_path / "总表.xlsx").values()
        assert grid[2:4] == [["市", "申报单位名称", "县（市、区）"], ["济南市", "甲", ""]]
        only = write_merged(ledger, tmp_path / "乙.xlsx", wanted=Chosen(text="乙"))
        assert [row.entry.name for row in only] == ["乙"]
        with pytest.raises(WrongUse, match="市内次序"):
            write_merged(ledger, tmp_path / "x.xlsx", ("没有的列",))


def test_an_empty_ledger_gives_empty_tables(tmp_path):
    with a_ledger(tmp_path / "台账") as ledger:
        assert write_merged(ledger, tmp_path / "总表.xlsx") == ()
    assert list(read(tmp_path / "总表.xlsx")) == ["全国质量标杆", "全省质量标杆"]
