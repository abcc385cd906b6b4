"""更正, 作废, 恢复计入 by clicks; the ledger is what is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.job import Job
from app.ledger.registration import compared_of
from app.model.disc import Compared
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.disc.on_hand import held_discs
from app.receive.intake import receive
from tests.builders import a_pdf
from tests.hand_made import THREE, TWO, drafts_beside
from tests.ui.conftest import Answers
from tests.ui.receive.conftest import Shown
from tests.ui.receive.ledgers import a_ledger
from tests.ui.receive.test_insert_page import line_of
from ui.receive.facts import REGISTER
from ui.receive.register.amend_dialog import AmendDialog
from ui.receive.register.page import RegisterPage
from ui.receive.view import LedgerView
from ui.shell.opening import opened_instead

KEY = "2023-370600-1"


@pytest.fixture
def hand(tmp_path: Path, shown: Shown, sandbox: Sandbox) -> LedgerView:
    """烟台's disc, made by hand, was registered."""
    drafts_beside(tmp_path / "盘")
    ledger = a_ledger(tmp_path / "台账")
    receive(ledger, tmp_path / "盘", clerk="王", looks=False, sandbox=sandbox, job=Job())
    return shown(ledger)


def register(view: LedgerView) -> RegisterPage:
    view.go(REGISTER)
    page = view.page(REGISTER)
    assert isinstance(page, RegisterPage)
    page.view.selectRow(0)
    return page


def click(qtbot, widget) -> None:
    assert widget.isEnabled() and widget.isVisible()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def opened(qtbot, page: RegisterPage) -> AmendDialog:
    click(qtbot, page.card.amend)
    dialog = page.amending.dialog
    assert dialog is not None and not dialog.take.isEnabled()
    return dialog


def last(view: LedgerView) -> str:
    return view.session.ledger.events()[-1].what


def test_what_changes_is_shown_before_it_is_done(qtbot, hand: LedgerView, answers: Answers):
    page = register(hand)
    with opened_instead():
        click(qtbot, page.receipt)
    count = len(hand.session.ledger.events())
    dialog = opened(qtbot, page)
    day = dialog.came.date()
    dialog.came.setDate(QDate(2023, 8, 20))
    dialog.clerk.setText("周敏")
    assert "收到日期由" in dialog.changes.text() and "要出具更正件" in dialog.changes.text()
    assert len(hand.session.ledger.events()) == count  # nothing is done yet
    dialog.came.setDate(day.addDays(9999))
    assert "还没有到" in dialog.changes.text() and not dialog.take.isEnabled()
    dialog.came.setDate(QDate(2023, 8, 20))
    dialog.reason.setPlainText("登记时写错了")
    answers.confirms = [False]
    click(qtbot, dialog.take)
    one = hand.session.ledger.submission(KEY)
    assert (one.handed_in, one.clerk) == ("2023-08-20", "周敏") and not answers.errors
    amended = next(e for e in reversed(hand.session.ledger.events()) if e.kind.value == "amended")
    assert amended.what.endswith("：登记时写错了") and "更正件" in answers.asked[-1][1]
    made = [path.name for path in (hand.session.ledger.folder / "答复材料").iterdir()]
    assert len(made) == 2 and any("更正1" in name for name in made)
    assert any(event.what.startswith("（已更正）") for event in page.card.history.records.rows)


def test_a_code_is_typed_again_and_whole(qtbot, whole: LedgerView):
    page = register(whole)
    assert whole.session.one is not None
    key = whole.session.one.submission.id
    dialog = opened(qtbot, page)
    assert not dialog.relay.isEnabled() and not dialog.senders.isEnabled()  # the disc says it itself
    qtbot.keyClicks(dialog.code, "12")
    assert "没有写全" in dialog.changes.text() and not dialog.take.isEnabled()
    dialog.code.clear()
    qtbot.keyClicks(dialog.code, "0000-0000-0000")
    assert dialog.changes.text() == "校验码由 校验码已核对 改为 校验码不符"
    click(qtbot, dialog.take)
    assert compared_of(whole.session.ledger.discs_of(key)) is Compared.DIFFERS
    assert len(whole.session.ledger.entries()) > 100  # all are there as before


def test_a_layout_is_put_right_in_a_tree(qtbot, hand: LedgerView, answers: Answers):
    page = register(hand)
    dialog = opened(qtbot, page)
    click(qtbot, dialog.relay)
    layouts = dialog.layouts
    assert layouts is not None and layouts.tree.can_correct
    layouts.tree.show_menu(line_of(layouts.tree, layouts.tree.layout_shown.tracks["provincial"].table), QPoint(5, 5))
    (menu,) = layouts.tree.findChildren(QMenu)
    offered = [action.text() for action in menu.actions()]
    assert "都不是" in offered and "重新指明表头…" not in offered  # nothing here would show the columns
    menu.close()
    own = layouts.layout_now.tracks["provincial"].packages
    path = next(path for path, name in own.items() if name == TWO)
    layouts.tree.add([path], "provincial", THREE)
    click(qtbot, layouts.take)
    assert f"归全省“{THREE}”" in dialog.changes.text()
    click(qtbot, dialog.take)
    (disc,) = held_discs(hand.session.ledger, KEY)
    assert disc.record.layout.tracks["provincial"].packages[path] == THREE and not answers.errors
    assert "更正登记：认法" in last(hand)


def test_files_that_came_later_go_to_an_enterprise(qtbot, tmp_path: Path, hand: LedgerView, answers: Answers):
    page = register(hand)
    dialog = opened(qtbot, page)
    answers.files = (tmp_path / "盘" / "全省" / "推荐函.docx",)
    click(qtbot, dialog.later.files)
    assert "哪一家" in dialog.changes.text() and not dialog.take.isEnabled()
    dialog.later.firm.setCurrentIndex(next(at for at in range(dialog.later.firm.count()) if TWO in dialog.later.firm.itemText(at)))
    assert f"补交：“推荐函.docx”归“{TWO}”" in dialog.changes.text()
    click(qtbot, dialog.take)
    own = {each.name: len(each.sources) for each in hand.session.ledger.stored_batch(KEY).enterprises.values()}
    assert own[TWO] == 2 and len(hand.session.ledger.discs_of(KEY)) == 2 and not answers.errors


def dropped(dialog, *paths) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, left, none = QPointF(dialog.rect().center()), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(dialog, QDragEnterEvent(place.toPoint(), Qt.DropAction.CopyAction, mime, left, none))
    QApplication.sendEvent(dialog, QDropEvent(place, Qt.DropAction.CopyAction, mime, left, none))


def test_files_and_folders_are_gathered_chosen_or_dropped(qtbot, tmp_path: Path, hand: LedgerView, answers: Answers):
    one, two, three, folder = (tmp_path / "补" / name for name in ("一.pdf", "二.pdf", "三.pdf", "获奖证书"))
    folder.mkdir(parents=True)
    for number, path in enumerate((one, two, three, folder / "四.pdf")):
        path.write_bytes(a_pdf(1, f"paper {number}"))
    dialog = opened(qtbot, register(hand))
    answers.files, answers.folder = (one, two), folder
    click(qtbot, dialog.later.files)
    click(qtbot, dialog.later.files)  # the same once more
    click(qtbot, dialog.later.folder)
    dropped(dialog, three)
    assert dialog.later.paths == (one, two, folder, three) and "4 项" in dialog.later.told.text()
    dialog.later.firm.setCurrentIndex(next(at for at in range(dialog.later.firm.count()) if TWO in dialog.later.firm.itemText(at)))
    assert "补交：“一.pdf”、“二.pdf”、“获奖证书”、“三.pdf”" in dialog.changes.text()
    click(qtbot, dialog.later.clear)
    assert dialog.later.paths == () and not dialog.take.isEnabled() and not dialog.later.firm.isVisible()
    dropped(dialog, folder, one)
    click(qtbot, dialog.take)
    own = {each.name: len(each.sources) for each in hand.session.ledger.stored_batch(KEY).enterprises.values()}
    assert own[TWO] == 3 and not answers.errors


def test_another_sender_is_chosen(qtbot, hand: LedgerView):
    page = register(hand)
    dialog = opened(qtbot, page)
    dialog.senders.setEditText("")
    assert not dialog.take.isEnabled()
    dialog.senders.setCurrentIndex(0)
    click(qtbot, dialog.take)
    assert hand.session.ledger.submission(KEY).sender.name == dialog.senders.itemText(0)


def test_one_is_made_void_and_comes_back(qtbot, hand: LedgerView, answers: Answers):
    page = register(hand)
    answers.texts = [None, "误收了练习盘", "还是要用"]
    click(qtbot, page.card.void)
    assert hand.session.ledger.submission(KEY).standing.counts
    click(qtbot, page.card.void)
    assert hand.session.ledger.submission(KEY).standing is Standing.VOIDED
    assert not page.accept.isEnabled() and not page.card.void.isVisible()
    click(qtbot, page.card.reinstate)
    assert hand.session.ledger.submission(KEY).standing.counts and last(hand) == "恢复计入：还是要用"


def test_what_a_void_one_had_replaced_is_offered(qtbot, tmp_path: Path, hand: LedgerView, answers: Answers):
    drafts_beside(tmp_path / "又")
    (tmp_path / "又" / "说明.txt").write_text("第二次")
    session = hand.session
    receive(session.ledger, tmp_path / "又", clerk="王", looks=False, sandbox=session.sandbox, job=Job())
    session.refresh()
    page = register(hand)
    page.view.selectRow(1)
    answers.texts, answers.confirms = ["放错了盘"], [True]
    click(qtbot, page.card.void)
    assert answers.asked[-1][0] == f"恢复 {KEY}？"
    assert [one.standing.counts for one in session.ledger.submissions()] == [True, False]
