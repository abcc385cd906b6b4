"""How full a disc gets: a coloured stretch for each enterprise, in recommended order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app import wording
from ui import theme
from ui.colours import Part
from ui.widgets.labels import plain_tip

COLOURS = ("#1D5FBF", "#3B72C6", "#2C6C9C", "#5872B4", "#174E9E", "#3D7794", "#4A64A0")
GAP = 2.0
SHARED = "#AEB9C6"  # what is on every disc


@dataclass(frozen=True, slots=True)
class Stretch:
    """`size` in bytes; `short` is written inside where it fits, `name` in the tip.

    Without `short` it is nobody's own: what every disc has.
    """

    name: str
    short: str
    size: int


def _ground(number: int) -> str:
    """Under a name in the colour of paper."""
    return theme.seen(COLOURS[number % len(COLOURS)])


class CapacityBar(QWidget):
    """Full width is the medium's capacity, or what is needed when that is more (then the rest is red)."""

    def __init__(self, height: int = 30, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._height = height
        self._stretches: tuple[Stretch, ...] = ()
        self._capacity = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stretches(self, stretches: Sequence[Stretch], capacity: int) -> None:
        self._stretches, self._capacity = tuple(stretches), max(capacity, 1)
        used = sum(stretch.size for stretch in stretches)
        self.setAccessibleName(f"已用 {wording.size(used)}，共 {wording.size(capacity)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._height)

    def boxes(self) -> list[tuple[Stretch, QRectF]]:
        """Where each stretch is painted; a stretch too thin to see is one pixel wide."""
        used = sum(stretch.size for stretch in self._stretches)
        scale = self.width() / max(used, self._capacity)
        made, left = [], 0.0
        for stretch in self._stretches:
            width = stretch.size * scale
            made.append((stretch, QRectF(left, 0, max(width - GAP, 1.0), self._height)))
            left += width
        return made

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(0, 0, self.width(), self._height)
        outline = QPainterPath()
        outline.addRoundedRect(whole, theme.RADIUS, theme.RADIUS)
        painter.setClipPath(outline)
        painter.fillRect(whole, QColor(theme.GREY_SOFT))
        painter.setFont(theme.font(theme.SMALL))
        for number, (stretch, box) in enumerate(self.boxes()):
            painter.fillRect(box, QColor(_ground(number) if stretch.short else theme.seen(SHARED, Part.LINE)))
            self._name(painter, box, stretch.short)
        self._overflow(painter)
        painter.setPen(QColor(theme.LINE))
        painter.drawPath(outline)

    @staticmethod
    def _name(painter: QPainter, box: QRectF, short: str) -> None:
        """The short name, or its first two characters, or nothing."""
        for text in (short, short[:2]):
            if text and painter.fontMetrics().horizontalAdvance(text) + 12 <= box.width():
                painter.setPen(QColor(theme.PAPER))
                painter.drawText(box.adjusted(6, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)
                return

    def _overflow(self, painter: QPainter) -> None:
        used = sum(stretch.size for stretch in self._stretches)
        if used > self._capacity:
            edge = self.width() * self._capacity / used
            painter.fillRect(QRectF(edge, 0, self.width() - edge, self._height), QColor(180, 35, 24, 150))
            painter.fillRect(QRectF(edge - 1, 0, 2, self._height), QColor(theme.RED))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            under = next(
                (s for s, box in self.boxes() if box.left() <= event.pos().x() <= box.right() + GAP), None
            )
            tip = f"{under.name}  {wording.size(under.size)}" if under else ""
            QToolTip.showText(event.globalPos(), plain_tip(tip), self)
            return True
        return super().event(event)
