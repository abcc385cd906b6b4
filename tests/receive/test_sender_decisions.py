"""市局判定: what a sender said of its own disc is shown as the sender's, and settles only what it may."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.checks import checks_in
from app.cli import show
from app.ledger import Ledger
from app.ledger.registration import said_by_sender
from app.model.batch import Decision, Sender, Verdict
from app.model.finding import Finding, Grade, Report, is_holding
from app.model.submission import Layout, Maker
from app.receive.answer import asked_for, receipt_facts, return_facts
from app.receive.compose import DiscRecord, carried
from app.writing.papers.receipt import told
from tests.receive.facts import NOTICE, a_submission, an_entry
from tests.receive.ledgers import a_finding, a_ledger, a_report, registered

SEAL = a_finding("e1", Grade.LOOK, "没有看到公章", check="SEAL-01")
SCAN = a_finding("provincial", Grade.LOOK, "推荐文件看不出公章", check="LETTER-03")
NAME = a_finding("e1", Grade.LOOK, "不像全称", check="NAME-05")
LACKS = a_finding("e1", Grade.MUST, "名称不能写到光盘上", check="NAME-04", acceptable=True)
TWIN = a_finding("e1", Grade.LOOK, "往年报过", check="DUP-01")
ALL = (SEAL, SCAN, NAME, LACKS, TWIN)


def said(finding: Finding) -> Decision:
    return Decision(finding.key, Verdict.ACCEPT, "已看过原件", "张三", "2023-08-25")


@pytest.fixture
def ledger(tmp_path: Path):
    """A submission of which the sender excused everything that was found."""
    with a_ledger(tmp_path / "台账") as made:
        one = a_submission("济南")
        registered(made, one, [an_entry(one, "山东甲一机械有限公司")], ALL, said=map(said, ALL))
        yield made


KEY = "2023-370100-1"


def test_it_settles_a_look_but_never_a_seal_a_letter_a_must_or_what_only_the_province_finds(ledger: Ledger) -> None:
    held = [f for f in ledger.report_of(KEY).holding(ledger.batch_of(KEY).decisions) if f.check != "DISC-09"]  # nor that
    assert set(held) == {SEAL, SCAN, LACKS, TWIN}


def test_every_check_of_seals_and_letters_is_for_the_province_to_decide() -> None:
    mine = [rule for rule in checks_in() if rule.id.startswith(("SEAL-", "LETTER-"))]
    assert len(mine) >= 4 and not any(rule.sender_settles for rule in mine)


def test_a_clerk_of_the_province_may_overrule_it_and_withdraw_that_again(ledger: Ledger) -> None:
    ledger.decide(KEY, NAME, Decision(NAME.key, Verdict.RETURN, "名称不对", "李", "2023-08-30"))
    decision = ledger.batch_of(KEY).decisions[NAME.key]
    assert is_holding(NAME, decision) and not decision.by_sender
    ledger.withdraw(KEY, NAME, "李")
    assert ledger.batch_of(KEY).decisions[NAME.key].by_sender == "市局"


def test_what_it_settles_not_is_shown_as_the_senders_all_the_same(ledger: Ledger, capsys) -> None:
    report, decisions = ledger.report_of(KEY), ledger.batch_of(KEY).decisions
    all_said = said_by_sender(ledger.stored_batch(KEY))
    told_json = show.report_told(report, decisions, [], all_said)
    by_check = {finding["check"]: finding for finding in told_json["findings"] if finding["check"] != "DUP-01"}
    assert "decision" not in by_check["SEAL-01"] and by_check["SEAL-01"]["sender_decision"]["by"] == "市局"
    assert by_check["NAME-05"]["decision"] == by_check["NAME-05"]["sender_decision"]
    show.report_text(report, decisions, all_said)
    lines = [line for line in capsys.readouterr().out.splitlines() if "没有看到公章" in line]
    assert lines and "〔市局判定：核对通过：已看过原件〕" in lines[0]


def test_a_direct_senders_word_is_told_as_such(tmp_path: Path) -> None:
    direct = Sender("山东鲁信重工集团有限公司")
    with a_ledger(tmp_path / "台账") as ledger:
        one = a_submission(direct)
        registered(ledger, one, [an_entry(one, direct.name)], [NAME], said=[said(NAME)])
        assert ledger.batch_of(one.id).decisions[NAME.key].title == "报送单位判定：核对通过"


def test_the_papers_say_whose_judgement_it_was(ledger: Ledger) -> None:
    report, batch, one = ledger.report_of(KEY), ledger.batch_of(KEY), ledger.submission(KEY)
    facts = receipt_facts(one, ledger.entries(), ledger.discs_of(KEY), report, batch.decisions, NOTICE)
    assert (facts.must, facts.look, facts.by_sender) == (1, 4, 1)  # the code was not compared either
    checked = told(facts, NOTICE, date(2023, 8, 30))["stages"][1]["words"]
    assert "1 处必须补正" in checked and "1 处按市局判定" in checked
    asked = [f for each in return_facts(one, batch, report, NOTICE, date(2023, 8, 30)).asked for f in (demand.finding for demand in each.demands)]
    assert LACKS in asked and asked_for([LACKS], batch.decisions) == (LACKS,)


def test_only_what_was_found_again_is_carried_and_only_what_was_accepted() -> None:
    gone, returned = said(replace(NAME, where="别处")), replace(said(SEAL), verdict=Verdict.RETURN)
    layout = Layout(Maker.BAOPAN, Sender("济南", "370100"), {})
    record = DiscRecord("", "盘1", "", layout, {}, {}, {}, decisions=(gone, returned, said(NAME), said(LACKS)))
    assert set(carried([record], a_report(NAME, SEAL, LACKS))) == {NAME.key, LACKS.key}
    assert not carried([record], Report())
