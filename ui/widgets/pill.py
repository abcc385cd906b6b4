"""缺, 待确认 and their like: small rounded words, as a widget or painted by a delegate."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

HEIGHT, SIDE = 20, 9


@cache
def pill_width(text: str, pixels: int = theme.SMALL, side: int = SIDE) -> int:
    return QFontMetrics(theme.font(pixels)).horizontalAdvance(text) + 2 * side


def paint_pill(painter: QPainter, middle: QRectF, text: str, tone: str, pixels: int = theme.SMALL,
               side: int = SIDE) -> None:
    """In the middle of the rectangle given."""
    ink, ground = theme.TONES[tone]
    width = pill_width(text, pixels, side)
    box = QRectF(middle.center().x() - width / 2, middle.center().y() - HEIGHT / 2, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, HEIGHT / 2, HEIGHT / 2)
    painter.setFont(theme.font(pixels))
    painter.setPen(theme.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Pill(QWidget):
    """`tone`: red, amber, green, accent, muted."""

    def __init__(self, text: str, tone: str) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_text(text, tone)

    def show_text(self, text: str, tone: str) -> None:
        self.text, self.tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(pill_width(self.text), HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_pill(QPainter(self), QRectF(self.rect()), self.text, self.tone)
