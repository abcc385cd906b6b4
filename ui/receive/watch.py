"""What others do to the ledger meanwhile: looked for off the window's thread, told within two seconds."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from app.errors import AppError, LedgerFromNewerVersion
from app.job import Job
from app.ledger import Ledger
from app.ledger.engines.claims import Claim
from app.store.clerk import at_work
from ui.shell.runner import Latest

APART = 800  # ms between two looks
_AGAIN = 20  # looks between two claims of the same submission: before it runs out


class Watch(QObject):
    """Of a ledger that others may change; of one's own alone it does nothing."""

    changed = Signal()  # by another
    told = Signal()  # `claims` or `is_away` are others than before

    def __init__(self, ledger: Ledger, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self.claims: Mapping[str, Claim] = {}
        self.is_away = False  # the database does not answer
        self.is_newer = False  # a newer program has opened it: there is no going on here
        self._last, self._claimed, self._looks = 0, "", 0
        self._looking = Latest(None, self)
        self._looking.ready.connect(self._looked)
        self._looking.failed.connect(self._away)
        self._timer = QTimer(self)
        self._timer.setInterval(APART)
        self._timer.timeout.connect(self.look)
        if ledger.is_shared or ledger.is_read_only:
            self._timer.start()

    def seen(self, last: int) -> None:
        """The ledger is shown as it was at this change; from any thread."""
        self._last = max(self._last, last)

    def claim(self, key: str) -> None:
        """Others see that this submission is worked on here."""
        self._claimed, self._looks = key, 0
        if self._timer.isActive():
            self.look()

    def look(self) -> None:
        if self._looking.busy:
            return
        ledger, key = self._ledger, self._claimed if self._looks % _AGAIN == 0 else ""
        self._looks += 1

        def look(job: Job) -> tuple[int, Mapping[str, Claim]]:
            if key and not ledger.is_read_only:
                ledger.claim(key, at_work())
            return ledger.last_change(), ledger.claims()

        self._looking.ask(look)

    def close(self) -> None:
        self._timer.stop()
        self._looking.shutdown()

    def _looked(self, found: tuple[int, Mapping[str, Claim]]) -> None:
        last, claims = found
        is_other = claims != self.claims or self.is_away
        self.claims, self.is_away = claims, False
        if is_other:
            self.told.emit()
        if last > self._last:
            self._last = last
            self.changed.emit()

    def _away(self, error: AppError) -> None:
        """Said at the foot: a box every second would be in the way."""
        if isinstance(error, LedgerFromNewerVersion):
            self.is_newer = True
            self._timer.stop()
            self.told.emit()
        elif not self.is_away:
            self.is_away = True
            self.told.emit()
