"""Rows of a list as they were painted last, so that only what looks otherwise is painted anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from ui import theme

_MOST = 80  # rows kept: some more than fit on a screen


class RowPictures:
    """A row painted by Python takes a millisecond, its picture a hundredth of that, and a list is asked to
    show itself at every turn of what goes on behind it.
    """

    def __init__(self) -> None:
        self._kept: dict[int, tuple[object, QPixmap]] = {}
        self.painted = 0  # rows since it was made

    def draw(self, painter: QPainter, number: int, place: QRect, told: object,
             paint: Callable[[QPainter, QRect], None]) -> None:
        """`told`: all that the look of row `number` depends on, beside size, colours and screen."""
        ratio = painter.device().devicePixelRatioF()
        told = (told, place.size(), ratio, theme.scheme())
        kept = self._kept.get(number)
        if kept is None or kept[0] != told:
            kept = told, self._picture(place.size(), ratio, paint)
            if len(self._kept) > _MOST:
                self._kept.clear()
            self._kept[number] = kept
        painter.drawPixmap(place.topLeft(), kept[1])

    def _picture(self, size: QSize, ratio: float, paint: Callable[[QPainter, QRect], None]) -> QPixmap:
        self.painted += 1
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(theme.colour(theme.PAPER))
        painter = QPainter(picture)
        paint(painter, QRect(QPoint(0, 0), size))
        painter.end()
        return picture
