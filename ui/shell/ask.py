"""The few questions a program may pop up, behind a protocol so that tests answer them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import (
    QDateEdit,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from app.errors import AppError
from ui.shell.settings import PUT, TAKEN, Settings
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel, menu_text
from ui.widgets.order import tab_as_laid

_BESIDE = 24  # characters of options that stand side by side


class Printed(Enum):
    """What became of papers that were shown to be printed."""

    PRINTED = 1
    OUTSIDE = 2  # another program is to open them
    NOT = 0


class Ask(Protocol):
    def confirm(self, title: str, text: str, yes: str, no: str = "取消", *, loses: bool = False) -> bool:
        """`loses`: with `yes` something is gone, so Return means `no`."""

    def choose(self, title: str, text: str, options: Sequence[str]) -> int | None:
        """The place of the option taken, None if the person went back."""

    def choose_files(self, title: str, patterns: str = "") -> tuple[Path, ...]:
        """`patterns` as Qt has them: PDF 文件 (*.pdf)."""

    def choose_folder(self, title: str) -> Path | None: ...
    def save_file(self, title: str, name: str, patterns: str = "") -> Path | None: ...
    def text(self, title: str, label: str, initial: str = "", *, lines: bool = False) -> str | None: ...
    def day(
        self, title: str, text: str, label: str, day: date, words: str | None = None
    ) -> tuple[date, str] | None:
        """The day called `label`, which begins as `day`; with `words` a text too, which begins as these."""

    def print(self, title: str, papers: Sequence[Path]) -> Printed:
        """PDFs of our own, shown page by page beside the printers there are."""

    def show_error(self, error: AppError) -> None: ...
    def tell(self, title: str, text: str) -> None: ...


class Dialogs:
    """Ask, for people."""

    def __init__(self, parent: QWidget, settings: Settings) -> None:
        self._parent, self._settings = parent, settings

    def confirm(self, title: str, text: str, yes: str, no: str = "取消", *, loses: bool = False) -> bool:
        dialog = Question(self._parent, title, text)
        if loses:
            dialog.answer(plain_button(yes), 1)
            dialog.answer(primary_button(no), 0, on_return=True)
        else:
            dialog.answer(plain_button(no), 0)
            dialog.answer(primary_button(yes), 1, on_return=True)
        return dialog.exec() == 1

    def choose(self, title: str, text: str, options: Sequence[str]) -> int | None:
        dialog = Question(self._parent, title, text)
        dialog.answer(plain_button("取消"), 0)
        is_stacked = sum(map(len, options)) > _BESIDE
        for number, option in enumerate(options, 1):
            button = primary_button if number == 1 else plain_button
            dialog.answer(button(menu_text(option)), number, stacked=is_stacked)
        taken = dialog.exec()
        return taken - 1 if taken else None

    def choose_files(self, title: str, patterns: str = "") -> tuple[Path, ...]:
        start = self._settings.folder_for(title)
        names, _ = QFileDialog.getOpenFileNames(self._parent, title, start, patterns)
        return self._remember(title, tuple(Path(name) for name in names))

    def choose_folder(self, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(self._parent, title, self._settings.folder_for(title))
        return self._remember(title, (Path(name),))[0] if name else None

    def save_file(self, title: str, name: str, patterns: str = "") -> Path | None:
        start = Path(self._settings.folder_for(title, PUT)) / name
        chosen, _ = QFileDialog.getSaveFileName(self._parent, title, str(start), patterns)
        return self._remember(title, (Path(chosen),), PUT)[0] if chosen else None

    def text(self, title: str, label: str, initial: str = "", *, lines: bool = False) -> str | None:
        dialog = Question(self._parent, title, label)
        field: QLineEdit | QPlainTextEdit = QPlainTextEdit(initial) if lines else QLineEdit(initial)
        if isinstance(field, QPlainTextEdit):
            field.setFixedHeight(104)
            field.moveCursor(QTextCursor.MoveOperation.End)
            field.setTabChangesFocus(True)  # Tab leads on, here as in a line
        field.setAccessibleName(title)
        dialog.put(field)
        dialog.answer(plain_button("取消"), 0)
        dialog.answer(primary_button("确定"), 1, on_return=True)
        field.setFocus()
        if dialog.exec() != 1:
            return None
        return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()

    def day(
        self, title: str, text: str, label: str, day: date, words: str | None = None
    ) -> tuple[date, str] | None:
        dialog = Question(self._parent, title, text)
        field, lines = QDateEdit(QDate(day.year, day.month, day.day)), QPlainTextEdit(words or "")
        field.setCalendarPopup(True)
        field.setDisplayFormat("yyyy-MM-dd")
        field.setAccessibleName(label)
        if words is not None:
            lines.setFixedHeight(104)
            lines.setTabChangesFocus(True)
            lines.setAccessibleName(title)
            dialog.put(lines)
        dialog.put(laid(across(PlainLabel(label, "muted"), field, None, gap=10)))
        dialog.answer(plain_button("取消"), 0)
        dialog.answer(primary_button("确定"), 1, on_return=True)
        if dialog.exec() != 1:
            return None
        told = field.date()
        return date(told.year(), told.month(), told.day()), lines.toPlainText()

    def print(self, title: str, papers: Sequence[Path]) -> Printed:
        from ui.shell.printing import PrintDialog

        return Printed(PrintDialog(self._parent, title, papers).exec())

    def show_error(self, error: AppError) -> None:
        dialog = Question(self._parent, error.title, error.advice, tone="red")
        if error.detail:
            detail = QPlainTextEdit(error.detail)
            detail.setReadOnly(True)
            detail.setTabChangesFocus(True)
            detail.setAccessibleName("说明")
            detail.setFixedHeight(96)
            dialog.put(detail)
        dialog.put(PlainLabel(f"编号 {error.code}", "muted", pixels=12))
        dialog.answer(primary_button("知道了"), 1, on_return=True)
        dialog.exec()

    def tell(self, title: str, text: str) -> None:
        dialog = Question(self._parent, title, text)
        dialog.answer(primary_button("知道了"), 1, on_return=True)
        dialog.exec()

    def _remember(self, title: str, paths: tuple[Path, ...], sort: str = TAKEN) -> tuple[Path, ...]:
        if paths:
            self._settings.remember_folder(title, paths[0].parent, sort)
        return paths


class Question(QDialog):
    """A title, a sentence, perhaps a field, and the answers at the right."""

    def __init__(self, parent: QWidget | None, title: str, text: str, tone: str = "ink") -> None:
        super().__init__(parent)
        self.setWindowTitle("标杆报盘")
        self.setMinimumWidth(440)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFocus()  # no button looks chosen before the person has chosen
        heading = PlainLabel(title, tone, pixels=15, bold=True, wrap=True)
        words = PlainLabel(text, "muted", wrap=True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fields, self._answers = down(gap=8), across(None, gap=8)
        down(heading, words, self._fields, 6, self._answers, on=self, margins=(24, 20, 24, 20), gap=10)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as its words are at this width: Qt guesses for a narrower one, and leaves gaps."""
        super().showEvent(event)
        tab_as_laid(self)
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def put(self, widget: QWidget) -> None:
        self._fields.addWidget(widget)

    def answer(
        self, button: QPushButton, result: int, *, on_return: bool = False, stacked: bool = False
    ) -> None:
        """`stacked`: one to a line above the others, for long words."""
        button.setDefault(on_return)
        button.clicked.connect(lambda: self.done(result))
        (self._fields if stacked else self._answers).addWidget(button)
