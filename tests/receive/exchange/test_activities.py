"""交流推广: activities are added, amended, made void and taken back, each with who did it; nothing goes lost."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest

from app.errors import ChangedMeanwhile, NothingFound, WrongUse
from app.ledger import Ledger
from app.model.after.exchange import Activity, Guests, Pairing, Speaker
from app.model.submission import Standing
from app.receive.exchange.export import write_register
from app.receive.exchange.register import add, amend, current, find, history, undo, void
from app.receive.exchange.told import faults_of, guests_of, pairing_of, people_of, speaker_of, sum_of
from tests.receive.facts import NOTICE, a_submission, an_entry
from tests.receive.ledgers import registered

MEETING = Activity(
    "2023-10-12", "经验交流会", "质量标杆经验交流会", "济南",
    (Speaker("济南甲机械有限公司", "全流程追溯"), Speaker("某协会")),
    (Guests("济南乙食品有限公司", 3), Guests("某研究院", 12)),
    (Pairing("济南甲机械有限公司", "济南乙食品有限公司", "过程追溯", "不良率下降"),),
)  # fmt: skip


@pytest.fixture
def held(ledger: Ledger) -> Ledger:
    jinan = a_submission("济南", Standing.ACCEPTED)
    names = ("济南甲机械有限公司", "济南乙食品有限公司")
    registered(ledger, jinan, [an_entry(jinan, n, at, code=f"9137010000000000{at:02d}") for at, n in enumerate(names, 1)])
    return ledger


def test_what_is_added_is_there_with_the_enterprises_of_the_ledger_known(held):
    spelled = replace(MEETING, speakers=(Speaker("济南甲机械有限公司 "), Speaker("某协会")))
    made = add(held, spelled, "刘处")
    (one,) = current(held.activities())
    assert one == made and one.number == 1 and one.who == "刘处"
    assert [s.code for s in one.activity.speakers] == ["913701000000000001", ""]
    assert one.activity.speakers[0].unit == "济南甲机械有限公司"
    assert held.events()[-1].what == "登记第 1 项交流活动“质量标杆经验交流会”" and held.events()[-1].who == "刘处"


@pytest.mark.parametrize("change, said", [
    ({"title": " ", "place": ""}, "还没有写题目、地点"),
    ({"kind": "茶话会"}, "没有“茶话会”这种方式；可以写：经验交流会"),
    ({"day": "十月"}, "日期“十月”应写成"),
    ({"day": "20231012"}, "日期“20231012”应写成"),
    ({"speakers": (Speaker(""),)}, "主讲第 1 行还没有写单位"),
    ({"guests": (Guests("某院", 0),)}, "参加单位第 1 行还没有写人数"),
    ({"guests": (Guests("某院", 1), Guests("某 院", 2))}, "写了两次"),
    ({"pairings": (Pairing("甲", "", "追溯"),)}, "对标第 1 行还没有写学习企业"),
    ({"pairings": (Pairing("甲", " 甲", "追溯"),)}, "是同一家"),
])  # fmt: skip
def test_what_it_lacks_is_said_and_nothing_is_registered(held, change, said):
    wrong = replace(MEETING, **change)
    assert any(said in line for line in faults_of(wrong, NOTICE))
    with pytest.raises(WrongUse, match=said):
        add(held, wrong, "刘处")
    assert held.activities() == ()


def test_an_amendment_tells_what_it_changed_and_a_void_one_counts_no_more(held):
    add(held, MEETING, "刘处")
    amend(held, 1, replace(MEETING, place="青岛", guests=MEETING.guests[:1]), "王科")
    assert held.events()[-1].what.endswith("：地点由“济南”改为“青岛”；参加单位2 行改为 1 行")
    with pytest.raises(WrongUse, match="没有改动"):
        amend(held, 1, find(held, 1).activity, "王科")
    with pytest.raises(WrongUse, match="为什么作废"):
        void(held, 1, " ", "王科")
    void(held, 1, "没有办成", "王科")
    assert sum_of(each.activity for each in current(held.activities())).activities == 0
    with pytest.raises(WrongUse, match="已作废（没有办成）"):
        amend(held, 1, MEETING, "王科")
    assert [words for _, words in history(held, 1)] == [
        "作废：没有办成", "更正：地点由“济南”改为“青岛”；参加单位2 行改为 1 行", "登记",
    ]


def test_each_change_can_be_taken_back_one_after_the_other(held):
    add(held, MEETING, "刘处")
    amend(held, 1, replace(MEETING, place="青岛"), "王科")
    void(held, 1, "没有办成", "王科")
    undo(held, 1, "刘处")
    assert find(held, 1).activity.void == "" and find(held, 1).activity.place == "青岛"
    undo(held, 1, "刘处")
    assert find(held, 1).activity.place == "济南"
    undo(held, 1, "刘处")
    assert find(held, 1).activity.void == "撤销登记"
    undo(held, 1, "刘处")
    assert find(held, 1).activity.void == "" and len(held.activities(1)) == 7
    assert [e.what.rpartition("的")[2] for e in held.events()[-4:]] == ["作废", "更正", "登记", "作废"]


def test_a_change_made_on_an_older_one_is_refused(held):
    seen = add(held, MEETING, "刘处").version
    amend(held, 1, replace(MEETING, place="青岛"), "别人")
    with pytest.raises(ChangedMeanwhile):
        amend(held, 1, replace(MEETING, place="烟台"), "刘处", seen)
    assert find(held, 1).activity.place == "青岛"


def test_one_that_is_not_there_is_said(held):
    for number in (0, 3, -1):
        with pytest.raises(NothingFound, match="没有第"):
            void(held, number, "x", "刘处")


def test_a_line_tells_a_speaker_guests_and_a_pair():
    assert speaker_of("甲公司：全流程追溯") == Speaker("甲公司", "全流程追溯") and speaker_of(" 某协会") == Speaker("某协会")
    assert guests_of("乙公司:12人") == Guests("乙公司", 12) and people_of("") == 0
    for line in ("甲→乙：追溯：下降", "甲->乙:追溯:下降", "甲 > 乙：追溯：下降"):
        assert pairing_of(line) == Pairing("甲", "乙", "追溯", "下降")
    for wrong in ("1.5", "十", "-2", "1234567"):
        with pytest.raises(WrongUse, match="应是一个整数"):
            people_of(wrong)
    with pytest.raises(WrongUse, match="标杆企业→学习企业"):
        pairing_of("甲、乙")


def test_the_register_is_written_with_its_sums(held, tmp_path):
    with pytest.raises(WrongUse, match="还没有登记"):
        write_register(held, tmp_path / "x.xlsx")
    add(held, MEETING, "刘处")
    add(held, replace(MEETING, day="2023-09-01", title="=HYPERLINK(1)", pairings=()), "刘处")
    void(held, add(held, MEETING, "刘处").number, "重复", "刘处")
    assert write_register(held, tmp_path / "登记表.xlsx") == "2 次活动 · 参加 2 家单位、30 人次 · 对标 1 对"
    book = openpyxl.load_workbook(tmp_path / "登记表.xlsx")
    assert book.sheetnames == ["交流活动", "对标", "参加单位"]
    rows = list(book["交流活动"].iter_rows(min_row=4, values_only=True))
    assert [row[0] for row in rows] == [2, 1] and rows[1][5] == "济南甲机械有限公司（全流程追溯）；某协会"
    assert book["交流活动"].cell(4, 4).data_type == "s"
    assert next(book["对标"].iter_rows(min_row=4, values_only=True))[2:] == (
        "济南甲机械有限公司", "济南乙食品有限公司", "过程追溯", "不良率下降",
    )
