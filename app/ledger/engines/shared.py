"""The database that an address leads to: its driver is read only where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from app.ledger.engines.database import Database

if TYPE_CHECKING:
    from app.ledger.engines.server import Server


def shared(folder: Path, address: str) -> Database:
    """Checked. Raises WrongUse, DatabaseUnreachable, NotALedger, LedgerDamaged, LedgerFromNewerVersion."""
    from app.ledger.engines.server import Server

    server = Server(folder, address)
    try:
        server.check()
    except BaseException:
        server.close()
        raise
    return server


@contextmanager
def new_shared(folder: Path, address: str) -> Iterator[Server]:
    """With the tables of a new ledger, in a database that is empty. Raises WrongUse, DatabaseUnreachable."""
    from app.ledger.engines.server import Server

    server = Server(folder, address)
    try:
        server.make()
        yield server
    finally:
        server.close()
