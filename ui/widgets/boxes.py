"""Rows and columns, told by what stands in them."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

# a number: pixels left free; None: what room there is; a pair: how much of the room the first takes, or
# where it stands in the room it gets
Part: TypeAlias = "QWidget | QLayout | int | tuple[QWidget | QLayout | None, int | Qt.AlignmentFlag] | None"
Margins = tuple[int, int, int, int]  # left, top, right, bottom
B = TypeVar("B", bound=QBoxLayout)


def across(*parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0),
           gap: int | None = None) -> QHBoxLayout:
    """Left to right, laid `on` a widget if one is named; `gap`: pixels between two, else the style's."""
    return fill(_spaced(QHBoxLayout() if on is None else QHBoxLayout(on), margins, gap), *parts)


def down(*parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0),
         gap: int | None = None) -> QVBoxLayout:
    """One below another, as `across`."""
    return fill(_spaced(QVBoxLayout() if on is None else QVBoxLayout(on), margins, gap), *parts)


def laid(layout: QLayout) -> QWidget:
    """A plain widget with this in it."""
    made = QWidget()
    made.setLayout(layout)
    return made


def _spaced(box: B, margins: Margins, gap: int | None) -> B:
    box.setContentsMargins(*margins)
    if gap is not None:
        box.setSpacing(gap)
    return box


def fill(box: B, *parts: Part) -> B:
    """Add them to what is in the box already."""
    for part in parts:
        inside, how = part if isinstance(part, tuple) else (part, 0)
        stretch, side = (0, how) if isinstance(how, Qt.AlignmentFlag) else (how, Qt.AlignmentFlag(0))
        if inside is None:
            box.addStretch(stretch or 1)
        elif isinstance(inside, int):
            box.addSpacing(inside)
        elif isinstance(inside, QWidget):
            box.addWidget(inside, stretch, side)
        else:
            box.addLayout(inside, stretch)
    return box


def refill(box: B, *parts: Part) -> B:
    """The same, once the widgets that were in it are gone."""
    while (item := box.takeAt(0)) is not None:
        if (old := item.widget()) is not None:
            old.hide()
            old.deleteLater()
    return fill(box, *parts)


def restyle(widget: QWidget, name: str, value: object) -> None:
    """A property that theme.QSS goes by, at once seen."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
