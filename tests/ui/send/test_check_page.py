"""核对问题: what a clerk decides is in the batch, and only that."""

from __future__ import annotations

import json
from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLineEdit

from app.demo.cast import TRACKS
from app.model.batch import Batch, Verdict
from app.model.documents.part import Part
from app.model.finding import Finding, Grade
from app.model.source import Container, Fault, Member, PdfFacts, Trouble
from app.notices.filing import Filing, filings_of
from tests.ui.batches import NATIONAL, PROVINCIAL, a_batch
from ui.findings.card import place_to_mend
from ui.findings.lines import Line, marked, place
from ui.findings.list import FindingModel
from ui.findings.outcomes import OutcomesDialog
from ui.findings.reasons import ACCEPT_REASONS, OWN_REASONS
from ui.send.check.page import CheckPage
from ui.send.check.tabs import ALL
from ui.send.parts.dialog import PartsDialog
from ui.send.progress import COLLECT, LETTER, TABLE
from ui.send.unlock import PasswordDialog
from ui.send.weights import Bar, WeightsDialog
from ui.shell.page import Target

LOOKS, SHOULDS, DECIDED = 2, 3, 4


def changed(batch, key, **values):
    return batch.with_enterprise(replace(batch.enterprises[key], **values))


def unconfirmed():
    """Two looks: the names of both national enterprises are only taken from file names."""
    batch = a_batch()
    for key in ("e0", "e1"):
        batch = changed(batch, key, is_confirmed=False)
    return batch


@pytest.fixture
def shown(qtbot, opened, answers):
    def open_page(batch) -> CheckPage:
        session = opened(batch)
        session.start()
        page = CheckPage(session, answers)
        qtbot.addWidget(page)
        page.resize(1130, 680)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        page.list.setFocus()
        return page

    return open_page


def decisions(page):
    return page._session.batch.decisions


def test_a_look_is_accepted_with_the_reason_shown(shown, qtbot):
    page = shown(unconfirmed())
    key = page.list.chosen().finding.key
    qtbot.mouseClick(page.view.accept, Qt.MouseButton.LeftButton)
    said = decisions(page)[key]
    assert (said.verdict, said.reason) == (Verdict.ACCEPT, ACCEPT_REASONS[0])


def test_n_sends_it_back_and_the_next_one_is_shown(shown, qtbot):
    page = shown(unconfirmed())
    first = page.list.chosen().finding.key
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert decisions(page)[first].verdict is Verdict.RETURN
    assert decisions(page)[first].reason == OWN_REASONS[0]
    assert page.list.chosen().finding.subject_name == NATIONAL[1]


def test_y_accepts_from_the_keyboard(shown, qtbot):
    page = shown(unconfirmed())
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    assert [said.verdict for said in decisions(page).values()] == [Verdict.ACCEPT]


def test_down_walks_the_list(shown, qtbot):
    page = shown(unconfirmed())
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.chosen().finding.subject_name == NATIONAL[1]
    assert "2 项中的第 2 项" in page.view.place.text()


def test_a_letter_typed_in_the_reason_decides_nothing(shown, qtbot):
    page = shown(unconfirmed())
    line = page.view.reason.lineEdit()
    line.setFocus()
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_Y)
    assert line.text() == "y"
    assert not decisions(page)


def test_pages_are_told_apart_from_the_question_about_a_whole_volume(shown, qtbot, monkeypatch):
    """Only where the program proposes several materials; the question is gone once it is agreed to."""
    book = (Part("form", ((1, 2),)), Part("experience", ((3, 5),)))
    for name, proposed in (("整本.pdf", book), ("另一件.pdf", ())):
        batch = a_batch()
        source = batch.sources["s0"]
        more = Member(name, 1_000, "f" * 64, "pdf", pdf=PdfFacts("ok", "ok", 5))
        batch = replace(batch, sources={**batch.sources, "s0": replace(source, members=(*source.members, more))})

        def told(*args, key=f"s0/{name}", proposed=proposed):
            found = filings_of(*args)
            return found | ({key: Filing(proposed=proposed)} if key in found and not found[key].by_person else {})

        monkeypatch.setattr("ui.send.parts.divide.filings_of", told)
        monkeypatch.setattr("ui.send.parts.thumbnails.thumbnail", lambda *_: None)
        page = shown(batch)
        unknown = next(n for n, each in enumerate(page._lines) if each.finding.member == f"s0/{name}")
        page.list.choose(unknown)
        assert page.view.part.isVisible() is bool(proposed)
        if proposed:
            qtbot.mouseClick(page.view.part, Qt.MouseButton.LeftButton)
            dialog = page.findChild(PartsDialog)
            qtbot.mouseClick(dialog.accept_button, Qt.MouseButton.LeftButton)
            assert page._session.batch.enterprises["e0"].parts == {f"s0/{name}": book}


def test_a_decision_needs_a_reason(shown, qtbot):
    page = shown(unconfirmed())
    page.view.reason.lineEdit().clear()
    qtbot.mouseClick(page.view.accept, Qt.MouseButton.LeftButton)
    assert not decisions(page)
    assert page.view.reason.lineEdit().property("fault")


def test_a_reason_of_ones_own_is_kept(shown, qtbot):
    page = shown(unconfirmed())
    page.view.reason.lineEdit().setText("执照原件已看")
    qtbot.mouseClick(page.view.turn_back, Qt.MouseButton.LeftButton)
    assert [said.reason for said in decisions(page).values()] == ["执照原件已看"]


def test_a_decision_is_withdrawn(shown, qtbot):
    page = shown(unconfirmed())
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    page.tabs.choose(DECIDED)
    qtbot.mouseClick(page.view.withdraw, Qt.MouseButton.LeftButton)
    assert not decisions(page)
    page.tabs.choose(LOOKS)
    assert page.list.findings.rowCount() == 2


def test_a_must_cannot_be_waved_through(shown, qtbot):
    batch = changed(a_batch(), "e0", fields={**a_batch().enterprises["e0"].fields, "area": "别的"})
    page = shown(batch)
    assert page.list.chosen().finding.grade is Grade.MUST
    assert page.view.accept.isHidden()
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    assert not decisions(page)


def test_the_button_leads_to_where_it_is_mended(shown, qtbot):
    batch = changed(a_batch(), "e0", fields={**a_batch().enterprises["e0"].fields, "area": "别的"})
    page = shown(batch)
    with qtbot.waitSignal(page.go) as went:
        qtbot.mouseClick(page.view.mend, Qt.MouseButton.LeftButton)
    assert went.args == [Target(TABLE, "e0", "area")]


@pytest.mark.parametrize(
    ("check", "column", "step"),
    [
        ("MAT-05", "", COLLECT),
        ("PACK-01", "", COLLECT),
        ("NAME-06", "name", COLLECT),
        ("NAME-02", "name", TABLE),
        ("CODE-01", "code", TABLE),
        ("LETTER-02", "", LETTER),
    ],
)
def test_each_kind_of_fault_has_its_place(check, column, step):
    assert place_to_mend(Finding("", "", check=check, column=column))[0] == step


@pytest.mark.parametrize("side", ["as_listed", "as_packed"])
def test_two_names_become_one(shown, qtbot, side):
    one = a_batch().enterprises["e4"]
    listed = one.name.replace("（", "(").replace("）", ")")
    page = shown(changed(a_batch(), "e4", fields={**one.fields, "name": listed}))
    assert page.list.chosen().finding.check == "NAME-02"
    qtbot.mouseClick(getattr(page.view, side), Qt.MouseButton.LeftButton)
    batch = page._session.batch
    assert batch.enterprises["e4"].name == (listed if side == "as_listed" else one.name)
    assert "NAME-02" not in {finding.check for finding in page._session.report.findings}


def test_a_search_narrows_the_list_and_stays_after_a_decision(shown, qtbot):
    page = shown(unconfirmed())
    whole = page.list.findings.rowCount()
    qtbot.keyClick(page.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    page.search.insert(NATIONAL[1][:6])
    assert {line.finding.subject_name for line in page.list._lines} == {NATIONAL[1]}
    assert page.search.count == f"1 / {whole}"
    qtbot.keyClick(page.search, Qt.Key.Key_Return)  # on to the list
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    assert [said.verdict for said in decisions(page).values()] == [Verdict.ACCEPT]
    assert page.search.text() and page._nothing.title.text() == "没有找到"
    qtbot.keyClick(page.search, Qt.Key.Key_Escape)
    assert page.list.findings.rowCount() == whole - 1


def test_several_are_decided_with_one_reason_and_taken_back_as_one(shown, qtbot):
    page = shown(changed(unconfirmed(), "e2", is_confirmed=False))
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.view.what.text() == "选中的问题：2 处" and page.view.accept.text().startswith("2 处都")
    page.view.reason.lineEdit().setText("逐家看过执照")
    qtbot.mouseClick(page.view.accept, Qt.MouseButton.LeftButton)
    assert [said.reason for said in decisions(page).values()] == ["逐家看过执照"] * 2
    assert page.list.chosen().finding.subject_name == PROVINCIAL[0]  # the one that is left is next
    page._session.undo()
    assert not decisions(page)


def test_what_cannot_be_waved_through_stays_when_many_are_decided(shown, qtbot):
    page = shown(changed(unconfirmed(), "e0", fields={**a_batch().enterprises["e0"].fields, "area": "别的"}))
    page.list.selectAll()
    musts = [line for line in page._lines if line.finding.grade is Grade.MUST]
    assert musts and f"另有 {len(page._lines) - 2} 处" in page.view.said.text()
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    assert len(decisions(page)) == 2 and not {line.finding.key for line in musts} & decisions(page).keys()


@pytest.mark.parametrize("by, heads", [(1, 2), (2, 1)])
def test_lines_are_gathered_by_enterprise_or_by_check_and_opened(shown, qtbot, by, heads):
    page = shown(unconfirmed())
    page.gathered.setCurrentIndex(by)
    assert page.list.findings.rowCount() == heads
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert page.list.findings.rowCount() > heads
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    assert len(decisions(page)) == (1 if by == 1 else 2)


def test_tab_search_and_gathering_stay_when_another_page_was_seen(shown, qtbot):
    page = shown(unconfirmed())
    page.tabs.choose(LOOKS)
    page.gathered.setCurrentIndex(1)
    page.search.insert("公司")
    page.hide()
    page._session.apply("改", lambda b: changed(b, "e4", is_confirmed=False))
    page.show()
    assert (page.tabs.current, page.gathered.currentIndex(), page.search.text()) == (LOOKS, 1, "公司")
    assert page.list.findings.rowCount() == 3


def test_tabs_count_what_they_list(shown):
    page = shown(changed(unconfirmed(), "e0", fields={}))
    counts = []
    for tab in range(5):
        page.tabs.choose(tab)
        counts.append(page.list.findings.rowCount())
    assert counts[ALL] == sum(counts[1:4])
    assert counts[LOOKS] == 2
    assert counts[DECIDED] == 0


def test_what_is_mended_elsewhere_is_said_below(shown, qtbot):
    page = shown(changed(a_batch(), "e0", fields={}))
    went: list[Target] = []
    page.go.connect(went.append)
    for link in page._elsewhere.values():
        assert not link.isHidden()
        qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert [target.page for target in went] == [TABLE, LETTER]


def test_the_subtitle_says_what_holds_the_disc(shown, qtbot):
    page = shown(unconfirmed())
    assert page.header.subtitle.text() == "2 处等您核对，处理完才能制作光盘"
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert page.header.subtitle.text() == "1 处等您核对、1 处已退回、等补正，处理完才能制作光盘"


def test_what_was_not_looked_at_can_be_read(shown, qtbot):
    batch = changed(a_batch(), "e0", fields={})
    page = shown(batch)
    page.rest.click()
    dialog = page.findChild(OutcomesDialog)
    dialog.tabs.choose(0)
    assert dialog.table.rowCount() == len(
        [each for each in page._session.report.outcomes if each.state.value == "passed"]
    )
    dialog.close()


def test_correction_sheets_are_written_where_the_clerk_says(shown, tmp_path, answers):
    batch = a_batch()
    source = batch.sources["s2"]
    short = replace(source, members=source.members[:1])
    page = shown(replace(batch, sources={**batch.sources, "s2": short}))
    answers.folder = tmp_path / "补正单"
    answers.confirms = [False]
    page.export.click()
    written = sorted(path.suffix for path in answers.folder.iterdir())
    assert written == [".docx", ".pdf"]
    assert answers.asked[-1][0] == "补正单已导出"


def test_a_line_is_chosen_alone_also_while_ctrl_is_held(shown, qtbot):
    page = shown(unconfirmed())
    qtbot.keyPress(page.list, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    try:
        for row in (1, 0):
            page.list.choose(row)
            assert page.list.rows == (row,) and page.list.chosen() == page.list.findings.line(row)
    finally:
        qtbot.keyRelease(page.list, Qt.Key.Key_Control)


def test_all_enterprises_and_findings_are_had_as_a_workbook(shown, tmp_path, answers):
    page = shown(a_batch())
    answers.choices, answers.save, answers.confirms = [1], tmp_path / "清单.xlsx", [False]
    page.export.click()
    assert openpyxl.load_workbook(answers.save).sheetnames == ["企业", "问题", "统计"]
    assert answers.asked[-1][0] == "清单已导出"


def test_what_chosen_lines_say_is_copied(shown, qtbot):
    page = shown(unconfirmed())
    qtbot.keyClick(page.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    findings = [page.list.findings.line(row).finding for row in range(page.list.findings.rowCount())]
    assert len(lines) == len(findings) and all(f.what in line for f, line in zip(findings, lines, strict=True))


@pytest.mark.parametrize("agrees", [True, False])
def test_all_the_program_proposes_is_taken_at_once_when_asked(shown, answers, agrees):
    batch = a_batch()
    for key in ("e0", "e1"):
        batch = changed(batch, key, name=batch.enterprises[key].name.replace("有限公司", "（A/B）有限公司"))
    page = shown(batch)
    answers.confirms = [agrees]
    assert page.agree.isVisible() and "2" in page.agree.text()
    page.agree.click()
    assert {key.rpartition("-")[0] for key in decisions(page)} == ({"NAME-04"} if agrees else set())
    assert len(decisions(page)) == 2 * agrees and page.agree.isVisible() is not agrees
    if agrees:
        page._session.undo()
        assert not decisions(page), "one act"


def test_nothing_to_correct_is_told(shown, tmp_path, answers):
    page = shown(a_batch())
    answers.folder = tmp_path / "补正单"
    page.export.click()
    assert answers.told[-1][0] == "没有要补正的企业"


def test_an_undo_brings_the_question_back(shown, qtbot):
    page = shown(unconfirmed())
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    page._session.undo()
    assert not decisions(page)
    assert page.list.findings.rowCount() == 2


def test_the_list_is_a_sound_model(qtmodeltester):
    model = FindingModel()
    finding = Finding("缺", "补", grade=Grade.MUST, check="MAT-01", subject="e0", subject_name="某公司")
    model.show([Line(finding), Line(replace(finding, check="MAT-02"))])
    qtmodeltester.check(model)


def test_differing_characters_are_marked():
    ours, theirs = marked("章丘铸锻（集团）", "章丘铸锻(集团)")
    assert ours == (("章丘铸锻", False), ("（", True), ("集团", False), ("）", True))
    assert "".join(text for text, _ in theirs) == "章丘铸锻(集团)"


def test_the_place_names_file_and_page():
    finding = Finding("", "", where="甲.zip!/证明/报告.pdf#page=3", subject_name="甲公司")
    assert place(finding) == "甲公司 · 报告.pdf 第 3 页"
    cell = Finding("", "", where="汇总表“电话”一栏", column="phone", subject_name="甲公司")
    assert place(cell) == "甲公司 · 汇总表“电话”一栏"
    assert place(Finding("", "", subject_name="甲公司")) == "甲公司"


def test_a_letter_is_looked_at_here(shown, tmp_path):
    page = shown(a_batch())
    findings = page._session.report.findings
    assert {each.subject for each in findings if each.check == "LETTER-01"} == {str(track) for track in TRACKS}
    assert page.list.findings.rowCount() == 0  # what is missing is told at the letters


def test_a_seal_is_asked_about_as_one_with_its_frame(qtbot) -> None:
    from dataclasses import replace

    from PySide6.QtWidgets import QWidget

    from app.model.finding import Finding, Grade
    from ui.findings.card import FindingView
    from ui.findings.lines import Line

    view = FindingView(QWidget())
    qtbot.addWidget(view)
    look = Finding("看不出公章", "请看", grade=Grade.LOOK, check="SEAL-01", subject="e1", frame=(0.5, 0.5, 0.2, 0.1))
    view.show_line(Line(look, None), 1, 1)
    assert view.accept.text().startswith("是公章") and view.turn_back.text().startswith("不是")
    view.show_line(Line(replace(look, check="MAT-05"), None), 1, 1)
    assert view.accept.text().startswith("可以报送")


def test_the_provinces_notice_is_opened_and_its_points_are_listed(shown, qtbot, answers, tmp_path):
    page = shown(a_batch())
    batch = page._session.batch
    name = batch.enterprises["e0"].name
    point = {"check": "MAT-02", "grade": "must", "what": "典型经验材料缺页", "fix": "请补齐", "where": "", "why": "",
             "who": "enterprise", "track": "national", "enterprise": name, "code": ""}
    body = {"kind": "baopan-correction", "schema": 1, "number": 1, "submission": "2023-370100-1",
            "notice": batch.notice, "sender": batch.sender.name, "sender_code": batch.sender.code,
            "day": "2023-09-02", "due": "", "reason": "", "points": [point]}
    path = tmp_path / "补正通知.baopan.json"
    path.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    answers.files = (path,)
    qtbot.mouseClick(page.returned, Qt.MouseButton.LeftButton)
    assert answers.errors == [] and "补正第 1 次" in answers.told[-1][0]
    assert page._session.batch.correction.points[0].what == "典型经验材料缺页"
    assert any("典型经验材料缺页" in finding.what for finding in page._session.report.findings)


def too_large():
    """One enterprise above the limit: a film of 450 MB and a scan of 79."""
    batch = a_batch()
    source = batch.sources["s0"]
    film = Member("证明材料/宣传片.mp4", 450_000_000, "f" * 64, "mp4", 1_690_000_000)
    scan = replace(source.members[0], size=79_000_000)
    heavy = replace(source, size=530_000_000, members=(scan, *source.members[1:], film))
    return batch.with_enterprise(batch.enterprises["e0"], (heavy,))


def test_what_weighs_most_is_a_click_away_from_a_package_that_is_too_large(shown, qtbot):
    page = shown(too_large())
    assert page.list.chosen().finding.check == "SIZE-01" and page.view.weigh.isVisible()
    qtbot.mouseClick(page.view.weigh, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(WeightsDialog)
    assert dialog.isVisible()
    shares = [bar._part for bar in dialog.findChildren(Bar)]
    assert shares[0] == 1 and shares == sorted(shares, reverse=True)
    dialog.close()


def test_other_faults_offer_no_weights(shown):
    page = shown(unconfirmed())
    assert not page.view.weigh.isVisible()


def test_the_heaviest_file_is_shown_beside_it(shown):
    page = shown(too_large())
    assert page.list.chosen().finding.member == "s0/证明材料/宣传片.mp4"
    assert not page.view.mend.isVisible() and page.view.mend_link.isVisible()


def test_an_empty_batch_is_not_called_done(shown):
    page = shown(Batch(a_batch().sender, "2023", "2023-08-10T09:00:00+08:00"))
    assert page.header.subtitle.text() == "还没有企业材料"


def test_of_two_names_the_card_says_only_how_they_differ(shown):
    page = shown(changed(a_batch(), "e2", fields={**a_batch().enterprises["e2"].fields, "name": PROVINCIAL[0] + "（集团）"}))
    assert page.list.chosen().finding.check == "NAME-02"
    said = page.view.what.text()
    assert said.startswith("汇总表与材料包名称不一致：") and "（集团）" in said and PROVINCIAL[0] not in said


def nested(count=5):
    """Archives within the package of the first enterprise, each a look of its own."""
    batch = a_batch()
    source = batch.sources["s0"]
    inner = [Member(f"资料/包{n}.zip", 1_000, f"{n + 1:064x}", "zip", 1_690_000_000) for n in range(count)]
    return batch.with_enterprise(batch.enterprises["e0"], (replace(source, members=(*source.members, *inner)),))


def rows(page):
    return [page.list.findings.line(row) for row in range(page.list.findings.rowCount())]


def to_the_archives(page):
    page.list.choose(next(n for n, line in enumerate(rows(page)) if line.finding.check == "PACK-05"))


def test_many_of_one_kind_are_one_row_and_decided_together(shown, qtbot):
    page = shown(nested())
    to_the_archives(page)
    chosen = page.list.chosen()
    assert [line.finding.check for line in rows(page)].count("PACK-05") == 1
    assert len(chosen.findings) == 5 and chosen.what.startswith("5 处：") and page.view.what.text() == chosen.what
    qtbot.keyClick(page.list, Qt.Key.Key_Y)
    keys = {finding.key for finding in chosen.findings}
    assert keys <= decisions(page).keys() and {decisions(page)[key].verdict for key in keys} == {Verdict.ACCEPT}
    page.tabs.choose(DECIDED)
    page.tabs.chosen.emit(DECIDED)
    qtbot.mouseClick(page.view.withdraw, Qt.MouseButton.LeftButton)
    assert not keys & decisions(page).keys()


def test_each_of_them_can_be_looked_at_and_decided_alone(shown, qtbot):
    page = shown(nested())
    to_the_archives(page)
    group, before = page.list.chosen(), len(rows(page))
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert len(rows(page)) == before + 5 and page.list.chosen() == group
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    single = page.list.chosen()
    assert single.is_inner and single.finding == group.findings[1]
    qtbot.keyClick(page.list, Qt.Key.Key_N)
    assert list(decisions(page)) == [single.finding.key]
    assert page.list.chosen().is_inner and page.list.chosen().finding == group.findings[2]
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert page.list.chosen().findings == (group.findings[0], *group.findings[2:]) and len(rows(page)) == before


def test_the_tabs_count_findings_and_not_rows(shown):
    page = shown(nested())
    looks = sum(each.grade is Grade.LOOK for each in page._session.report.findings)
    assert looks >= 5 and f"请人工核对 {looks}" in [tab.text() for tab in page.tabs.findChildren(QAbstractButton)]


def locked():
    """The package of the first enterprise is an archive with a password."""
    batch = a_batch()
    source = replace(batch.sources["s0"], container=Container.ZIP, troubles=(Trouble(Fault.PASSWORD),), members=())
    return batch.with_enterprise(batch.enterprises["e0"], (source,))


def test_a_locked_archive_asks_for_its_password_and_hides_it(shown, qtbot, monkeypatch):
    page = shown(locked())
    page.list.choose(next(n for n, line in enumerate(rows(page)) if line.finding.check == "PACK-02"))
    assert page.view.unlock.isVisible() and not page.view.mend.isVisible()
    assert page.isAncestorOf(page.view.unlock)
    asked = []
    monkeypatch.setattr("ui.send.unlock.unlock", lambda *told: asked.append(told[1:4]))
    monkeypatch.setattr(page._session, "run", lambda what, work: work(None))
    qtbot.mouseClick(page.view.unlock, Qt.MouseButton.LeftButton)
    (dialog,) = page.findChildren(PasswordDialog)
    assert not dialog.open_it.isEnabled() and dialog.field.echoMode() is QLineEdit.EchoMode.Password
    dialog.field.insert("Pa$$")
    dialog.show_it.click()
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Normal
    qtbot.mouseClick(dialog.open_it, Qt.MouseButton.LeftButton)
    assert asked == [("e0", page._session.batch.sources["s0"].name, "Pa$$")]


def test_what_is_not_locked_asks_for_no_password(shown):
    assert not shown(unconfirmed()).view.unlock.isVisible()


def test_one_enterprise_twice_leads_to_where_one_is_moved_out(shown, qtbot):
    """The province's rule of the same id, twins of two senders, has no page of its own to mend it at."""
    batch = a_batch()
    code = batch.enterprises["e2"].fields["code"]
    page = shown(changed(batch, "e3", fields={**batch.enterprises["e3"].fields, "code": code}))
    page.list.choose(next(n for n, line in enumerate(rows(page)) if line.finding.check == "DUP-01"))
    left = []
    page.go.connect(left.append)
    assert page.view.mend.isVisible()
    qtbot.mouseClick(page.view.mend, Qt.MouseButton.LeftButton)
    assert left
