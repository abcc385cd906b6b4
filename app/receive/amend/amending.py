"""更正 done: looked at anew, checked anew, and one change of the ledger with the event that tells of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app import clock
from app.batch.looking import is_unseen
from app.job import Job
from app.ledger import HeldDisc, Ledger, Registration
from app.ledger.event import EventKind
from app.ledger.registration import entries_of, settled, standing_of, with_papers
from app.model.batch import Batch
from app.model.finding import Report
from app.model.submission import Standing, Submission
from app.reading.sandbox import Sandbox
from app.receive.amend.files import Later, take_files, whose
from app.receive.amend.layouts import outdated
from app.receive.amend.plan import Amendment, Plan, plan_of
from app.receive.background import background_survey
from app.receive.compose import carried, full_report
from app.receive.disc.on_hand import DiscOnHand
from app.receive.disc.record import amend_record, held_record, record_digest
from app.receive.examine import checked_again
from app.receive.hand.columns import KnownColumns
from app.receive.standing.replacing import settle
from app.receive.standing.voiding import let_go, waiting_for
from app.receive.survey import DiscSurvey
from app.receive.work import sweep


@dataclass(frozen=True, slots=True)
class Amended:
    submission: Submission
    report: Report
    plan: Plan


def amend(
    ledger: Ledger, key: str, wanted: Amendment, who: str, sandbox: Sandbox, job: Job, reason: str = ""
) -> Amended:
    """All of it or nothing. What `wanted.layout` changes is looked at anew, as far as the documents
    themselves go; seals and scans of others are left to `examine_received`. Raises what `plan_of` raises,
    ChangedMeanwhile, Cancelled, AppError.
    """
    with ledger.taking_in(lambda: sweep(ledger)), ledger.receiving:
        seen = ledger.last_change(key)
        plan = plan_of(ledger, key, wanted, clock.today())
        sender = plan.after.sender
        with ledger.alone(f"sender {sender.code or sender.name}", job):
            if wanted.later:
                plan = _with_files(ledger, key, plan, wanted.later, sandbox, job.part(0.0, 0.5))
            batch, report = _checked(ledger, key, plan, sandbox, job.part(0.5, 1.0))
            job.check()
            laid = [disc for disc in plan.discs if _is_relaid(disc)]
            try:
                for disc in laid:
                    amend_record(disc.home, disc.record)
                _write(ledger, key, plan, batch, report, seen, who, reason)
            except BaseException:
                _as_held(ledger, key, laid)
                raise
    for disc in laid:
        KnownColumns(ledger.folder).keep(sender, disc.record.layout.columns)
    return Amended(ledger.submission(key), ledger.report_of(key), plan)


def _with_files(
    ledger: Ledger, key: str, plan: Plan, later: Later, sandbox: Sandbox, job: Job
) -> Plan:
    """What was added lies in the store; without a row it goes back when the store is next swept."""
    one = whose(ledger.stored_batch(key), later, ledger.notice)
    with background_survey(ledger.notice, sandbox, job) as surveys:
        discs = (*plan.discs, take_files(ledger, key, one, later, surveys, job))
    records = [disc.record for disc in discs]
    after = replace(
        plan.after, files=sum(len(record.files) for record in records),
        bytes=sum(sum(record.sizes.values()) for record in records),
    )  # fmt: skip
    return replace(plan, discs=discs, after=after)


def _checked(ledger: Ledger, key: str, plan: Plan, sandbox: Sandbox, job: Job) -> tuple[Batch, Report]:
    """As on the day it came, with all that was seen of its documents since."""
    one, before = plan.after, ledger.stored_batch(key)
    day = one.came_on or date.fromisoformat(one.at[:10])
    if not plan.is_content:
        return before, checked_again(before, ledger.stored_report(key), ledger.notice, day, also_day=True)
    records = [disc.record for disc in plan.discs]
    with background_survey(ledger.notice, sandbox, job) as surveys:
        made = DiscSurvey(surveys).assembled(one.sender, plan.discs, before, job)
    seen = replace(
        made.batch, created=before.created, seals=before.seals, pages=before.pages, forms=before.forms,
        words=before.words, letter_facts=before.letter_facts,
    )  # fmt: skip
    made = replace(made, batch=seen)
    last = ledger.batch_of(one.supersedes) if one.supersedes else None
    report = full_report(made, records, ledger.notice, day, last)
    return replace(seen, decisions=carried(records, report)), report


def _is_relaid(disc: DiscOnHand) -> bool:
    return disc.held is not None and held_record(disc.home, disc.held) != disc.record


def _as_held(ledger: Ledger, key: str, discs: Iterable[DiscOnHand]) -> None:
    """The records that their rows tell of are in place again."""
    rows = {row.digest: row for row in ledger.discs_of(key)}
    for disc in discs:
        if disc.held is not None and (row := rows.get(disc.held.digest)):
            held_record(disc.home, row)


def _write(
    ledger: Ledger, key: str, plan: Plan, batch: Batch, report: Report, seen: int, who: str, reason: str
) -> None:
    old, notice = ledger.submission(key), ledger.notice
    held = _rows(plan)
    report = with_papers(report, held, notice)
    here = ledger.decisions(key)
    gone = outdated(here, ledger.report_of(key), ledger.stored_batch(key), batch) if plan.is_content else ()
    judged = settled(batch, {finding: said for finding, said in here.items() if finding not in gone})
    standing, words = _standing(old, plan, report, judged)
    facts = {**plan.facts, **_said(old, plan, len(gone), reason.strip())}
    one = replace(
        plan.after, standing=standing, reason=words,
        to_examine=old.to_examine or (plan.is_content and is_unseen(batch, notice)),
    )  # fmt: skip
    entries = entries_of(key, judged, report, notice)
    kind, replaced = EventKind.AMENDED, () if plan.waits_for else plan.replaces
    new = Registration(one, batch, report, entries, held, kind, facts, replaced, seen, who, gone)
    with ledger.at_once():
        waiting = waiting_for(ledger, key) if plan.is_content else ()
        if plan.is_moved:
            ledger.part(key, old.supersedes)
        ledger.register(new)
        let_go(ledger, waiting, f"{key} 已更正", who)
        settle(ledger, key, who)


def _said(old: Submission, plan: Plan, gone: int, reason: str) -> dict[str, str]:
    """What came of it, for the event."""
    answered = plan.is_content and old.standing in (Standing.ACCEPTED, Standing.RETURNED)
    told = {
        "waits_beside": plan.waits_for, "replaces": "" if plan.waits_for else "、".join(plan.replaces),
        "was_answered": old.standing.words if answered else "", "withdrawn": str(gone or ""),
        "reason": reason,
    }  # fmt: skip
    return {name: words for name, words in told.items() if words}


def _rows(plan: Plan) -> tuple[HeldDisc, ...]:
    """With the digest of each record as it lies there now."""
    return tuple(replace(disc.held, record=record_digest(disc.home)) for disc in plan.discs if disc.held)


def _standing(old: Submission, plan: Plan, report: Report, judged: Batch) -> tuple[Standing, str]:
    """What a person made of it stands, unless the content is another by now."""
    if plan.waits_for:
        return Standing.WAITING, f"{plan.waits_for} 仍然计入"
    if not plan.is_content:
        return standing_of(report, judged.decisions, old.standing), old.reason
    if not plan.is_moved and (old.standing.is_past or old.standing is Standing.WAITING):
        return old.standing, old.reason
    return standing_of(report, judged.decisions), ""
