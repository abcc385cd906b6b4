"""The completeness matrix: a row per enterprise, a column per required material."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QSizePolicy,
    QTableView,
    QWidget,
)

from ui import theme
from ui.send.collect.census import Row
from ui.send.collect.matrix_cells import DEEDS_WIDE, MatrixDelegate
from ui.send.collect.matrix_model import NAME, NUMBER, TRACK, MatrixModel
from ui.send.collect.tray import MEMBER, mime_for
from ui.send.row_pictures import RowPictures
from ui.shell.keys import Keys
from ui.widgets.drop_area import local_paths
from ui.widgets.sorting import HeadingOrder
from ui.widgets.table import Index, as_list

NARROW, NAME_LEAST = 640, 170  # pixels

RENAME = Keys(("Return", "Enter"), "改企业全称", "收集材料的第一列")


class MatrixView(QTableView):
    """Takes files from outside (`dropped`) and chips from the tray (`assigned`)."""

    dropped = Signal(object, object)  # paths, Row or None
    assigned = Signal(str, object, str)  # member key, Row, material
    confirmed = Signal(str)  # enterprise
    menu_wanted = Signal(object, object)  # index, global QPoint
    edited = Signal()  # nothing is being typed any more
    problem_wanted = Signal(object)  # Row, whose words at the end of the line were clicked

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix = model
        self.shown_key = ""  # of several files in a cell, the one beside the matrix is dragged
        self._pressed = QPoint()
        self._delegate = MatrixDelegate(model, self)
        self.pictures = RowPictures(self, self._whose, self._told_of, self._delegate.draw)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        as_list(self, "齐全情况表")
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked
                             | QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._lay_columns()
        self.order = HeadingOrder(self, "齐全情况表")
        model.modelReset.connect(self.updateGeometry)
        self.selectionModel().currentChanged.connect(lambda *_: self.viewport().update())

    def _lay_columns(self) -> None:
        header = self.horizontalHeader()
        header.setFixedHeight(33)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        last = self.matrix.columnCount() - 1
        metrics = self.fontMetrics()
        widths = {NUMBER: 34, TRACK: 46, last - 1: 72, last: 106 + DEEDS_WIDE}
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
        """Row by row, as they look: Qt would ask the delegate for each cell anew."""
        self.pictures.draw(QPainter(self.viewport()), event.rect())

    def _whose(self, row: int) -> str:
        return self.matrix.record(row).id

    def _told_of(self, row: int) -> object:
        return self.matrix.record(row), self._delegate.told_of(row)

    def sizeHint(self) -> QSize:
        """Not as high as all its rows: it scrolls, and what stands beside stays in sight."""
        return self.minimumSizeHint().expandedTo(QSize(600, 0))

    def minimumSizeHint(self) -> QSize:
        return QSize(420, 33 + theme.ROW * min(self.matrix.rowCount(), 3))

    def mark(self, terms: tuple[str, ...]) -> None:
        """What is searched for, in the names."""
        if terms != self._delegate.terms:
            self._delegate.terms = terms
            self.viewport().update()

    def row_at(self, index: Index) -> Row | None:
        return self.matrix.record(index.row()) if index.isValid() else None

    # -- the name's hint ---------------------------------------------------------------------------
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._on_hint(index, event):
            self.confirmed.emit(self.matrix.record(index.row()).id)
            return
        if self._on_deeds(index, event):
            box = self._delegate.deeds_box(self.visualRect(index))
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(box.bottomLeft()))
            return
        super().mouseReleaseEvent(event)
        if self._on_problem(index, event) and index == self.indexAt(self._pressed):
            self.problem_wanted.emit(self.matrix.record(index.row()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def file_at(self, place: QPoint) -> str:
        """The member key of what is taken by dragging from here, "" where nothing lies."""
        cell = self.matrix.cell(self.indexAt(place))
        keys = [each.key for each in cell.files] if cell is not None else []
        return self.shown_key if self.shown_key in keys else next(iter(keys), "")

    def _drag(self, key: str) -> None:
        drag = QDrag(self)
        drag.setMimeData(mime_for(key))
        drag.setPixmap(self._delegate.carried(key.rpartition("/")[2]))
        drag.exec(Qt.DropAction.MoveAction)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton:
            if far >= QApplication.startDragDistance() and (key := self.file_at(self._pressed)):
                self._drag(key)
            return
        index = self.indexAt(event.position().toPoint())
        on_deeds = self._on_deeds(index, event)
        on_problem = self._on_problem(index, event)
        if self._delegate.point_at(index.row() if on_deeds else -1, index.row() if on_problem else -1):
            self.viewport().update()
        can_click = on_deeds or on_problem or self._on_hint(index, event)
        shape = Qt.CursorShape.PointingHandCursor if can_click else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Of the row under the pointer; asked for by the keyboard, of the current one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            place = self.visualRect(index).center() if by_key else event.pos()
            self.menu_wanted.emit(index, self.viewport().mapToGlobal(place))

    @property
    def is_editing(self) -> bool:
        """Whether a name is being typed."""
        return self.state() is QAbstractItemView.State.EditingState

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.edited.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if RENAME.is_pressed(event) and index.column() == NAME:
            if not self.is_editing:  # its Return comes here as well
                self.edit(index)
            return
        row = self.row_at(index)
        is_last = index.column() == self.matrix.columnCount() - 1
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_last and row and row.leads_to:
            self.problem_wanted.emit(row)
            return
        super().keyPressEvent(event)

    def _on_hint(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not index.isValid() or index.column() != NAME or self.matrix.record(index.row()).is_confirmed:
            return False
        return self._delegate.hint_box(self.visualRect(index)).contains(event.position().toPoint())

    def _on_deeds(self, index: QModelIndex, event: QMouseEvent) -> bool:
        if not index.isValid() or index.column() != self.matrix.columnCount() - 1:
            return False
        return self._delegate.deeds_box(self.visualRect(index)).contains(event.position().toPoint())

    def _on_problem(self, index: QModelIndex, event: QMouseEvent) -> bool:
        """The words at the end of a row that leads to a finding, left of its ⋯."""
        is_last = index.isValid() and index.column() == self.matrix.columnCount() - 1
        is_told = is_last and bool(self.matrix.record(index.row()).leads_to)
        return is_told and not self._on_deeds(index, event)

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
        self._delegate.over = QPersistentModelIndex(index)
        self.viewport().update()
