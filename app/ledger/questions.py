"""What an open ledger can be asked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Select, func, select, true

from app.checks import judged
from app.checks.ledger.twins import LedgerCase
from app.errors import NothingFound
from app.garbage import uncollected
from app.ledger import rows
from app.ledger.connection import STORE
from app.ledger.engines.claims import Claim
from app.ledger.engines.database import Database
from app.ledger.engines.tables import (
    ACTIVITIES,
    ATTACHMENTS,
    AWARDED,
    DECISIONS,
    DISCS,
    ENTRIES,
    EVENTS,
    REVIEW,
    SUBMISSIONS,
    sealed_columns,
)
from app.ledger.event import Event
from app.ledger.registration import HeldDisc, settled, with_awarded, with_papers
from app.ledger.twins import COUNTING, seen_by
from app.model.after.attachment import Attachment
from app.model.after.exchange import ActivityVersion
from app.model.awarded import AwardLists
from app.model.batch import Batch, Decision
from app.model.finding import Report
from app.model.submission import Entry, Submission
from app.notices.notice import Notice
from app.paths import inside

_DISCS = select(DISCS).order_by(DISCS.c.number, DISCS.c.disc_id)
_ROW = select(*(each for each in sealed_columns(SUBMISSIONS) if each.name not in ("batch", "report")))


class Questions:
    """Of a ledger; threads may ask in turn. What cannot be read raises LedgerDamaged, naming the row."""

    def __init__(self, folder: Path, notice: Notice, database: Database) -> None:
        self.folder, self.notice = folder, notice
        self._database = database
        self._ask = database.ask

    @property
    def is_shared(self) -> bool:
        """Others may change it at the same time."""
        return self._database.is_shared

    @property
    def is_read_only(self) -> bool:
        return self._database.is_read_only

    def claims(self) -> Mapping[str, Claim]:
        """Submission → who works on it in another window."""
        return self._database.claims()

    def claim(self, key: str, who: str) -> None:
        """Others see for a while that `who` works on it here."""
        self._database.claim(key, who)

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
        return tuple(rows.submission_of(row) for row in self._ask(_ROW.order_by(SUBMISSIONS.c.rowid)))

    def submission(self, key: str) -> Submission:
        """Raises NothingFound."""
        return rows.submission_of(self._one(_ROW, key))

    @uncollected()
    def entries(self, track: str | None = None, current_only: bool = True) -> tuple[Entry, ...]:
        """By submission in order of arrival, track and recommended order."""
        found = self._ask(
            select(ENTRIES, SUBMISSIONS.c.rowid.label("arrival"))
            .join_from(ENTRIES, SUBMISSIONS, SUBMISSIONS.c.id == ENTRIES.c.submission)
            .where(
                ENTRIES.c.track == track if track else true(),
                SUBMISSIONS.c.standing.in_(COUNTING) if current_only else true(),
            )
        )
        # Not by the database: SQLite puts more than fits its cache in order by way of a file.
        waiting = sorted(found, key=lambda row: (row["arrival"], row["track"], row["place"]), reverse=True)
        del found
        return tuple([rows.entry_of(waiting.pop()) for _ in range(len(waiting))])  # the next takes its room

    def batch_of(self, key: str) -> Batch:
        """With the decisions that count: the sender's as far as they settle anything, and those made here.

        Raises NothingFound.
        """
        return settled(self.stored_batch(key), self.decisions(key))

    def stored_batch(self, key: str) -> Batch:
        """As it came: its decisions are all the sender's. Raises NothingFound."""
        return rows.batch_of(self._one(select(SUBMISSIONS.c.id, SUBMISSIONS.c.batch), key))

    def stored_report(self, key: str) -> Report:
        """What the checks found in it alone. Raises NothingFound."""
        return rows.report_of(self._one(select(SUBMISSIONS.c.id, SUBMISSIONS.c.report), key))

    def report_of(self, key: str) -> Report:
        """What the checks found when it came, what is known of its papers, who of its enterprises was awarded
        before and who else has handed in the same one by now.
        """
        report = self.stored_report(key)
        case = LedgerCase(self.submission(key).sender.name, seen_by(self._ask, key), self.notice)
        known = with_papers(report, self.discs_of(key), self.notice)
        known = with_awarded(known, self.stored_batch(key), self.awarded(), self.notice)
        return Report((*known.outcomes, *judged(case, self.notice)))

    def decisions(self, key: str) -> Mapping[str, Decision]:
        """Finding's key → what was decided here."""
        found = self._ask(select(DECISIONS).where(DECISIONS.c.submission == key))
        return {row["finding"]: rows.decision_of(row) for row in found}

    def discs_of(self, key: str) -> tuple[HeldDisc, ...]:
        found = self._ask(_DISCS.where(DISCS.c.submission == key))
        return tuple(rows.disc_of(row) for row in found)

    def all_discs(self) -> Mapping[str, tuple[HeldDisc, ...]]:
        """Submission → its discs; of those that have some."""
        found: dict[str, list[HeldDisc]] = {}
        for row in self._ask(_DISCS):
            found.setdefault(row["submission"], []).append(rows.disc_of(row))
        return {key: tuple(discs) for key, discs in found.items()}

    def disc(self, digest: str) -> tuple[str, HeldDisc] | None:
        """(submission, disc) when it has been received before."""
        found = self._ask(_DISCS.where(DISCS.c.digest == digest))
        return (found[0]["submission"], rows.disc_of(found[0])) if found else None

    def events(self) -> tuple[Event, ...]:
        return tuple(rows.event_of(row) for row in self._ask(select(EVENTS).order_by(EVENTS.c.number)))

    def last_change(self, key: str | None = None) -> int:
        """The number of the last event, of the submission `key` or of all; 0 before the first. Every change
        is an event: what is kept of this tells whether there was one since.
        """
        whose = true() if key is None else EVENTS.c.submission == key
        return int(self._ask(select(func.max(EVENTS.c.number).label("last")).where(whose))[0]["last"] or 0)

    def review(self) -> bytes:
        """What `set_review` kept last; empty before that. `app.receive.review.kept` knows what is in it."""
        found = self._ask(select(REVIEW.c.content))
        return bytes(found[0]["content"]) if found else b""

    def awarded(self) -> AwardLists:
        """The lists of those awarded before that were brought in, by what each is called."""
        found = self._ask(select(AWARDED.c.content))
        return rows.awarded_of(found[0]) if found else {}

    def activities(self, number: int = 0) -> tuple[ActivityVersion, ...]:
        """All versions of all activities, or of one, in the order in which they were made."""
        which = ACTIVITIES.c.number == number if number else true()
        found = select(ACTIVITIES).where(which).order_by(ACTIVITIES.c.number, ACTIVITIES.c.version)
        return tuple(rows.activity_of(row) for row in self._ask(found))

    def attachments(self, owner: str = "") -> tuple[Attachment, ...]:
        """Those of one owner, or of all, in the order in which they were filed; withdrawn ones too."""
        which = ATTACHMENTS.c.owner == owner if owner else true()
        found = select(ATTACHMENTS).where(which).order_by(ATTACHMENTS.c.at, ATTACHMENTS.c.stored)
        return tuple(rows.attachment_of(row) for row in self._ask(found))

    def _one(self, asked: Select[Any], key: str) -> Mapping[str, Any]:
        found = self._ask(asked.where(SUBMISSIONS.c.id == key))
        if not found:
            raise NothingFound(f"台账里没有“{key}”这一份报送")
        return found[0]
