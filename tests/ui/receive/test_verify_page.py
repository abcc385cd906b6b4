"""Findings by enterprise and by 四性, judged with the keyboard; the ledger is what is asserted."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from app.model.batch import Batch, Enterprise, Verdict
from app.model.finding import Finding, Grade, Outcome, Report, State, Who
from app.model.submission import Standing
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in
from ui.receive.facts import REGISTER, VERIFY
from ui.receive.verify.judged import Names, names_of
from ui.receive.verify.names_view import NamesView
from ui.receive.verify.page import NAMES, TRAITS, VerifyPage
from ui.receive.view import LedgerView

FIRMS = [("national", "济南甲一机械有限公司"), ("provincial", "济南乙二食品有限公司")]


def found(check: str, subject: str, grade: Grade, name: str = "") -> Outcome:
    finding = Finding(f"{check} 有问题", "请补正", who=Who.ENTERPRISE, grade=grade, check=check, title=check,
                      subject=subject, subject_name=name)
    return Outcome(check, check, subject, name, State.FOUND, (finding,))


def passed(check: str) -> Outcome:
    return Outcome(check, check, "e0", "", State.PASSED)


REPORT = Report((
    found("NAME-05", "e0", Grade.LOOK, FIRMS[0][1]), found("MAT-01", "e1", Grade.MUST, FIRMS[1][1]),
    found("DISC-01", "QLBG23_3701_01", Grade.MUST), passed("DISC-05"),
))


def opened(shown, tmp_path: Path) -> tuple[LedgerView, VerifyPage]:
    ledger = a_ledger(tmp_path / "台账")
    hand_in(ledger, bureau(0), FIRMS, Standing.FAULTY, report=REPORT)
    view = shown(ledger)
    view.go(VERIFY)
    page = view.page(VERIFY)
    assert isinstance(page, VerifyPage)
    return view, page


def test_what_needs_a_look_is_opened_by_itself(shown, tmp_path: Path):
    view, page = opened(shown, tmp_path)
    assert view.session.one.submission.id == "2023-370100-1" and page.list.findings.rowCount() == 3
    assert [group.title for group in page.groups.records.rows] == ["全部", "光盘和报送文件", *(n for _, n in FIRMS)]


def test_one_enterprise_shows_its_own_findings(shown, tmp_path: Path):
    _, page = opened(shown, tmp_path)
    page.groups.selectRow(3)
    assert page.list.chosen().finding.check == "MAT-01" and page.list.findings.rowCount() == 1


def test_by_trait_every_finding_is_under_one_of_the_four(shown, tmp_path: Path):
    _, page = opened(shown, tmp_path)
    page.modes.choose(TRAITS)
    counts = {group.key: group.all for group in page.groups.records.rows}
    assert counts == {"": 3, "真": 2, "整": 1, "用": 0, "安": 0}
    page.groups.selectRow(2)
    assert page.list.chosen().finding.check == "MAT-01"


def test_y_keeps_a_decision_in_the_ledger_and_it_can_be_withdrawn(qtbot, shown, tmp_path: Path):
    view, page = opened(shown, tmp_path)
    page.groups.selectRow(2)
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    (decision,) = view.session.ledger.decisions("2023-370100-1").values()
    assert decision.verdict is Verdict.ACCEPT and decision.reason
    qtbot.mouseClick(page.view.withdraw, Qt.MouseButton.LeftButton)
    assert not view.session.ledger.decisions("2023-370100-1")


def several(shown, tmp_path: Path) -> VerifyPage:
    """Three looks, a fault between them."""
    ledger = a_ledger(tmp_path / "台账")
    outcomes = (
        found("NAME-05", "e0", Grade.LOOK, FIRMS[0][1]), found("MAT-01", "e1", Grade.MUST, FIRMS[1][1]),
        found("PACK-05", "e0", Grade.LOOK, FIRMS[0][1]), found("PACK-08", "e1", Grade.LOOK, FIRMS[1][1]),
    )
    hand_in(ledger, bureau(0), FIRMS, Standing.FAULTY, report=Report(outcomes))
    view = shown(ledger)
    view.go(VERIFY)
    page = view.page(VERIFY)
    assert isinstance(page, VerifyPage)
    return page


def test_an_answer_leads_on_to_the_next_that_is_open(qtbot, shown, tmp_path: Path):
    page = several(shown, tmp_path)
    page.list.choose(page.list.findings.row_of(REPORT.findings[0].key))
    walked = []
    for key in (Qt.Key.Key_Y, Qt.Key.Key_N, Qt.Key.Key_Y):
        walked.append(page.list.chosen().finding.check)
        qtbot.keyClick(page.list, key)
    assert walked == ["NAME-05", "PACK-05", "PACK-08"]
    assert page.list.chosen().finding.check == "MAT-01", "what no answer settles is left, from the top again"


def test_the_counts_are_one_count(qtbot, shown, tmp_path: Path):
    page = several(shown, tmp_path)
    assert page.header.subtitle.text() == "2 家企业，1 处必须补正、3 处等您核对"
    page.list.choose(page.list.findings.row_of(REPORT.findings[0].key))
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert page.header.subtitle.text() == "2 家企业，1 处必须补正、2 处等您核对、1 处已退回、等补正"
    assert page.groups.records.rows[0].words == "4 处"
    entries = {entry.id: (entry.must, entry.look) for entry in page._session.ledger.entries()}
    assert entries == {"e0": (1, 1), "e1": (1, 1)}


def test_words_are_the_provinces_and_the_clause_stands_below(shown, tmp_path: Path):
    _, page = opened(shown, tmp_path)
    page.groups.selectRow(2)
    assert page.view.accept.text().startswith("可以受理") and page.view.turn_back.text().startswith("退回补正")
    assert "补正通知写：请企业对照营业执照" in page.view.fix.text() and "请补正" not in page.view.fix.text()
    assert page.view.basis.text() == "依据：通知一（三）1：“以“申报企业全称”命名”" and page.view.basis.isVisible()
    assert page.view.reason.itemText(0) == "不影响评审"


def test_a_seal_is_framed_on_its_page_alone(shown, tmp_path: Path):
    ledger = a_ledger(tmp_path / "台账")
    seal = Finding("像公章的地方", "请看", grade=Grade.LOOK, check="SEAL-01", title="章", subject="e0", page=2,
                   frame=(0.5, 0.5, 0.2, 0.1), subject_name=FIRMS[0][1])
    outcome = Outcome("SEAL-01", "章", "e0", FIRMS[0][1], State.FOUND, (seal,))
    hand_in(ledger, bureau(0), FIRMS, Standing.FAULTY, report=Report((outcome,)))
    view = shown(ledger)
    view.go(VERIFY)
    page = view.page(VERIFY)
    frames = []
    page.preview.set_frame = frames.append
    page.preview.turned.emit(1)
    page.preview.turned.emit(2)
    assert frames[0] is None and frames[1].x() == 0.5
    assert page.view.accept.text().startswith("是公章")


def test_what_cannot_be_mended_here_offers_no_mending(shown, tmp_path: Path):
    _, page = opened(shown, tmp_path)
    page.groups.selectRow(3)
    assert page.view.mend.isHidden() and page.view.mend_link.isHidden() and page.view.accept.isHidden()


def test_names_that_differ_are_marked_by_character(qtbot, shown, tmp_path: Path):
    batch = Batch(bureau(0), "2023", "2023-08-20")
    one = Enterprise("e1", "provincial", "章丘铸锻(集团)有限公司", ("s1",),
                     fields={"name": "章丘铸锻（集团）有限公司"})
    alone = Enterprise("e2", "provincial", "只在表里有限公司", (), fields={"name": "只在表里有限公司"})
    batch = batch.with_enterprise(one).with_enterprise(alone)
    batch = Batch(batch.sender, "2023", "", batch.enterprises, order=batch.order)
    rows = tuple(
        Names(e.track, e.track, n, e.fields["name"], e.name if e.sources else "", "") for n, e in enumerate((one, alone), 1)
    )
    view = NamesView()
    qtbot.addWidget(view)
    view.names.show(rows)
    marked = [text for text, is_marked in view.names.runs(view.names.index(0, 2)) if is_marked]
    assert marked == ["(", ")"] and rows[0].differs
    assert view.names.runs(view.names.index(1, 2)) == (("没有材料包", True),)


def test_the_three_names_come_from_the_batch(shown, tmp_path: Path):
    view, page = opened(shown, tmp_path)
    page.modes.choose(NAMES)
    rows = names_of(view.session.one.batch, view.session.notice)
    assert page.names.names.rows == rows and [row.package for row in rows] == [name for _, name in FIRMS]
    assert not any(row.differs for row in rows) and page.letter.isVisible()


def test_on_to_the_register(qtbot, shown, tmp_path: Path):
    view, page = opened(shown, tmp_path)
    page.go.emit(REGISTER)
    assert view.step == REGISTER


def test_what_was_not_looked_at_yet_is_never_called_passed(shown, tmp_path: Path):
    """Its row comes first; packages are looked into behind the clerk's work."""
    ledger = a_ledger(tmp_path / "台账")
    waits = Outcome("PACK-01", "压缩包打得开", "e0", FIRMS[0][1], State.SKIPPED, reason="材料包还没有看", is_pending=True)
    hand_in(ledger, bureau(0), FIRMS, Standing.RECEIVED, report=Report((waits,)))
    view = shown(ledger)
    view.go(VERIFY)
    page = view.page(VERIFY)
    assert isinstance(page, VerifyPage)
    told = {group.title: group.words for group in page.groups.records.rows}
    assert told == {"全部": "还在看", "光盘和报送文件": "通过", FIRMS[0][1]: "还在看", FIRMS[1][1]: "通过"}
    assert page.header.subtitle.text() == "2 家企业，目前没有发现问题；还没有看完"
    page.modes.choose(TRAITS)
    assert sorted(group.words for group in page.groups.records.rows) == ["还在看", "还在看", "通过", "通过", "通过"]
