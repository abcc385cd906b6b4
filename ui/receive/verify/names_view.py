"""Names as the table, the package and the 申报书 have them, side by side; what differs is red."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import theme
from ui.findings.list import draw_runs, marked
from ui.receive.verify.judged import Names
from ui.widgets.labels import plain_tip

Index = QModelIndex | QPersistentModelIndex
HEADS = ("", "汇总表", "材料包", "申报书")
_MISSING = ("表里没有", "没有材料包", "")


class NamesModel(QAbstractTableModel):
    """Each name but the table's is compared with the table's, that one with the package's."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Names, ...] = ()

    def show(self, rows: Sequence[Names]) -> None:
        if tuple(rows) != self.rows:
            self.beginResetModel()
            self.rows = tuple(rows)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        is_asked = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADS[section] if is_asked else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        texts = (f"{row.track_short} {row.order}", *self._names(row))
        text = texts[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else None

    def runs(self, index: Index) -> tuple[tuple[str, bool], ...]:
        """The cell's text cut where it differs."""
        row, column = self.rows[index.row()], index.column()
        if column == 0:
            return ((f"{row.track_short} {row.order}", False),)
        names = self._names(row)
        mine, other = names[column - 1], names[0] if column > 1 else names[1]
        if not mine:
            missing = _MISSING[column - 1]
            return ((missing, True),) if missing else (("—", False),)
        return marked(mine, other)[0] if other else ((mine, False),)

    @staticmethod
    def _names(row: Names) -> tuple[str, str, str]:
        return row.table, row.package, row.form


class NamesDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, NamesModel):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(area, theme.colour(theme.SELECTED))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.colour(theme.ROW_LINE))
        draw_runs(painter, area.adjusted(10, 0, -6, -1), model.runs(index))
        painter.restore()


class NamesView(QTableView):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = NamesModel(self)
        self.setModel(self.names)
        self.setItemDelegate(NamesDelegate(self))
        self.setAccessibleName("名称对照")
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(0, 62)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
