"""One kind of blank disc to choose from: its name, its capacity, whether everything fits."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.model.disc import Medium
from ui import theme
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card


class MediumCard(Card):
    """A card that is clicked, or chosen with Space; `chosen(Medium)`."""

    chosen = Signal(object)

    def __init__(self, medium: Medium, parent: QWidget | None = None) -> None:
        super().__init__(margins=(12, 8, 12, 8), spacing=1, parent=parent)
        self.medium = medium
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(60)
        self.title = PlainLabel(medium.title, bold=True)
        self.text = PlainLabel("", "muted", pixels=theme.SMALL)
        self.body.addWidget(self.title)
        self.body.addWidget(self.text)

    def show_state(self, words: str, tone: str, *, is_chosen: bool) -> None:
        self.text.setText(" · ".join(filter(None, (self.medium.nominal, words))))
        self.text.set_tone(tone)
        self.set_chosen(is_chosen)
        self.setAccessibleName(f"{self.medium.title}，{self.text.text()}{'，已选' if is_chosen else ''}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self.medium)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.medium)
        else:
            super().keyPressEvent(event)
