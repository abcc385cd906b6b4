"""The view of a 汇总表: rows dragged by their grip, copy and paste as Excel does it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QMenu, QTableView, QWidget

from app.notices.notice import Area
from ui import theme
from ui.send.row_pictures import RowPictures
from ui.send.summary.cell_delegate import CellDelegate, is_taking
from ui.send.summary.copied import as_tsv
from ui.send.summary.offer_cell import PAD, take_box
from ui.send.summary.row_columns import fit_columns, grow_columns
from ui.send.summary.row_table import HANDLE, RowModel
from ui.shell.keys import Keys
from ui.widgets.labels import menu_text
from ui.widgets.table import as_list

_WHERE = "汇总表"
_FITTED = 200  # rows beside those in sight whose cells tell how wide a column is
COPY = Keys((), "复制选中的格子", _WHERE, QKeySequence.StandardKey.Copy)
PASTE = Keys((), "粘贴从 Excel 或 WPS 复制的一片", _WHERE, QKeySequence.StandardKey.Paste)
CLEAR = Keys(("Del", "Backspace"), "清空选中的格子", _WHERE)
UP, DOWN = Keys(("Alt+Up",), "这一行上移", _WHERE), Keys(("Alt+Down",), "这一行下移", _WHERE)
WRITE = Keys(("Return", "Enter"), "改这一格", _WHERE)


class RowView(QTableView):
    """`pasted`: text from the clipboard and the cell it goes to. Copying and pasting are this view's own
    keys, never application shortcuts: an open editor keeps its own."""

    pasted = Signal(str, QModelIndex)
    left = Signal()  # an editor was closed

    def __init__(self, rows: RowModel, areas: Sequence[Area], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self._cells = CellDelegate(areas, rows, self)
        self.pictures = RowPictures(self, lambda row: rows.rows[row].id, self._told_of, self._cells.draw)
        self.setItemDelegate(self._cells)
        as_list(self, "汇总表")
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDragDropOverwriteMode(False)
        self.setDragEnabled(True)
        self.setDropIndicatorShown(False)  # only as wide as a cell; see paintEvent
        self._aim = -1
        self.verticalHeader().setMinimumSectionSize(theme.ROW)
        self.horizontalHeader().setFixedHeight(theme.ROW)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.horizontalHeader().setResizeContentsPrecision(_FITTED)
        self._is_fitting = self._is_own = self._is_fitted = False
        self.horizontalHeader().sectionResized.connect(lambda *_: self._resized())
        rows.modelReset.connect(self.fit_columns)
        rows.offered.connect(lambda: None if self._is_own else self.fit_columns())
        rows.dataChanged.connect(lambda top, end, *_: self._grow_columns(range(top.row(), end.row() + 1)))
        self.setMouseTracking(True)
        self.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.horizontalHeader().customContextMenuRequested.connect(self._head_menu)

    def mark(self, terms: tuple[str, ...]) -> None:
        """What is searched for, where it stands."""
        if terms != self._cells.terms:
            self._cells.terms = terms
            self.viewport().update()

    def fit_columns(self) -> None:
        """At once where it is seen, else when it is: that asks for the width of very many cells."""
        self._is_fitted = self.isVisible()
        if not self._is_fitted:
            return
        self._is_fitting = True
        self.setColumnWidth(HANDLE, 30)
        fit_columns(self, self.rows)
        self._is_fitting = False

    def _grow_columns(self, changed: range) -> None:
        was, self._is_fitting = self._is_fitting, True
        grow_columns(self, self.rows, changed)
        self._is_fitting = was

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_own:
            self.fit_columns()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_fitted and not self._is_own:
            self.fit_columns()

    def _resized(self) -> None:
        """Widths that a person chose are kept."""
        self._is_own = self._is_own or not self._is_fitting

    # -- dragging --------------------------------------------------------------------------------
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        self._aim_at(self._row_at(event.position().toPoint()))

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self._aim_at(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """Where the line was drawn; Qt is told that nothing moved, since the batch brings the new order."""
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self._aim_at(-1)
        self.rows.dropped(event.mimeData(), self._row_at(event.position().toPoint()))

    def _row_at(self, where: QPoint) -> int:
        """The row before which something let go here comes to lie."""
        under = self.indexAt(where)
        if not under.isValid():
            return self.rows.rowCount()
        return under.row() + (where.y() > self.visualRect(under).center().y())

    def _aim_at(self, row: int) -> None:
        self._aim = row
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        self.pictures.draw(painter, event.rect())
        if self._aim >= 0:
            last = self.rows.rowCount() - 1
            y = (
                self.rowViewportPosition(self._aim)
                if self._aim <= last
                else self.rowViewportPosition(last) + theme.ROW
            )
            painter.fillRect(0, max(y - 1, 0), self.viewport().width(), 2, QColor(theme.ACCENT))

    def _told_of(self, row: int) -> object:
        one = self.rows.rows[row]
        selection = self.selectionModel()
        chosen = selection.rowIntersectsSelection(row) and [
            column for column in range(self.rows.columnCount())
            if selection.isSelected(self.rows.index(row, column))
        ]
        return one, self.rows.places[row], self.rows.offers.of(one.id), chosen, self._cells.terms

    # -- offers ----------------------------------------------------------------------------------
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        on_take = self._on_take(event.position().toPoint()) is not None
        shape = Qt.CursorShape.PointingHandCursor if on_take else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        taken = self._on_take(event.position().toPoint())
        if taken is not None and event.button() == Qt.MouseButton.LeftButton and taken == self.currentIndex():
            self.rows.take_offer(taken)

    def _on_take(self, where: QPoint) -> QModelIndex | None:
        """The cell whose 采用 is under the pointer."""
        index = self.indexAt(where)
        offer = self.rows.offer(index)
        if offer is None or offer.present:
            return None
        area = self.visualRect(index).adjusted(PAD, 0, -PAD, 0)
        return index if take_box(area).adjusted(-6, 0, PAD, 0).contains(where) else None

    @property
    def is_editing(self) -> bool:
        """Whether a cell is being typed in."""
        return self.state() is QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.left.emit()

    # -- keys ------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_editing:  # what the open editor did not want
            super().keyPressEvent(event)
            return
        if COPY.is_pressed(event):
            self.copy_cells()
        elif PASTE.is_pressed(event):
            self.paste_cells()
        elif CLEAR.is_pressed(event):
            self.clear_cells()
        elif UP.is_pressed(event) or DOWN.is_pressed(event):
            self.move_row(-1 if UP.is_pressed(event) else 1)
        elif is_taking(event):
            offer = self.rows.offer(self.currentIndex())
            if offer is not None and not offer.present:
                self.rows.take_offer(self.currentIndex())
        elif WRITE.is_pressed(event) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def move_row(self, step: int) -> None:
        """One place up or down; the row stays the chosen one."""
        at = self.currentIndex()
        row = at.row() + step
        if at.isValid() and 0 <= row < self.rows.rowCount():
            self.rows.move([at.row()], row if step < 0 else row + 1)
            self.setCurrentIndex(self.rows.index(row, at.column()))

    def copy_cells(self) -> None:
        cells = [index for index in self.selectedIndexes() if index.column() != HANDLE]
        if cells:
            QGuiApplication.clipboard().setText(as_tsv(self.rows, cells))

    def paste_cells(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self.pasted.emit(text, self._corner())

    def _corner(self) -> QModelIndex:
        """The top left of the selection: where Excel would begin to paste."""
        cells = self.selectedIndexes()
        if not cells:
            return self.currentIndex()
        return self.rows.index(min(i.row() for i in cells), min(i.column() for i in cells))

    def clear_cells(self) -> None:
        self.rows.clear(self.selectedIndexes())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction("复制", self.copy_cells).setEnabled(bool(self.selectedIndexes()))
        menu.addAction("粘贴（来自 Excel 或 WPS）", self.paste_cells)
        menu.addAction("清空", self.clear_cells).setEnabled(bool(self.selectedIndexes()))
        at = self.currentIndex()
        if offer := self.rows.offer(at):
            menu.addAction(f"采用{offer.source}的“{menu_text(offer.text)}”", lambda: self.rows.take_offer(at))
        self.add_takes(menu, at.row(), at.column())
        if self.rows.is_misnamed(at):
            menu.addAction("都用汇总表的写法", lambda: self.rows.settle_name(at, as_written=True))
            menu.addAction("都用材料包的写法", lambda: self.rows.settle_name(at, as_written=False))
        menu.addSeparator()
        menu.addAction("上移一行", lambda: self.move_row(-1))
        menu.addAction("下移一行", lambda: self.move_row(1))
        menu.exec(event.globalPos())

    def add_takes(self, menu: QMenu, row: int = -1, column: int = HANDLE) -> None:
        """What is offered in the empty cells of the row, of the column and of all, to be taken at once."""
        ways: list[tuple[str, int | None, int | None]] = [("这一类", None, None)]
        ways = [("这一列", None, column), *ways] if column > HANDLE else ways
        for words, of_row, of_column in [("这一行", row, None), *ways] if row >= 0 else ways:
            if count := sum(map(len, self.rows.open_offers(of_row, of_column).values())):
                take = partial(self.rows.take_open, of_row, of_column)
                menu.addAction(f"{words}的 {count} 个空格都采用", take)

    def _head_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_takes(menu, column=self.horizontalHeader().logicalIndexAt(place))
        if not menu.isEmpty():
            menu.popup(self.horizontalHeader().mapToGlobal(place))

    def event(self, event: QEvent) -> bool:
        key = event if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) else None
        if key is not None and (COPY.is_pressed(key) or PASTE.is_pressed(key)):
            event.accept()
            return True
        return super().event(event)
