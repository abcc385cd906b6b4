"""Seals, scanned pages and forms of a received submission looked at, as the city does behind the clerk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from app import clock
from app.checks import check_batch
from app.job import Job
from app.jobs.assemble import DiscRecord, carried, only_seen
from app.jobs.entries import entries_of
from app.jobs.look import look
from app.jobs.look_forms import look_at_forms
from app.ledger import Ledger, Registration
from app.ledger.ledger import standing_of
from app.model.batch import Batch
from app.model.finding import Report
from app.model.submission import Standing
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore

_JUDGED = (Standing.RECEIVED, Standing.PASSED, Standing.FAULTY)
_OF_THE_DAY = "DATE-01"


@dataclass(slots=True)
class _Held:
    """What looking asks of a store: facts are taken into the batch, nothing else changes."""

    folder: Path
    notice: Notice
    batch: Batch

    def apply(self, what: str, change: Callable[[Batch], Batch], *, can_undo: bool = True) -> Batch:
        self.batch = change(self.batch)
        return self.batch


def look_received(
    ledger: Ledger, key: str, records: tuple[DiscRecord, ...], sandbox: Sandbox, job: Job
) -> None:
    """Brings the report up to date with what is seen. Raises Cancelled, AppError; the row stays as it was."""
    before = ledger.stored_batch(key)
    held = _Held(ledger.folder_of(key), ledger.notice, before)
    store = cast(BatchStore, held)
    look(store, sandbox, job.part(0.0, 0.7))
    look_at_forms(store, sandbox, job.part(0.7, 1.0))
    if held.batch == before:
        return
    report = _again(held.batch, ledger.stored_report(key), ledger.notice, clock.today())
    batch = replace(held.batch, decisions={**before.decisions, **carried(records, report)})
    one = ledger.submission(key)
    decisions = {**batch.decisions, **ledger.decisions(key)}
    standing = standing_of(report, decisions) if one.standing in _JUDGED else one.standing
    entries = entries_of(key, replace(batch, decisions=decisions), report)
    done = replace(one, standing=standing, supersedes=one.supersedes)
    ledger.register(Registration(done, batch, report, entries, ledger.discs_of(key), "看过印章和申报书"))


def _again(batch: Batch, old: Report, notice: Notice, day: date) -> Report:
    """The checks once more; what the discs and tables said, and the day it came, stays."""
    fresh = {(o.check, o.subject): only_seen(o, batch) for o in check_batch(batch, notice, day).outcomes}
    return Report(tuple(
        fresh.get((o.check, o.subject), o) if o.check != _OF_THE_DAY else o for o in old.outcomes
    ))
