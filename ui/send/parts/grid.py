"""Where each page of a contact sheet lies, row by row. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect

CELL, TALL = 92, 150  # pixels a page takes, with what stands around it
SHEET, HIGH, TOP = 80, 113, 6  # the sheet of paper in it
BAND = 18  # the coloured band below
GRIP = 12  # pixels wide, to take a border by


@dataclass(frozen=True)
class Grid:
    """`count` pages in rows as wide as `width` pixels allow."""

    count: int
    width: int

    @property
    def columns(self) -> int:
        return max((self.width - GRIP) // CELL, 1)

    @property
    def rows(self) -> int:
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        return self.rows * TALL + TOP

    def cell(self, page: int) -> QRect:
        """All that belongs to a page, from 1."""
        row, column = divmod(page - 1, self.columns)
        return QRect(column * CELL + GRIP // 2, row * TALL, CELL, TALL)

    def sheet(self, page: int) -> QRect:
        cell = self.cell(page)
        return QRect(cell.x() + (CELL - SHEET) // 2, cell.y() + TOP, SHEET, HIGH)

    def band(self, page: int) -> QRect:
        cell = self.cell(page)
        return QRect(cell.x(), cell.y() + TOP + HIGH + 5, CELL, BAND)

    def handle(self, border: int) -> QRect:
        """Where the border after this page is taken."""
        cell = self.cell(border)
        return QRect(cell.right() + 1 - GRIP // 2, cell.y() + TOP, GRIP, HIGH + 5 + BAND)

    def page_at(self, place: QPoint) -> int:
        """0 where there is none."""
        row, column = place.y() // TALL, (place.x() - GRIP // 2) // CELL
        page = row * self.columns + column + 1
        inside = 0 <= column < self.columns and row >= 0
        return page if inside and 1 <= page <= self.count else 0

    def nearest(self, place: QPoint) -> int:
        """The page next to a place, wherever that is."""
        row = min(max(place.y() // TALL, 0), max(self.rows - 1, 0))
        column = min(max((place.x() - GRIP // 2) // CELL, 0), self.columns - 1)
        return min(row * self.columns + column + 1, self.count)

    def gap(self, place: QPoint) -> int:
        """The page after which a border dropped here would lie."""
        row = min(max(place.y() // TALL, 0), max(self.rows - 1, 0))
        column = min(max(round((place.x() - GRIP // 2) / CELL), 0), self.columns)
        return min(row * self.columns + column, self.count)

    def between(self, top: int, bottom: int) -> range:
        """The pages whose cells show between two heights."""
        first = max(top // TALL, 0) * self.columns + 1
        last = min((max(bottom, 0) // TALL + 1) * self.columns, self.count)
        return range(first, last + 1)
