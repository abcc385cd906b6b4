"""A list of records as every page of the ledger shows one: whole rows chosen, links clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ui import theme
from ui.shell.keys import Keys
from ui.shell.search import MarkDelegate
from ui.widgets.sorting import HeadingOrder
from ui.widgets.table import Column, RecordTable, as_rows

T = TypeVar("T")

LEAST = 120  # pixels of the column that takes what room is left; with less, the list scrolls sideways

OPEN = Keys(("Return", "Enter"), "打开选中的一行", "省厅的各张表")


class RecordView(QTableView, Generic[T]):
    """`linked(record)`: a link clicked; `opened(record)`: a row double-clicked, or Enter on it."""

    linked = Signal(object)
    opened = Signal(object)
    chosen = Signal(object)  # the record now chosen, or None
    menu_wanted = Signal(QPoint)  # of the row chosen; where on the screen

    def __init__(self, columns: Sequence[Column[T]], widths: Sequence[int], name: str, *,
                 stretch: int = -1, parent: QWidget | None = None) -> None:
        """`widths` in pixels of the columns from the left; column `stretch` takes what room is left."""
        super().__init__(parent)
        self._stretch, self._widths = stretch, tuple(widths)
        as_rows(self, name)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.horizontalHeader().setFixedHeight(theme.ROW - 1)
        self._marks = MarkDelegate(self)
        self.setItemDelegate(self._marks)
        self.rows: tuple[T, ...] = ()
        self.columns: tuple[Column[T], ...] = ()
        self._order = HeadingOrder(self, name)
        self._order.changed.connect(self._sort)
        self.show_columns(columns)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.record(index)))

    def show_columns(self, columns: Sequence[Column[T]], widths: Sequence[int] = ()) -> None:
        """Other columns; the rows stay."""
        if [column.title for column in columns] != [column.title for column in self.columns]:
            self._order.forget()
        self.columns, self._widths = tuple(columns), tuple(widths) or self._widths
        self.records: RecordTable[T] = RecordTable(columns, self)
        self.setModel(self.records)
        self.selectionModel().currentRowChanged.connect(lambda now, _: self.chosen.emit(self.record(now)))
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width)
        self._share_out()
        self.show_rows(self.rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        if not 0 <= self._stretch < len(self.columns):
            return
        header = self.horizontalHeader()
        others = sum(header.sectionSize(n) for n in range(header.count()) if n != self._stretch)
        is_roomy = self.viewport().width() - others >= LEAST
        mode = QHeaderView.ResizeMode.Stretch if is_roomy else QHeaderView.ResizeMode.Interactive
        header.setSectionResizeMode(self._stretch, mode)
        if not is_roomy:
            self.setColumnWidth(self._stretch, LEAST)

    def show_rows(self, rows: Sequence[T]) -> None:
        """In their own order, or that of the heading a person clicked. `rows` keeps their own."""
        self.rows = tuple(rows)
        self.records.show(self._order.of(self.rows, [c.sort or c.text for c in self.columns]))

    def mark(self, terms: Sequence[str]) -> None:
        """What is searched for, where it stands."""
        self._marks.terms = tuple(terms)
        self.viewport().update()

    def _sort(self) -> None:
        """The one chosen stays so."""
        chosen = self.chosen_record()
        with QSignalBlocker(self):
            self.show_rows(self.rows)
            if chosen is not None:
                self.choose(self.records.rows.index(chosen))

    def record(self, index: QModelIndex) -> T | None:
        return self.records.record(index.row()) if index.isValid() else None

    def chosen_record(self) -> T | None:
        return self.record(self.currentIndex())

    def choose(self, row: int) -> None:
        if 0 <= row < self.records.rowCount():
            self.selectRow(row)
        else:
            self.setCurrentIndex(QModelIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the row under the pointer; asked for by the keyboard, of the one chosen."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            self.choose(index.row())
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.columns[index.column()].link and index.data():
            self.linked.emit(self.record(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        is_link = index.isValid() and self.columns[index.column()].link
        shape = Qt.CursorShape.PointingHandCursor if is_link else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        record: Any = self.chosen_record()
        if OPEN.is_pressed(event) and record is not None:
            self.opened.emit(record)
        else:
            super().keyPressEvent(event)
