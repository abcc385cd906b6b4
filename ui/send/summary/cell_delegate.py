"""A cell of the 汇总表: grip, what must be filled or is wrong, what is offered for it; and its editor."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.notices.notice import Area, Column
from ui import theme
from ui.send.summary.offer_cell import PAD, offer_width, paint_corner, paint_offer
from ui.send.summary.row_cells import Cell
from ui.send.summary.row_table import HANDLE, ColumnRole, RowModel
from ui.shell.search import paint_marks
from ui.widgets.table import Index

MISSING = "（必填）"
_EDGE = 3  # pixels of red at the edge of a cell that must be filled
_DIGITS = {"code": 18, "phone": 13}  # that an editor has room for, however narrow its cell


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, and opens a list for 重点领域 where other cells get a line to type in."""

    def __init__(self, areas: Sequence[Area], rows: RowModel, view: QTableView) -> None:
        super().__init__(view)
        self._areas, self._rows, self._view = areas, rows, view
        self.terms: tuple[str, ...] = ()  # what is searched for

    # -- painting --------------------------------------------------------------------------------
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.draw(painter, option.rect, index)  # type: ignore[attr-defined]

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        """One cell of the table; leaves the painter as it was."""
        view, row, column = self._view, index.row(), index.column()
        cell = self._rows.cell(row, column) if column != HANDLE else None
        amiss = cell.amiss if cell is not None else ""
        odd = cell.odd if cell is not None and not amiss else ""
        painter.save()
        if amiss:
            painter.fillRect(area, theme.colour(theme.RED_SOFT))
        elif odd:
            painter.fillRect(area, theme.colour(theme.AMBER_SOFT))
        elif view.selectionModel().isSelected(index):
            painter.fillRect(area, theme.colour(theme.ACCENT_SOFT))
        elif view.currentIndex().row() == row:
            painter.fillRect(area, theme.colour(theme.ACCENT_FAINT))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, theme.colour(theme.ROW_LINE))
        if cell is None:
            _grip(painter, area)
        else:
            ink = theme.RED if amiss else theme.AMBER if odd else theme.INK
            self._content(painter, area, cell, ink)
            if view.hasFocus() and view.currentIndex() == index:
                painter.setPen(theme.colour(theme.ACCENT))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(area.adjusted(0, 0, -1, -1))
            if cell.offer is not None and cell.offer.present:
                paint_corner(painter, area)
        painter.restore()

    def _content(self, painter: QPainter, area: QRect, cell: Cell, ink: str) -> None:
        """What it holds, or what is offered for it, or that it must be filled."""
        within = area.adjusted(PAD, 0, -PAD, 0)
        if cell.offer is not None and cell.is_offered:
            paint_offer(painter, within, cell.offer)
            return
        text = cell.shown
        if is_missing := cell.is_missing:
            painter.fillRect(area.left(), area.top() + 5, _EDGE, area.height() - 10, theme.colour(theme.RED))
            text, ink = MISSING, theme.MUTED
        if not text:
            return
        is_code = cell.column.kind == "code" and not is_missing
        painter.setFont(theme.font(12, fixed=True) if is_code else theme.font(13))
        painter.setPen(theme.colour(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, within.width())
        if self.terms:
            paint_marks(painter, within, shown, self.terms)
        painter.drawText(within, cell.alignment, shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if index.column() == HANDLE:
            return QSize(2 * PAD + 2, theme.ROW)
        cell = self._rows.cell(index.row(), index.column())
        if cell.offer is not None and cell.is_offered:
            return QSize(offer_width(cell.offer, is_short=True) + 2 * PAD + 2, theme.ROW)
        text = MISSING if cell.is_missing else cell.shown
        font = theme.font(12, fixed=True) if cell.column.kind == "code" else theme.font(13)
        return QSize(QFontMetrics(font).horizontalAdvance(text) + 2 * PAD + 2, theme.ROW)

    # -- editing ---------------------------------------------------------------------------------
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = index.data(ColumnRole)
        if not (isinstance(column, Column) and column.kind == "area"):
            line = QLineEdit(parent)
            line.setProperty("cell", True)
            line.setAccessibleName(column.title if isinstance(column, Column) else "")
            if (offer := self._rows.offer(index)) is not None and not offer.present:
                line.setPlaceholderText(offer.text)
            return line
        box = QComboBox(parent)
        box.addItem("（空）", "")
        for area in self._areas:
            box.addItem(f"{area.number} {area.title}", f"{area.number} {area.title}")
            box.setItemData(box.count() - 1, area.text, Qt.ItemDataRole.ToolTipRole)
        metrics = QFontMetrics(box.view().font())
        longest = max(metrics.horizontalAdvance(box.itemText(number)) for number in range(box.count()))
        bar = box.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        box.view().setMinimumWidth(longest + 3 * PAD + bar)
        box.activated.connect(lambda _: self._chosen(box))
        return box

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter in an empty line takes what is offered there."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and is_taking(event):
            if isinstance(editor, QLineEdit) and not editor.text():
                editor.setText(editor.placeholderText())
                editor.setModified(True)
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            return True
        return super().eventFilter(editor, event)

    def _chosen(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box, QStyledItemDelegate.EndEditHint.NoHint)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            shown = str(index.data() or "")
            editor.setCurrentIndex(max(0, editor.findData(shown)))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        text = str(editor.currentData()) if isinstance(editor, QComboBox) else ""
        model.setData(index, editor.text() if isinstance(editor, QLineEdit) else text)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Wider than its cell where that could not show a whole code or telephone."""
        area: QRect = option.rect  # type: ignore[attr-defined]
        column = index.data(ColumnRole)
        digits = _DIGITS.get(column.kind, 0) if isinstance(column, Column) else 0
        widest = QFontMetrics(editor.font()).horizontalAdvance("0" * digits) + 2 * PAD + 4
        width = max(area.width(), widest if digits else 0)
        view = editor.parentWidget()
        within = view.width() if view else width
        editor.setGeometry(max(0, min(area.left(), within - width)), area.top(), width, area.height())


def is_taking(event: QKeyEvent) -> bool:
    is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return is_enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


def _grip(painter: QPainter, area: QRect) -> None:
    """Six dots, as every table that can be dragged shows them."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.MUTED))
    centre = area.center()
    for x in (-2, 2):
        for y in (-4, 0, 4):
            painter.drawEllipse(QPoint(centre.x() + x, centre.y() + y), 1, 1)
