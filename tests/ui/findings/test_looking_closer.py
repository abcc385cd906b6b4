"""What is shown can be zoomed, turned, read as text, and taken into a window of its own."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QMenu

from tests.builders import a_docx, a_pdf
from tests.ui.findings.test_preview import key_of, shown
from ui.findings.preview import PreviewPane
from ui.findings.sheet import WHOLE, WIDE, Desk, Sheet

__all__ = ["shown"]  # the fixture


def wheel(pane: PreviewPane, clicks: int, keys: Qt.KeyboardModifier) -> None:
    at = QPointF(pane._desk.viewport().rect().center())
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 120 * clicks), Qt.MouseButton.NoButton, keys,
                        Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(pane._desk.viewport(), event)


def choose(pane: PreviewPane, words: str) -> None:
    menu = QMenu()
    pane.fill_menu(menu)
    next(action for action in menu.actions() if action.text().startswith(words)).trigger()


def offered(pane: PreviewPane) -> list[str]:
    menu = QMenu()
    pane.fill_menu(menu)
    return [action.text() for action in menu.actions() if action.text()]


def test_ctrl_and_the_wheel_zoom_and_the_wheel_alone_does_not(shown, qtbot):
    pane = shown({"申报书.pdf": a_pdf(1)}, "申报书.pdf")
    assert pane.sheet.scale == WHOLE
    before = pane.sheet.shown_scale
    wheel(pane, 1, Qt.KeyboardModifier.NoModifier)
    assert pane.sheet.scale == WHOLE
    wheel(pane, 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.sheet.scale > before
    for _ in range(3):
        wheel(pane, 1, Qt.KeyboardModifier.ControlModifier)
    assert pane.sheet.width() > pane._desk.viewport().width()  # wider than the desk: it is scrolled
    for _ in range(40):
        wheel(pane, -1, Qt.KeyboardModifier.ControlModifier)
    assert 0 < pane.sheet.scale < before
    qtbot.mouseClick(pane._head.zoom, Qt.MouseButton.LeftButton)
    assert pane.sheet.scale == WHOLE
    choose(pane, "与窗格同宽")
    assert pane.sheet.scale == WIDE


def test_a_page_is_turned_with_its_frame_until_another_file_is_shown(shown):
    pane = shown({"申报书.pdf": a_pdf(2), "另.pdf": a_pdf(1)}, "申报书.pdf")
    high = pane.sheet._image.height()
    pane.set_frame(QRectF(0.1, 0.2, 0.3, 0.1))
    upright = pane.sheet.grab().toImage()
    choose(pane, "向右转")
    assert pane.sheet._image.width() == high and pane.sheet.grab().toImage() != upright
    pane.turn(1)
    assert pane.sheet._image.width() == high  # the next page lies as this one
    pane.turn(-1)
    choose(pane, "向左转")
    assert pane.sheet.grab().toImage() == upright
    choose(pane, "向左转")
    pane.show_member(key_of(pane._session.batch, "另.pdf"))
    assert pane.sheet.turned == 0


def test_one_goes_from_page_to_page_that_something_is_asked_about(shown):
    pane = shown({"申报书.pdf": a_pdf(6)}, "申报书.pdf")
    assert "到下一处问题的那一页" not in offered(pane)
    pane.set_asked((5, 2, 5))
    pages = []
    for _ in range(3):
        choose(pane, "到下一处问题")
        pages.append(pane.page)
    assert pages == [2, 5, 2]


@pytest.mark.parametrize("kind", ["docx", "xlsx", "txt"])
def test_a_document_is_shown_as_text(shown, kind):
    book = openpyxl.Workbook()
    book.active.append(["企业名称", "金额"])
    book.active.append(["<b>甲</b>", 12])
    out = io.BytesIO()
    book.save(out)
    paper, word = docx.Document(), io.BytesIO()
    paper.add_paragraph("典型经验")
    paper.save(word)
    content = {"docx": word.getvalue(), "xlsx": out.getvalue(), "txt": "典型经验".encode("gb18030")}[kind]
    pane = shown({f"典型经验材料.{kind}": content}, f"典型经验材料.{kind}")
    text = pane._text.toPlainText()
    assert ("典型经验" in text) if kind != "xlsx" else ("企业名称\t金额" in text and "<b>甲</b>\t12" in text)
    assert pane._outside.isHidden() is (kind == "txt")
    assert not any(words.startswith("放大") for words in offered(pane))


def test_a_damaged_document_is_told_and_may_still_be_opened_elsewhere(shown):
    content = a_docx()
    pane = shown({"典型经验材料.docx": content[: len(content) // 2] + bytes(40) + content[len(content) // 2 + 40 :]},
                 "典型经验材料.docx")
    assert pane._views.currentWidget() is pane._note


def test_the_same_page_stands_in_a_window_of_its_own(shown, qtbot):
    pane = shown({"申报书.pdf": a_pdf(3)}, "申报书.pdf")
    pane.turn(1)
    out = pane.pop_out()
    qtbot.addWidget(out.window())
    assert out.window() is not pane.window() and out.window().windowTitle() == "申报书.pdf"
    assert out.page == 2 and out.sheet._image is not None
    out.turn(1)
    assert (out.page, pane.page) == (3, 2)
    out.window().close()


def test_on_a_low_desk_the_sheet_takes_most_of_it(qtbot):
    sheet = Sheet()
    desk = Desk(sheet)
    qtbot.addWidget(desk)
    desk.resize(300, 70)
    page = QImage(100, 141, QImage.Format.Format_RGB32)
    page.fill(Qt.GlobalColor.red)
    sheet.show_image(page)
    desk.show()
    seen = sheet.grab().toImage()
    middle = [seen.pixelColor(seen.width() // 2, y) == QColor(Qt.GlobalColor.red) for y in range(seen.height())]
    assert sum(middle) > 0.7 * len(middle)
