"""Ledgers of earlier years beside this one: which, opened to be read alone, put there and taken away."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from app.errors import AppError
from app.ledger import Ledger
from app.receive.collection.collection import Collection, earlier_of, keep_earlier
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask

_TITLE = "往年台账"


class Years:
    """`them`: what is searched and read now; `missing`: names of ledgers that could not be opened."""

    def __init__(self, session: LedgerSession, ask: Ask) -> None:
        self._session, self._ask = session, ask
        self._opened: dict[Path, Ledger] = {}
        self.them = Collection([session.ledger])
        self.missing: tuple[str, ...] = ()

    def asked(self) -> tuple[Path | None, Path | None]:
        """(to be put beside this one, to be taken away), by a person; each may be None."""
        known = earlier_of(self._session.ledger)
        options = ["再加一本…", *(f"拿掉：{folder.name}" for folder in known)]
        text = "和今年的一起搜索、收入；只读，不会改动它们。"
        chosen = self._ask.choose(_TITLE, text, options) if known else 0
        if chosen is None:
            return None, None
        if chosen:
            return None, known[chosen - 1]
        return self._ask.choose_folder("选往年的台账文件夹"), None

    def open(self, adding: Path | None = None, removing: Path | None = None) -> Collection:
        """Off the window's thread. One that is to be added and cannot be opened, or is of a year that is
        there already, raises AppError; the others are told in `missing`.
        """
        ledger = self._session.ledger
        folders = [folder for folder in earlier_of(ledger) if folder != removing]
        if adding is not None and adding.resolve() not in folders:
            Collection([ledger, *self._open(folders), self._open_one(adding.resolve())])
            folders.append(adding.resolve())
        if tuple(folders) != earlier_of(ledger):
            keep_earlier(ledger, folders)
        self.them = Collection([ledger, *self._open(folders)])
        return self.them

    def close(self) -> None:
        for ledger in self._opened.values():
            ledger.close()
        self._opened.clear()

    def _open(self, folders: Iterable[Path]) -> list[Ledger]:
        found, missing = [], []
        for folder in folders:
            try:
                found.append(self._open_one(folder))
            except AppError as error:
                missing.append(f"{folder.name}（{error.title}）")
        self.missing = tuple(missing)
        return found

    def _open_one(self, folder: Path) -> Ledger:
        if folder not in self._opened:
            self._opened[folder] = Ledger.open(folder, reads_only=True)
        return self._opened[folder]
