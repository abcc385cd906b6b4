"""A ledger's rows in its own folder: one SQLite file, written by one program at a time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, create_engine
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from app.errors import LedgerFromNewerVersion
from app.ledger.connection import sqlite_errors
from app.ledger.engines.database import Database, Row, Writer, rows_from
from app.ledger.steps import MIGRATIONS


class _Writer(Writer):
    """The connection's own triggers seal each row."""

    def put(self, table: Table, row: Mapping[str, Any], *unique: str) -> None:
        put = insert(table).values(row)
        if unique:
            fresh = {name: put.excluded[name] for name in row}
            put = put.on_conflict_do_update(index_elements=unique, set_=fresh)
        self.connection.execute(put)

    def copy(self, table: Table, row: Mapping[str, Any]) -> None:
        self.connection.execute(insert(table).values(row))

    def copied(self) -> None:
        """SQLite goes on after the highest number by itself."""


_HANDED = threading.local()


@cache
def _engine() -> Engine:
    """One for all ledgers: the SQL it made of a question for one of them serves every other."""
    return create_engine(
        "sqlite://", creator=lambda: _HANDED.raw, poolclass=NullPool, isolation_level="AUTOCOMMIT"
    )


def _over(raw: sqlite3.Connection) -> Connection:
    """Closing it closes `raw`."""
    _HANDED.raw = raw
    try:
        return _engine().connect()
    finally:
        del _HANDED.raw


class Embedded(Database):
    """`raw` is open, checked and up to date; it is closed with this."""

    def __init__(self, folder: Path, raw: sqlite3.Connection, *, is_read_only: bool = False) -> None:
        super().__init__(folder)
        self.raw, self.is_read_only = raw, is_read_only
        self._connection = _over(raw)

    def _asked(self, question: Select[Any]) -> Sequence[Row]:
        """Raises LedgerFromNewerVersion where this one reads and a newer program writes."""
        if self.is_read_only:
            (steps,) = self.raw.execute("PRAGMA user_version").fetchone()
            if steps > len(MIGRATIONS):
                raise LedgerFromNewerVersion(self.folder.name)
        return rows_from(self._connection.execute(question))

    @contextmanager
    def _transaction(self) -> Iterator[Writer]:
        self.raw.execute("BEGIN IMMEDIATE")
        try:
            yield _Writer(self._connection)
        except BaseException:
            self.raw.execute("ROLLBACK")
            raise
        self.raw.execute("COMMIT")

    @contextmanager
    def errors(self) -> Iterator[None]:
        with sqlite_errors(self.folder):
            try:
                yield
            except DBAPIError as error:
                raise error.orig or error from error

    def close(self) -> None:
        with self.using:
            self._connection.close()
            self.raw.close()
