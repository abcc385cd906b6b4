"""The real dialogs, answered by clicks."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from app.errors import DiskFull
from ui.shell.ask import Dialogs
from ui.shell.settings import Settings


@pytest.fixture
def dialogs(qtbot, tmp_path):
    parent = QWidget()
    qtbot.addWidget(parent)
    return Dialogs(parent, Settings(tmp_path / "s.json"))


def click(qtbot, words: str, before=None) -> list[str]:
    """Press a button of the dialog that is about to open; its texts are collected."""
    seen: list[str] = []

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        seen.extend(field.toPlainText() for field in dialog.findChildren(QPlainTextEdit))
        if before is not None:
            before(dialog)
        button = next(b for b in dialog.findChildren(QPushButton) if b.text() == words)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, press)
    return seen


def test_a_question_is_yes_or_no(dialogs, qtbot):
    click(qtbot, "恢复并打开")
    assert dialogs.confirm("批次文件已损坏", "可以恢复", "恢复并打开")
    click(qtbot, "取消")
    assert not dialogs.confirm("批次文件已损坏", "可以恢复", "恢复并打开")


@pytest.mark.parametrize(("loses", "said"), [(True, False), (False, True)])
def test_return_never_loses_anything(dialogs, qtbot, loses, said):
    def press() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        qtbot.keyClick(dialog, Qt.Key.Key_Return)

    QTimer.singleShot(50, press)
    assert dialogs.confirm("还有工作没有做完", "正在收材料", "停下并离开", "继续做", loses=loses) is said


def test_a_choice_is_its_place_or_none(dialogs, qtbot):
    options = ["全国质量标杆", "全省质量标杆"]
    for words, place in (("全国质量标杆", 0), ("全省质量标杆", 1), ("取消", None)):
        click(qtbot, words)
        assert dialogs.choose("申报的是哪一类？", "甲.zip", options) == place


def test_long_options_are_read_whole(dialogs, qtbot):
    options = ["ASUS DRW-24D5MT（sr0）", "映像 QLBG23_3701_01.iso", "其他映像文件…", "文件夹…"]

    def all_fit(dialog: QDialog) -> None:
        for button in dialog.findChildren(QPushButton):
            assert button.fontMetrics().horizontalAdvance(button.text()) + 20 <= button.width(), button.text()

    click(qtbot, options[2], all_fit)
    assert dialogs.choose("从哪里读", "光盘请先放入光驱。", options) == 2


def test_a_text_is_what_was_written_or_none(dialogs, qtbot):
    click(qtbot, "确定", lambda dialog: dialog.findChild(QLineEdit).insert("公章"))
    assert dialogs.text("理由", "请写明理由") == "公章"
    click(qtbot, "取消")
    assert dialogs.text("理由", "请写明理由", "原来的") is None


def test_an_error_says_what_and_what_next_and_its_detail_can_be_copied(dialogs, qtbot):
    seen = click(qtbot, "知道了")
    dialogs.show_error(DiskFull("D:\\报盘"))
    assert seen == ["D:\\报盘"]
