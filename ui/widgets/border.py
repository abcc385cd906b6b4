"""Two parts of a page whose border can be dragged; where it was dragged to is remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui import theme
from ui.widgets.boxes import across

_LEAST, _MOST = 150, 850  # thousandths of the width
_SOON = 400  # milliseconds after the last move


class Shares:
    """Name of a border → thousandths that stand left of it. `save` keeps them between runs."""

    def __init__(self) -> None:
        self.of: dict[str, int] = {}
        self.save: Callable[[], object] = lambda: None


KEPT = Shares()  # of this run, until somebody says where to keep them


def keep_in(shares: dict[str, int], save: Callable[[], object]) -> None:
    """Those of the last run; and from here on what is dragged goes there."""
    KEPT.of, KEPT.save = shares, save


class Border(QWidget):
    """Stands between two parts, and gives one of them what it takes from the other."""

    def __init__(self, name: str, share: int, said: str) -> None:
        """`name` by which it is remembered; `share`: thousandths of the left part unless it was dragged;
        `said` to who hears the screen.
        """
        super().__init__()
        self.setAccessibleName(said)
        self.setToolTip(said)
        self._name = name
        self.share = min(max(KEPT.of.get(name, share), _LEAST), _MOST)
        self._parts: tuple[QWidget, Sequence[QWidget]] | None = None
        self.setFixedWidth(theme.GAP)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._keeping = QTimer(self, singleShot=True, interval=_SOON)
        self._keeping.timeout.connect(self._keep)

    def between(self, left: QWidget, *right: QWidget) -> QHBoxLayout:
        """Of several at the right one is seen at a time."""
        self._parts, rest = (left, right), 1000 - self.share
        self._row = across((left, self.share), self, *((each, rest) for each in right), gap=0)
        return self._row

    def give(self, share: int) -> None:
        """To the left so many thousandths."""
        self.share = min(max(share, _LEAST), _MOST)
        if self._parts is not None:
            left, right = self._parts
            for part, wanted in ((left, self.share), *((each, 1000 - self.share) for each in right)):
                self._row.setStretchFactor(part, wanted)
            self._keeping.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton and self._parts is not None:
            left, right = self._parts
            seen = next((each for each in right if each.isVisible()), right[0])
            at = left.width() + event.position().x() - self.width() / 2
            self.give(round(1000 * at / max(left.width() + seen.width(), 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -20, Qt.Key.Key_Right: 20}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.give(self.share + step)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line, where it is pointed at or has the keyboard."""
        if self.underMouse() or self.hasFocus():
            colour = theme.colour(theme.ACCENT_LINE)
            QPainter(self).fillRect(self.width() // 2 - 1, 0, 2, self.height(), colour)

    def _keep(self) -> None:
        KEPT.of[self._name] = self.share
        KEPT.save()
