"""One step of a page: a numbered mark, what it is, how it stands, and its button at the right."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from ui import theme
from ui.widgets.boxes import across, down
from ui.widgets.labels import PlainLabel


class Standing(Enum):
    """How far a step is: finished, the next one to do, not yet its turn, or in need of a second look."""

    DONE = "已完成"
    NEXT = "下一步"
    LATER = "还没轮到"
    WARN = "需要留意"


class StepMark(QWidget):
    """A disc with a tick, or a ring with the step's number."""

    SIDE = 26

    def __init__(self, number: int) -> None:
        super().__init__()
        self.setFixedSize(self.SIDE, self.SIDE)
        self._number, self.standing = number, Standing.LATER

    def set_standing(self, standing: Standing) -> None:
        self.standing = standing
        self.setAccessibleName(standing.value)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.SIDE, self.SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.standing in (Standing.DONE, Standing.WARN):
            colour = theme.GREEN if self.standing is Standing.DONE else theme.AMBER
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawEllipse(ring)
            painter.setPen(QColor(theme.PAPER))
            painter.setFont(theme.font(13, bold=True))
            painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, "✓" if colour == theme.GREEN else "!")
            return
        colour = theme.ACCENT if self.standing is Standing.NEXT else theme.MUTED
        painter.setPen(QPen(QColor(colour if self.standing is Standing.NEXT else theme.EDGE), 1.2))
        painter.drawEllipse(ring)
        painter.setPen(QColor(colour))
        painter.setFont(theme.font(13))
        painter.drawText(ring, Qt.AlignmentFlag.AlignCenter, str(self._number))


class StepRow(QWidget):
    """`title` and `text` may hold file names: both labels show them as plain text."""

    def __init__(self, number: int, title: str, buttons: Sequence[QPushButton] = ()) -> None:
        super().__init__()
        self.mark = StepMark(number)
        self.title = PlainLabel(title)
        self.text = PlainLabel("", "muted", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideRight)
        words = down(None, self.title, self.text, None, gap=2)
        across(self.mark, 5, (words, 1), *buttons, on=self, gap=8)
        self.setFixedHeight(62)

    def show_state(self, standing: Standing, text: str, tone: str = "muted") -> None:
        self.mark.set_standing(standing)
        self.text.set_tone(tone)
        self.text.setText(text)
