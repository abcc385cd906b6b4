"""A damaged ledger: a backup put in its place, or what of it is whole taken over."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock
from app.errors import LedgerDamaged, NotALedger, WrongUse, os_errors
from app.job import Job
from app.ledger import rows, seals
from app.ledger.backups import reading
from app.ledger.connection import ATTACHED, FILE, NOTICE, STORE, connect, locked, migrate, sqlite_errors
from app.ledger.event import EventKind
from app.ledger.ledger import Ledger
from app.ledger.materials import Copied, bring_back
from app.ledger.place import address_of, keep_address
from app.ledger.steps import MIGRATIONS
from app.model.submission import Standing
from app.writing import atomic

_ASIDE = "台账 损坏"
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite leaves beside its file when it is killed
_OF_SUBMISSION = ("entries", "discs", "decisions")


@dataclass(frozen=True, slots=True)
class Restored:
    """`aside`: the damaged file, kept. `lost`: rows that are not in the ledger any more. `unregistered`:
    submissions whose files are in the store and that the ledger does not know: their discs are to be received
    again, what was copied of them is not read again.
    """

    aside: Path
    lost: tuple[str, ...]
    unregistered: tuple[str, ...]
    brought: Copied | None = None

    @property
    def words(self) -> str:
        """What a person has to know, a line each."""
        told = [f"损坏的文件另存为：{self.aside}"]
        if self.lost:
            told.append(f"没有能留下来的：{'、'.join(self.lost)}")
        if self.unregistered:
            told.append(
                f"存放里有、台账里没有：{'、'.join(self.unregistered)}；请把这些光盘再接收一次，复制过的不必重读"
            )
        if self.brought is not None and self.brought.files:
            told.append(f"缺失的材料从备份补回：{self.brought.words}")
        return "\n".join(told)


def restore(folder: Path, backup: Path | None = None) -> Restored:
    """`backup` in place of the ledger's file, or without one what of the file is whole; what is open is
    counted anew. The damaged file is kept beside. Raises NotALedger, LedgerInUse, LedgerDamaged (nothing to
    be had from it), AppError.
    """
    path = folder / FILE
    if not (folder / STORE).is_dir():
        raise NotALedger(str(folder))
    if not (backup or path).is_file():
        raise LedgerDamaged(FILE)
    if backup is None and address_of(folder):
        raise WrongUse("这本台账的登记在数据库里，请指明用哪个备份恢复")
    lock = locked(folder)
    try:
        with atomic.replace_beside(path) as beside:
            lost = tuple(_taken_over(path, backup, beside))
            aside = _put_aside(path)
        keep_address(folder, "")  # from a backup it goes on in the folder
    finally:
        lock.release()
    with Ledger.open(folder) as ledger:
        ledger.recount(one.id for one in ledger.submissions())
        known = {one.id for one in ledger.submissions()}
        with os_errors(folder):
            stored = sorted(each.name for each in ledger.store.iterdir() if each.is_dir())
        done = Restored(aside, lost, tuple(each for each in stored if each not in known | {ATTACHED}))
        how = f"用备份 {backup} 恢复" if backup else "留下了完好的部分"
        ledger.note("", EventKind.NOTED, "", words=f"台账损坏，{how}。{done.words}".replace("\n", "。"))
    return done


def restore_whole(folder: Path, backup: Path, job: Job) -> Restored:
    """As `restore`, and materials that were backed up with it and are lost here are brought back first."""
    copied = bring_back(backup, folder / STORE, job)
    done = restore(folder, backup)
    return done if copied is None else replace(done, brought=copied)


def _taken_over(path: Path, backup: Path | None, to: Path) -> Iterator[str]:
    """The new file: whole, of this program's version. Yields what is lost, in words."""
    if backup is not None:
        with os_errors(backup):
            shutil.copyfile(backup, to)
    else:
        yield from _salvaged(path, to)
    connection, _ = connect(to)
    with closing(connection), sqlite_errors(path.parent):
        (kept,) = connection.execute("SELECT content FROM notice").fetchone() or (None,)
    notice = path.parent / NOTICE  # a person's own changes would have been taken up when it was last opened
    if kept is not None and (not notice.exists() or notice.read_bytes() != kept):
        atomic.write_bytes(notice, kept)


def _put_aside(path: Path) -> Path:
    aside = path.with_name(f"{_ASIDE} {clock.now():%Y-%m-%d %H%M%S}.sqlite")
    with os_errors(path):
        if path.exists():
            shutil.copy2(path, aside)
            atomic.fsync_file(aside)
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).replace(aside.with_name(aside.name + ending))
    return aside


# -- what is whole ---------------------------------------------------------------------------------
def _salvaged(path: Path, to: Path) -> Iterator[str]:
    """Every row that is as it was written goes to the new file; of a submission all rows or none."""
    with sqlite_errors(path.parent), closing(reading(path)) as old, closing(sqlite3.connect(to)) as new:
        (steps,) = old.execute("PRAGMA user_version").fetchone()
        if not 0 < steps <= len(MIGRATIONS):
            raise LedgerDamaged(path.name)
        new.isolation_level = None
        migrate(new, steps)
        new.execute("BEGIN")
        for table in seals.TABLES:
            if seals.columns(new, table):
                yield from _copied(old, new, table)
        broken = seals.broken(new)
        for row in broken:
            new.execute(f"DELETE FROM {row.table} WHERE rowid = ?", (row.rowid,))
        yield from (each.words for each in broken)
        for key in sorted(_not_whole(new)):
            for table in _OF_SUBMISSION:
                new.execute(f"DELETE FROM {table} WHERE submission = ?", (key,))
            new.execute("DELETE FROM submissions WHERE id = ?", (key,))
            yield f"报送 {key} 全部"
        new.execute(  # what took their place is lost
            "UPDATE submissions SET standing = ? WHERE standing = ? AND id NOT IN "
            "(SELECT supersedes FROM submissions)", (Standing.RECEIVED, Standing.SUPERSEDED),
        )
        seals.renew(new)
        new.execute("COMMIT")


def _copied(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> Iterator[str]:
    """From the front to the first page that cannot be read, and from the back."""
    told = ", ".join(["rowid", *seals.columns(new, table)])
    marks = ", ".join("?" * (told.count(",") + 1))
    for order in ("ASC", "DESC"):
        try:
            for row in old.execute(f"SELECT {told} FROM {table} ORDER BY rowid {order}"):
                with suppress(sqlite3.IntegrityError):
                    new.execute(f"INSERT OR IGNORE INTO {table} ({told}) VALUES ({marks})", row)
            return
        except sqlite3.DatabaseError:
            continue
    yield f"读不出来的{seals.TABLES[table][0]}"


def _not_whole(new: sqlite3.Connection) -> set[str]:
    """Submissions of which a row of theirs is lost: their own, an enterprise's, a disc's."""
    found = {key for table in _OF_SUBMISSION for (key,) in new.execute(f"SELECT submission FROM {table}")}
    for key, digest, batch in new.execute("SELECT id, digest, batch FROM submissions"):
        with suppress(LedgerDamaged):
            whole = rows.batch_of({"id": key, "batch": batch})
            listed = {one for order in whole.order.values() for one in order}
            entries = {one for (one,) in new.execute("SELECT id FROM entries WHERE submission = ?", (key,))}
            discs = [one for (one,) in new.execute("SELECT digest FROM discs WHERE submission = ?", (key,))]
            if listed <= entries and digest in (_of_all(discs), *discs):
                found.discard(key)
                continue
        found.add(key)
    return found


def _of_all(digests: list[str]) -> str:
    """As `Submission.digest` has it."""
    return hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()
