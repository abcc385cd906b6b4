"""Every row of a ledger into another database, or into one file: as it is, and compared."""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from pathlib import Path

from sqlalchemy import func, select

from app.errors import VerifyFailed
from app.ledger.connection import connect, copy_to, sqlite_errors
from app.ledger.engines.database import Database
from app.ledger.engines.embedded import Embedded
from app.ledger.engines.tables import TABLES
from app.writing import atomic


def copy_of(database: Database, path: Path) -> int:
    """In one SQLite file, read back and compared; the number of rows. Raises VerifyFailed, AppError."""
    if isinstance(database, Embedded):  # whole even while the ledger is in use
        with database.using, sqlite_errors(path.parent):
            copy_to(path, database.raw)
        return _count(database)
    raw, _ = connect(path, is_new=True)
    with closing(Embedded(path.parent, raw)) as target, database.change():
        count = copy_rows(database, target)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        atomic.forget_cached(file.fileno())
    return count


def copy_rows(source: Database, target: Database) -> int:
    """`target` has none yet. Within a change of `source`, so that nothing comes meanwhile. The number of
    rows. Raises VerifyFailed, AppError.
    """
    with target.change() as write:
        for table in TABLES:
            for row in source.rows_of(table):
                write.copy(table, row)
        write.copied()
    if _content(source) != _content(target):
        raise VerifyFailed(target.folder.name)
    return _count(source)


def _count(database: Database) -> int:
    counted = (database.ask(select(func.count().label("rows")).select_from(table)) for table in TABLES)
    return sum(found[0]["rows"] for found in counted)


def _content(database: Database) -> str:
    """SHA-256 over every value of every row, and its seal."""
    digest = hashlib.sha256()
    for table in TABLES:
        for row in database.rows_of(table):
            digest.update(repr((table.name, *row.values())).encode())
    return digest.hexdigest()
