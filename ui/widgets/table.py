"""RecordTable: every read-only list in the program is one of these, told by its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from app import wording
from ui import theme
from ui.widgets.labels import plain_tip

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
RecordRole = int(Qt.ItemDataRole.UserRole)
SortRole = RecordRole + 1


def as_list(view: QTableView, name: str) -> None:
    """Rows of one height without a grid, scrolled by the pixel; `name` for who hears the screen."""
    view.setAccessibleName(name)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(theme.ROW)
    view.horizontalHeader().setHighlightSections(False)


def as_rows(view: QTableView, name: str) -> None:
    """As `as_list`, its rows told apart by lines and chosen whole; headings above their words."""
    as_list(view, name)
    theme.style(view, "QTableView::item { padding: 0 6px; border-bottom: 1px solid ${ROW_LINE}; }")
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    view.horizontalHeader().setDefaultAlignment(left)


def as_listing(view: QTableView, table: QAbstractTableModel, name: str, widths: Mapping[int, int]) -> None:
    """As `as_rows`, of this table; `widths` by column in pixels, those not named share what room is left."""
    view.setModel(table)
    as_rows(view, name)
    header = view.horizontalHeader()
    for column in range(table.columnCount()):
        if column in widths:
            view.setColumnWidth(column, widths[column])
        else:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


@dataclass(frozen=True)
class Column(Generic[T]):
    """`text` of a record in this column; `sort` a key if the text does not sort; `tip` shown on hover.

    `tone`: of theme.TONES, ink without one. `link`: the words are something to be clicked.
    """

    title: str
    text: Callable[[T], str]
    sort: Callable[[T], Any] | None = None
    tip: Callable[[T], str] | None = None
    right: bool = False
    tone: Callable[[T], str] | None = None
    link: bool = False


class RecordTable(QAbstractTableModel, Generic[T]):
    """Rows are records; `show` replaces them all, telling views only what changed."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[T, ...] = ()

    @property
    def rows(self) -> tuple[T, ...]:
        return self._rows

    def show(self, rows: Sequence[T]) -> None:
        """Same number of rows: selection and place stay."""
        new = tuple(rows)
        if len(new) != len(self._rows):
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        changed = [n for n, (old, now) in enumerate(zip(self._rows, new, strict=True)) if old != now]
        self._rows = new
        if changed:
            last = self.index(changed[-1], len(self._columns) - 1)
            self.dataChanged.emit(self.index(changed[0], 0), last)

    def record(self, row: int) -> T:
        return self._rows[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record, column = self._rows[index.row()], self._columns[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return wording.visible(column.text(record))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(column.tip(record)) if column.tip else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return _ink(column, record)
        if role == RecordRole:
            return record
        if role == SortRole:
            return column.sort(record) if column.sort else column.text(record)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def chosen_in(self, view: QTableView) -> list[T]:
        """The records of the rows chosen there, in the order of the list."""
        return [self.record(row) for row in sorted(
            {index.row() for index in view.selectionModel().selectedRows()})]

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._columns[column].right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _ink(column: Column[T], record: T) -> QColor | None:
    tone = "accent" if column.link else column.tone(record) if column.tone else ""
    return theme.colour(theme.TONES[tone][0]) if tone else None
