"""The ledger's file opened: checked, brought up to date, and what SQLite says told in Chinese."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import DiskFull, LedgerDamaged, LedgerFromNewerVersion, LedgerInUse, ReadFailed
from app.ledger.schema import MIGRATIONS, migrate


def connect(path: Path) -> tuple[sqlite3.Connection, bool]:
    """WAL, synced in full, foreign keys, checked; a file that is no ledger is not touched.

    True with it: an older program wrote it, and it was brought up to date.
    """
    with sqlite_errors(path.parent):
        connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            connection.row_factory = sqlite3.Row
            (said,) = connection.execute("PRAGMA integrity_check").fetchone()
            if said != "ok":
                raise LedgerDamaged(path.name)
            connection.execute("PRAGMA foreign_keys=ON")
            before = migrate(connection)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
        except BaseException as error:
            connection.close()
            if isinstance(error, LedgerFromNewerVersion):
                raise LedgerFromNewerVersion(path.parent.name) from None
            raise
    return connection, 0 < before < len(MIGRATIONS)


@contextmanager
def sqlite_errors(folder: Path) -> Iterator[None]:
    """What SQLite says, as a clerk reads it."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise LedgerInUse(folder.name) from error
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise LedgerDamaged(folder.name) from error
        if code == sqlite3.SQLITE_FULL:
            raise DiskFull(str(folder)) from error
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise ReadFailed(str(folder)) from error
        raise
