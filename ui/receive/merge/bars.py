"""A plain chart: a title, and for each line its words, a bar and the count."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.model.merged import Bar
from ui import theme
from ui.widgets.boxes import fill
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card

HEIGHT, WORDS, COUNT = 26, 122, 34
BAR = "#3A78D0"


class Bars(QWidget):
    """Each bar is to the largest as its count is; what has no room is left away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self.bars = tuple(bars)
        self.setAccessibleName("，".join(f"{bar.title} {bar.total}" for bar in bars))
        self.setToolTip(plain_tip("　".join(f"{bar.title} {bar.total}" for bar in bars)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, HEIGHT * max(len(self.bars), 1))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.SMALL))
        most = max((bar.total for bar in self.bars), default=0) or 1
        for number, bar in enumerate(self.bars):
            line = QRectF(0, number * HEIGHT, self.width(), HEIGHT)
            if line.bottom() <= self.height() + 1:
                self._paint(painter, line, bar, bar.total / most)

    @staticmethod
    def _paint(painter: QPainter, line: QRectF, bar: Bar, share: float) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(theme.INK))
        words = painter.fontMetrics().elidedText(bar.title, Qt.TextElideMode.ElideRight, WORDS - 8)
        painter.drawText(line, middle, words)
        painter.setPen(QColor(theme.MUTED))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, str(bar.total))
        room = QRectF(WORDS, line.center().y() - 6, line.width() - WORDS - COUNT, 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.GREY_SOFT))
        painter.drawRoundedRect(room, 3, 3)
        if share:
            painter.setBrush(QColor(theme.seen(BAR)))
            done = QRectF(room.x(), room.y(), max(room.width() * share * 0.92, 4), room.height())
            painter.drawRoundedRect(done, 3, 3)


class BarsCard(Card):
    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(margins=(16, 14, 16, 12), spacing=9, parent=parent)
        self.bars = Bars()
        self.title = PlainLabel(title)
        fill(self.body, self.title, self.bars, None)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self.bars.show_bars(bars)
