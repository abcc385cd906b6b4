"""The left rail: whose work it is and until when, the pages and how far each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QWidget

from ui import theme
from ui.shell.page import StepState
from ui.widgets.boxes import across, down
from ui.widgets.buttons import quiet_button
from ui.widgets.labels import PlainLabel, menu_text
from ui.widgets.pill import HEIGHT, paint_pill, pill_width


class StepButton(QAbstractButton):
    """Circle with number or tick, title, state at the right."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title = number, title
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves no ring behind
        self.setFixedHeight(46)
        self.setText(title)
        self.setToolTip(f"Ctrl+{number}")
        self.show_state(StepState())

    def show_state(self, state: StepState) -> None:
        self._state = state
        self.setAccessibleName(f"第 {self._number} 步 {self._title} {state.words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(187, 46)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#E1ECFB" if chosen else theme.LINE))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._paint_circle(painter, QRectF(10, 11, 24, 24), chosen)
        colour = theme.NAVY if chosen else theme.GREEN if self._state.done else theme.INK
        painter.setFont(theme.font(theme.BODY, bold=chosen))
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(44, 0, 100, 46), Qt.AlignmentFlag.AlignVCenter, self._title)
        self._paint_words(painter, chosen)

    def _paint_circle(self, painter: QPainter, box: QRectF, chosen: bool) -> None:
        done = self._state.done and not chosen
        fill = theme.GREEN if done else theme.ACCENT if chosen else theme.RAIL
        painter.setBrush(QColor(fill))
        painter.setPen(QPen(QColor(theme.FAINT if fill == theme.RAIL else fill), 1))
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(theme.MUTED if fill == theme.RAIL else theme.PAPER))
        painter.setFont(theme.font(theme.BODY if done else theme.SMALL, bold=chosen))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "✓" if done else str(self._number))

    def _paint_words(self, painter: QPainter, chosen: bool) -> None:
        words, right = self._state.words, self.width() - 10
        if self._state.tone == "red" and not chosen:
            width = pill_width(words, theme.TINY)
            box = QRectF(right - width, (self.height() - HEIGHT) / 2, width, HEIGHT)
            paint_pill(painter, box, words, "red", theme.TINY)
            return
        painter.setFont(theme.font(theme.TINY))
        painter.setPen(QColor(theme.TONES["muted" if chosen else self._state.tone][0]))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(QRectF(0, 0, right, self.height()), flags, words)


class Rail(QWidget):
    """`chosen(id)`: a page; the links at the foot have their own signals.

    `pages`: id and title of each. `backup`: what the first of the links is called.
    """

    chosen = Signal(str)
    backup = Signal()
    help = Signal()
    home = Signal()
    clerk = Signal()  # another person is to be at work

    def __init__(self, pages: Sequence[tuple[str, str]], backup: str) -> None:
        super().__init__()
        self.setFixedWidth(theme.RAIL_WIDTH)
        body = down(_brand(), 8, on=self, margins=(12, 15, 13, 14), gap=0)
        self._name = PlainLabel("", wrap=True)
        self._tally = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self._deadline = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        for label in (self._name, self._tally, self._deadline):
            label.setContentsMargins(8, 1, 0, 1)
            body.addWidget(label)
        body.addSpacing(12)
        self.steps = {key: StepButton(number, title, self) for number, (key, title) in enumerate(pages, 1)}
        for key, step in self.steps.items():
            step.clicked.connect(lambda _=False, k=key: self.chosen.emit(k))
            body.addWidget(step)
            body.addSpacing(4)
        body.addStretch(1)
        self.clerk_button = quiet_button("", self.clerk.emit)
        self.clerk_button.setFont(theme.font(theme.SMALL))
        self.clerk_button.hide()
        body.addLayout(across(self.clerk_button, None, margins=(6, 2, 0, 2)))
        for text, signal in ((backup, self.backup), ("帮助与练习", self.help), ("返回首页", self.home)):
            button = quiet_button(text, signal.emit)
            button.setFont(theme.font(theme.SMALL))
            body.addLayout(across(button, None, margins=(6, 2, 0, 2)))

    def show_words(self, name: str, tally: str, last: str, tone: str = "muted") -> None:
        """Three lines; `tone` is the last one's."""
        self._name.setText(name)
        self._tally.setText(tally)
        self._deadline.set_tone(tone)
        self._deadline.setText(last)

    def show_clerk(self, name: str) -> None:
        """Who is at work; a click asks for another."""
        self.clerk_button.setText(menu_text(f"经办人：{name or '未填'}"))
        self.clerk_button.setToolTip("换人经办")
        self.clerk_button.show()

    def show_steps(self, states: Mapping[str, StepState]) -> None:
        """By the id of the page."""
        for key, state in states.items():
            self.steps[key].show_state(state)

    def choose(self, key: str) -> None:
        """Mark a page as the one shown."""
        self.steps[key].setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.RAIL))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(theme.LINE))


def _brand() -> QHBoxLayout:
    mark = QLabel()
    mark.setPixmap(theme.brand(22, 2))
    name = PlainLabel("标杆报盘", pixels=17, bold=True)
    name.setStyleSheet(f"color: {theme.NAVY};")
    return across(mark, name, None, margins=(8, 0, 0, 0), gap=8)
