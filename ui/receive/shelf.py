"""What a preview of the province reads from: the files of the submission that is open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.model.batch import Batch
from ui.receive.session import LedgerSession, Opened

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox


class StoreShelf:
    """What a preview reads from: the files of the submission that is open."""

    def __init__(self, session: LedgerSession) -> None:
        self._session, self.ask, self.executor = session, session.ask, session.executor

    @property
    def _one(self) -> Opened:
        assert self._session.one is not None
        return self._session.one

    @property
    def batch(self) -> Batch:
        return self._one.batch

    @property
    def folder(self) -> Path:
        return self._one.folder

    @property
    def scratch(self) -> Path:
        """Apart for each submission: their sources are numbered alike."""
        own = self._session.scratch / self._one.submission.id
        own.mkdir(exist_ok=True)
        return own

    @property
    def sandbox(self) -> Sandbox:
        return self._session.sandbox
