"""Discs made by hand in odd ways become right rows in the window, in at most ten actions each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QMenu, QTreeWidgetItem

from app.ledger import Ledger
from tests.hand_made import (
    ODD,
    ONE,
    PLAIN,
    THREE,
    TWO,
    Truth,
    lay,
    one_letter,
    packed,
    papers,
    strange_headings,
    table,
    xlsx,
)
from tests.ui.conftest import Answers
from tests.ui.receive.test_insert_page import drop, inserted, line_of
from ui.receive.insert.page import InsertPage
from ui.receive.view import LedgerView

P = "provincial"


class Clerk:
    """Does what a person would, and counts it."""

    def __init__(self, qtbot, page: InsertPage) -> None:
        self.bot, self.page, self.actions = qtbot, page, 0

    def drops(self, disc: Path) -> None:
        drop(self.page, disc)
        self.actions += 1

    def clicks(self, widget) -> None:
        assert widget.isVisible() and widget.isEnabled()
        self.bot.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.actions += 1

    def chooses(self, box, words: str) -> None:
        box.setCurrentIndex(box.findText(words))
        self.actions += 1

    def drags(self, paths: list[str], target: QTreeWidgetItem) -> None:
        """The pieces, selected with Ctrl, onto a line."""
        tree = self.page.tree
        mime = tree.mimeData([line_of(tree, path) for path in paths])
        place = QPointF(tree.visualItemRect(target).center())
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        tree.dropEvent(QDropEvent(place, Qt.DropAction.MoveAction, mime, left, none))
        self.actions += 1 + len(paths)

    def reads_columns(self, titles: dict[str, str]) -> None:
        self.clicks(self.page.looked.ask_columns)
        dialog = self.page.looked.columns
        assert dialog is not None
        chosen = dialog.columns()
        for at, heading in enumerate(dialog.grid.rows[dialog.grid.heading]):
            if heading in titles and heading not in chosen:
                self.chooses(dialog.choices[at], titles[heading])
        self.clicks(dialog.take)


def rows(ledger: Ledger) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in ledger.entries():
        found.setdefault(entry.track, []).append(entry.name)
    return found


def line_called(page: InsertPage, text: str) -> QTreeWidgetItem:
    flags = Qt.MatchFlag.MatchStartsWith | Qt.MatchFlag.MatchRecursive
    return page.tree.findItems(text, flags, 0)[-1]


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_an_odd_disc_becomes_right_rows(
    qtbot, empty: LedgerView, make: Callable[[Path], Truth], tmp_path: Path
) -> None:
    page = inserted(empty)
    truth, clerk = make(tmp_path / "盘"), Clerk(qtbot, page)
    clerk.drops(tmp_path / "盘")
    if truth.columns:
        titles = {heading: title.replace("企业名称", "申报单位名称") for heading, title in truth.columns.items()}
        clerk.reads_columns(titles)
    clerk.clicks(page.start)
    ledger = empty.session.ledger
    assert rows(ledger) == {track: list(own) for track, own in truth.packages.items()}
    (one,) = ledger.submissions()
    assert (one.sender.code or one.sender.name) == truth.sender and clerk.actions <= 10


def test_a_disc_of_which_nothing_is_known_says_so_and_what_to_do(
    qtbot, empty: LedgerView, answers: Answers, tmp_path: Path
) -> None:
    page, name = inserted(empty), "烟台甲一机械有限公司"
    lay(tmp_path / "盘", {f"资料/{path}": content for path, content in papers().items()})
    lay(tmp_path / "盘", {"表.xlsx": xlsx([["甲", "乙"], ["丙", "丁"]]), "表2.xlsx": xlsx(table((name,)))})
    clerk = Clerk(qtbot, page)
    clerk.drops(tmp_path / "盘")
    assert page.first.said[0].startswith("没有认出任何一类") and not page.start.isEnabled()
    answers.texts = [name]
    clerk.drags(["资料"], line_called(page, "申报材料"))
    clerk.drags(["表2.xlsx"], page.tree.topLevelItem(1).child(1))
    assert not page.first.said[0].startswith("没有认出任何一类")
    page.paper.senders.setCurrentText("烟台市工业和信息化局")
    clerk.clicks(page.start)
    assert rows(empty.session.ledger) == {P: [name]} and clerk.actions <= 10


def test_files_dropped_on_an_enterprise_are_added_to_it(qtbot, empty: LedgerView, tmp_path: Path) -> None:
    page = inserted(empty)
    lay(tmp_path / "盘", {
        "全省汇总表.xlsx": xlsx(table((TWO, THREE), "汇总表")), "推荐函.pdf": PLAIN, **packed((TWO, THREE)),
        "补充1.pdf": PLAIN + b"1", "补充2.pdf": PLAIN + b"2", "补交.zip": b"PK\5\6" + bytes(18),
    })  # fmt: skip
    clerk = Clerk(qtbot, page)
    clerk.drops(tmp_path / "盘")
    assert any(words.startswith("有 3 个文件没有认出") for words in page.first.said)
    clerk.drags(["补充1.pdf", "补充2.pdf", "补交.zip"], line_called(page, TWO))
    assert not any("没有认出" in words for words in page.first.said)
    clerk.clicks(page.start)
    (one,) = empty.session.ledger.submissions()
    batch = empty.session.ledger.batch_of(one.id)
    assert [len(each.sources) for each in batch.in_track(P)] == [4, 1]


def test_one_letter_may_be_said_to_stand_for_both(qtbot, empty: LedgerView, tmp_path: Path) -> None:
    page = inserted(empty)
    lay(tmp_path / "盘", {
        "全国汇总表.xlsx": xlsx(table((ONE,))), "全省汇总表.xlsx": xlsx(table((TWO,), "汇总表")),
        "全国推荐函.pdf": PLAIN, **packed((ONE, TWO)),
    })  # fmt: skip
    drop(page, tmp_path / "盘")
    page.tree.show_menu(line_of(page.tree, "全国推荐函.pdf"), QPoint(5, 5))
    (menu,) = page.tree.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == "同时作为全省的推荐文件").trigger()
    menu.close()
    assert {own.letter for own in page.layout_now.tracks.values()} == {"全国推荐函.pdf"}


def test_a_piece_is_shown_before_it_is_received(qtbot, empty: LedgerView, tmp_path: Path) -> None:
    page = inserted(empty)
    strange_headings(tmp_path / "盘")
    drop(page, tmp_path / "盘")
    for path, words in (("情况表.xlsx", "负责同志"), (f"{TWO}.zip", "证明材料/营业执照.pdf")):
        page.tree.setCurrentItem(line_of(page.tree, path))
        qtbot.keyClick(page.tree, Qt.Key.Key_Space)
        window = page.looked.piece
        assert window is not None and window.isVisible() and words in window.text.toPlainText()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_a_heading_that_is_known_may_be_told_otherwise(qtbot, empty: LedgerView, tmp_path: Path) -> None:
    page = inserted(empty)
    one_letter(tmp_path / "盘")
    drop(page, tmp_path / "盘")
    clerk, path = Clerk(qtbot, page), page.layout_now.tracks[P].table
    page.tree.show_menu(line_of(page.tree, path), QPoint(5, 5))
    (menu,) = page.tree.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == "重新指明表头…").trigger()
    menu.close()
    dialog = page.looked.columns
    clerk.chooses(dialog.choices[5], "不用这一列")
    clerk.chooses(dialog.choices[6], "联系人")
    clerk.clicks(dialog.take)
    assert page.layout_now.columns == {
        "序号": "order", "企业名称": "name", "统一社会信用代码": "code", "典型经验名称": "experience", "重点领域": "area",
        "联系人": "", "联系电话": "contact",
    }  # fmt: skip
    clerk.clicks(page.start)
    assert {entry.fields.get("contact") for entry in empty.session.ledger.entries()} == {"13800000000"}
