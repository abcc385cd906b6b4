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

from app.batch.offers import Offer
from app.notices.notice import Area, Column
from ui import theme
from ui.send.summary.offer_cell import PAD, offer_width, paint_corner, paint_offer
from ui.send.summary.row_table import HANDLE, AmissRole, ColumnRole, MissingRole, OddRole, OfferRole
from ui.shell.search import paint_marks
from ui.widgets.table import Index

MISSING = "（必填）"
_EDGE = 3  # pixels of red at the edge of a cell that must be filled
_DIGITS = {"code": 18, "phone": 13}  # that an editor has room for, however narrow its cell


class CellDelegate(QStyledItemDelegate):
    """Paints a cell, and opens a list for 重点领域 where other cells get a line to type in."""

    def __init__(self, areas: Sequence[Area], view: QTableView) -> None:
        super().__init__(view)
        self._areas, self._view = areas, view
        self.terms: tuple[str, ...] = ()  # what is searched for

    # -- painting --------------------------------------------------------------------------------
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        self.draw(painter, option.rect, index)  # type: ignore[attr-defined]

    def draw(self, painter: QPainter, area: QRect, index: Index) -> None:
        """One cell of the table; leaves the painter as it was."""
        view = self._view
        offer = offer_at(index)
        is_offered = offer is not None and not offer.present
        is_missing = bool(index.data(MissingRole)) and not is_offered
        painter.save()
        if index.data(AmissRole):
            painter.fillRect(area, QColor(theme.RED_SOFT))
        elif index.data(OddRole):
            painter.fillRect(area, QColor(theme.AMBER_SOFT))
        elif view.selectionModel().isSelected(view.model().index(index.row(), index.column())):
            painter.fillRect(area, QColor(theme.ACCENT_SOFT))
        elif view.currentIndex().row() == index.row():
            painter.fillRect(area, QColor(theme.ACCENT_FAINT))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.ROW_LINE))
        if is_missing:
            painter.fillRect(area.left(), area.top() + 5, _EDGE, area.height() - 10, QColor(theme.RED))
        if index.column() == HANDLE:
            _grip(painter, area)
        elif offer is not None and is_offered:
            paint_offer(painter, area.adjusted(PAD, 0, -PAD, 0), offer)
        else:
            self._text(painter, area.adjusted(PAD, 0, -PAD, 0), index, is_missing, self.terms)
        if view.hasFocus() and view.currentIndex() == index and index.column() != HANDLE:
            painter.setPen(QColor(theme.ACCENT))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(0, 0, -1, -1))
        if offer is not None and offer.present:
            paint_corner(painter, area)
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, area: QRect, index: Index, is_missing: bool,
              terms: Sequence[str] = ()) -> None:
        column = index.data(ColumnRole)
        is_code = isinstance(column, Column) and column.kind == "code"
        painter.setFont(theme.font(12, fixed=True) if is_code and not is_missing else theme.font(13))
        wrong = theme.RED if index.data(AmissRole) else theme.AMBER if index.data(OddRole) else theme.INK
        painter.setPen(QColor(theme.MUTED if is_missing else wrong))
        text = MISSING if is_missing else str(index.data() or "")
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        if terms:
            paint_marks(painter, area, shown, terms)
        painter.drawText(area, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        offer = offer_at(index)
        if offer is not None and not offer.present:
            return QSize(offer_width(offer, is_short=True) + 2 * PAD + 2, theme.ROW)
        text = MISSING if index.data(MissingRole) else str(index.data() or "")
        column = index.data(ColumnRole)
        is_code = isinstance(column, Column) and column.kind == "code"
        metrics = QFontMetrics(theme.font(12, fixed=True) if is_code else theme.font(13))
        return QSize(metrics.horizontalAdvance(text) + 2 * PAD + 2, theme.ROW)

    # -- editing ---------------------------------------------------------------------------------
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = index.data(ColumnRole)
        if not (isinstance(column, Column) and column.kind == "area"):
            line = QLineEdit(parent)
            line.setProperty("cell", True)
            line.setAccessibleName(column.title if isinstance(column, Column) else "")
            if (offer := offer_at(index)) is not None and not offer.present:
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


def offer_at(index: Index) -> Offer | None:
    offer = index.data(OfferRole)
    return offer if isinstance(offer, Offer) else None


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
