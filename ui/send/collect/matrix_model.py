"""The rows of the completeness matrix as a Qt model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal

from app.notices.notice import Notice
from ui.send.collect.census import Cell, CellState, Row
from ui.send.collect.lying import PENDING, tip_of
from ui.widgets.table import Column, Index, RecordTable

NUMBER, NAME, TRACK, FIRST = range(4)  # then one column a material, then size and status
_WORDS = {
    CellState.THERE: "有", CellState.MISSING: "缺", CellState.UNSURE: "待确认", CellState.PENDING: PENDING,
}


def _said(cell: Cell) -> str:
    return f"{_WORDS[cell.state]} {cell.said}".rstrip()


def _columns(notice: Notice) -> list[Column[Row]]:
    materials = [
        Column[Row](
            material.title,
            lambda row, n=number: _said(row.cells[n]),  # type: ignore[misc]
            tip=lambda row, n=number: tip_of(row.cells[n].files, row.cells[n].maybe, notice),  # type: ignore[misc]
        )
        for number, material in enumerate(notice.required_materials)
    ]
    return [
        Column("", lambda row: str(row.number), right=True),
        Column("企业全称", lambda row: row.name, tip=lambda row: row.name),
        Column("类别", lambda row: notice.short(row.track)),
        *materials,
        Column("大小 MB", lambda row: f"{row.size / 1_000_000:,.1f}", sort=lambda row: row.size, right=True),
        Column("情况", lambda row: row.status, tip=lambda row: row.status),
    ]


class MatrixModel(RecordTable[Row]):
    """The name can be edited in place; the page turns `renamed` into a change of the batch."""

    renamed = Signal(str, str)  # enterprise, new name

    def __init__(self, notice: Notice) -> None:
        super().__init__(_columns(notice))

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.column() == NAME:
            return self.record(index.row()).name
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_centred(index.column()):
            return Qt.AlignmentFlag.AlignCenter
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_centred(section):
            return Qt.AlignmentFlag.AlignCenter
        return super().headerData(section, orientation, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        row, name = self.record(index.row()), str(value).strip()
        if role != Qt.ItemDataRole.EditRole or not name or (name == row.name and row.is_confirmed):
            return False
        self.renamed.emit(row.id, name)
        return True

    @property
    def keys(self) -> tuple[Callable[[Row], Any], ...]:
        """What each column is sorted by; a material by what is missing first."""
        urgency = (CellState.MISSING, CellState.UNSURE, CellState.PENDING, CellState.THERE)
        materials = (
            lambda row, n=number: urgency.index(row.cells[n].state)
            for number in range(self.columnCount() - FIRST - 2)
        )
        plain: tuple[Callable[[Row], Any], ...] = (
            lambda row: row.number, lambda row: row.name, lambda row: row.track)
        return (*plain, *materials, lambda row: row.size, lambda row: row.status)

    def cell(self, index: Index) -> Cell | None:
        """The material's cell at this place, None in the other columns."""
        number = index.column() - FIRST
        if not index.isValid():
            return None
        cells = self.record(index.row()).cells
        return cells[number] if 0 <= number < len(cells) else None

    def _is_centred(self, column: int) -> bool:
        return TRACK <= column < self.columnCount() - 2
