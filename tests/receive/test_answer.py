"""接收回执 and 补正通知: what they say, what they must not say, and what is decided when."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from app.errors import NothingFound, WrongUse
from app.job import Job
from app.model.batch import Decision, Verdict
from app.model.finding import Grade, Who
from app.model.submission import Maker, Standing
from app.receive.answer import accept, asked_for, give_back, write_receipt, write_return
from tests.receive.facts import GROUP, a_submission, an_entry
from tests.receive.ledgers import a_finding, a_ledger, registered

DAY = date(2023, 8, 29)
JINAN = a_submission("济南", Standing.RECEIVED)
NAMES = ("山东甲机械有限公司", "济南乙食品有限公司")


@pytest.fixture
def ledger(tmp_path):
    with a_ledger(tmp_path / "台账") as opened:
        yield opened


def received(ledger, *findings, submission=JINAN):
    entries = [
        an_entry(submission, NAMES[0], 1, "national", "913701000000000011", id="e1"),
        an_entry(submission, NAMES[1], 1, id="e2"),
    ]
    return registered(ledger, submission, entries, findings).id


def pages_of(path: Path) -> list[str]:
    pages = pypdfium2.PdfDocument(path)
    return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in pages]


def receipt(ledger, key, out: Path) -> list[str]:
    return pages_of(write_receipt(ledger, key, out, DAY))


def test_a_receipt_comes_in_two_copies_and_says_what_was_received(ledger, tmp_path):
    first, second = receipt(ledger, received(ledger), tmp_path / "回执")
    assert "第一份（报送单位存）" in first and "第二份（接收单位存）" in second
    for text in (first, second):
        for word in (
            "济南市工业和信息化局", "2023-370100-1", "QLBG23_3701_01", "7K3M-9XQ2-4TVB",
            "1.204GB（1,204,000,000字节）", "2023年8月29日10:12", "刘处", "首次报送", *NAMES,
        ):  # fmt: skip
            assert word in text


@pytest.mark.parametrize(
    ("standing", "said", "unsaid"),
    [
        (Standing.RECEIVED, ["尚未完成检查", "尚未决定是否受理"], ["自动检查通过", "已受理"]),
        (Standing.PASSED, ["自动检查通过", "尚未决定是否受理"], ["已受理"]),
        (Standing.ACCEPTED, ["自动检查通过", "已受理"], ["尚未"]),
        (Standing.RETURNED, ["未受理，退回补正", "缺章"], ["尚未", "已受理"]),
    ],
)
def test_received_is_not_passed_and_passed_is_not_accepted(ledger, tmp_path, standing, said, unsaid):
    key = received(ledger)
    ledger.set_standing(key, standing, "缺章" if standing is Standing.RETURNED else "", "刘处")
    text = receipt(ledger, key, tmp_path)[0]
    body = text.partition("说明：")[0]
    assert "光盘已收到并登记" in body
    assert all(word in body for word in said)
    assert not any(word in body for word in unsaid)
    assert "“收到”不表示检查通过，“检查通过”不表示已经受理" in text


def test_open_faults_are_counted_on_the_receipt(ledger, tmp_path):
    key = received(ledger, a_finding("e1"), a_finding("e2", Grade.LOOK, "没有看到公章"))
    ledger.set_standing(key, Standing.FAULTY, "", "刘处")
    assert "检查有问题：1处必须补正，另有2处由人工核对" in receipt(ledger, key, tmp_path)[0]


def test_a_late_one_made_by_hand_says_so(ledger, tmp_path):
    late = a_submission(GROUP, made_by=Maker.HAND, is_late=True, check_codes={"": ""}, attempt=3)
    text = receipt(ledger, received(ledger, submission=late), tmp_path)[0]
    assert "晚于报送截止日2023年8月31日" in text and "没有校验码" in text and "第3次报送" in text


def test_the_day_it_was_handed_in_stands_beside_the_time_it_was_registered(ledger, tmp_path):
    told = a_submission(handed_in="2023-09-01", at="2023-09-04T10:12:00+08:00", is_late=True)
    text = receipt(ledger, received(ledger, submission=told), tmp_path)[0]
    assert "收到日期2023年9月1日（晚于报送截止日2023年8月31日）" in text
    assert "登记时间2023年9月4日10:12" in text


def test_it_is_a_correction_only_if_it_takes_the_place_of_another(ledger, tmp_path):
    first = received(ledger, a_finding("e1"))
    second = received(ledger, a_finding("e1"), submission=replace(JINAN, id="2", attempt=3, supersedes=first))
    assert "补正第1次" in receipt(ledger, second, tmp_path)[0]
    give_back(ledger, second, "", "刘处")
    _, file = write_return(ledger, second, tmp_path, DAY)
    assert json.loads(file.read_text("utf-8"))["number"] == 2


def test_the_same_facts_give_the_same_receipt(ledger, tmp_path):
    key = received(ledger)
    one, two = write_receipt(ledger, key, tmp_path / "1", DAY), write_receipt(ledger, key, tmp_path / "2", DAY)
    assert one.read_bytes() == two.read_bytes()


def test_accepting_with_open_faults_wants_a_reason(ledger):
    key = received(ledger, a_finding("e1"))
    with pytest.raises(WrongUse, match="1 处"):
        accept(ledger, key, " ", "刘处", Job())
    done = accept(ledger, key, "已电话核实", "刘处", Job())
    assert (done.standing, done.reason) == (Standing.ACCEPTED, "已电话核实")


def test_giving_back_wants_something_to_mend_or_a_reason(ledger):
    key = received(ledger)
    with pytest.raises(WrongUse):
        give_back(ledger, key, "", "刘处")
    assert give_back(ledger, key, "推荐文件盖章不清", "刘处").standing is Standing.RETURNED
    with pytest.raises(NothingFound):
        give_back(ledger, "2023-999999-1", "x", "刘处")


def test_what_a_corrected_disc_replaced_is_no_longer_decided(ledger):
    key = received(ledger)
    ledger.set_standing(key, Standing.SUPERSEDED, "", "")
    with pytest.raises(WrongUse):
        accept(ledger, key, "理由", "刘处", Job())
    with pytest.raises(WrongUse):
        give_back(ledger, key, "理由", "刘处")


def test_the_notice_asks_what_must_be_mended_and_says_what_is_only_advised():
    must, advised = a_finding("e1"), a_finding("e1", Grade.SHOULD, "有空白页", check="PDF-03")
    look, program = a_finding("e1", Grade.LOOK), a_finding("e1", Grade.SHOULD, who=Who.PROGRAM)
    assert asked_for([advised, look, program, must], {}) == (must, advised)
    returned = Decision(look.key, Verdict.RETURN, "请重扫", "刘处", "2023-08-29")
    accepted = Decision(advised.key, Verdict.ACCEPT, "可以", "刘处", "2023-08-29")
    decisions = {look.key: returned, advised.key: accepted}
    assert asked_for([advised, look], decisions) == (look,)


def test_the_notice_says_what_where_how_and_by_when(ledger, tmp_path):
    inside = f"{NAMES[1]}.zip!/证明材料/证书.pdf#page=3"
    key = received(
        ledger,
        a_finding("e2", where=inside, what="证书.pdf 打不开", fix="请重新导出", check="PDF-01"),
        a_finding("national", what="推荐文件名单不一致", who=Who.BUREAU, check="LETTER-02"),
    )
    with pytest.raises(WrongUse, match="先退回补正"):
        write_return(ledger, key, tmp_path, DAY)
    give_back(ledger, key, "", "刘处")
    paper, _ = write_return(ledger, key, tmp_path, DAY)
    text = "".join(pages_of(paper))
    for word in (
        "济南市工业和信息化局：", "补正第1次", "涉及1家企业，必须补正2处", f"全省质量标杆第1项{NAMES[1]}",
        "全国质量标杆推荐文件、汇总表", "证书.pdf打不开", "证明材料/证书.pdf第3页", "请重新导出", "2023年8月31日前",
        "山东省工业和信息化厅科技处2023年8月29日",
    ):  # fmt: skip
        assert word in text


def test_a_long_notice_names_the_enterprise_again_on_each_page(ledger, tmp_path):
    key = received(ledger, *(a_finding("e1", what=f"问题之{n}", detail=str(n)) for n in range(60)))
    give_back(ledger, key, "", "刘处")
    pages = pages_of(write_return(ledger, key, tmp_path, DAY)[0])
    listed = [page for page in pages if "问题之" in page]
    assert len(listed) > 2 and all(NAMES[0] in page and "怎样改" in page for page in listed)


def test_by_when_follows_the_day_unless_it_is_told(ledger, tmp_path):
    key = received(ledger, a_finding("e1"))
    give_back(ledger, key, "", "刘处")
    after, _ = write_return(ledger, key, tmp_path / "1", date(2023, 9, 4))
    told, _ = write_return(ledger, key, tmp_path / "2", date(2023, 9, 4), due=date(2023, 9, 8))
    assert "尽快重新制作光盘" in "".join(pages_of(after))
    assert "于2023年9月8日前" in "".join(pages_of(told))


def test_the_small_file_says_the_same(ledger, tmp_path):
    key = received(ledger, a_finding("e1", where="甲.zip"))
    give_back(ledger, key, "", "刘处")
    _, file = write_return(ledger, key, tmp_path, DAY)
    assert file.name == "补正通知_济南市工业和信息化局_1.baopan.json"
    told = json.loads(file.read_text("utf-8"))
    assert (told["schema"], told["notice"], told["submission"], told["number"]) == (1, "2023", key, 1)
    (point,) = told["points"]
    assert (point["check"], point["enterprise"], point["track"]) == ("MAT-01", NAMES[0], "national")
    assert (point["what"], point["where"], point["code"]) == ("没有申报书", "甲.zip", "913701000000000011")


@pytest.mark.parametrize("name", ["../../逃/公司", "#set text(red)", "很长" * 60 + "公司", "公\x00司"])
def test_hostile_names_stay_words(ledger, tmp_path, name):
    from app.model.batch import Sender

    key = received(ledger, submission=a_submission(Sender(name)))
    path = write_receipt(ledger, key, tmp_path / "out", DAY)
    assert path.parent == tmp_path / "out" and pages_of(path)
