"""Icons of 16 × 16, drawn: the icon fonts take 0.2 s to load."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from ui import theme


def drawn(draw: Callable[[QPainter], None]) -> QIcon:
    """Twice as fine, for scaled screens."""
    pixmap = QPixmap(32, 32)
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    return QIcon(pixmap)


def wedge(painter: QPainter, middle: QPointF, *, is_down: bool = True) -> None:
    """Of what opens, in the pen's colour: not each office font has a character for it."""
    side = 3.5 if is_down else -3.5
    around = ((-side, -2), (side, -2), (0, 2.5)) if is_down else ((-2, side), (-2, -side), (2.5, 0))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon([middle + QPointF(x, y) for x, y in around])
    painter.restore()


def folder(painter: QPainter) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ACCENT))
    painter.drawRoundedRect(QRectF(1.5, 3, 6, 5), 1.2, 1.2)
    painter.drawRoundedRect(QRectF(1.5, 4.6, 13, 8.8), 1.2, 1.2)


def sheet(painter: QPainter) -> None:
    painter.setPen(QPen(QColor(theme.MUTED), 1))
    painter.drawRoundedRect(QRectF(3, 2, 10, 12), 1, 1)
    for y in (5.5, 8.0, 10.5):
        painter.drawLine(QPointF(5.5, y), QPointF(10.5, y))


def package(painter: QPainter) -> None:
    painter.setPen(QPen(QColor(theme.MUTED), 1))
    painter.drawRoundedRect(QRectF(3, 2, 10, 12), 1, 1)
    for y in (4.0, 6.0, 8.0, 10.0):
        painter.drawLine(QPointF(7, y), QPointF(9, y))
