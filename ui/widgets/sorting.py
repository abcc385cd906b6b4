"""Rows in the order of the heading that was clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

T = TypeVar("T")
Key = Callable[[T], Any]
_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class HeadingOrder(QObject):
    """One click up, the next down, the third as the rows came. `changed`: they are to be shown anew."""

    changed = Signal()

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._header = view.horizontalHeader()
        self.column, self._order = -1, _UP
        self._header.setSectionsClickable(True)
        self._header.sectionClicked.connect(self._clicked)

    def of(self, rows: Sequence[T], keys: Sequence[Key[T] | None]) -> tuple[T, ...]:
        """`keys` of the columns from the left, None of one that nothing is sorted by."""
        key = keys[self.column] if 0 <= self.column < len(keys) else None
        if key is None:
            return tuple(rows)
        return tuple(sorted(rows, key=lambda row: _comparable(key(row)), reverse=self._order is _DOWN))

    def forget(self) -> None:
        """The columns are others now."""
        self.column, self._order = -1, _UP
        self._header.setSortIndicatorShown(False)

    def _clicked(self, column: int) -> None:
        if column != self.column:
            self.column, self._order = column, _UP
        elif self._order is _UP:
            self._order = _DOWN
        else:
            self.column, self._order = -1, _UP
        self._header.setSortIndicatorShown(self.column >= 0)
        if self.column >= 0:
            self._header.setSortIndicator(self.column, self._order)
        self.changed.emit()


def _comparable(value: object) -> tuple[int, Any]:
    """Figures before words; words as GB 18030 has them, whose common characters stand by their pinyin."""
    if isinstance(value, int | float):
        return 0, value
    text = str(value)
    try:
        return 0, float(text.replace(",", ""))
    except ValueError:
        return 1, text.encode("gb18030", "replace")
