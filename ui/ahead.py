"""What opening a batch or a ledger needs is read while the home page waits for a click."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from ui.receive.places import is_ledger
from ui.shell.page import warm_up
from ui.shell.settings import Settings
from ui.window import BATCH_PAGES, LEDGER_PAGES

_AROUND = {
    BATCH_PAGES: ("ui.send.view", "app.store.store", "app.batch.looking", "app.checks.again"),
    LEDGER_PAGES: ("ui.receive.view", "app.ledger"),
}  # fmt: skip
_LATER = 300  # milliseconds: the home page is shown, and whoever clicks at once is served first


class ReadAhead(QObject):
    """In a thread, once."""

    is_read = Signal()

    def __init__(self, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._settings = settings
        self._reading = Thread(target=self._read, name="ahead")
        QTimer.singleShot(_LATER, self, self._reading.start)

    def wait(self) -> None:
        """Before the program goes."""
        if self._reading.is_alive():
            self._reading.join()

    def _read(self) -> None:
        try:
            read(pages_for(self._settings))
        finally:
            self.is_read.emit()  # what cannot be read is told where it is asked for once more


def pages_for(settings: Settings) -> str:
    """Those of the side that was worked on last."""
    recent = settings.recent
    return LEDGER_PAGES if recent and is_ledger(Path(recent[0].folder)) else BATCH_PAGES


def read(pages: str) -> None:
    """The pages, what they stand in, and what opens the batch or the ledger behind them."""
    warm_up(pages)
    for name in _AROUND[pages]:
        import_module(name)
    if pages == BATCH_PAGES:
        import_module("app.checks").check_ids()  # the checks are found by reading them
