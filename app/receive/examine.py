"""Packages, seals, scanned pages and forms of a received submission looked at, behind the clerk's work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

from app import clock
from app.batch.looking import is_unseen, look, recognise
from app.checks import Need, check_batch, check_of
from app.errors import ChangedMeanwhile
from app.job import Job
from app.ledger import Ledger, Registration
from app.ledger.event import EventKind
from app.ledger.registration import entries_of, settled, standing_of, with_papers
from app.model.batch import Batch
from app.model.finding import Report
from app.model.submission import Submission
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.receive.compose import carried, only_seen
from app.receive.disc.on_hand import held_discs
from app.receive.disc.record import read_record
from app.receive.survey_later import is_surveyed, surveyed_since, with_surveyed
from app.store.store import BatchStore


@dataclass(slots=True)
class _Held:
    """What looking asks of a store: facts are taken into the batch, nothing else changes."""

    folder: Path
    notice: Notice
    batch: Batch

    def apply(self, what: str, change: Callable[[Batch], Batch], *, can_undo: bool = True) -> Batch:
        self.batch = change(self.batch)
        return self.batch


def examine_received(
    ledger: Ledger, key: str, sandbox: Sandbox, job: Job, *, recognises: bool = True,
    told: Callable[[int, int], None] = lambda number, count: None,
) -> None:
    """Brings the report up to date with what is seen; what was seen stays when it is stopped. Packages that
    were left when the row was written come first.

    Beside other work on the ledger: what came meanwhile is kept. Scanned pages are recognised last, unless
    `recognises` is false; `told` as in `recognise`. Raises Cancelled, AppError.
    """  # fmt: skip
    before = ledger.stored_batch(key)
    held = _Held(ledger.folder_of(key), ledger.notice, before)
    store = cast(BatchStore, held)
    is_whole = False
    try:
        if not is_surveyed(before):
            discs = held_discs(ledger, key)
            held.batch = surveyed_since(before, discs, ledger.notice, sandbox, job.part(0.0, 0.1))
            with ledger.receiving:
                _keep(ledger, key, held.batch, False)  # first verdicts soon
        look(store, sandbox, job.part(0.1, 0.3), recognises=recognises)
        if recognises and is_unseen(held.batch, held.notice):
            with ledger.receiving:
                _keep(ledger, key, held.batch, False)  # first verdicts soon
            recognise(store, job.part(0.3, 1.0), told=told)
        is_whole = True
    finally:
        if held.batch != before or is_whole:
            is_left = not recognises and is_unseen(held.batch, held.notice)
            with ledger.receiving:
                _keep(ledger, key, held.batch, is_whole, is_left)


def has_more(one: Submission, *, recognises: bool) -> bool:
    """Whether looking at it, or once more, may tell anything."""
    return one.to_examine or (recognises and one.to_recognise and one.standing.is_open)


def _keep(ledger: Ledger, key: str, seen: Batch, is_whole: bool, is_left: bool = False) -> None:
    """`is_left`: there is more to be had of it by recognition. What a person changed while it was worked out
    stands: it is worked out once more.
    """
    for last in (False, False, True):
        try:
            return _keep_once(ledger, key, seen, is_whole, is_left)
        except ChangedMeanwhile:
            if last:
                raise


def _keep_once(ledger: Ledger, key: str, seen: Batch, is_whole: bool, is_left: bool) -> None:
    change = ledger.last_change(key)
    now = ledger.stored_batch(key)
    batch = with_surveyed(now, seen.sources.values(), held_discs(ledger, key), ledger.notice)
    batch = batch.with_seals(seen.seals).with_pages(seen.pages).with_forms(seen.forms).with_words(seen.words)
    batch = replace(batch, letter_facts={**now.letter_facts, **seen.letter_facts})
    report = checked_again(batch, ledger.stored_report(key), ledger.notice, clock.today())
    discs = ledger.discs_of(key)
    report = with_papers(report, discs, ledger.notice)
    records = [read_record(ledger.home_of(key, disc)) for disc in discs]
    carried_on = carried([record for record in records if record is not None], report)
    batch = replace(batch, decisions={**now.decisions, **carried_on})
    one = ledger.submission(key)
    judged = settled(batch, ledger.decisions(key))
    entries = entries_of(key, judged, report, ledger.notice)
    standing = standing_of(report, judged.decisions, one.standing)
    kind = EventKind.PARTLY_EXAMINED
    if is_whole:
        kind = EventKind.EXAMINED if one.to_examine else EventKind.RECOGNISED
        one = replace(one, to_examine=not is_surveyed(batch), to_recognise=is_left)
    one = replace(one, standing=standing)
    facts = {"packages": "yes"} if is_surveyed(batch) and not is_surveyed(now) else {}
    ledger.register(Registration(one, batch, report, entries, discs, kind, facts, seen=change))


def checked_again(
    batch: Batch, old: Report, notice: Notice, day: date, *, also_day: bool = False
) -> Report:  # fmt: skip
    """The checks once more; what the discs and tables said, and the day it came, stays. What no check asked
    when it came is asked now. `also_day`: it came on `day`.
    """
    checked = [
        o for o in check_batch(batch, notice, day).outcomes if also_day or Need.DAY not in check_of(o).needs
    ]
    fresh = {(o.check, o.subject): only_seen(o, batch) for o in checked}
    known = {(o.check, o.subject) for o in old.outcomes}
    renewed = (fresh.get((o.check, o.subject), o) for o in old.outcomes)
    return Report((*renewed, *(o for key, o in fresh.items() if key not in known)))
