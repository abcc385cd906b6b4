"""A QR code painted module by module, so that it stays sharp on every screen and printer."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme

QUIET = 4  # modules of white around it (ISO/IEC 18004 §6.3.8)


class QrCode(QWidget):
    """Shows `text`; empty until there is one. `name`: what it is called where it cannot be seen."""

    def __init__(self, name: str, side: int = 112) -> None:
        super().__init__()
        self._side = side
        self.text = ""
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_text(self, text: str) -> None:
        import segno

        self.text = text
        matrix = segno.make(text, error="m", micro=False).matrix if text else ()
        self._modules = tuple(tuple(bool(module) for module in row) for row in matrix)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QColor(theme.LINE))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(frame)
        if not self._modules:
            return
        count = len(self._modules) + 2 * QUIET
        module = int(self._side / count) or 1
        start = (self._side - module * len(self._modules)) // 2
        painter.setPen(Qt.PenStyle.NoPen)
        for y, row in enumerate(self._modules):
            for x, is_dark in enumerate(row):
                if is_dark:
                    painter.fillRect(
                        start + x * module, start + y * module, module, module, QColor(Qt.GlobalColor.black)
                    )
