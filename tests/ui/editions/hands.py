"""A person at the pages of a draft: goes by titles and buttons, as they are in sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QWidget

from app.notices.faults import PARTS
from ui.editions.fields.block import Block
from ui.editions.fields.editors import Combo, SomeEditor
from ui.editions.fields.grid import GridBlock
from ui.editions.fields.line import Line
from ui.editions.fields.rows import RowsBlock
from ui.editions.view import DraftView
from ui.widgets.labels import PlainLabel

W = TypeVar("W", bound=QWidget)
_LEFT = Qt.MouseButton.LeftButton


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, _LEFT)


def button(within: QWidget, words: str) -> QAbstractButton:
    for each in within.findChildren(QAbstractButton):
        if each.isVisible() and each.isEnabled() and each.text().startswith(words):
            return each
    raise LookupError(words)


def press(within: QWidget, words: str) -> None:
    QApplication.processEvents()
    click(button(within, words))


class Hands:
    def __init__(self, view: DraftView) -> None:
        self.view = view

    def turn(self, part: str) -> None:
        click(self.view.rail.steps[f"part{PARTS.index(part) + 1}"])

    def seen(self, kind: type[W], is_it: Callable[[W], bool]) -> W:
        QApplication.processEvents()  # what was put in is laid out by the next event
        page = self.view.page(self.view.step)
        found = [each for each in page.findChildren(kind) if each.isVisible() and is_it(each)]
        if not found:
            raise LookupError(kind.__name__)
        return found[0]

    def line(self, title: str) -> Line:
        return self.seen(Line, lambda each: each.field.title == title)

    def rows(self, title: str) -> RowsBlock:
        return self.seen(RowsBlock, lambda each: each.field.title == title)

    def grid(self, title: str) -> GridBlock:
        return self.seen(GridBlock, lambda each: each.field.title == title)

    def write(self, title: str, text: str) -> None:
        """Instead of what stands there."""
        inner = self.line(title).editor.inner
        click(inner)
        assert isinstance(inner, QLineEdit | QPlainTextEdit)
        inner.selectAll()
        if not text:
            QTest.keyClick(inner, Qt.Key.Key_Delete)
        elif isinstance(inner, QLineEdit):
            inner.insert(text)
        else:
            inner.textCursor().insertText(text)

    def tick(self, title: str) -> None:
        click(self.line(title).editor.inner)

    def pick(self, title: str, words: str) -> None:
        combo = self.line(title).editor.inner
        assert isinstance(combo, Combo)
        at = combo.findText(words)
        assert at >= 0, words
        click(combo)  # the list opens
        opened = combo.view()
        QTest.keyClick(opened, Qt.Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(opened, Qt.Key.Key_Down)
        QTest.keyClick(opened, Qt.Key.Key_Return)
        assert combo.currentIndex() == at and not opened.isVisible()

    def choose(self, title: str, words: str) -> None:
        editor = self.line(title).editor
        assert isinstance(editor, SomeEditor)
        click(next(box for box in editor.boxes.values() if box.text() == words))

    def row(self, title: str, words: str) -> None:
        """The row of a list at the left that is called so."""
        listed = self.rows(title).list
        for n in range(listed.count()):
            item = listed.item(n)
            if item.text().split("　")[0] == words:
                QTest.mouseClick(listed.viewport(), _LEFT, pos=listed.visualItemRect(item).center())
                return
        raise LookupError(words)

    def paste(self, title: str, text: str, row: int = -1) -> None:
        """Into a grid, from its first row that is free, or from `row` on."""
        grid = self.grid(title)
        if row >= 0:
            grid.view.setCurrentIndex(grid.model.index(row, 0))
        else:
            grid.view.clearSelection()
            grid.view.setCurrentIndex(grid.model.index(-1, -1))
        QApplication.clipboard().setText(text)
        grid.view.setFocus()
        QTest.keyClick(grid.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def clear_grid(self, title: str) -> None:
        grid = self.grid(title)
        if grid.model.rows:
            grid.view.selectAll()
            click(grid.remove_button)

    def notes(self, block: Block) -> list[str]:
        QApplication.processEvents()  # what was put in is shown by the next event
        return [label.text() for label in block.findChildren(PlainLabel) if label.isVisible() and label.text()]
