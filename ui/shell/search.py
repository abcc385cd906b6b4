"""Search in a list: one line above it, what it lets through, and the mark on what was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.model.names import normalise_name
from ui import theme
from ui.shell.keys import Keys
from ui.widgets.table import Index

FIND = Keys(("Ctrl+F",), "搜索这一页的列表")
LEAVE = Keys(("Esc",), "清空搜索，回到列表", "搜索框")
ONWARD = Keys(("Return", "Enter", "Down"), "到找到的那些里去", "搜索框")
_LEAST, _MOST = 84, 230  # pixels
_CLEAR = 24  # pixels of the button at its end


def terms_of(text: str) -> tuple[str, ...]:
    """What was typed, word by word; all of them must be there. Width, case and brackets do not matter."""
    return tuple(filter(None, map(normalise_name, text.split())))


def found(terms: Iterable[str], texts: Iterable[str]) -> bool:
    """Whether every word is in one of the texts, perhaps each in another."""
    wanted = tuple(terms)
    if not wanted:
        return True
    within = "\n".join(map(normalise_name, texts))
    return all(term in within for term in wanted)


def spans(text: str, terms: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand in `text` as it is written: from, to."""
    wanted = tuple(terms)
    if not wanted:
        return
    plain, places = "", []
    for number, sign in enumerate(text):
        same = normalise_name(sign)
        plain += same
        places += [number] * len(same)
    for term in wanted:
        at = plain.find(term)
        while at >= 0:
            yield places[at], places[at + len(term) - 1] + 1
            at = plain.find(term, at + len(term))


def found_any(text: str, terms: Iterable[str]) -> bool:
    plain = normalise_name(text)
    return any(term in plain for term in terms)


def paint_marks(painter: QPainter, box: QRect, text: str, terms: Iterable[str]) -> None:
    """Behind `text`, which is then drawn from the left of `box` with the painter's font."""
    advance = painter.fontMetrics().horizontalAdvance
    high = painter.fontMetrics().height()
    for start, end in spans(text, terms):
        left, right = box.left() + advance(text[:start]), box.left() + advance(text[:end])
        top = box.center().y() - high // 2
        mark = QRect(left, top, min(right, box.right()) - left, high)
        painter.fillRect(mark, theme.colour(theme.MARK))


class MarkDelegate(QStyledItemDelegate):
    """A list's cells as they are, with what is searched for (`terms`) marked in them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.terms: tuple[str, ...] = ()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        text = str(index.data() or "")
        if not self.terms or not found_any(text, self.terms):
            return
        told: Any = QStyleOptionViewItem(option)
        self.initStyleOption(told, index)
        style = told.widget.style() if told.widget is not None else QApplication.style()
        box: QRect = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, told, told.widget)
        margin = style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, told, told.widget) + 1
        box.adjust(margin, 0, -margin, 0)
        if told.displayAlignment & Qt.AlignmentFlag.AlignRight:
            box.setLeft(max(box.left(), box.right() - told.fontMetrics.horizontalAdvance(text)))
        painter.save()
        painter.setFont(told.font)
        painter.setClipRect(box)
        mode = QPainter.CompositionMode  # over the text, which stays as it is
        painter.setCompositionMode(
            mode.CompositionMode_Screen if theme.scheme().is_dark else mode.CompositionMode_Multiply
        )
        paint_marks(painter, box, text, self.terms)
        painter.restore()


class SearchLine(QLineEdit):
    """Ctrl+F goes there from anywhere in the page; Enter and Down go to the list, Esc empties it and leaves.

    `textChanged` tells that another part of the list is wanted; who shows it says how much that is.
    """

    def __init__(self, what: str, page: QWidget, back: QWidget) -> None:
        """`what` can be searched for, in words; `back`: the list."""
        super().__init__()
        self._back, self._count = back, ""
        self.setPlaceholderText("搜索")
        self.setToolTip(f"搜索{what}；几个词用空格隔开（Ctrl+F）")
        self.setAccessibleName(f"搜索{what}")
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(_LEAST)
        self.setMaximumWidth(_MOST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        FIND.bind(page, self.begin)

    @property
    def terms(self) -> tuple[str, ...]:
        return terms_of(self.text())

    def begin(self) -> None:
        """What stands there is replaced by what is typed next."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def show_count(self, shown: int, whole: int) -> None:
        """3 / 41, while something is searched for."""
        self._count = f"{shown} / {whole}" if self.terms else ""
        self.setAccessibleDescription(self._count)
        wide = self.fontMetrics().horizontalAdvance(self._count) + 4 if self._count else 0
        self.setTextMargins(0, 0, wide, 0)
        self.update()

    @property
    def count(self) -> str:
        return self._count

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if LEAVE.is_pressed(event):
            self.clear()
        if LEAVE.is_pressed(event) or ONWARD.is_pressed(event):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count:
            painter = QPainter(self)
            painter.setPen(theme.colour(theme.MUTED))
            box = self.rect().adjusted(0, 0, -_CLEAR - 8, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self._count)
