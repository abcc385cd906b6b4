"""What an open ledger can be asked."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from app.checks import judged
from app.checks.ledger.twins import LedgerCase
from app.errors import NothingFound
from app.ledger import rows
from app.ledger.connection import STORE, sqlite_errors
from app.ledger.event import Event
from app.ledger.registration import HeldDisc, settled, with_awarded, with_papers
from app.ledger.twins import COUNTING, seen_by
from app.model.awarded import AwardLists
from app.model.batch import Batch, Decision
from app.model.finding import Report
from app.model.submission import Entry, Submission
from app.notices.notice import Notice
from app.paths import inside


class Questions:
    """Of a ledger; threads may ask in turn. What cannot be read raises LedgerDamaged, naming the row."""

    def __init__(self, folder: Path, notice: Notice, connection: sqlite3.Connection) -> None:
        self.folder, self.notice = folder, notice
        self._connection = connection
        self._using = threading.RLock()

    @property
    def store(self) -> Path:
        """The folder of the submissions' folders."""
        return self.folder / STORE

    def folder_of(self, submission: str) -> Path:
        """Where its files are; `stored` of its batch's sources and letters is `inside` it."""
        return inside(self.store, submission)

    def home_of(self, submission: str, disc: HeldDisc) -> Path:
        """Where what came on one of its discs is."""
        return inside(self.folder_of(submission), disc.folder)

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
            f"WHERE (? = '' OR e.track = ?) AND (NOT ? OR s.standing IN ({COUNTING})) "
            "ORDER BY s.rowid, e.track, e.place",
            (track or "", track or "", current_only),
        )
        return tuple(rows.entry_of(row) for row in found)

    def batch_of(self, key: str) -> Batch:
        """With the decisions that count: the sender's as far as they settle anything, and those made here.

        Raises NothingFound.
        """
        return settled(self.stored_batch(key), self.decisions(key))

    def stored_batch(self, key: str) -> Batch:
        """As it came: its decisions are all the sender's. Raises NothingFound."""
        return rows.batch_of(self._one("id, batch", key))

    def stored_report(self, key: str) -> Report:
        """What the checks found in it alone. Raises NothingFound."""
        return rows.report_of(self._one("id, report", key))

    def report_of(self, key: str) -> Report:
        """What the checks found when it came, what is known of its papers, who of its enterprises was awarded
        before and who else has handed in the same one by now.
        """
        report = self.stored_report(key)
        with self._using, sqlite_errors(self.folder):
            twins = seen_by(self._connection, key)
        case = LedgerCase(self.submission(key).sender.name, twins, self.notice)
        known = with_papers(report, self.discs_of(key), self.notice)
        known = with_awarded(known, self.stored_batch(key), self.awarded(), self.notice)
        return Report((*known.outcomes, *judged(case, self.notice)))

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

    def awarded(self) -> AwardLists:
        """The lists of those awarded before that were brought in, by what each is called."""
        found = self._ask("SELECT content FROM awarded")
        return rows.awarded_of(found[0]) if found else {}

    def _ask(self, sql: str, values: Sequence[Any] = ()) -> list[sqlite3.Row]:
        with self._using, sqlite_errors(self.folder):
            return self._connection.execute(sql, values).fetchall()

    def _one(self, columns: str, key: str) -> sqlite3.Row:
        found = self._ask(f"SELECT {columns} FROM submissions WHERE id = ?", (key,))
        if not found:
            raise NothingFound(f"台账里没有“{key}”这一份报送")
        return found[0]
