"""How the cells of the completeness matrix look, and the editor of a name."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from ui import theme
from ui.send.collect.census import Cell, CellState, Row
from ui.send.collect.lying import PENDING
from ui.send.collect.matrix_model import NAME, NUMBER, TRACK, MatrixModel
from ui.shell.search import paint_marks
from ui.widgets.pill import paint_pill, pill_width
from ui.widgets.table import Index

UNSURE_NAME, HINT_SIDE = "核对", 6
DEEDS, DEEDS_WIDE = "⋯", 30  # at the end of a row: what can be done with it; pixels


@lru_cache(maxsize=8192)
def _shortened(text: str, how: Qt.TextElideMode, width: int) -> str:
    return QFontMetrics(theme.font()).elidedText(text, how, width)


@lru_cache(maxsize=256)
def _advance(text: str) -> int:
    return QFontMetrics(theme.font()).horizontalAdvance(text)


class MatrixDelegate(QStyledItemDelegate):
    """Ticks, pills and the hint to compare a name."""

    def __init__(self, model: MatrixModel, parent: QTableView) -> None:
        super().__init__(parent)
        self._model, self._view = model, parent
        self.over = QPersistentModelIndex()  # the cell that something is dragged over
        self.terms: tuple[str, ...] = ()  # what is searched for
        self.deeds_over = -1  # the row whose ⋯ is under the pointer
        self.problem_over = -1  # the row whose words are, where they lead to a finding

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.draw(painter, option.rect, index)  # type: ignore[attr-defined]
        painter.restore()

    def draw(self, painter: QPainter, box: QRect, index: Index) -> None:
        """One cell; leaves the painter's pen and font as they come."""
        model = self._model
        row, inside = model.record(index.row()), QRectF(box)
        self._ground(painter, box, index)
        painter.setFont(theme.font())
        cell = model.cell(index)
        if cell is not None:
            self._cell(painter, inside, cell)
        elif index.column() == NAME:
            self._name(painter, inside, row)
        else:
            self._text(painter, inside, index, row, model)

    def told_of(self, row: int) -> tuple[object, ...]:
        """What of a row's look is told by neither its record nor the cursor."""
        over = self.over.column() if self.over.row() == row else -1
        return over, self.deeds_over == row, self.problem_over == row, self.terms

    def point_at(self, deeds: int, problem: int) -> bool:
        """The rows whose ⋯, or words, are under the pointer, -1 for none; whether they are others now."""
        was = self.deeds_over, self.problem_over
        self.deeds_over, self.problem_over = deeds, problem
        return was != (deeds, problem)

    def hint_box(self, box: QRect) -> QRect:
        """Where 核对全称 sits in a name's cell."""
        width = pill_width(UNSURE_NAME, theme.TINY, HINT_SIDE)
        return QRect(box.right() - width - 2, box.y() + (box.height() - 20) // 2, width, 20)

    def deeds_box(self, box: QRect) -> QRect:
        """Where ⋯ sits in the cell at the end of a row."""
        return QRect(box.right() - DEEDS_WIDE, box.y() + 4, DEEDS_WIDE - 2, box.height() - 9)

    def carried(self, name: str) -> QPixmap:
        """A file as it hangs at the pointer."""
        shown = _shortened(name, Qt.TextElideMode.ElideMiddle, 180)
        ratio, size = self._view.devicePixelRatioF(), QSize(_advance(shown) + 22, 28)
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font())
        painter.setBrush(theme.colour(theme.PAPER))
        painter.setPen(theme.colour(theme.ACCENT))
        box = QRectF(0.5, 0.5, size.width() - 1, size.height() - 1)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setPen(theme.colour(theme.INK))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
        painter.end()
        return picture

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setStyleSheet("QLineEdit { padding: 0 6px; min-height: 0; border-radius: 4px; }")
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Enter confirms a name as it stands; to turn away from it says nothing."""
        is_left = isinstance(editor, QLineEdit) and not editor.isModified() and not editor.hasFocus()
        if not is_left:
            super().setModelData(editor, model, index)

    def _ground(self, painter: QPainter, box: QRect, index: Index) -> None:
        view, over = self._view, self.over
        chosen = view.currentIndex().row() == index.row()
        if index.row() == over.row() and index.column() == over.column():
            painter.fillRect(box, theme.colour(theme.ACCENT_SOFT))
        elif chosen:
            painter.fillRect(box, theme.colour(theme.SELECTED))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.colour(theme.ROW_LINE))
        is_current = chosen and view.currentIndex().column() == index.column()
        if is_current and view.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour(theme.ACCENT), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(2.5, 3.5, -2.5, -3.5), 6, 6)

    def _cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        if cell.state is CellState.MISSING:
            paint_pill(painter, box, "缺", "red")
            return
        if cell.state is CellState.UNSURE:
            paint_pill(painter, box, "待确认", "amber")
            return
        if cell.state is CellState.PENDING:
            paint_pill(painter, box, PENDING, "muted")
            return
        count = _shortened(cell.said, Qt.TextElideMode.ElideRight, int(box.width()) - 24)
        width = _advance(count)
        middle = box.center().x() - (width + 2 if count else 0) / 2
        flags = Qt.AlignmentFlag.AlignCenter
        painter.setPen(theme.colour(theme.GREEN))
        painter.drawText(QRectF(middle - 8, box.y(), 16, box.height()), flags, "✓")
        if count:
            painter.setPen(theme.colour(theme.INK))
            painter.drawText(QRectF(middle + 8, box.y(), width + 1, box.height()),
                             Qt.AlignmentFlag.AlignVCenter, count)

    def _name(self, painter: QPainter, box: QRectF, row: Row) -> None:
        inside = box.adjusted(10, 0, -4, 0)
        if not row.is_confirmed:
            hint = QRectF(self.hint_box(box.toRect()))
            paint_pill(painter, hint, UNSURE_NAME, "accent", theme.TINY, HINT_SIDE)
            inside.setRight(hint.left() - 6)
        painter.setPen(theme.colour(theme.INK))
        shown = _shortened(row.name, Qt.TextElideMode.ElideMiddle, int(inside.width()))
        if self.terms:
            paint_marks(painter, inside.toRect(), shown, self.terms)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)

    def _text(self, painter: QPainter, box: QRectF, index: Index, row: Row, model: MatrixModel) -> None:
        last = model.columnCount() - 1
        colour = theme.INK if index.column() == last - 1 else theme.MUTED
        if index.column() == last:
            colour = theme.TONES[row.tone][0]
        painter.setPen(theme.colour(colour))
        text = str(model.data(index))
        last_margin = {NUMBER: 8, TRACK: 2, last: DEEDS_WIDE}.get(index.column(), 10)
        inside = box.adjusted(2 if index.column() in (NUMBER, TRACK) else 10, 0, -last_margin, 0)
        shown = _shortened(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        if index.column() == last and self.problem_over == index.row():
            under = QRectF(inside.x(), box.center().y() + 9, _advance(shown), 1)
            painter.fillRect(under, theme.colour(colour))
        painter.drawText(inside, model.data(index, Qt.ItemDataRole.TextAlignmentRole).value, shown)
        if index.column() == last:
            self._deeds(painter, self.deeds_box(box.toRect()), index.row())

    def _deeds(self, painter: QPainter, box: QRect, row: int) -> None:
        is_over = self.deeds_over == row
        if is_over:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.ACCENT_SOFT))
            painter.drawRoundedRect(box, 5, 5)
        painter.setPen(theme.colour(theme.ACCENT if is_over else theme.MUTED))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, DEEDS)
