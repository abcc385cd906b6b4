"""Rows in the order of the heading that was clicked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QTableView

T = TypeVar("T")
Key = Callable[[T], Any]
_UP, _DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class Orders:
    """Name of a list → the heading it is sorted by, after "-" where that is downwards. `save` keeps them."""

    def __init__(self, of: dict[str, str], save: Callable[[], object]) -> None:
        self.of, self.save = of, save


_kept: list[Orders] = []  # none, or where they are kept


def keep_in(orders: dict[str, str], save: Callable[[], object]) -> None:
    """Those of the last run; and from here on what is chosen goes there."""
    _kept[:] = [Orders(orders, save)]


class HeadingOrder(QObject):
    """One click up, the next down, the third as the rows came. `changed`: they are to be shown anew."""

    changed = Signal()

    def __init__(self, view: QTableView, name: str = "") -> None:
        """`name` by which it is remembered."""
        super().__init__(view)
        self._view, self._name, self._is_recalled = view, name, False
        self._header = view.horizontalHeader()
        self.column, self._order = -1, _UP
        self._header.setSectionsClickable(True)
        self._header.sectionClicked.connect(self._clicked)

    def of(self, rows: Sequence[T], keys: Sequence[Key[T] | None]) -> tuple[T, ...]:
        """`keys` of the columns from the left, None of one that nothing is sorted by."""
        if not self._is_recalled:
            self._recall()
        key = keys[self.column] if 0 <= self.column < len(keys) else None
        if key is None:
            return tuple(rows)
        return tuple(sorted(rows, key=lambda row: _comparable(key(row)), reverse=self._order is _DOWN))

    def forget(self) -> None:
        """The columns are others now; they may be those of which something is remembered."""
        self.column, self._order, self._is_recalled = -1, _UP, False
        self._header.setSortIndicatorShown(False)

    def _clicked(self, column: int) -> None:
        if column != self.column:
            self.column, self._order = column, _UP
        elif self._order is _UP:
            self._order = _DOWN
        else:
            self.column, self._order = -1, _UP
        self._show()
        self._keep()
        self.changed.emit()

    def _show(self) -> None:
        self._header.setSortIndicatorShown(self.column >= 0)
        if self.column >= 0:
            self._header.setSortIndicator(self.column, self._order)

    def _recall(self) -> None:
        self._is_recalled = True
        told = _kept[0].of.get(self._name, "") if _kept else ""
        titles = [self._title(column) for column in range(self._view.model().columnCount())]
        if told and told.removeprefix("-") in titles:
            self.column = titles.index(told.removeprefix("-"))
            self._order = _DOWN if told.startswith("-") else _UP
            self._show()

    def _keep(self) -> None:
        if not _kept or not self._name:
            return
        if self.column < 0:
            _kept[0].of.pop(self._name, None)
        else:
            _kept[0].of[self._name] = ("-" if self._order is _DOWN else "") + self._title(self.column)
        _kept[0].save()

    def _title(self, column: int) -> str:
        return str(self._view.model().headerData(column, Qt.Orientation.Horizontal) or "")


def _comparable(value: object) -> tuple[int, Any]:
    """Figures before words; words as GB 18030 has them, whose common characters stand by their pinyin."""
    if isinstance(value, int | float):
        return 0, value
    text = str(value)
    try:
        return 0, float(text.replace(",", ""))
    except ValueError:
        return 1, text.encode("gb18030", "replace")
