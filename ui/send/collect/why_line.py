"""Below the preview: what the file shown serves as, what tells it, and a way to say otherwise."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame

from app.notices.filing import FilingState
from app.notices.notice import Notice
from ui import theme
from ui.send.collect.lying import Lying, parts_said
from ui.widgets.boxes import across, down
from ui.widgets.buttons import menu_button
from ui.widgets.labels import PlainLabel


class WhyLine(QFrame):
    """`menu_wanted(global QPoint)`: the file is to be told what it is."""

    menu_wanted = Signal(QPoint)

    def __init__(self, notice: Notice) -> None:
        super().__init__()
        self._notice = notice
        self.setObjectName("why")
        theme.style(self, "QFrame#why { border-top: 1px solid ${LINE}; }")
        self.serves = PlainLabel("", elide=Qt.TextElideMode.ElideRight)
        self.reason = PlainLabel("", "muted", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideRight)
        self.button = menu_button("归类", self._ask)
        words = down(self.serves, self.reason, gap=2)
        across((words, 1), self.button, on=self, margins=(14, 7, 10, 7), gap=8)
        self.show_file(None)

    def show_file(self, shown: Lying | None) -> None:
        self.setVisible(shown is not None)
        if shown is None:
            return
        filing = shown.filing
        if filing.state is FilingState.WAITING:
            likely = parts_said(filing.proposed, self._notice)
            self.serves.set_tone("amber")
            self.serves.setText(f"待归类，像是{likely}" if likely else "待归类")
        else:
            self.serves.set_tone("ink")
            self.serves.setText(parts_said(filing.parts, self._notice))
        self.reason.setText(shown.why)
        self.button.setAccessibleName(f"{shown.name}归类")

    def _ask(self) -> None:
        self.menu_wanted.emit(self.button.mapToGlobal(self.button.rect().bottomLeft()))
