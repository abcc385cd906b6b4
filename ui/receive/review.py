"""评审结果."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.ask import Ask
from ui.receive.facts import Facts
from ui.receive.session import LedgerSession
from ui.widgets.panels import PageHeader, page_layout


class ReviewPage(QWidget):
    go = Signal(int)

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = PageHeader("评审结果")
        page_layout(self).addWidget(self.header)

    def show_facts(self, facts: Facts) -> None:
        pass
