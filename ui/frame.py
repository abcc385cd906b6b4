"""The window's frame: all that is read, made and shown before the first paint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QTimer, Signal
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from ui import theme

if TYPE_CHECKING:
    from ui.shell.settings import Settings


class Frame(QMainWindow):
    """Where it stood last, with the home page's ground. `painted`: once, when it is first on the screen."""

    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._is_painted = False
        self.setWindowTitle("标杆报盘")
        self.setMinimumSize(660, 360)  # 1366 × 768 at 200 %
        self.resize(1366, 768)
        if settings.geometry:
            self.restoreGeometry(QByteArray.fromBase64(settings.geometry.encode("ascii")))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.centralWidget() is None:
            paint_ground(self)
        if not self._is_painted:
            self._is_painted = True
            QTimer.singleShot(0, self.painted.emit)


def paint_ground(widget: QWidget) -> None:
    """That of the home page, all over `widget`."""
    shade = QLinearGradient(0, 0, 0, widget.height() * 0.6)
    shade.setColorAt(0, QColor(theme.RAIL))
    shade.setColorAt(1, QColor(theme.PAPER))
    QPainter(widget).fillRect(widget.rect(), shade)
