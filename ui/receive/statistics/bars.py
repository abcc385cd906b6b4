"""A chart: for each line of a table its words, a bar for each measure, and the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.writing.papers.chart import COLOURS
from ui import theme
from ui.widgets.labels import plain_tip

MOST_WORDS, FIGURE = 160, 34  # pixels for a line's words, and for the figure behind a bar
_THICK, _APART, _PAD = 9, 3, 7  # of a bar, between two, above and below a line's


@dataclass(frozen=True, slots=True)
class ChartLine:
    """`values`: one for each measure; None where it is not known."""

    title: str
    values: tuple[int | None, ...]


class GroupedBars(QWidget):
    """Measures that are nought everywhere have no bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[ChartLine, ...] = ()
        self.shown: tuple[int, ...] = ()
        self._words = MOST_WORDS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[ChartLine], measures: Sequence[str]) -> None:
        self.lines = tuple(lines)
        self.shown = tuple(at for at in range(len(measures)) if any(line.values[at] for line in lines))
        metrics = QFontMetrics(theme.font(theme.SMALL))
        widest = max((metrics.horizontalAdvance(line.title) for line in lines), default=0)
        self._words = min(widest + 14, MOST_WORDS)
        told = [
            f"{line.title} {'，'.join(f'{measures[at]} {line.values[at] or 0}' for at in self.shown)}"
            for line in lines
        ]
        self.setAccessibleName("；".join(told))
        self.setToolTip(plain_tip("\n".join(told)))
        self.updateGeometry()
        self.update()

    @property
    def _line(self) -> int:
        bars = max(len(self.shown), 1)
        return 2 * _PAD + bars * _THICK + (bars - 1) * _APART

    def sizeHint(self) -> QSize:
        return QSize(self._words + FIGURE + 160, max(self._line * len(self.lines), 1))

    def minimumSizeHint(self) -> QSize:
        """Its bars may be short, but none is cut."""
        return QSize(self._words + FIGURE + 60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((value or 0 for line in self.lines for value in line.values), default=0) or 1
        for number, line in enumerate(self.lines):
            place = QRectF(0, number * self._line, self.width(), self._line)
            if place.intersects(QRectF(event.rect())):
                self._paint(painter, place, line, most)

    def _paint(self, painter: QPainter, place: QRectF, line: ChartLine, most: int) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.INK))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        words = painter.fontMetrics().elidedText(line.title, Qt.TextElideMode.ElideRight, self._words - 12)
        painter.drawText(QRectF(0, place.top(), self._words - 10, place.height()), right, words)
        room, top = place.width() - self._words - FIGURE, place.top() + _PAD
        is_nought = not any(line.values[at] for at in self.shown)
        if is_nought:
            self._figure(painter, QRectF(self._words, place.top(), FIGURE, place.height()), 0)
        for at in () if is_nought else self.shown:
            value = line.values[at]
            bar = QRectF(self._words, top, room * (value or 0) / most, _THICK)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(COLOURS[at]))
            painter.drawRoundedRect(bar, 2, 2)
            self._figure(painter, QRectF(bar.right() + 5, top - 3, FIGURE, _THICK + 6), value)
            top += _THICK + _APART

    @staticmethod
    def _figure(painter: QPainter, place: QRectF, value: int | None) -> None:
        painter.setFont(theme.font(theme.TINY))
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, "—" if value is None else str(value))


class Legend(QWidget):
    """What the colours mean."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[tuple[str, str], ...] = ()
        self.setFixedHeight(22)

    def show_measures(self, items: Sequence[tuple[str, str]]) -> None:
        """Words and colour of each."""
        self._items = tuple(items)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.SMALL))
        left = 0
        for words, colour in self._items:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(QRectF(left, 6, 10, 10), 2, 2)
            painter.setPen(QColor(theme.INK))
            width = painter.fontMetrics().horizontalAdvance(words)
            painter.drawText(QRectF(left + 16, 0, width + 2, 22), Qt.AlignmentFlag.AlignVCenter, words)
            left += 16 + width + 20
