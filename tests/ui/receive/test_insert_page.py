"""A disc is dropped, looked at, put right and received, as a clerk does it; the ledger is what is asserted."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
from PySide6.QtCore import QDate, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QTreeWidgetItem

from app.demo.cast import notice
from app.errors import NoSubmission
from app.ledger import Ledger
from app.model.disc import qr_content
from app.model.submission import Standing
from app.notices.asked.quotas import OwnQuota
from tests.ui.conftest import Answers
from ui.receive.facts import INSERT, REGISTER, VERIFY
from ui.receive.insert.cards import PaperCard, first_lines
from ui.receive.insert.page import InsertPage
from ui.receive.layout.edit import Role
from ui.receive.layout.tree import LayoutTree
from ui.receive.view import LedgerView

FIRMS = ("烟台甲一有限公司", "烟台乙二有限公司")


def line_of(tree: LayoutTree, path: str) -> QTreeWidgetItem:
    """The line of a piece of the disc."""
    (line,) = tree.findItems(path, Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive, 1)
    return line


def by_hand(folder: Path) -> Path:
    """Two archives, a table of one's own making, a letter called 报告, and something else."""
    (folder / "附件").mkdir(parents=True)
    book = openpyxl.Workbook()
    book.active.append(["全省质量标杆推荐表　推荐单位：烟台市工业和信息化局"])
    book.active.append(["序号", "申报单位名称", "统一社会信用代码", "联系人"])
    for number, name in enumerate(FIRMS, 1):
        book.active.append([number, name, "", "王"])
        with zipfile.ZipFile(folder / "附件" / f"{number} {name}.zip", "w") as package:
            package.writestr("申报书.pdf", f"%PDF-1.4 {number}")
    book.save(folder / "汇总表最终版.xlsx")
    (folder / "关于推荐全省质量标杆的报告.pdf").write_bytes(b"%PDF-1.4 y")
    (folder / "盖章的函.pdf").write_bytes(b"%PDF-1.4 z")
    return folder


def inserted(view: LedgerView) -> InsertPage:
    view.go(INSERT)
    page = view.page(INSERT)
    assert isinstance(page, InsertPage)
    return page


def drop(page: InsertPage, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, left, none = page.drop.rect().center(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    action = Qt.DropAction.CopyAction
    page.drop.dragEnterEvent(QDragEnterEvent(place, action, mime, left, none))
    page.drop.dropEvent(QDropEvent(QPointF(place), action, mime, left, none))


def drag(page: InsertPage, path: str, title: str) -> None:
    """From its line onto the first line of this title below 全省."""
    tree = page.tree
    top = next(tree.topLevelItem(n) for n in range(tree.topLevelItemCount())
               if tree.topLevelItem(n).text(0).startswith("全省"))
    target = next(top.child(n) for n in range(top.childCount()) if top.child(n).text(0).startswith(title))
    mime = tree.mimeData([line_of(tree, path)])
    place = tree.visualItemRect(target).center()
    tree.dropEvent(QDropEvent(QPointF(place), Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton,
                              Qt.KeyboardModifier.NoModifier))


def ledger(view: LedgerView) -> Ledger:
    return view.session.ledger


def test_the_first_look_says_what_is_there_and_changes_nothing(empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    assert page.first.name.text() == "烟台市工业和信息化局" and page.first.maker.text == "手工刻制"
    assert "全省：推荐文件、汇总表、2 家申报材料" in page.first.said
    assert line_of(page.tree, "汇总表最终版.xlsx").text(0) == "汇总表"
    assert page.start.isEnabled() and not ledger(empty).submissions()
    plain, look = ledger(empty).notice, page.look
    asking = replace(plain, letter=replace(plain.letter, paper=3))
    assert ("随盘应有盖章的纸质推荐文件 3 份，请点一点", "muted") in first_lines(look, asking)
    assert not any("纸质" in words for words, _ in first_lines(look, plain))


def test_a_disc_is_received_and_its_result_is_one_click_away(qtbot, empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    page.paper.clerk.clear()
    page.paper.clerk.insert("李科员")
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    (one,) = ledger(empty).submissions()
    assert one.sender.code == "370600" and one.clerk == "李科员"
    assert [entry.name for entry in ledger(empty).entries()] == list(FIRMS)
    assert page.result.title.text() == "烟台市工业和信息化局：已收到并存进台账"
    qtbot.mouseClick(page.result.verify, Qt.MouseButton.LeftButton)
    assert empty.step == VERIFY and empty.session.one.submission.id == one.id


def test_the_day_it_came_may_be_another_than_today(qtbot, empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    page.paper.came.setDate(QDate(2023, 8, 30))
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    (one,) = ledger(empty).submissions()
    assert one.handed_in == "2023-08-30" and not one.is_late
    empty.go(REGISTER)
    assert "2023-08-30" in empty.page(REGISTER).card._words["收到"].text()  # type: ignore[attr-defined]


def test_the_same_disc_again_changes_nothing(qtbot, empty: LedgerView, tmp_path: Path):
    page, disc = inserted(empty), by_hand(tmp_path / "手工")
    for _ in range(2):
        drop(page, disc)
        qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
        said = page.result.title.text()
        qtbot.mouseClick(page.result.again, Qt.MouseButton.LeftButton)
    assert said.endswith("台账没有变动") and len(ledger(empty).submissions()) == 1


def test_a_letter_taken_wrongly_is_put_right_by_dragging(qtbot, empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    taken = page.layout_now.tracks["provincial"].letter
    other = ({"盖章的函.pdf", "关于推荐全省质量标杆的报告.pdf"} - {taken}).pop()
    drag(page, other, "推荐文件")
    assert page.layout_now.tracks["provincial"].letter == other and taken in page.layout_now.unknown
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    (one,) = ledger(empty).submissions()
    assert ledger(empty).batch_of(one.id).letter("provincial").stored.endswith(other)


def test_the_menu_names_a_package_anew(qtbot, empty: LedgerView, answers: Answers, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    path = "附件/1 烟台甲一有限公司.zip"
    answers.texts = ["烟台甲一股份有限公司"]
    page.tree.show_menu(line_of(page.tree, path), QPoint(5, 5))
    (menu,) = page.tree.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == "改企业名称…").trigger()
    menu.close()
    assert line_of(page.tree, path).text(0) == "烟台甲一股份有限公司"
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    told = {f.what for one in ledger(empty).submissions() for f in ledger(empty).report_of(one.id).findings
            if f.check == "TABLE-02"}
    assert any("烟台甲一股份有限公司" in what for what in told)


def test_corrections_can_be_taken_back(qtbot, empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    page.tree.correct("汇总表最终版.xlsx", Role.UNKNOWN, None)
    assert page.layout_now.tracks["provincial"].table == ""
    qtbot.mouseClick(page.looked.undo, Qt.MouseButton.LeftButton)
    assert page.layout_now == page.look.layout


def test_a_code_that_is_not_whole_keeps_it_from_starting(empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    page.paper.code.insert("7K3M-Q9")
    assert not page.start.isEnabled() and "12 位，现在 6 位" in page.paper.code_note.text()
    page.paper.code.insert("TX-2B8D")
    assert page.start.isEnabled()
    page.paper.code.setText(qr_content("QLBG23_3701_01", "0f" * 32))
    assert page.start.isEnabled()


def test_a_wrong_code_is_found_when_all_was_read(qtbot, empty: LedgerView, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    page.paper.code.insert("7K3M-Q9TX-2B8D")
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    (one,) = ledger(empty).submissions()
    assert "DISC-04" in {f.check for f in ledger(empty).report_of(one.id).findings}
    assert one.standing is Standing.FAULTY


def test_a_sender_nobody_tells_has_to_be_chosen(qtbot, empty: LedgerView, tmp_path: Path):
    page, disc = inserted(empty), by_hand(tmp_path / "手工")
    book = openpyxl.load_workbook(disc / "汇总表最终版.xlsx")
    book.active["A1"] = "推荐表"
    book.save(disc / "汇总表最终版.xlsx")
    for name in FIRMS:
        number = FIRMS.index(name) + 1
        (disc / "附件" / f"{number} {name}.zip").rename(disc / "附件" / f"{number} {name.replace('烟台', '')}.zip")
    drop(page, disc)
    page.paper.senders.setEditText("")
    assert not page.start.isEnabled()
    page.paper.senders.setCurrentText("威海市工业和信息化局")
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    assert ledger(empty).submissions()[0].sender.code == "371000"


def test_of_a_direct_sender_the_kind_is_asked_where_its_quota_depends_on_it(qtbot):
    plain = notice()
    first, *others = plain.tracks
    asking = replace(plain, tracks=(replace(first, quotas=(OwnQuota("省属", 0, 1),)), *others))
    card = PaperCard(asking)
    qtbot.addWidget(card)
    card.senders.setEditText("山东某某集团有限公司")
    assert "（省属）或（中央驻鲁）" in card.code_note.text() and card.is_ready, "it can be put right later"
    card.senders.setEditText("山东某某集团有限公司（省属）")
    assert card.chosen_sender().with_kind == "山东某某集团有限公司（省属）" and "省属" not in card.code_note.text()


def test_a_second_copy_may_stand_by(qtbot, empty: LedgerView, answers: Answers, tmp_path: Path):
    page = inserted(empty)
    drop(page, by_hand(tmp_path / "手工"))
    answers.choices, answers.folder = [len(page._drives())], by_hand(tmp_path / "副本")
    qtbot.mouseClick(page.paper.copy_link, Qt.MouseButton.LeftButton)
    assert page.paper.copy == tmp_path / "副本" and "副本" in page.paper.copy_link.text()
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    assert len(ledger(empty).submissions()) == 1
    drop(page, tmp_path / "手工")
    assert page.paper.copy is None


def test_an_empty_folder_is_told_and_the_page_stays(empty: LedgerView, answers: Answers, tmp_path: Path):
    page = inserted(empty)
    (tmp_path / "空").mkdir()
    drop(page, tmp_path / "空")
    assert isinstance(answers.errors[0], NoSubmission) and page.drop.isVisible() and page.look is None


def test_a_folder_may_be_chosen_instead(qtbot, empty: LedgerView, answers: Answers, tmp_path: Path):
    page = inserted(empty)
    answers.folder = by_hand(tmp_path / "手工")
    qtbot.mouseClick(page.drop, Qt.MouseButton.LeftButton)
    assert page.look is not None and page.places == (answers.folder,)
