"""Tab goes the way the eye does: as things are laid, not as they were made."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QSplitter,
    QWidget,
)

_WHOLE = (QComboBox, QAbstractSpinBox, QAbstractItemView, QLineEdit)  # their insides are their own business


def tab_as_laid(root: QWidget, but: Collection[QWidget] = ()) -> None:
    """From now on; call it again when something was added. `but`: what is not seen, and left as it is."""
    stops = [each for each in _laid(root, but) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for one, other in pairwise(stops):
        QWidget.setTabOrder(one, other)


def _laid(widget: QWidget, but: Collection[QWidget]) -> Iterator[QWidget]:
    if widget in but:
        return
    yield widget
    if isinstance(widget, _WHOLE):
        return
    seen: set[int] = set()
    for each in _inside(widget):
        if id(each) not in seen:
            seen.add(id(each))
            yield from _laid(each, but)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    """What is laid in it, in order; then what stands in it without a layout."""
    if isinstance(widget, QScrollArea):
        if (content := widget.widget()) is not None:
            yield content
        return
    if isinstance(widget, QSplitter):
        yield from (widget.widget(number) for number in range(widget.count()))
        return
    layout = widget.layout()
    if layout is not None:
        yield from _of(layout)
    for child in widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
        if not child.isWindow():
            yield child


def _of(layout: QLayout) -> Iterator[QWidget]:
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        numbers.sort(key=lambda number: layout.getItemPosition(number)[:2])  # type: ignore[index]
    for number in numbers:
        item = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield widget
        elif (inner := item.layout()) is not None:
            yield from _of(inner)
