"""Ledger: the open ledger and the only way to change it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select

from app.checks.notices import parse_notice
from app.errors import LedgerDamaged, NotALedger, WrongUse, os_errors
from app.job import Job
from app.ledger.backups import backup_name, last_backup
from app.ledger.changes import Changes
from app.ledger.connection import (
    FILE,
    NOTICE,
    STORE,
    connect,
    connect_to_read,
    is_free,
    locked,
    notice_of,
)
from app.ledger.copying import copy_of
from app.ledger.engines.database import Database
from app.ledger.engines.embedded import Embedded
from app.ledger.engines.shared import new_shared, shared
from app.ledger.engines.tables import DISCS
from app.ledger.engines.tables import NOTICE as NOTICE_ROW
from app.ledger.event import EventKind
from app.ledger.place import address_of, keep_address
from app.ledger.registration import typed_before
from app.ledger.rows import disc_row
from app.notices.notice import Notice
from app.store.lock import WriterLock
from app.writing import atomic


class Ledger(Changes):
    """A ledger folder: `存放/<submission>/` holds the files, `notice.toml` the notice, `台账.sqlite` the
    rows; it is open for writing by this process alone then. Or the rows are in PostgreSQL, and others may
    write at the same time. Threads may use it in turn.
    """

    def __init__(
        self, folder: Path, notice: Notice, database: Database, lock: WriterLock | None = None
    ) -> None:
        super().__init__(folder, notice, database)
        self._lock = lock
        self.receiving = threading.Lock()  # held by who brings what was seen, or a disc, into the rows
        self._taking_in = threading.Lock()

    @contextmanager
    def taking_in(self, first: Callable[[], object]) -> Iterator[None]:
        """Held by who moves files into the store; `first` is done unless another computer does so."""
        with self._taking_in, self._database.among("taking in", first):
            yield

    def alone(self, what: str, job: Job) -> AbstractContextManager[None]:
        """Nobody else, on no computer, is within with the same `what`. Raises Cancelled while it waits."""

        def wait(seconds: float) -> None:
            job.check()
            time.sleep(seconds)

        return self._database.alone(what, wait)

    # -- opening -----------------------------------------------------------------------------------
    @classmethod
    def create(cls, folder: Path, notice_toml: bytes, address: str = "") -> Ledger:
        """A new ledger in `folder`, which must be free for one; its rows in the empty database at `address`,
        where that is told. Raises WrongUse, AppError.
        """
        parse_notice(notice_toml)
        if not is_free(folder):
            raise WrongUse(f"文件夹“{folder.name}”里已有别的内容，请换一个名称")
        with os_errors(folder):
            (folder / STORE).mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(folder / NOTICE, notice_toml)
        if address:
            with new_shared(folder, address):
                keep_address(folder, address)
            return cls._opened(shared(folder, address))
        return cls._in_folder(folder, is_new=True)

    @classmethod
    def open(cls, folder: Path, *, reads_only: bool = False) -> Ledger:
        """`reads_only`: beside the one that writes it. Raises NotALedger, LedgerMoved, LedgerInUse,
        DatabaseUnreachable, LedgerDamaged (with the last backup), and what `connect` raises.
        """
        address = address_of(folder)
        with os_errors(folder):
            store = folder / STORE
            is_there = address or (folder / FILE).is_file() or (store.is_dir() and any(store.iterdir()))
            if not is_there:
                raise NotALedger(str(folder))
            if not reads_only:
                store.mkdir(exist_ok=True)
        try:
            if address:
                return cls._opened(shared(folder, address))
            if reads_only:
                return cls._opened(Embedded(folder, connect_to_read(folder / FILE), is_read_only=True))
            return cls._in_folder(folder, is_new=False)
        except LedgerDamaged as error:
            raise LedgerDamaged(f"{error.detail}；{last_backup(folder)}") from error

    @classmethod
    def _in_folder(cls, folder: Path, *, is_new: bool) -> Ledger:
        lock = locked(folder)
        try:
            raw, is_updated = connect(folder / FILE, is_new=is_new)
            return cls._opened(Embedded(folder, raw), lock, is_updated=is_updated)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _opened(
        cls, database: Database, lock: WriterLock | None = None, *, is_updated: bool = False
    ) -> Ledger:
        """The database is closed if that fails."""
        try:
            found = database.ask(select(NOTICE_ROW.c.content))
            told, parsed = notice_of(database.folder, found[0]["content"] if found else None)
            ledger = cls(database.folder, parsed, database, lock)
            ledger.refuse_moved()
            if told is not None and not database.is_read_only:
                ledger._keep_notice(told)
            if is_updated:
                ledger._catch_up()
        except BaseException:
            database.close()
            raise
        return ledger

    def close(self) -> None:
        self._database.close()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def backup(self, to: Path, who: str = "") -> Path:
        """Every row in one SQLite file in the folder `to`, named with day and time; whole even while in use.

        What lies in 存放 is not in it. Raises VerifyFailed, AppError.
        """
        target = to / backup_name()
        with os_errors(to):
            to.mkdir(parents=True, exist_ok=True)
        with atomic.replace_beside(target) as beside:
            copy_of(self._database, beside)
        self.note("", EventKind.BACKED_UP, who, to=str(target))
        return target

    @contextmanager
    def ending(self, to: str, who: str) -> Iterator[Database]:
        """Its rows, which nobody changes meanwhile; when this ends well, the ledger was moved to `to`."""
        with self._change():
            yield self._database
            self.note("", EventKind.MOVED, who, to=to)

    # -- inside ------------------------------------------------------------------------------------
    def take_rules(self, content: bytes, words: str, who: str) -> None:
        """Go on by other rules; other computers do when they open it anew. Raises NoticeInvalid, AppError."""
        parsed = parse_notice(content)
        with self._change() as write:
            write.put(NOTICE_ROW, {"only": 1, "content": content}, "only")
            self.note("", EventKind.NOTED, who, words=words)
            atomic.write_bytes(self.folder / NOTICE, content)
        self.notice = parsed

    def _keep_notice(self, content: bytes) -> None:
        """Beside the rows, so that one that is damaged can be told, and put back."""
        is_first = not self._ask(select(NOTICE_ROW.c.only))
        with self._change() as write:
            write.put(NOTICE_ROW, {"only": 1, "content": content}, "only")
            if not is_first:
                self.note("", EventKind.NOTED, "", words=f"规则文件 {NOTICE} 改过了，按改过的办")

    def _catch_up(self) -> None:
        """Older programs kept in words alone what was typed, did not look back when a twin came, and let a
        sender's word settle more.
        """
        with self._change() as write:
            for one in self.submissions():
                typed = typed_before(self.stored_report(one.id))
                for disc in self.discs_of(one.id):
                    if disc.disc_id in typed and not disc.typed:
                        known = replace(disc, typed=typed[disc.disc_id] or disc.check_code)
                        write.put(DISCS, disc_row(one.id, known), "digest")
        self.recount(one.id for one in self.submissions())
