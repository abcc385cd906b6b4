"""A ledger on disk: its folder, its file brought up to date, and what SQLite says told in Chinese.

`PRAGMA user_version` counts the steps a file has taken.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

from app.checks.notices import parse_notice
from app.errors import (
    BatchInUse,
    DiskFull,
    LedgerDamaged,
    LedgerFromNewerVersion,
    LedgerInUse,
    NoticeInvalid,
    ReadFailed,
    SourceVanished,
    VerifyFailed,
    os_errors,
)
from app.ledger import seals
from app.ledger.place import ADDRESS
from app.ledger.steps import MIGRATIONS
from app.notices.notice import Notice
from app.store.lock import WriterLock
from app.writing import atomic

FILE = "台账.sqlite"
STORE = "存放"
BACKUP_HOLDS = f"已读回核对。里面是登记、结论和历史；收到的材料在“{STORE}”文件夹，没有复制，请另行复制。"
NOTICE = "notice.toml"
ATTACHED = "附件"  # in the store: files of activities and visits, which are of no submission
HEADINGS = "认过的表头.json"  # what a person said of the headings of each sender's tables


def is_ledger(folder: Path) -> bool:
    """Whether a folder looks like one, also where its rows are lost or elsewhere."""
    return any((folder / name).is_file() for name in (FILE, ADDRESS)) or (folder / STORE).is_dir()


def is_free(folder: Path) -> bool:
    """Whether a new ledger may be made there: nothing in it, or one whose making was cut short."""
    with os_errors(folder):
        if not folder.exists():
            return True
        if not folder.is_dir():
            return False
        there = {path.name for path in folder.iterdir() if path.name != FILE or path.stat().st_size}
        store = folder / STORE
        return there <= {STORE, NOTICE, "lock"} and not (store.is_dir() and any(store.iterdir()))


def locked(folder: Path) -> WriterLock:
    """Against other programs. Raises LedgerInUse, AppError."""
    try:
        return WriterLock(folder)
    except BatchInUse as error:
        raise LedgerInUse(error.detail) from error


def connect(path: Path, *, is_new: bool = False) -> tuple[sqlite3.Connection, bool]:
    """Synced in full, foreign keys, every row checked; a file that is no ledger is not touched. Nothing of
    what was committed lies beside the file: copied or cut, it has all or is told. Raises LedgerDamaged,
    LedgerFromNewerVersion, AppError.

    True with it: an older program wrote it, and it was brought up to date.
    """
    with sqlite_errors(path.parent):
        connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
        try:
            before = _check(connection, path, is_new)
            connection.execute("PRAGMA foreign_keys=ON")
            migrate(connection, len(MIGRATIONS))
            if _shape(connection) != _shape_meant():
                raise LedgerDamaged(path.name)
            seals.keep(connection)
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA synchronous=FULL")
        except BaseException:
            connection.close()
            raise
    return connection, 0 < before < len(MIGRATIONS)


def connect_to_read(path: Path) -> sqlite3.Connection:
    """Beside the program that writes it. Raises LedgerInUse (an older program wrote it: it must be brought up
    to date first), LedgerDamaged, LedgerFromNewerVersion, AppError.
    """
    with sqlite_errors(path.parent):
        address = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(
            address, uri=True, timeout=5, isolation_level=None, check_same_thread=False
        )
        try:
            if _check(connection, path, is_new=False) < len(MIGRATIONS):
                raise LedgerInUse(path.parent.name)
        except BaseException:
            connection.close()
            raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, is_new: bool) -> int:
    """How many steps it has taken."""
    steps: int
    (steps,) = connection.execute("PRAGMA user_version").fetchone()
    if steps > len(MIGRATIONS):
        raise LedgerFromNewerVersion(path.parent.name)
    (said,) = connection.execute("PRAGMA integrity_check").fetchone()
    if said != "ok" or (not steps and not is_new):
        raise LedgerDamaged(path.name)
    seals.refuse_broken(path.name, seals.broken(connection))
    return steps


def migrate(connection: sqlite3.Connection, to: int) -> None:
    """All steps that are left, and all rows sealed anew, in one transaction."""
    (done,) = connection.execute("PRAGMA user_version").fetchone()
    if steps := MIGRATIONS[done:to]:
        connection.executescript(f"BEGIN IMMEDIATE;{';'.join(steps)};")
        connection.execute(f"PRAGMA user_version={done + len(steps)}")
        seals.renew(connection)
        connection.execute("COMMIT")


def _shape(connection: sqlite3.Connection) -> dict[str, set[tuple[object, ...]]]:
    """Table → its columns: name, type, not null, place in the key."""
    found = {each: connection.execute(f"PRAGMA main.table_info({each})") for each in seals.TABLES}
    return {each: {(row[1], row[2], row[3], row[5]) for row in told} for each, told in found.items()}


@cache
def _shape_meant() -> dict[str, set[tuple[object, ...]]]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, len(MIGRATIONS))
        return _shape(fresh)


def copy_to(path: Path, connection: sqlite3.Connection) -> None:
    """In one file, whole even while the ledger is in use, and read back. Raises VerifyFailed, OSError."""
    _copy(path, connection)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
        atomic.forget_cached(file.fileno())
    with closing(sqlite3.connect(path)) as copy:
        (said,) = copy.execute("PRAGMA integrity_check").fetchone()
        if said != "ok" or _content(copy) != _content(connection):
            raise VerifyFailed(path.name)


def _copy(path: Path, connection: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(path)) as copy:
        connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _content(connection: sqlite3.Connection) -> str:
    """SHA-256 over every value of every table."""
    digest = hashlib.sha256()
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
    for (name,) in connection.execute(tables).fetchall():
        for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
            digest.update(repr((name, *row)).encode())
    return digest.hexdigest()


def notice_of(folder: Path, kept: bytes | None) -> tuple[bytes | None, Notice]:
    """The rules; before them their text, where it is not the one `kept` beside the rows. A person may have
    changed it: what is no rules any more is damaged.
    """
    content = b""
    try:
        with os_errors(folder / NOTICE):
            content = (folder / NOTICE).read_bytes()
        return (None if content == kept else content), parse_notice(content)
    except (NoticeInvalid, SourceVanished) as error:
        if kept is None or content == kept:
            raise
        raise LedgerDamaged(f"规则文件 {NOTICE}") from error


@contextmanager
def sqlite_errors(folder: Path) -> Iterator[None]:
    """What SQLite says, as a clerk reads it."""
    try:
        yield
    except UnicodeDecodeError as error:  # a name in the schema is none any more
        raise LedgerDamaged(folder.name) from error
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
        if isinstance(error, sqlite3.IntegrityError | sqlite3.ProgrammingError):
            raise
        raise LedgerDamaged(folder.name) from error  # a column, a table, a text that is none any more
