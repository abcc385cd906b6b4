"""A tile: what it is and how it stands above, one line below; painted, as names are foreign text."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui import theme
from ui.widgets.buttons import pressed_by_enter
from ui.widgets.labels import plain_tip

HEIGHT, WIDTH = 65, 183


@dataclass(frozen=True, slots=True)
class TileWords:
    """`words` stand at the right in `tone`, `below` on the second line. `ground`: the tone of all of it,
    paper without one. `is_empty`: nothing is behind it yet.
    """

    title: str = ""
    words: str = ""
    tone: str = "muted"
    below: str = ""
    ground: str = ""
    is_empty: bool = False
    tip: str = ""


class Tile(QAbstractButton):
    """One that is checked has the blue frame and tint of what is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = TileWords()
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_words(self, told: TileWords) -> None:
        self.told = told
        self.setAccessibleName(f"{told.title} {told.words} {told.below}")
        self.setToolTip(plain_tip(told.tip))
        self.setEnabled(not told.is_empty)
        shape = Qt.CursorShape.ArrowCursor if told.is_empty else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, told = QPainter(self), self.told
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        inside = QRectF(self.rect()).adjusted(13, 11, -13, -10)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED if told.is_empty else theme.TONES[told.tone][0]))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(inside.adjusted(0, 1, 0, 0), flags, told.words)
        room = inside.width() - painter.fontMetrics().horizontalAdvance(told.words) - 8
        painter.setFont(theme.font(14, bold=True))
        painter.setPen(QColor(theme.MUTED if told.is_empty else theme.INK))
        name = painter.fontMetrics().elidedText(told.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        width = int(inside.width())
        below = painter.fontMetrics().elidedText(told.below, Qt.TextElideMode.ElideRight, width)
        painter.drawText(inside, flags, below)

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        pen = QPen(QColor(theme.LINE), 1)
        if self.told.is_empty:
            pen.setDashPattern([3, 2])
        elif self.hasFocus() or self.underMouse() or self.isChecked():
            pen.setColor(QColor(theme.ACCENT))
        if self.hasFocus():
            pen.setWidthF(2)
        painter.setPen(pen)
        ground = theme.ACCENT_FAINT if self.isChecked() else _ground(self.told.ground)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, 8, 8)


def _ground(tone: str) -> str:
    return theme.GREY_SOFT if tone == "muted" else theme.TONES[tone][1] if tone else theme.PAPER
