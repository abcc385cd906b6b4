"""Ledger: the open ledger and the only way to change it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from app import clock
from app.checks.notices import parse_notice
from app.errors import LedgerDamaged, NotALedger, WrongUse, os_errors
from app.ledger import rows
from app.ledger.backups import backup_name, last_backup
from app.ledger.connection import (
    FILE,
    NOTICE,
    STORE,
    connect,
    copy_to,
    is_free,
    locked,
    notice_of,
    sqlite_errors,
)
from app.ledger.event import Event, EventKind, Facts
from app.ledger.questions import Questions
from app.ledger.registration import HeldDisc, Registration, open_counts, standing_of, typed_before
from app.ledger.twins import by_reader, readers_of, seen_by
from app.model.batch import Decision
from app.model.finding import Finding
from app.model.submission import Standing
from app.notices.notice import Notice
from app.store.lock import WriterLock
from app.writing import atomic

_STANDING_EVENTS = {Standing.ACCEPTED: EventKind.ACCEPTED, Standing.RETURNED: EventKind.RETURNED}


class Ledger(Questions):
    """A ledger folder, open for writing by this process alone; its threads may use it in turn.

    `台账.sqlite` holds the rows, `存放/<submission>/` the files, `notice.toml` the notice.
    """

    def __init__(
        self, folder: Path, notice: Notice, connection: sqlite3.Connection, lock: WriterLock
    ) -> None:
        super().__init__(folder, notice, connection)
        self._lock = lock
        self.receiving = threading.Lock()  # held by who moves files into the store

    # -- opening -----------------------------------------------------------------------------------
    @classmethod
    def create(cls, folder: Path, notice_toml: bytes) -> Ledger:
        """A new ledger in `folder`, which must be free for one. Raises WrongUse, AppError."""
        parse_notice(notice_toml)
        if not is_free(folder):
            raise WrongUse(f"文件夹“{folder.name}”里已有别的内容，请换一个名称")
        with os_errors(folder):
            (folder / STORE).mkdir(parents=True, exist_ok=True)
        atomic.write_bytes(folder / NOTICE, notice_toml)
        return cls._opened(folder, locked(folder), is_new=True)

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Raises NotALedger, LedgerInUse, LedgerDamaged (with the last backup), and what `connect` raises."""
        with os_errors(folder):
            store = folder / STORE
            if not (folder / FILE).is_file() and not (store.is_dir() and any(store.iterdir())):
                raise NotALedger(str(folder))
            store.mkdir(exist_ok=True)
        try:
            return cls._opened(folder, locked(folder), is_new=False)
        except LedgerDamaged as error:
            raise LedgerDamaged(f"{error.detail}；{last_backup(folder)}") from error

    @classmethod
    def _opened(cls, folder: Path, lock: WriterLock, *, is_new: bool) -> Ledger:
        try:
            connection, is_updated = connect(folder / FILE, is_new=is_new)
            try:
                told, parsed = notice_of(folder, connection)
                ledger = cls(folder, parsed, connection, lock)
                if told is not None:
                    ledger._keep_notice(told)
                if is_updated:
                    ledger._catch_up()
            except BaseException:
                connection.close()
                raise
            return ledger
        except BaseException:
            lock.release()
            raise

    def close(self) -> None:
        with self._using:
            self._connection.close()
        self._lock.release()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- changing ----------------------------------------------------------------------------------
    def register(self, new: Registration) -> None:
        """After its files are in place. One transaction: its row, its enterprises, its discs, the event,
        the end of what it supersedes, and what others make of it that handed in the same enterprises.
        A submission registered before is brought up to date.
        """
        one = new.submission
        row = rows.submission_row(one, new.batch, new.report)
        before = {one.supersedes, *new.before} - {""}
        with self._change() as write, self._refresh_duplicates(write, one.clerk, one.id, *before):
            rows.put(write, "submissions", row, "id")
            write.execute("DELETE FROM entries WHERE submission = ?", (one.id,))
            write.execute("DELETE FROM discs WHERE submission = ?", (one.id,))
            for entry in new.entries:
                rows.put(write, "entries", rows.entry_row(entry))
            for disc in new.discs:
                rows.put(write, "discs", rows.disc_row(one.id, disc))
            if one.standing.counts:
                self._end(write, before, one.id)
            if self.awarded() and not one.standing.is_past:
                self._recount(write, one.id)
            _note(write, one.clerk, one.id, new.kind, new.facts)

    def set_standing(self, key: str, standing: Standing, reason: str, who: str) -> None:
        """Others that handed in the same enterprises are counted anew. Raises NothingFound."""
        self.submission(key)
        with self._change() as write, self._refresh_duplicates(write, who, key):
            self._stand(write, key, standing, reason)
            kind = _STANDING_EVENTS.get(standing, EventKind.STANDING_CHANGED)
            said = {"reason": reason} if reason else {}
            _note(write, who, key, kind, {"standing": standing.value, **said})

    def replace(self, key: str, before: Sequence[str], reason: str, who: str) -> None:
        """The submission `key`, which waited, counts from now on, in the place of `before`, the weightiest
        last. Raises NothingFound.
        """
        self.submission(key)
        with self._change() as write, self._refresh_duplicates(write, who, key, *before):
            write.execute("UPDATE submissions SET supersedes = ? WHERE id = ?", ((*before[-1:], "")[0], key))
            self._stand(write, key, Standing.RECEIVED, "")
            self._end(write, before, key)
            _note(write, who, key, EventKind.REPLACED, {"before": "、".join(before), "reason": reason})
            self._recount(write, key)

    def decide(self, key: str, finding: Finding, decision: Decision) -> None:
        """Keeps it and counts anew what is open; a later one replaces it. Raises NothingFound."""
        self.submission(key)
        with self._change() as write:
            row = rows.decision_row(key, replace(decision, finding=finding.key))
            rows.put(write, "decisions", row, "submission, finding")
            said = {"verdict": decision.verdict.value, "reason": decision.reason}
            said = {"finding": finding.what, "key": finding.key, **said}
            _note(write, decision.who, key, EventKind.JUDGED, said)
            self._recount(write, key)

    def withdraw(self, key: str, finding: Finding, who: str) -> None:
        """The finding is open again. Raises NothingFound."""
        self.submission(key)
        with self._change() as write:
            write.execute("DELETE FROM decisions WHERE submission = ? AND finding = ?", (key, finding.key))
            said = {"finding": finding.what, "key": finding.key}
            _note(write, who, key, EventKind.JUDGEMENT_WITHDRAWN, said)
            self._recount(write, key)

    def compare(self, key: str, discs: Iterable[HeldDisc], who: str) -> None:
        """What was typed of their papers since is kept. Raises NothingFound."""
        self.submission(key)
        with self._change() as write:
            for disc in discs:
                rows.put(write, "discs", rows.disc_row(key, disc), "digest")
                facts = {"discs": disc.disc_id, "code": disc.compared.value}
                _note(write, who, key, EventKind.CODE_COMPARED, facts)
            self._recount(write, key)

    def note(self, key: str, kind: EventKind, who: str, **facts: str) -> None:
        """One event, such as a receipt that was printed."""
        with self._change() as write:
            _note(write, who, key, kind, facts)

    def hold(self, key: str, disc: HeldDisc) -> None:
        """A disc's row as it is by now, found by its digest."""
        with self._change() as write:
            rows.put(write, "discs", rows.disc_row(key, disc), "digest")

    def recount(self, keys: Iterable[str]) -> None:
        """What is open in each of these, but what was superseded."""
        with self._change() as write:
            for key in keys:
                if not self.submission(key).standing.is_past:
                    self._recount(write, key)

    def set_review(self, content: bytes, what: str, who: str) -> None:
        """The scores and marks of the review, all of them, and the event that changed them."""
        with self._change() as write:
            write.execute("INSERT OR REPLACE INTO review (only, content) VALUES (1, ?)", (content,))
            _note(write, who, "", EventKind.REVIEWED, {"words": what})

    def set_awarded(self, lists: rows.AwardLists, what: str, who: str) -> None:
        """Those awarded before, all lists of them; what is open of each submission is counted anew."""
        with self._change() as write:
            rows.put(write, "awarded", {"only": 1, "content": rows.awarded_row(lists)}, "only")
            _note(write, who, "", EventKind.NOTED, {"words": what})
        self.recount(one.id for one in self.submissions())

    def backup(self, to: Path, who: str = "") -> Path:
        """A copy of 台账.sqlite in the folder `to`, named with day and time; whole even while in use.

        What lies in 存放 is not in it. Raises VerifyFailed, AppError.
        """
        target = to / backup_name()
        with os_errors(to):
            to.mkdir(parents=True, exist_ok=True)
        with atomic.replace_beside(target) as beside, self._using, sqlite_errors(to):
            copy_to(beside, self._connection)
        self.note("", EventKind.BACKED_UP, who, to=str(target))
        return target

    # -- inside ------------------------------------------------------------------------------------
    def _keep_notice(self, content: bytes) -> None:
        """Beside the rows, so that one that is damaged can be told, and put back."""
        is_first = not self._ask("SELECT 1 FROM notice")
        with self._change() as write:
            write.execute("INSERT OR REPLACE INTO notice (only, content) VALUES (1, ?)", (content,))
            if not is_first:
                _note(write, "", "", EventKind.NOTED, {"words": f"规则文件 {NOTICE} 改过了，按改过的办"})

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with self._using, sqlite_errors(self.folder):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            self._connection.execute("COMMIT")

    def _stand(self, write: sqlite3.Connection, key: str, standing: Standing, reason: str) -> None:
        write.execute("UPDATE submissions SET standing = ?, reason = ? WHERE id = ?", (standing, reason, key))

    def _end(self, write: sqlite3.Connection, keys: Iterable[str], by: str) -> None:
        for key in keys:
            self._stand(write, key, Standing.SUPERSEDED, f"由 {by} 代替")

    def _recount(self, write: sqlite3.Connection, key: str) -> None:
        """Open findings of each enterprise, and what the checks make of the whole. What a person decided of
        the submission stands.
        """
        one, batch, report = self.submission(key), self.batch_of(key), self.report_of(key)
        for enterprise in batch.enterprises:
            counts = open_counts(report, batch.decisions, enterprise)
            write.execute(
                "UPDATE entries SET must = ?, look = ? WHERE submission = ? AND id = ?",
                (*counts, key, enterprise),
            )
        self._stand(write, key, standing_of(report, batch.decisions, one.standing), one.reason)

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
                        rows.put(write, "discs", rows.disc_row(one.id, known), "digest")
        self.recount(one.id for one in self.submissions())

    @contextmanager
    def _refresh_duplicates(self, write: sqlite3.Connection, who: str, *keys: str) -> Iterator[None]:
        """Whoever sees one of the submissions `keys` as a twin more, or less, is counted anew and told."""
        before = by_reader(twin for key in keys for twin in readers_of(write, key))
        own_before = {key: bool(seen_by(write, key)) for key in keys}
        yield
        after = by_reader(twin for key in keys for twin in readers_of(write, key))
        changed = {each: (after if each in after else before)[each] for each in before.keys() ^ after.keys()}
        for each, twin in changed.items():
            if twin.reader not in keys:
                kind = EventKind.DUPLICATE_FOUND if each in after else EventKind.DUPLICATE_GONE
                said = {"enterprise": twin.mine, "sender": twin.sender, "submission": twin.submission}
                _note(write, who, twin.reader, kind, said)
        own = {key for key in keys if own_before[key] or seen_by(write, key)}
        for key in sorted({twin.reader for twin in changed.values()} | own):
            if not self.submission(key).standing.is_past:
                self._recount(write, key)


def _note(write: sqlite3.Connection, who: str, key: str, kind: EventKind, facts: Facts) -> None:
    rows.put(write, "events", rows.event_row(Event(clock.now().isoformat(), who, key, kind, facts)))
