"""Rows of a table as they were painted last, so that only what looks otherwise is painted anew."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, QTimer
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QTableView

from ui import theme
from ui.shell.runner import is_anything_under_way

_MOST = 80  # rows kept: some more than fit on a screen
# rows painted anew in one turn where others have a picture that will do for a moment, and seconds after which
# no more are: on a busy computer five may take long
_AT_ONCE, _LONG = 5, 0.006


class RowPictures:
    """A row painted by Python takes a millisecond or two, its picture a hundredth of that, and a table is
    asked to show itself at every turn of what goes on behind it.
    """

    def __init__(self, view: QTableView, whose: Callable[[int], Hashable], told: Callable[[int], object],
                 paint: Callable[[QPainter, QRect, QModelIndex], None]) -> None:
        """`whose`: whom a row shows, wherever it stands; `told`: what its look depends on, beside places,
        colours and the cursor; `paint`: a cell.
        """
        self._view, self._whose, self._told, self._paint = view, whose, told, paint
        # whose → (what is told, how it is set), picture
        self._kept: dict[Hashable, tuple[tuple[object, object], QPixmap]] = {}
        self.painted = 0  # rows since it was made

    def draw(self, painter: QPainter, within: QRect) -> None:
        """The rows that are within this part of the viewport."""
        view = self._view
        first, last = view.rowAt(within.top()), view.rowAt(within.bottom())
        if first < 0:
            return
        model, current, has_focus = view.model(), view.currentIndex(), view.hasFocus()
        columns = tuple(
            (column, view.columnViewportPosition(column), view.columnWidth(column))
            for column in range(model.columnCount()) if not view.isColumnHidden(column)
        )
        size, ratio = QSize(view.viewport().width(), 0), view.devicePixelRatioF()
        begun, until, is_late = self.painted, time.perf_counter() + _LONG, False
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            size.setHeight(view.rowHeight(row))
            cursor = (current.column(), has_focus) if current.row() == row else None
            wanted = (self._told(row), cursor), (columns, size.toTuple(), ratio, theme.scheme())
            whose = self._whose(row)
            kept = self._kept.get(whose)
            if kept is None or kept[0] != wanted:
                new = self.painted - begun
                is_enough = new >= _AT_ONCE or (new and time.perf_counter() > until)
                if kept is not None and kept[0][1] == wanted[1] and is_enough:
                    is_late = True  # its last picture will do until the next turn
                elif is_enough and is_anything_under_way():
                    is_late = True  # and so does none, as when all come at once
                    continue
                else:
                    kept = wanted, self._picture(row, columns, size, ratio)
                    if len(self._kept) > _MOST:
                        self._kept.clear()
                    self._kept[whose] = kept
            painter.drawPixmap(0, view.rowViewportPosition(row), kept[1])
        if is_late:
            QTimer.singleShot(0, view.viewport(), view.viewport().update)

    def _picture(self, row: int, columns: Iterable[tuple[int, int, int]],
                 size: QSize, ratio: float) -> QPixmap:
        self.painted += 1
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.colour(theme.PAPER))
        painter = QPainter(picture)
        for column, left, width in columns:
            box = QRect(QPoint(left, 0), QSize(width, size.height()))
            self._paint(painter, box, self._view.model().index(row, column))
        painter.end()
        return picture
