"""The completeness matrix: a row per enterprise, a column per required material."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import (
    QAbstractItemModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui import theme
from ui.send.collect.census import Cell, CellState, Row
from ui.send.collect.matrix_model import FIRST, NAME, NUMBER, TRACK, Index, MatrixModel
from ui.send.collect.tray import MEMBER
from ui.widgets.drop_area import local_paths
from ui.widgets.pill import paint_pill, pill_width

__all__ = ["FIRST", "NAME", "MatrixModel", "MatrixView"]

NARROW, NAME_LEAST = 640, 200  # pixels
UNSURE_NAME, HINT_SIDE = "核对", 6


@lru_cache(maxsize=8192)
def _shortened(text: str, how: Qt.TextElideMode, width: int) -> str:
    return QFontMetrics(theme.font()).elidedText(text, how, width)


@lru_cache(maxsize=256)
def _advance(text: str) -> int:
    return QFontMetrics(theme.font()).horizontalAdvance(text)


class MatrixDelegate(QStyledItemDelegate):
    """Ticks, pills and the hint to compare a name."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget  # type: ignore[attr-defined]
        assert isinstance(view, MatrixView)
        painter.save()
        self.draw(painter, option.rect, index, view)  # type: ignore[attr-defined]
        painter.restore()

    def draw(self, painter: QPainter, box: QRect, index: Index, view: MatrixView) -> None:
        """One cell; leaves the painter's pen and font as they come."""
        model = view.matrix
        row, inside = model.record(index.row()), QRectF(box)
        self._ground(painter, box, index, view)
        painter.setFont(theme.font())
        cell = model.cell(index)
        if cell is not None:
            self._cell(painter, inside, cell)
        elif index.column() == NAME:
            self._name(painter, inside, row)
        else:
            self._text(painter, inside, index, row, model)

    def hint_box(self, box: QRect) -> QRect:
        """Where 核对全称 sits in a name's cell."""
        width = pill_width(UNSURE_NAME, theme.TINY, HINT_SIDE)
        return QRect(box.right() - width - 2, box.y() + (box.height() - 20) // 2, width, 20)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = super().createEditor(parent, option, index)
        editor.setStyleSheet("QLineEdit { padding: 0 6px; min-height: 0; border-radius: 4px; }")
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Enter confirms a name as it stands; to turn away from it says nothing."""
        is_left = isinstance(editor, QLineEdit) and not editor.isModified() and not editor.hasFocus()
        if not is_left:
            super().setModelData(editor, model, index)

    def _ground(self, painter: QPainter, box: QRect, index: Index, view: MatrixView) -> None:
        chosen = view.currentIndex().row() == index.row()
        if index.row() == view.over.row() and index.column() == view.over.column():
            painter.fillRect(box, theme.colour(theme.ACCENT_SOFT))
        elif chosen:
            painter.fillRect(box, theme.colour(theme.SELECTED))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, theme.colour(theme.ROW_LINE))
        model = index.model()
        is_current = chosen and view.currentIndex().column() == index.column()
        if is_current and view.hasFocus() and isinstance(model, MatrixModel):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("#9CC0EE"), 1))
            painter.drawRoundedRect(QRectF(box).adjusted(2.5, 3.5, -2.5, -3.5), 6, 6)

    def _cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        if cell.state is CellState.MISSING:
            paint_pill(painter, box, "缺", "red")
            return
        if cell.state is CellState.UNSURE:
            paint_pill(painter, box, "待确认", "amber")
            return
        count = str(len(cell.keys)) if cell.is_counted else ""
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
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, shown)

    def _text(self, painter: QPainter, box: QRectF, index: Index, row: Row, model: MatrixModel) -> None:
        last = model.columnCount() - 1
        colour = theme.INK if index.column() == last - 1 else theme.MUTED
        if index.column() == last:
            colour = theme.TONES[row.tone][0]
        painter.setPen(theme.colour(colour))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        last_margin = {NUMBER: 8, TRACK: 2, last: 2}.get(index.column(), 10)
        inside = box.adjusted(2 if index.column() in (NUMBER, TRACK) else 10, 0, -last_margin, 0)
        shown = _shortened(text, Qt.TextElideMode.ElideRight, int(inside.width()))
        painter.drawText(inside, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)


class MatrixView(QTableView):
    """Takes files from outside (`dropped`) and chips from the tray (`assigned`)."""

    dropped = Signal(object, object)  # paths, Row or None
    assigned = Signal(str, object, str)  # member key, Row, material
    confirmed = Signal(str)  # enterprise
    menu_wanted = Signal(object, object)  # index, global QPoint

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self.over = QPersistentModelIndex()
        self._delegate = MatrixDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setAcceptDrops(True)
        self.setTabKeyNavigation(False)
        self.setAccessibleName("齐全情况表")
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked
                             | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._lay_columns()
        model.modelReset.connect(self.updateGeometry)
        self.selectionModel().currentChanged.connect(lambda *_: self.viewport().update())

    def _lay_columns(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(33)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        last = self.matrix.columnCount() - 1
        metrics = self.fontMetrics()
        widths = {NUMBER: 34, TRACK: 46, last - 1: 72, last: 106}
        for column in range(self.matrix.columnCount()):
            title = str(self.matrix.headerData(column, Qt.Orientation.Horizontal, 0))
            self.setColumnWidth(column, widths.get(column, max(64, metrics.horizontalAdvance(title) + 20)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The name takes what is left; where that is too little, track and size give way first."""
        super().resizeEvent(event)
        last, width = self.matrix.columnCount() - 1, self.viewport().width()
        for column in (TRACK, last - 1):
            self.setColumnHidden(column, width < NARROW)
        others = sum(self.columnWidth(column) for column in range(last + 1) if column != NAME)
        self.setColumnWidth(NAME, max(NAME_LEAST, width - others))

    def paintEvent(self, event: QPaintEvent) -> None:
        """All cells in one go: Qt would ask the delegate for each, and each time wait for the workers
        to let go of the interpreter, which made a repaint ten times as long while packages come in."""
        painter = QPainter(self.viewport())
        first, last = self.rowAt(event.rect().top()), self.rowAt(event.rect().bottom())
        if first < 0:
            return
        columns = [c for c in range(self.matrix.columnCount()) if not self.isColumnHidden(c)]
        for row in range(first, (last if last >= 0 else self.matrix.rowCount() - 1) + 1):
            top, height = self.rowViewportPosition(row), self.rowHeight(row)
            for column in columns:
                box = QRect(self.columnViewportPosition(column), top, self.columnWidth(column), height)
                self._delegate.draw(painter, box, self.matrix.index(row, column), self)

    def sizeHint(self) -> QSize:
        return QSize(600, 33 + theme.ROW * self.matrix.rowCount())

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 33 + theme.ROW * min(self.matrix.rowCount(), 3))

    def row_at(self, index: Index) -> Row | None:
        return self.matrix.record(index.row()) if index.isValid() else None

    # -- the name's hint ---------------------------------------------------------------------------
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._on_hint(index, event):
            self.confirmed.emit(self.matrix.record(index.row()).id)
            return
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_hint = self._on_hint(self.indexAt(event.position().toPoint()), event)
        shape = Qt.CursorShape.PointingHandCursor if on_hint else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the row under the pointer; asked for by the keyboard, of the current one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_editing = self.state() is QAbstractItemView.State.EditingState  # its Return comes here as well
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.column() == NAME:
            if not is_editing:
                self.edit(index)
            return
        super().keyPressEvent(event)

    def _on_hint(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not index.isValid() or index.column() != NAME or self.matrix.record(index.row()).is_confirmed:
            return False
        return self._delegate.hint_box(self.visualRect(index)).contains(event.position().toPoint())

    # -- drops -------------------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MEMBER) or local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        fits = not event.mimeData().hasFormat(MEMBER) or self.matrix.cell(index) is not None
        self._hover(index if fits else QModelIndex())
        event.setAccepted(fits)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(QModelIndex())

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(QModelIndex())
        index = self.indexAt(event.position().toPoint())
        row, cell = self.row_at(index), self.matrix.cell(index)
        if event.mimeData().hasFormat(MEMBER):
            if row is not None and cell is not None:
                event.acceptProposedAction()
                key = bytes(event.mimeData().data(MEMBER).data()).decode()
                self.assigned.emit(key, row, cell.material)
            return
        event.acceptProposedAction()
        self.dropped.emit(local_paths(event.mimeData()), row)

    def _hover(self, index: QModelIndex) -> None:
        self.over = QPersistentModelIndex(index)
        self.viewport().update()


