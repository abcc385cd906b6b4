"""Two names one above the other."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.findings.drawn import draw_runs
from ui.findings.lines import marked


class CompareView(QWidget):
    """Two names one above the other, the characters that differ in red."""

    def __init__(self) -> None:
        super().__init__()
        self._texts, self._sides = ("", ""), ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_texts(self, texts: tuple[str, str], sides: tuple[str, str]) -> None:
        """`sides` says where each of the two stands."""
        self._texts, self._sides = texts, sides
        self.setAccessibleName(f"{texts[0]}，不同于，{texts[1]}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.RAIL))
        painter.drawRoundedRect(self.rect(), theme.RADIUS, theme.RADIUS)
        for number, runs in enumerate(marked(*self._texts)):
            top = 6 + 24 * number
            painter.setFont(theme.font(theme.SMALL))
            painter.setPen(QColor(theme.MUTED))
            painter.drawText(QRect(12, top, 60, 24), Qt.AlignmentFlag.AlignVCenter, self._sides[number])
            draw_runs(painter, QRect(76, top, self.width() - 88, 24), runs)
