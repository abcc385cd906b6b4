"""Ledger: the open ledger and the only way to change it."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from app import clock
from app.checks import judged
from app.checks.ledger.twins import LedgerCase
from app.checks.notices import parse_notice
from app.errors import NotALedger, NothingFound, WrongUse, os_errors
from app.ledger import rows
from app.ledger.connection import FILE, NOTICE, STORE, connect, copy_to, is_free, locked, sqlite_errors
from app.ledger.event import Event, EventKind, Facts
from app.ledger.registration import HeldDisc, Registration, open_counts, settled, standing_of
from app.ledger.twins import by_reader, readers_of, seen_by
from app.model.batch import Batch, Decision
from app.model.finding import Finding, Report
from app.model.submission import Entry, Standing, Submission
from app.store.lock import WriterLock
from app.writing import atomic

_STANDING_EVENTS = {Standing.ACCEPTED: EventKind.ACCEPTED, Standing.RETURNED: EventKind.RETURNED}


class Ledger:
    """A ledger folder, open for writing by this process alone; its threads may use it in turn.

    `台账.sqlite` holds the rows, `存放/<submission>/` the files, `notice.toml` the notice.
    """

    def __init__(self, folder: Path, lock: WriterLock, connection: sqlite3.Connection) -> None:
        self.folder = folder
        self.notice = parse_notice((folder / NOTICE).read_bytes())
        self._lock = lock
        self._connection = connection
        self._using = threading.RLock()
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
        return cls._opened(folder, locked(folder))

    @classmethod
    def open(cls, folder: Path) -> Ledger:
        """Raises NotALedger, LedgerInUse, LedgerDamaged, LedgerFromNewerVersion, AppError."""
        if not (folder / FILE).is_file() or not (folder / NOTICE).is_file():
            raise NotALedger(str(folder))
        with os_errors(folder):
            (folder / STORE).mkdir(exist_ok=True)
        return cls._opened(folder, locked(folder))

    @classmethod
    def _opened(cls, folder: Path, lock: WriterLock) -> Ledger:
        try:
            connection, is_updated = connect(folder / FILE)
            ledger = cls(folder, lock, connection)
            if is_updated:
                ledger._recount_all()
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

    # -- asking ------------------------------------------------------------------------------------
    def folder_of(self, submission: str) -> Path:
        """Where its files are; `stored` of its batch's sources and letters is relative to it."""
        return self.folder / STORE / submission

    def submissions(self) -> tuple[Submission, ...]:
        """All, superseded ones too, in order of arrival."""
        found = self._ask(f"SELECT {rows.SUBMISSION} FROM submissions ORDER BY rowid")
        return tuple(rows.submission_of(row) for row in found)

    def submission(self, key: str) -> Submission:
        """Raises NothingFound."""
        return rows.submission_of(self._one(rows.SUBMISSION, key))

    def entries(self, track: str | None = None, current_only: bool = True) -> tuple[Entry, ...]:
        """By submission in order of arrival, track and recommended order."""
        found = self._ask(
            "SELECT e.* FROM entries e JOIN submissions s ON s.id = e.submission "
            "WHERE (? = '' OR e.track = ?) AND (NOT ? OR s.standing != ?) "
            "ORDER BY s.rowid, e.track, e.place",
            (track or "", track or "", current_only, Standing.SUPERSEDED.value),
        )
        return tuple(rows.entry_of(row) for row in found)

    def batch_of(self, key: str) -> Batch:
        """With the decisions that count: the sender's as far as they settle anything, and those made here.

        Raises NothingFound.
        """
        return settled(self.stored_batch(key), self.decisions(key))

    def stored_batch(self, key: str) -> Batch:
        """As it came: its decisions are all the sender's. Raises NothingFound."""
        return rows.batch_from(self._one("batch", key)["batch"])

    def stored_report(self, key: str) -> Report:
        """What the checks found in it alone. Raises NothingFound."""
        return rows.report_from(self._one("report", key)["report"])

    def report_of(self, key: str) -> Report:
        """What the checks found when it came, and who else has handed in the same enterprise by now."""
        report = self.stored_report(key)
        with self._using, sqlite_errors(self.folder):
            twins = seen_by(self._connection, key)
        case = LedgerCase(self.submission(key).sender.name, twins, self.notice)
        return Report((*report.outcomes, *judged(case, self.notice)))

    def decisions(self, key: str) -> Mapping[str, Decision]:
        """Finding's key → what was decided here."""
        found = self._ask("SELECT * FROM decisions WHERE submission = ?", (key,))
        return {row["finding"]: rows.decision_of(row) for row in found}

    def discs_of(self, key: str) -> tuple[HeldDisc, ...]:
        return tuple(rows.disc_of(row) for row in self._ask(
            "SELECT * FROM discs WHERE submission = ? ORDER BY number, disc_id", (key,)
        ))

    def disc(self, digest: str) -> tuple[str, HeldDisc] | None:
        """(submission, disc) when it has been received before."""
        found = self._ask("SELECT * FROM discs WHERE digest = ?", (digest,))
        return (found[0]["submission"], rows.disc_of(found[0])) if found else None

    def events(self) -> tuple[Event, ...]:
        found = self._ask("SELECT * FROM events ORDER BY number")
        return tuple(rows.event_of(row) for row in found)

    def review(self) -> bytes:
        """What `set_review` kept last; empty before that. `app.receive.review` knows what is in it."""
        found = self._ask("SELECT content FROM review")
        return bytes(found[0]["content"]) if found else b""

    # -- changing ----------------------------------------------------------------------------------
    def register(self, new: Registration) -> None:
        """After its files are in place. One transaction: its row, its enterprises, its discs, the event,
        the end of what it supersedes, and what others make of it that handed in the same enterprises.
        A submission registered before is brought up to date.
        """
        one = new.submission
        row = rows.submission_row(one, new.batch, new.report)
        with self._change() as write, self._refresh_duplicates(write, one.clerk, one.id, one.supersedes):
            rows.put(write, "submissions", row, "id")
            write.execute("DELETE FROM entries WHERE submission = ?", (one.id,))
            write.execute("DELETE FROM discs WHERE submission = ?", (one.id,))
            for entry in new.entries:
                rows.put(write, "entries", rows.entry_row(entry))
            for disc in new.discs:
                rows.put(write, "discs", rows.disc_row(one.id, disc))
            if one.supersedes:
                self._stand(write, one.supersedes, Standing.SUPERSEDED, f"由 {one.id} 代替")
            _note(write, one.clerk, one.id, new.kind, new.facts)

    def set_standing(self, key: str, standing: Standing, reason: str, who: str) -> None:
        """Others that handed in the same enterprises are counted anew. Raises NothingFound."""
        self.submission(key)
        with self._change() as write, self._refresh_duplicates(write, who, key):
            self._stand(write, key, standing, reason)
            kind = _STANDING_EVENTS.get(standing, EventKind.STANDING_CHANGED)
            said = {"reason": reason} if reason else {}
            _note(write, who, key, kind, {"standing": standing.value, **said})

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

    def note(self, key: str, kind: EventKind, who: str, **facts: str) -> None:
        """One event, such as a receipt that was printed."""
        with self._change() as write:
            _note(write, who, key, kind, facts)

    def set_review(self, content: bytes, what: str, who: str) -> None:
        """The scores and marks of the review, all of them, and the event that changed them."""
        with self._change() as write:
            write.execute("INSERT OR REPLACE INTO review VALUES (1, ?)", (content,))
            _note(write, who, "", EventKind.REVIEWED, {"words": what})

    def backup(self, to: Path) -> Path:
        """A copy of 台账.sqlite in the folder `to`, named with day and time; whole even while in use.

        What lies in 存放 is not in it. Raises VerifyFailed, AppError.
        """
        target = to / f"台账 备份 {clock.now():%Y-%m-%d %H%M%S}.sqlite"
        with os_errors(to):
            to.mkdir(parents=True, exist_ok=True)
        with atomic.replace_beside(target) as beside, self._using, sqlite_errors(to):
            copy_to(beside, self._connection)
        self.note("", EventKind.BACKED_UP, "", to=str(target))
        return target

    # -- inside ------------------------------------------------------------------------------------
    def _ask(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._using, sqlite_errors(self.folder):
            return self._connection.execute(sql, values).fetchall()

    def _one(self, columns: str, key: str) -> sqlite3.Row:
        found = self._ask(f"SELECT {columns} FROM submissions WHERE id = ?", (key,))
        if not found:
            raise NothingFound(f"台账里没有“{key}”这一份报送")
        return found[0]

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
            if self.submission(key).standing is not Standing.SUPERSEDED:
                self._recount(write, key)

    def _recount_all(self) -> None:
        """Older programs did not look back when a twin came."""
        with self._change() as write:
            for one in self.submissions():
                if one.standing is not Standing.SUPERSEDED and seen_by(write, one.id):
                    self._recount(write, one.id)


def _note(write: sqlite3.Connection, who: str, key: str, kind: EventKind, facts: Facts) -> None:
    rows.put(write, "events", rows.event_row(Event(clock.now().isoformat(), who, key, kind, facts)))
