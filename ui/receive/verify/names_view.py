"""Names as the table, the package and the 申报书 have them, side by side; what differs is red."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, Qt
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
from ui.findings.drawn import draw_runs
from ui.findings.lines import marked
from ui.receive.verify.judged import Names
from ui.widgets.table import Column, Index, RecordTable, as_list

HEADS = ("", "汇总表", "材料包", "申报书")
_MISSING = ("表里没有", "没有材料包", "")


class NamesModel(RecordTable[Names]):
    """Each name but the table's is compared with the table's, that one with the package's."""

    def __init__(self) -> None:
        texts: tuple[Callable[[Names], str], ...] = (
            lambda r: f"{r.track_short} {r.order}", lambda r: r.table, lambda r: r.package, lambda r: r.form,
        )
        super().__init__([Column(head, text, tip=text) for head, text in zip(HEADS, texts, strict=True)])

    def show(self, rows: Sequence[Names]) -> None:
        """Names of another submission: nothing of the old ones stays chosen."""
        if tuple(rows) != self.rows:
            super().show(())
            super().show(rows)

    def runs(self, index: Index) -> tuple[tuple[str, bool], ...]:
        """The cell's text cut where it differs."""
        row, column = self.rows[index.row()], index.column()
        if column == 0:
            return ((f"{row.track_short} {row.order}", False),)
        names = (row.table, row.package, row.form)
        mine, other = names[column - 1], names[0] if column > 1 else names[1]
        if not mine:
            missing = _MISSING[column - 1]
            return ((missing, True),) if missing else (("—", False),)
        return marked(mine, other)[0] if other else ((mine, False),)


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
    @property
    def track(self) -> str:
        """Of the name that is chosen, "" of none."""
        row, rows = self.currentIndex().row(), self.names.rows
        return rows[row].track if 0 <= row < len(rows) else ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names = NamesModel()
        self.setModel(self.names)
        self.setItemDelegate(NamesDelegate(self))
        as_list(self, "名称对照")
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setColumnWidth(0, 62)
        for column in (1, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
