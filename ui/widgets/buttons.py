"""The few kinds of buttons; a page has one primary button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QLayout, QPushButton, QWidget

from ui import theme
from ui.widgets.boxes import across, restyle
from ui.widgets.drawn import wedge

SEGMENT_SIDE, _TIGHT_SIDE = 14, 6  # pixels left and right of a tab's words, as style.qss has it
_WEDGE = 14  # pixels from the right

Then = Callable[[], object] | None


def pressed_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Whether the key was Enter, which Qt leaves to a dialog's default; a space presses a button anyhow."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    button.click()
    return True


class Button(QPushButton):
    """The one that has the focus is the one that Enter presses."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_enter(self, event):
            super().keyPressEvent(event)


class _Opening(Button):
    """With a wedge after its words, for which style.qss leaves room."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setPen(QColor(theme.MUTED if self.isEnabled() else theme.FAINT))
        wedge(painter, QPointF(self.width() - _WEDGE, self.height() / 2))
        painter.end()


def _button(
    text: str, look: str, then: Then, *, small: bool = False, kind: type[Button] = Button
) -> QPushButton:
    button = kind(text)
    button.setProperty("look", look)
    if small:
        button.setProperty("dense", True)  # "size" is Qt's own
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAutoDefault(False)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a ring for the keyboard, none after a click
    if then is not None:
        button.clicked.connect(lambda: then())
    return button


def primary_button(text: str, then: Then = None, *, small: bool = False) -> QPushButton:
    return _button(text, "primary", then, small=small)


def set_primary(button: QPushButton, is_primary: bool) -> None:
    """The one primary button of a page moves on as its steps are done."""
    restyle(button, "look", "primary" if is_primary else "plain")


def plain_button(text: str, then: Then = None, *, small: bool = False) -> QPushButton:
    return _button(text, "plain", then, small=small)


def menu_button(text: str, then: Then = None) -> QPushButton:
    """A small plain one that opens a menu."""
    button = _button(text, "plain", then, small=True, kind=_Opening)
    button.setProperty("opens", True)
    return button


def link_button(text: str, then: Then = None) -> QPushButton:
    """Blue words without a frame."""
    return _button(text, "link", then)


def quiet_button(text: str, then: Then = None) -> QPushButton:
    """Grey words without a frame."""
    return _button(text, "quiet", then)


class SegmentBar(QWidget):
    """Tabs as 全部 11 · 必须补正 4 …; `chosen(int)` when a person picks another."""

    chosen = Signal(int)

    def __init__(self, titles: Sequence[str] = ()) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._row = across(on=self, gap=4)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # minimumSizeHint tells
        self._titles: tuple[str, ...] = ()
        self._short: tuple[str, ...] = ()
        self._group.idClicked.connect(self.chosen)
        self.show_titles(titles)

    def show_titles(self, titles: Sequence[str], short: Sequence[str] = ()) -> None:
        """New words (counts change); the chosen place stays. `short`: for where there is no room for them."""
        now = max(self.current, 0)
        self._titles, self._short = tuple(titles), tuple(short or titles)
        while len(self._group.buttons()) < len(titles):
            button = _button("", "segment", None)
            button.setCheckable(True)
            self._group.addButton(button, len(self._group.buttons()))
            self._row.addWidget(button)
        buttons = self._group.buttons()
        for number, tab in enumerate(buttons):
            tab.setVisible(number < len(titles))
        if titles:
            buttons[min(now, len(titles) - 1)].setChecked(True)
        self.updateGeometry()
        self._tighten()

    @property
    def current(self) -> int:
        return self._group.checkedId()

    def show_chosen(self, number: int) -> None:
        """As it is; nobody picked it now."""
        self._group.button(number).setChecked(True)

    def choose(self, number: int) -> None:
        """Pick it as a person would."""
        self._group.button(number).click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tighten()

    def _tighten(self) -> None:
        """Where there is no room for the words, their margins give way; then shorter ones stand there."""
        is_tight = self.width() < self._room(self._titles, SEGMENT_SIDE)
        is_short = self.width() < self._room(self._titles, _TIGHT_SIDE)
        shown = self._short if is_short else self._titles
        for button, text, whole in zip(self._group.buttons(), shown, self._titles, strict=False):
            restyle(button, "tight", is_tight)
            button.setText(text)
            button.setToolTip(whole if text != whole else "")

    def _room(self, titles: Sequence[str], side: int) -> int:
        """Pixels that it takes with these words."""
        pixels = theme.BODY if side == SEGMENT_SIDE else theme.SMALL
        metrics = QFontMetrics(theme.font(pixels, bold=True))
        spaces = self._row.spacing() * max(len(titles) - 1, 0)
        return sum(metrics.horizontalAdvance(text) + 2 * side for text in titles) + spaces

    def minimumSizeHint(self) -> QSize:
        return QSize(self._room(self._short, _TIGHT_SIDE), 30)

    def sizeHint(self) -> QSize:
        return QSize(self._room(self._titles, SEGMENT_SIDE), 30)
