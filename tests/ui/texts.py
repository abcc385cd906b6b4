"""What a person can read in a window, and what is wrong with how it lies there."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from ui.widgets.labels import PlainLabel

_SLACK = 2  # pixels; letters have some room of their own


def texts(window: QWidget) -> Iterator[tuple[QWidget, str, QRect]]:
    """Labels and buttons in sight, with the part of each that is seen, in the window's pixels."""
    found: list[QLabel | QAbstractButton] = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    for one in found:
        if not one.isVisible() or not one.text().strip():
            continue
        seen = one.visibleRegion().boundingRect()
        if not seen.isEmpty():
            yield one, one.text(), QRect(one.mapTo(window, seen.topLeft()), seen.size())


def overlapping(window: QWidget) -> list[tuple[str, str]]:
    """Pairs of texts that lie over one another."""
    found = list(texts(window))
    return [
        (text, other)
        for number, (one, text, place) in enumerate(found)
        for another, other, there in found[number + 1:]
        if _lettered(one, place).intersects(_lettered(another, there)) and not _holds(one, another)
    ]


def _lettered(one: QWidget, place: QRect) -> QRect:
    """Where the letters are, without the air around them."""
    return place.adjusted(_SLACK, _SLACK, -_SLACK, -_SLACK)


def _holds(one: QWidget, another: QWidget) -> bool:
    return one.isAncestorOf(another) or another.isAncestorOf(one)


def cut(window: QWidget) -> list[str]:
    """Texts that have less room than they need, and neither an ellipsis nor a tip to tell the rest."""
    return [text for one, text, _ in texts(window) if _is_cut(one, text)]


def _is_cut(one: QWidget, text: str) -> bool:
    if isinstance(one, PlainLabel) and one._elide is not Qt.TextElideMode.ElideNone:
        return False  # it shows an ellipsis, and the rest in its tip
    metrics = QFontMetrics(one.font())
    if isinstance(one, QLabel):
        if one.wordWrap():
            return one.heightForWidth(one.width()) > one.height() + _SLACK
        room = one.contentsRect().width()
        return max(map(metrics.horizontalAdvance, text.splitlines())) > room + _SLACK
    if type(one).__name__ == "StepButton":
        return False  # it draws its words itself, or tells them in its tip
    return metrics.horizontalAdvance(text.replace("&", "")) > one.width() and not one.toolTip()
