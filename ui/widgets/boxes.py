"""Rows and columns, told by what stands in them."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

# a number: pixels left free; None: what room there is; a pair: how much of the room the first takes
Part: TypeAlias = "QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None"
Margins = tuple[int, int, int, int]  # left, top, right, bottom
B = TypeVar("B", bound=QBoxLayout)


def across(*parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0),
           gap: int | None = None) -> QHBoxLayout:
    """Left to right, laid `on` a widget if one is named; `gap`: pixels between two, else the style's."""
    return _filled(QHBoxLayout() if on is None else QHBoxLayout(on), parts, margins, gap)


def down(*parts: Part, on: QWidget | None = None, margins: Margins = (0, 0, 0, 0),
         gap: int | None = None) -> QVBoxLayout:
    """One below another, as `across`."""
    return _filled(QVBoxLayout() if on is None else QVBoxLayout(on), parts, margins, gap)


def _filled(box: B, parts: tuple[Part, ...], margins: Margins, gap: int | None) -> B:
    box.setContentsMargins(*margins)
    if gap is not None:
        box.setSpacing(gap)
    for part in parts:
        inside, stretch = part if isinstance(part, tuple) else (part, 0)
        if inside is None:
            box.addStretch(1)
        elif isinstance(inside, int):
            box.addSpacing(inside)
        elif isinstance(inside, QWidget):
            box.addWidget(inside, stretch)
        else:
            box.addLayout(inside, stretch)
    return box


def restyle(widget: QWidget, name: str, value: object) -> None:
    """A property that theme.QSS goes by, at once seen."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
