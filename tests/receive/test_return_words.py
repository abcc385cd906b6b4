"""补正通知 as an office sends it: each matter to whoever can mend it, in the words of his world."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from app.errors import WrongUse
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.batch import Decision, Sender, Verdict
from app.model.finding import Finding, Grade, Who
from app.receive.answer import give_back, return_facts, suggested_due, write_receipt, write_return
from app.send.correction_file import read_notice_file
from app.writing.papers.return_words import told
from tests.receive.facts import NOTICE, a_submission, an_entry
from tests.receive.ledgers import a_finding, a_ledger, registered

DAY = date(2023, 8, 29)
NAMES = ("山东甲机械有限公司", "济南乙食品有限公司")
FINDINGS = (
    a_finding("e2", what="没有找到申报书", check="MAT-01", ask="补交申报书",
              fix="请先在“收集材料”里把没认出的文件归类；确实没有的，请企业补交申报书"),
    a_finding("e1", what="统一社会信用代码少一位", who=Who.BUREAU, check="CODE-01", where="汇总表“信用代码”一栏"),
    a_finding("national", what="最多推荐 2 项，现有 3 项", who=Who.BUREAU, check="QUOTA-01",
              fix="请在“收集材料”里移出多出的企业，或改报另一类"),
    a_finding("batch", Grade.SHOULD, "已过截止日期，晚了 3 天", who=Who.BUREAU, check="DATE-01",
              fix="请尽快报送，并与省厅科技处联系说明"),
    a_finding("e1", Grade.SHOULD, "“申报书.pdf”看到一半停住了", check="PDF-03", ask=None),
    a_finding("batch", Grade.LOOK, "QLBG23_3701_01 未核对", who=Who.BUREAU, check="DISC-09"),
)  # fmt: skip


@pytest.fixture
def ledger(tmp_path: Path):  # type: ignore[no-untyped-def]
    with a_ledger(tmp_path / "台账") as opened:
        yield opened


def received(ledger: Ledger, *findings: Finding, sender: str | Sender = "济南") -> str:
    one = a_submission(sender, handed_in="2023-08-28")
    entries = [an_entry(one, NAMES[0], 1, "national", id="e1"), an_entry(one, NAMES[1], 1, id="e2")]
    return registered(ledger, one, entries, findings or FINDINGS).id


def words_of(ledger: Ledger, key: str, due: date | None = None) -> dict:  # type: ignore[type-arg]
    batch = ledger.batch_of(key)
    facts = return_facts(ledger.submission(key), batch, ledger.report_of(key), NOTICE, DAY, due, 1,
                         ledger.discs_of(key), "周敏")
    return told(facts, NOTICE, batch.decisions, "补正.json", DAY)


def rows(section: dict) -> list[dict]:  # type: ignore[type-arg]
    return [row for group in section["groups"] for row in group["rows"]]


def test_the_bureau_is_asked_what_it_can_mend_and_each_enterprise_stands_by_itself(ledger: Ledger) -> None:
    own, theirs = words_of(ledger, received(ledger))["sections"]
    assert (own["title"], theirs["title"]) == ("一、请你局办理", "二、请你局转请有关企业补正")
    assert {row["what"] for row in rows(own)} == {"统一社会信用代码少一位", "最多推荐 2 项，现有 3 项"}
    (group,) = theirs["groups"]
    assert group["title"] == f"全省质量标杆 第 1 项　{NAMES[1]}" and group["rows"][0]["fix"] == "请补交申报书。"
    table = next(row for row in rows(own) if "代码" in row["what"])
    assert table["place"] == [f"第 1 项 {NAMES[0]}", "汇总表“信用代码”一栏"]
    assert [row["number"] for row in (*rows(own), *rows(theirs))] == [1, 2, 3]


def test_the_place_names_no_package_twice_and_what_must_be_mended_comes_first(ledger: Ledger) -> None:
    order = a_finding("national", Grade.SHOULD, "序号缺 2", who=Who.BUREAU, check="ORDER-01", where="汇总表“序号”一栏")
    bare = a_finding("e1", what="汇总表里没有一行", who=Who.BUREAU, check="TABLE-02", where=NAMES[0])
    folder = a_finding("e2", what="打不开", check="PDF-01", where=f"{NAMES[1]}/证明材料/证书.pdf")
    own, theirs = words_of(ledger, received(ledger, order, bare, folder))["sections"]
    assert [(row["what"], row["place"]) for row in rows(own)] == [
        ("汇总表里没有一行", [f"第 1 项 {NAMES[0]}"]), ("序号缺 2", ["汇总表“序号”一栏"]),
    ]  # fmt: skip
    assert rows(theirs)[0]["place"] == ["证明材料/证书.pdf"]


def test_who_hands_in_for_itself_is_asked_all_of_it(ledger: Ledger) -> None:
    said = words_of(ledger, received(ledger, sender=Sender("山东鲁信重工集团有限公司")))
    (section,) = said["sections"]
    assert section["title"] == "请你单位补正" and len(rows(section)) == 3
    assert said["opening"][0].startswith("你单位根据《山东省")
    assert not re.search("督促|你局", json.dumps(said, ensure_ascii=False))


def test_no_page_of_any_program_and_nothing_that_is_the_provinces_own(ledger: Ledger) -> None:
    """It came, late or not: nobody is told to send it; what was not compared with the paper is looked at here."""
    text = json.dumps(words_of(ledger, received(ledger)), ensure_ascii=False)
    assert not re.search("收集材料|移出|尽快报送|截止|未核对|台账|请企业|停住", text)


def test_each_line_cites_the_clause_it_rests_on(ledger: Ledger) -> None:
    own, theirs = words_of(ledger, received(ledger))["sections"]
    assert "各市择优推荐1—2项" in next(row for row in rows(own) if "最多" in row["what"])["why"]
    assert rows(theirs)[0]["why"] == "通知二（二）2：“加盖公章的申报书、典型经验材料和证明材料”"


def test_it_says_by_when_who_to_ask_and_where_to_bring_it(ledger: Ledger) -> None:
    said = words_of(ledger, received(ledger), date(2023, 9, 6))
    assert "于2023年9月6日前重新制作光盘报送" in said["closing"][0] and "督促有关企业" in said["closing"][0]
    assert said["contact"] == [
        "联系人：周敏", "联系电话：0531—51782609，51782610", "电子邮箱：kejichu2019@shandong.cn",
        "通讯地址：济南市历下区省府前街1号省工信厅科技处1511房间（邮编 250011）",
    ]  # fmt: skip
    assert "2023年8月28日收到" in said["opening"][0]


def test_a_persons_request_is_what_is_asked_and_an_opinion_stands_beside_it(ledger: Ledger) -> None:
    seal = a_finding("e2", Grade.LOOK, "没有看到公章", check="SEAL-01")
    key = received(ledger, seal)
    for reason, fix in (("请企业重新盖章", "请重新盖章。"), ("章是合同章", "请加盖申报单位公章，彩色扫描后补交。")):
        ledger.decide(key, seal, Decision(seal.key, Verdict.RETURN, reason, "周敏", "2023-08-29"))
        (row,) = rows(words_of(ledger, key)["sections"][0])
        assert row["fix"] == fix and ("核对意见：章是合同章" in row["what"]) == (reason == "章是合同章")


def test_the_small_file_speaks_to_the_citys_program(ledger: Ledger, tmp_path: Path) -> None:
    """There the pages are; what only a disc shows has no page there."""
    disc = a_finding("QLBG23_3701_01", what="盘上有坏文件", check="DISC-05", who=Who.BUREAU, fix="请擦净盘面再读")
    key = received(ledger, *FINDINGS, disc)
    give_back(ledger, key, "", "周敏")
    _, file = write_return(ledger, key, tmp_path, DAY, date(2023, 9, 6), "周敏")
    correction = read_notice_file(file)
    fixes = {point.check: point.fix for point in correction.points}
    assert fixes["QUOTA-01"] == "请在“收集材料”里移出多出的企业，或改报另一类" and "DATE-01" not in fixes
    assert fixes["DISC-05"] == "请重新刻录光盘，刻好后读盘校验" and correction.due == "2023-09-06"


def test_the_day_and_the_person_are_in_the_history_and_the_day_is_offered_again(ledger: Ledger, tmp_path: Path) -> None:
    key = received(ledger)
    give_back(ledger, key, "", "刘处")
    assert suggested_due(ledger, key, DAY) == NOTICE.deadline
    assert suggested_due(ledger, key, date(2023, 9, 4)) == date(2023, 9, 11)
    write_return(ledger, key, tmp_path, DAY, date(2023, 9, 8), "周敏")
    last = ledger.events()[-1]
    assert (last.kind, last.by) == (EventKind.RETURN_WRITTEN, "周敏") and last.what.endswith("；补正期限 2023-09-08")
    assert suggested_due(ledger, key, date(2023, 9, 4)) == date(2023, 9, 8)


def test_a_day_that_is_past_is_refused_before_anything_is_written(ledger: Ledger, tmp_path: Path) -> None:
    key = received(ledger)
    give_back(ledger, key, "", "刘处")
    with pytest.raises(WrongUse, match="已经过了"):
        write_return(ledger, key, tmp_path / "out", DAY, date(2023, 8, 28))
    assert not (tmp_path / "out").exists()


def test_a_receipt_names_who_took_it_in_who_issues_it_and_how_to_reach_the_office(ledger: Ledger, tmp_path: Path) -> None:
    import pypdfium2

    path = write_receipt(ledger, received(ledger), tmp_path, DAY, "周敏")
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
    plain = re.sub(r"\s", "", text)
    assert "刘处（登记），周敏（出具）" in plain and "51782609" in plain and "1511房间" in plain
    assert ledger.events()[-1].by == "周敏"


def test_what_comes_of_itself_is_the_programs_whoever_worked_here(ledger: Ledger) -> None:
    key = received(ledger)
    ledger.note(key, EventKind.EXAMINED, "刘处")
    ledger.note(key, EventKind.CODE_COMPARED, "刘处", discs="盘", code="code")
    *_, examined, compared = ledger.events()
    assert (examined.by, examined.who, compared.by) == ("本程序", "本程序", "刘处")
