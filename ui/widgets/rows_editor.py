"""Rows of a few fields that grow as one writes: there is always an empty one at the end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QCompleter, QLineEdit, QPushButton, QWidget

from ui.widgets.boxes import across, down
from ui.widgets.buttons import quiet_button

Texts = tuple[str, ...]
_MOST_PASTED = 500  # rows at once


@dataclass(frozen=True, slots=True)
class Field:
    """`title` stands in it while it is empty; `share` of the width; `known`: what may be meant by a few
    letters. `width` in pixels where it takes no share.
    """

    title: str
    share: int = 1
    known: Sequence[str] = ()
    width: int = 0


class _Cell(QLineEdit):
    """`pasted(text)`: several lines or columns at once, as from a spreadsheet. `known`: what may be meant,
    offered once one writes in it: there may be hundreds of cells.
    """

    pasted = Signal(str)

    def __init__(self, known: QStringListModel | None) -> None:
        super().__init__()
        self._known = known

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._known is not None and self.completer() is None:
            completer = QCompleter(self._known, self)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self.setCompleter(completer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = QGuiApplication.clipboard().text() if event.matches(QKeySequence.StandardKey.Paste) else ""
        if "\t" in text or "\n" in text.strip("\n"):
            self.pasted.emit(text)
        else:
            super().keyPressEvent(event)


class _Row(QWidget):
    def __init__(
        self, fields: Sequence[Field], known: Sequence[QStringListModel | None], name: str, remove: str
    ) -> None:
        super().__init__()
        self.cells = [_Cell(own) for own in known]
        self.remove: QPushButton = quiet_button("×")
        self.remove.setToolTip(remove)
        self.remove.setAccessibleName(remove)
        self.remove.setFixedWidth(20)
        for field, cell in zip(fields, self.cells, strict=True):
            cell.setPlaceholderText(field.title)
            cell.setAccessibleName(f"{name} {field.title}")
            if field.width:
                cell.setFixedWidth(field.width)
        parts = ((cell, 0 if f.width else f.share) for f, cell in zip(fields, self.cells, strict=True))
        across(*parts, self.remove, on=self, gap=6)

    @property
    def texts(self) -> Texts:
        return tuple(cell.text().strip() for cell in self.cells)

    def show_remove(self) -> None:
        """Not beside an empty row; its room stays."""
        self.remove.setEnabled(any(self.texts))
        self.remove.setText("×" if any(self.texts) else "")


class RowsEditor(QWidget):
    """`changed` whenever anything is written or taken away. `name` of what a row is, for who hears the
    screen; `remove`: what taking one away is called.
    """

    changed = Signal()

    def __init__(
        self, fields: Sequence[Field], name: str, remove: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._fields, self._name, self._remove = tuple(fields), name, remove
        self.lines: list[_Row] = []
        told = {id(each.known): each.known for each in self._fields if each.known}
        models = {key: QStringListModel(list(known), self) for key, known in told.items()}
        self._known = [models.get(id(each.known)) for each in self._fields]
        self._is_filling = False  # many at once: said once
        self._body = down(on=self, gap=6)
        self._add()

    def rows(self) -> tuple[Texts, ...]:
        """Those in which anything is written."""
        return tuple(line.texts for line in self.lines if any(line.texts))

    def show_rows(self, rows: Iterable[Texts]) -> None:
        for line in tuple(self.lines):
            self._drop(line)
        self._add()
        with self._filling():
            for texts in rows:
                self._fill(self.lines[-1], texts)  # which makes the next empty one

    def _add(self) -> _Row:
        line = _Row(self._fields, self._known, self._name, self._remove)
        for at, cell in enumerate(line.cells):
            cell.textChanged.connect(lambda _, own=line: self._written(own))
            cell.pasted.connect(lambda text, own=line, column=at: self._paste(own, column, text))
        line.remove.clicked.connect(lambda: self._take_away(line))
        self.lines.append(line)
        self._body.addWidget(line)
        line.show_remove()
        return line

    def _written(self, line: _Row) -> None:
        if any(self.lines[-1].texts):
            self._add()
        line.show_remove()
        if not self._is_filling:
            self.changed.emit()

    @contextmanager
    def _filling(self) -> Iterator[None]:
        self._is_filling = True
        try:
            yield
        finally:
            self._is_filling = False
        self.changed.emit()

    def _take_away(self, line: _Row) -> None:
        self._drop(line)
        if not self.lines or any(self.lines[-1].texts):
            self._add()
        self.changed.emit()

    def _drop(self, line: _Row) -> None:
        self.lines.remove(line)
        self._body.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _paste(self, line: _Row, column: int, text: str) -> None:
        """Into this row and those below, from this field on."""
        at = self.lines.index(line)
        with self._filling():
            for number, row in enumerate(text.strip("\r\n").splitlines()[:_MOST_PASTED]):
                while len(self.lines) <= at + number:
                    self._add()
                own = self.lines[at + number]
                for cell, words in zip(own.cells[column:], row.split("\t"), strict=False):
                    cell.setText(words.strip())

    @staticmethod
    def _fill(line: _Row, texts: Texts) -> None:
        for cell, text in zip(line.cells, texts, strict=False):
            cell.setText(text)
