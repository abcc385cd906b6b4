"""A ring around the list, text or box that has the focus, where it would not be seen; none after a click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QCheckBox, QWidget

from ui import theme
from ui.widgets.panels import Card

_RINGED = (QAbstractScrollArea, QCheckBox, Card)  # buttons and fields show it themselves


class FocusRing(QObject):
    """One for the program; it follows the focus."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: _Ring | None = None
        app.focusChanged.connect(self._moved)

    def _moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._ring is not None:
            self._ring.leave()
            self._ring = None
        is_clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if isinstance(new, _RINGED) and not is_clicked:
            self._ring = _Ring(new)


class _Ring(QWidget):
    """Above all that is in the widget, and out of the mouse's way."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self._is_left = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(around.rect())
        around.installEventFilter(self)
        around.destroyed.connect(self._gone)
        self.show()
        self.raise_()

    def leave(self) -> None:
        if not self._is_left:
            self._is_left = True
            self.hide()
            self.deleteLater()

    def _gone(self) -> None:
        self._is_left = True  # with the widget it was in

    def eventFilter(self, around: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and isinstance(around, QWidget) and not self._is_left:
            self.setGeometry(around.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.ACCENT), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
