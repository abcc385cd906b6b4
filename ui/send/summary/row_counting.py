"""Counts what is offered to many rows while the window has nothing else to do."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ui.send.summary.row_offers import RowOffers

_PAUSE = 150  # milliseconds after a change, for what a person does next


class RowCounting(QTimer):
    counted = Signal(object)  # frozenset of the enterprise ids that were counted just now

    def __init__(self, offers: RowOffers, parent: QObject) -> None:
        super().__init__(parent)
        self._offers = offers
        self.timeout.connect(self._some)

    def go_on(self, after: int = _PAUSE) -> None:
        """`after` so many milliseconds, unless it is asked again before."""
        if self._offers.is_counting:
            self.start(after)
        else:
            self.stop()

    def _some(self) -> None:
        told = frozenset(self._offers.go_on())
        self.go_on(after=0)
        self.counted.emit(told)
