"""What a ledger asks of a database, whichever it is: questions, and changes made wholly or not at all."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, select, update
from sqlalchemy.engine import CursorResult

from app.errors import LedgerReadOnly
from app.ledger.engines.claims import Claim
from app.ledger.engines.tables import SUBMISSIONS

Row = Mapping[str, Any]
Ask = Callable[[Select[Any]], Sequence[Row]]


class Writer(ABC):
    """Changes rows within a transaction; each that it writes is sealed."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    @abstractmethod
    def put(self, table: Table, row: Mapping[str, Any], *unique: str) -> None:
        """A row with the same `unique` columns is overwritten."""

    def update(self, table: Table, changes: Mapping[str, Any], *where: ColumnElement[bool]) -> None:
        self.connection.execute(update(table).where(*where).values(changes))

    @abstractmethod
    def copy(self, table: Table, row: Mapping[str, Any]) -> None:
        """As it is in another database, seal and all."""

    @abstractmethod
    def copied(self) -> None:
        """After the last: what comes new is numbered after them."""

    def delete(self, table: Table, *where: ColumnElement[bool]) -> None:
        self.connection.execute(delete(table).where(*where))


class Database(ABC):
    """Threads may use it in turn. What goes wrong is told in the words of `app.errors`."""

    is_shared = False  # others may write it at the same time
    is_read_only = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.using = threading.RLock()
        self._writer: Writer | None = None  # of the change under way

    def ask(self, question: Select[Any]) -> Sequence[Row]:
        """Within a change, by the thread that makes it: with what it has written so far."""
        with self.using, self.errors():
            if self._writer is not None:
                return rows_from(self._writer.connection.execute(question))
            return self._asked(question)

    @contextmanager
    def change(self) -> Iterator[Writer]:
        """One transaction; one within another is part of it. Raises LedgerReadOnly, LedgerInUse, AppError."""
        if self.is_read_only:
            raise LedgerReadOnly(self.folder.name)
        with self.using:
            if self._writer is not None:
                yield self._writer
                return
            with self.errors(), self._transaction() as writer:
                self._writer = writer
                try:
                    yield writer
                finally:
                    self._writer = None

    @abstractmethod
    def _asked(self, question: Select[Any]) -> Sequence[Row]: ...

    @abstractmethod
    def _transaction(self) -> AbstractContextManager[Writer]:
        """Begun so that no other change is made meanwhile."""

    @abstractmethod
    def errors(self) -> AbstractContextManager[None]:
        """What the database says, as a clerk reads it."""

    def rows_of(self, table: Table) -> Iterator[Row]:
        """All, in an order of their own; those that are large one by one."""
        if table is not SUBMISSIONS:
            yield from self.ask(select(table).order_by(*table.primary_key))
            return
        for row in self.ask(select(SUBMISSIONS.c.id).order_by(SUBMISSIONS.c.rowid)):
            yield from self.ask(select(SUBMISSIONS).where(SUBMISSIONS.c.id == row["id"]))

    @abstractmethod
    def close(self) -> None: ...

    # -- beside others, where it is shared ---------------------------------------------------------
    def claim(self, key: str, who: str) -> None:
        """Others see for a while that `who` works on the submission; unless one of them holds it."""
        return

    def claims(self) -> Mapping[str, Claim]:
        """Submission → who works on it in another window."""
        return {}

    @contextmanager
    def alone(self, what: str, wait: Callable[[float], object]) -> Iterator[None]:
        """Nobody else, on no computer, is within with the same `what`; `wait` so many seconds, again and
        again, while another is.
        """
        yield

    @contextmanager
    def among(self, what: str, first: Callable[[], object]) -> Iterator[None]:
        """Others may be within too; `first` is done where there was nobody."""
        first()
        yield


def rows_from(result: CursorResult[Any]) -> list[Row]:
    """With plain names."""
    names = [str(name) for name in result.keys()]  # noqa: SIM118
    return [dict(zip(names, row, strict=True)) for row in result]
