"""The left rail: whose work it is and until when, the pages and how far each is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QIcon, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QPushButton, QWidget

from ui import theme
from ui.shell.page import StepState
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import pressed_by_enter, quiet_button
from ui.widgets.labels import PlainLabel, menu_text, plain_tip
from ui.widgets.panels import scrolled
from ui.widgets.pill import HEIGHT, paint_pill, pill_width

_TITLE = 44  # pixels from the left
_HIGH, _LOW = 46, 33  # pixels of a step: with words, and where the window has little room
_CIRCLE = 24


class StepButton(QAbstractButton):
    """Circle with number or tick, title, state at the right."""

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number, self._title = number, title
        self._is_narrow = False
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves no ring behind
        self.setFixedHeight(_HIGH)
        self.setText(title)
        self.show_state(StepState())

    def show_state(self, state: StepState) -> None:
        self._state = state
        self.setAccessibleName(f"第 {self._number} 步 {self._title} {state.words}")
        hidden = (self._title, state.words) if self._is_narrow else ()
        self.setToolTip("　".join(filter(None, (*hidden, f"Ctrl+{self._number}"))))
        self.update()

    def set_narrow(self, narrow: bool) -> None:
        """The circle alone; the words are its tip."""
        self._is_narrow = narrow
        self.setFixedHeight(_LOW if narrow else _HIGH)
        self.show_state(self._state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_CIRCLE + 10, _LOW) if self._is_narrow else QSize(187, _HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.ACCENT_SOFT if chosen else theme.GREY_SOFT))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.ACCENT), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        left = (self.width() - _CIRCLE) / 2 if self._is_narrow else 10
        circle = QRectF(left, (self.height() - _CIRCLE) / 2, _CIRCLE, _CIRCLE)
        self._paint_circle(painter, circle, chosen)
        if self._is_narrow:
            self._paint_dot(painter, circle)
            return
        colour = theme.NAVY if chosen else theme.GREEN if self._state.done else theme.INK
        painter.setFont(theme.font(theme.BODY, bold=chosen))
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(_TITLE, 0, 100, _HIGH), Qt.AlignmentFlag.AlignVCenter, self._title)
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

    def _paint_dot(self, painter: QPainter, circle: QRectF) -> None:
        """Something waits there."""
        if self._state.tone in ("red", "amber"):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.TONES[self._state.tone][0]))
            painter.drawEllipse(QRectF(circle.right() - 5, circle.top() - 2, 8, 8))

    @property
    def words(self) -> str:
        """As much of how it stands as there is room for beside the title."""
        title = QFontMetricsF(theme.font(theme.BODY, bold=self.isChecked())).horizontalAdvance(self._title)
        room = self.width() - 10 - _TITLE - title - 8
        words, metrics = self._state.words, QFontMetricsF(theme.font(theme.TINY))
        if self._state.tone == "red" and not self.isChecked():
            room -= pill_width(words, theme.TINY) - metrics.horizontalAdvance(words)
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, room + 1)

    def _paint_words(self, painter: QPainter, chosen: bool) -> None:
        words, right = self.words, self.width() - 10
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

    `pages`: id and title of each. `backup`, `back`: what the first and the last of the links are called;
    `hand`: one that hands all of it to a colleague, where that can be.
    """

    chosen = Signal(str)
    backup = Signal()
    hand = Signal()
    help = Signal()
    home = Signal()
    clerk = Signal()  # another person is to be at work

    _is_narrow = False

    def __init__(self, pages: Sequence[tuple[str, str]], backup: str, hand: str = "",
                 back: str = "返回首页") -> None:
        super().__init__()
        self.setFixedWidth(theme.RAIL_WIDTH)
        self._brand = laid(_brand())
        body = down(self._brand, 8, on=self, margins=(8, 15, 8, 14), gap=0)
        self._name = PlainLabel("", wrap=True)
        self._tally = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self._deadline = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self._words = laid(down(self._name, self._tally, self._deadline, gap=0))
        for label in (self._name, self._tally, self._deadline):
            label.setContentsMargins(12, 1, 0, 1)
        body.addWidget(self._words)
        body.addSpacing(12)
        self.steps = {key: StepButton(number, title, self) for number, (key, title) in enumerate(pages, 1)}
        steps = down(gap=4)
        for key, step in self.steps.items():
            step.clicked.connect(lambda _=False, k=key: self.chosen.emit(k))
            steps.addWidget(step)
        steps.addStretch(1)
        self._all_steps = scrolled(laid(steps))
        body.addLayout(across(self._all_steps, margins=(4, 0, 5, 4)), 1)
        self.clerk_button = quiet_button("", self.clerk.emit)
        self.clerk_button.hide()
        self._links = [_Link(self.clerk_button, "ri.user-line")]
        for text, name, signal in (
            (hand, "ri.user-shared-line", self.hand), (backup, "ri.save-line", self.backup),
            ("帮助与练习", "ri.question-line", self.help), (back, "ri.home-4-line", self.home),
        ):  # fmt: skip
            if text:
                self._links.append(_Link(quiet_button(text, signal.emit), name))
        for link in self._links:
            link.button.setFont(theme.font(theme.SMALL))
            body.addLayout(across(link.button, None, margins=(10, 2, 0, 2)))

    def set_narrow(self, narrow: bool) -> None:
        """Circles and icons alone, where the window has little room; words are their tips."""
        if narrow == self._is_narrow:
            return
        self._is_narrow = narrow
        self.setFixedWidth(theme.RAIL_NARROW if narrow else theme.RAIL_WIDTH)
        for label in (self._brand.findChild(PlainLabel), self._words):
            assert label is not None
            label.setVisible(not narrow)
        bar = Qt.ScrollBarPolicy.ScrollBarAlwaysOff if narrow else Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._all_steps.setVerticalScrollBarPolicy(bar)  # it would cover the numbers; the wheel does
        for step in self.steps.values():
            step.set_narrow(narrow)
        for link in self._links:
            link.set_narrow(narrow)

    def show_words(self, name: str, tally: str, last: str, tone: str = "muted") -> None:
        """Three lines; `tone` is the last one's."""
        self._name.setText(name)
        self._tally.setText(tally)
        self._deadline.set_tone(tone)
        self._deadline.setText(last)

    def show_clerk(self, name: str) -> None:
        """Who is at work; a click asks for another."""
        self._links[0].show_words(menu_text(f"经办人：{name or '未填'}"), "换人经办")
        self.clerk_button.show()

    def show_steps(self, states: Mapping[str, StepState]) -> None:
        """By the id of the page."""
        for key, state in states.items():
            self.steps[key].show_state(state)

    def choose(self, key: str) -> None:
        """Mark a page as the one shown."""
        self.steps[key].setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        """Other colours: the icons are pictures, and are made anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._is_narrow:
            for link in self._links:
                link.set_narrow(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.RAIL))
        painter.fillRect(self.width() - 1, 0, 1, self.height(), QColor(theme.LINE))


class _Link:
    """A quiet button with words, or with an icon where there is no room for them."""

    def __init__(self, button: QPushButton, icon: str) -> None:
        self.button, self._icon = button, icon
        self._words, self._tip = button.text(), ""
        self._is_narrow = False

    def show_words(self, words: str, tip: str) -> None:
        self._words, self._tip = words, tip
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        self._is_narrow = narrow
        self._show()

    def _show(self) -> None:
        shown = "" if self._is_narrow else self._words
        self.button.setText(shown)
        self.button.setAccessibleName(self._words)
        self.button.setIcon(theme.icon(self._icon) if self._is_narrow else QIcon())
        hidden = self._words if self._is_narrow else ""
        self.button.setToolTip(plain_tip("，".join(filter(None, (hidden, self._tip)))))


def _brand() -> QHBoxLayout:
    mark = QLabel()
    mark.setPixmap(theme.brand(22, 2))
    name = PlainLabel("标杆报盘", "navy", pixels=17, bold=True)
    return across(mark, name, None, margins=(12, 0, 0, 0), gap=8)
