"""Hands and eyes of a person at the window: events in, what is seen out; nothing called behind its back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QInputMethodEvent,
    QPainter,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDateEdit,
    QLineEdit,
    QMenu,
    QTableView,
    QWidget,
)

from app.errors import AppError
from ui.shell.ask import Printed
from ui.shell.runner import Latest
from ui.widgets.buttons import SegmentBar

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


class Script:
    """An Ask that answers as told beforehand: `answers` by a piece of the question's title."""

    def __init__(self) -> None:
        self.files: tuple[Path, ...] = ()
        self.folder: Path | None = None
        self.answers: dict[str, int] = {}
        self.told: list[str] = []
        self.errors: list[AppError] = []
        self.clicks: list[str] = []  # dialogs that a person closed by a click

    @property
    def answered(self) -> int:
        return len(self.clicks)

    def _answer(self, title: str) -> None:
        self.clicks.append(f"答“{title}”")

    def confirm(self, title: str, text: str, yes: str, no: str = "取消", *, loses: bool = False) -> bool:
        self.told.append(f"{title} {text}")
        self._answer(title)
        return False

    def choose(self, title: str, text: str, options: Sequence[str]) -> int | None:
        self._answer(title)
        return next((answer for piece, answer in self.answers.items() if piece in title), 0)

    def choose_files(self, title: str, patterns: str = "") -> tuple[Path, ...]:
        self._answer(title)
        self.clicks.append("选文件")
        return self.files

    def choose_folder(self, title: str) -> Path | None:
        self._answer(title)
        self.clicks.append("选文件夹")
        return self.folder

    def save_file(self, title: str, name: str, patterns: str = "") -> Path | None:
        self._answer(title)
        return self.folder / name if self.folder else None

    def text(self, title: str, label: str, initial: str = "", *, lines: bool = False) -> str | None:
        self._answer(title)
        return initial

    def day(self, title: str, text: str, label: str, day: date, words: str | None = None) -> tuple[date, str]:
        self._answer(title)
        return day, words or ""

    def print(self, title: str, papers: Sequence[Path]) -> Printed:
        self._answer(title)
        return Printed.OUTSIDE

    def show_error(self, error: AppError) -> None:
        self.errors.append(error)

    def tell(self, title: str, text: str) -> None:
        self.told.append(f"{title} {text}")
        self._answer(title)


class Clerk:
    """Sits at one window; `slowly` pauses after each deed, in ms, for those who watch.

    `deeds`: where each click is told; hand in `Script.clicks` to have all in their order.
    """

    def __init__(self, window: QWidget, slowly: int = 0, deeds: list[str] | None = None) -> None:
        self.window, self._pause = window, slowly
        # of the mouse; a drag is one, a double click two; an answering key counts as a click
        self.deeds: list[str] = [] if deeds is None else deeds
        self.typed: list[str] = []  # what stood in each field that was typed in

    @property
    def clicks(self) -> int:
        return len(self.deeds)

    # -- eyes --------------------------------------------------------------------------------------
    def wait(self, until: Callable[[], object], what: str, seconds: int = 180) -> None:
        """Let the window live until something is so. Raises TimeoutError."""
        watch = QElapsedTimer()
        watch.start()
        while not until():
            if watch.elapsed() > seconds * 1000:
                raise TimeoutError(what)
            QTest.qWait(10)

    def settle(self) -> None:
        """Let what was asked for be drawn."""
        QTest.qWait(max(30, self._pause))

    def photograph(self, path: Path, above: QWidget | None = None) -> None:
        """Once nothing in the window is still being counted, read or rendered; `above`: a dialog over it."""
        self.settle()
        while any(latest.busy for latest in self.window.findChildren(Latest)):  # one may ask for the next
            self.wait(lambda: not any(latest.busy for latest in self.window.findChildren(Latest)), "the page")
            self.settle()
        picture = self.window.grab()
        if above is not None:
            painter = QPainter(picture)
            painter.fillRect(picture.rect(), QColor(31, 41, 51, 90))
            painter.drawPixmap((picture.rect().center() - above.rect().center()), above.grab())
            painter.end()
        picture.save(str(path))

    def button(self, words: str) -> QAbstractButton:
        """The button in sight whose words begin so. Raises LookupError."""
        for button in self.window.findChildren(QAbstractButton):
            if button.isVisible() and button.isEnabled() and button.text().startswith(words):
                return button
        raise LookupError(words)

    # -- hands -------------------------------------------------------------------------------------
    def click(self, target: QWidget | str) -> None:
        widget = self.button(target) if isinstance(target, str) else target
        self.click_at(widget, widget.rect().center())

    def click_at(self, widget: QWidget, place: QPoint) -> None:
        self.deeds.append(f"点“{_named(widget)}”")
        QTest.mouseClick(widget, _LEFT, _NONE, place)
        self.settle()

    def turn(self, tabs: SegmentBar, number: int) -> None:
        """To another tab; the one that is shown costs nothing."""
        if tabs.current != number:
            self.deeds.append(f"第 {number + 1} 个标签")
        tabs.choose(number)

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        if key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.deeds.append(f"按 {key.name}")
        self.window.activateWindow()
        widget.setFocus()
        QTest.keyClick(widget, key)
        self.settle()

    def choose_all(self, found: QWidget) -> None:
        """Ctrl+A in a list."""
        self.deeds.append("全选")
        self.window.activateWindow()
        found.setFocus()
        QTest.keyClick(found, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.settle()

    def type(self, field: QLineEdit, text: str) -> None:
        """As an input method hands over a finished word, in place of what stands there."""
        if not field.hasFocus():
            self.deeds.append(f"点“{_named(field)}”")
        self.typed.append(text)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def type_day(self, field: QDateEdit, day: date) -> None:
        """Digit by digit over what stands there; year, month and day follow each other."""
        self.window.activateWindow()
        field.setFocus()
        field.setSelectedSection(QDateEdit.Section.YearSection)
        QTest.keyClicks(field, f"{day:%Y%m%d}")
        if field.date().toPython() != day:
            raise LookupError(f"the day cannot be typed: {day}")

    def pick(self, box: QComboBox, fits: Callable[[object], bool]) -> None:
        """Choose the entry by keyboard, as a person walks down the list."""
        wanted = next(number for number in range(box.count()) if fits(box.itemData(number)))
        if box.currentIndex() != wanted:
            self.deeds += [f"打开“{_named(box)}”", f"选“{box.itemText(wanted)}”"]
        box.setFocus()
        while box.currentIndex() != wanted:
            down = box.currentIndex() < wanted
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)

    def cell(self, table: QTableView, row: int, column: int) -> QPoint:
        """The middle of a cell, scrolled into sight, in the viewport's coordinates."""
        index = table.model().index(row, column)
        table.scrollTo(index)
        return table.visualRect(index).center()

    def choose_cell(self, table: QTableView, row: int, column: int) -> None:
        self.click_at(table.viewport(), self.cell(table, row, column))

    def write(self, table: QTableView, row: int, column: int, text: str) -> None:
        """Double-click a cell, write over what stands there, Enter."""
        self.window.activateWindow()
        place = self.cell(table, row, column)
        self.click_at(table.viewport(), place)
        self.deeds.append("双击格子")
        QTest.mouseDClick(table.viewport(), _LEFT, _NONE, place)
        editors = [e for e in table.viewport().findChildren(QLineEdit) if e.isVisible()]
        if not editors:
            raise LookupError(f"no editor in row {row}, column {column}")
        self.type(editors[0], text)
        self.press(editors[0], Qt.Key.Key_Return)

    def drop(self, target: QWidget, place: QPoint, mime: QMimeData) -> None:
        """What a drag from a file manager, or from elsewhere in the window, ends with."""
        self.deeds.append("拖入")
        actions, point = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, QPointF(place)
        QApplication.sendEvent(target, QDragEnterEvent(place, actions, mime, _LEFT, _NONE))
        QApplication.sendEvent(target, QDropEvent(point, actions, mime, _LEFT, _NONE))
        self.settle()

    def drop_files(self, target: QWidget, paths: Sequence[Path]) -> None:
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.drop(target, target.rect().center(), mime)

    def choose_in_menu(self, widget: QWidget, *words: str) -> None:
        """Right-click and walk down the menu by its words. Raises LookupError."""
        self.deeds += ["右键", *(f"选“{word}”" for word in words)]
        place = widget.rect().center()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, widget.mapToGlobal(place))
        QTimer.singleShot(0, lambda: QApplication.sendEvent(widget, event))
        self.wait(lambda: isinstance(QApplication.activePopupWidget(), QMenu), "menu", 10)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        for word in words[:-1]:
            inner = _action(menu, word).menu()
            assert isinstance(inner, QMenu)
            menu = inner
        _action(menu, words[-1]).trigger()
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        self.settle()


def _named(widget: QWidget) -> str:
    """What it says, or what it is called to those who do not see it."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    return words or widget.accessibleName() or type(widget).__name__


def _action(menu: QMenu, words: str) -> QAction:
    for action in menu.actions():
        if action.text().replace("&", "") == words:
            return action
    raise LookupError(words)
