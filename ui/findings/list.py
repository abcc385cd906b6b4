"""The list of findings: a coloured bar for the grade, what is wrong and where, and who mends it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QListView, QWidget

from ui.findings.drawn import FindingDelegate, FindingRole, Index
from ui.findings.lines import Gathered, Line, as_one, in_words, opening, place_of, rows_of
from ui.shell.keys import Keys

_WHERE = "问题列表"
COPY = Keys((), "复制选中的问题", _WHERE, QKeySequence.StandardKey.Copy)
OPEN = Keys(("Right",), "展开归并在一起的几处", _WHERE)
CLOSE = Keys(("Left",), "收起归并在一起的几处", _WHERE)
TURN = Keys(("Return", "Enter"), "展开或收起归并在一起的几处", _WHERE)


class FindingModel(QAbstractListModel):
    """Lines as Qt wants them; keeps no truth of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        if tuple(lines) == self._lines:
            return
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, row: int) -> Line | None:
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, key: str, is_inner: bool = False) -> int:
        """The row of the finding with this key, or -1; `is_inner`: rather the one below another."""
        found = [n for n, line in enumerate(self._lines) if line.finding.key == key]
        return next((n for n in found if self._lines[n].is_inner == is_inner), found[0] if found else -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row())
        if line is None:
            return None
        finding = line.finding
        if role == Qt.ItemDataRole.DisplayRole:
            return line.what
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{finding.actual_grade.title}：{line.what}，{place_of(line)}，由{finding.who.title}处理"
        return line if role == FindingRole else None


class FindingList(QListView):
    """The list itself; Up and Down walk it, the row chosen is what the card beside shows.

    Shift and Ctrl select several, which are decided on together.
    A row that stands for many is opened by Right, Enter or a double click, and closed by Left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("问题列表")
        self.findings = FindingModel(self)
        self._lines: tuple[Line, ...] = ()
        self._opened: set[str] = set()
        self._by = Gathered.CAUSE
        self.setModel(self.findings)
        self._drawn = FindingDelegate(self)
        self.setItemDelegate(self._drawn)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def rows(self) -> tuple[int, ...]:
        """Those selected, from the top."""
        return tuple(sorted(index.row() for index in self.selectionModel().selectedIndexes()))

    @property
    def row(self) -> int:
        """The first selected, else where the cursor is."""
        return next(iter(self.rows), self.currentIndex().row())

    def chosen(self) -> Line | None:
        """The line selected; of several all of them as one; of none the one the cursor is at."""
        lines = [line for row in self.rows if (line := self.findings.line(row)) is not None]
        if len(lines) > 1:
            return as_one(lines)
        return lines[0] if lines else self.findings.line(self.currentIndex().row())

    def gather(self, by: Gathered) -> None:
        """As rows of another kind; what was chosen is looked for among them."""
        before = self.chosen()
        self._by = by
        self.show_lines(self._lines)
        self.choose(self._row_with(before.finding.key) if before is not None else 0)

    def _row_with(self, key: str) -> int:
        """The row that has this finding, or stands for it."""
        rows = range(self.findings.rowCount())
        lines = [line for row in rows if (line := self.findings.line(row)) is not None]
        return next((n for n, line in enumerate(lines) if any(f.key == key for f in line.findings)), 0)

    def mark(self, terms: Sequence[str]) -> None:
        """What is searched for, where it stands."""
        self._drawn.terms = tuple(terms)
        self.viewport().update()

    def show_lines(self, lines: Sequence[Line]) -> None:
        self._lines = tuple(lines)
        self.findings.show(rows_of(lines, self._opened, self._by))

    def open_row(self, *, is_open: bool) -> None:
        """Shows what the chosen row stands for, one by one; or, from one of those too, puts it away."""
        chosen = self.findings.line(self.currentIndex().row())
        if chosen is None or not (chosen.group or chosen.is_inner):
            return
        key = opening(chosen)
        self._opened = self._opened | {key} if is_open else self._opened - {key}
        self.show_lines(self._lines)
        rows = (self.findings.line(row) for row in range(self.findings.rowCount()))
        found = (n for n, each in enumerate(rows) if each and each.group and opening(each) == key)
        self.choose(next(found, 0))

    def copy(self) -> None:
        """What the chosen lines say, to be put into a message."""
        lines = [line for row in self.rows if (line := self.findings.line(row)) is not None]
        told = [in_words(finding) for line in lines for finding in line.findings]
        if told:
            QGuiApplication.clipboard().setText("\n".join(dict.fromkeys(told)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if COPY.is_pressed(event):
            self.copy()
            return
        if OPEN.is_pressed(event) or CLOSE.is_pressed(event):
            self.open_row(is_open=OPEN.is_pressed(event))
            return
        if TURN.is_pressed(event):
            self._turn_row()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self._turn_row()

    def _turn_row(self) -> None:
        chosen = self.findings.line(self.currentIndex().row())
        if chosen is not None and chosen.group:
            self.open_row(is_open=opening(chosen) not in self._opened)

    def choose(self, row: int) -> None:
        """That one alone, whatever key is held just now: Qt would only add to what is chosen, or nothing."""
        if self.findings.rowCount():
            wanted = min(max(row, 0), self.findings.rowCount() - 1)
            alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self.findings.index(wanted), alone)
