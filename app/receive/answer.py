"""答复: 受理 or 退回补正, and the papers that say so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from app.checks import Need, check_of
from app.checks.told import basis, is_receivers, request
from app.errors import WrongUse, os_errors
from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.ledger.event import EventKind
from app.model.answer import (
    Asked,
    Demand,
    Receipt,
    ReceivedDisc,
    ReceivedEnterprise,
    Reissue,
    ReturnNotice,
)
from app.model.batch import Batch, Decision, Verdict
from app.model.disc_names import proposed_disc_name
from app.model.finding import Finding, Grade, Report, counting
from app.model.submission import Entry, Standing, Submission, corrections_of
from app.model.tally import tally
from app.notices.notice import Notice, tracks_of
from app.receive.disc.stored import must_be_whole
from app.receive.reissues import reissued
from app.writing.papers.receipt import write_receipt_pdf
from app.writing.papers.return_notice import SUFFIX, write_return_file, write_return_pdf

_NAME_CHARACTERS = 32  # of a sender, in a file's name
_DAYS_TO_MEND = 7
_WEIGHT = (Grade.MUST, Grade.LOOK, Grade.SHOULD)  # a returned look weighs as much as a must


# -- facts, pure -----------------------------------------------------------------------------------
def receipt_facts(
    submission: Submission, entries: Iterable[Entry], discs: Iterable[HeldDisc], report: Report,
    decisions: Mapping[str, Decision], notice: Notice, corrections: int = 0, clerk: str = "",
    reissue: Reissue | None = None,
) -> Receipt:  # fmt: skip
    """What the 接收回执 of one submission says; entries of others are passed over."""
    mine = [entry for entry in entries if entry.submission == submission.id]
    listed = {
        track.id: tuple(
            ReceivedEnterprise(entry.order, entry.name, entry.size)
            for entry in sorted(mine, key=lambda entry: entry.order)
            if entry.track == track.id
        )
        for track in notice.tracks
        if any(entry.track == track.id for entry in mine)
    }
    open_ones = tally(report.findings, decisions)
    decided = (counting(finding, decisions.get(finding.key)) for finding in report.findings)
    by_sender = sum(bool(decision and decision.by_sender) for decision in decided)
    return Receipt(
        submission, tuple(map(_disc, discs)), listed, open_ones.to_mend, open_ones.look, corrections,
        by_sender, clerk, reissue,
    )  # fmt: skip


def _disc(disc: HeldDisc) -> ReceivedDisc:
    return ReceivedDisc(
        disc.disc_id, disc.number, disc.of, disc.check_code, disc.digest, len(disc.holes), disc.at,
        disc.compared,
    )  # fmt: skip


def return_facts(
    submission: Submission, batch: Batch, report: Report, notice: Notice, day: date,
    due: date | None = None, number: int = 1, discs: Iterable[HeldDisc] = (), clerk: str = "",
    reissue: Reissue | None = None,
) -> ReturnNotice:  # fmt: skip
    """What the 补正通知 asks: by the sender first, then enterprise by enterprise in recommended order.

    `number`: the next disc is 补正第 n 次. Without `due` it is the notice's deadline, or as soon as may be
    when that is past.
    """
    by = due or (notice.deadline if day <= notice.deadline else None)
    asked = [_asked_of_sender(report, batch, notice, key) for key in (None, *(t.id for t in notice.tracks))]
    for track in tracks_of(batch, notice):
        for order, one in enumerate(batch.in_track(track), 1):
            demands = _demands(report.of(one.id), batch, notice)
            asked.append(Asked(one.id, track, order, one.name, one.fields.get("code", ""), demands))
    reason = submission.reason if submission.standing is Standing.RETURNED else ""
    return ReturnNotice(
        submission, number, reason, by, tuple(each for each in asked if each.demands),
        tuple(map(_disc, discs)), clerk, reissue,
    )  # fmt: skip


def _asked_of_sender(report: Report, batch: Batch, notice: Notice, track: str | None) -> Asked:
    others = {*batch.enterprises, *(each.id for each in notice.tracks)}
    mine = [
        f for f in report.findings
        if (f.subject == track if track else f.subject not in others)
    ]  # fmt: skip
    return Asked("", track, 0, "", "", _demands(mine, batch, notice))


def _demands(findings: Iterable[Finding], batch: Batch, notice: Notice) -> tuple[Demand, ...]:
    """What only the receiver can see names places that are his: they are left away."""
    made = []
    for finding in asked_for(findings, batch.decisions):
        needs, words = check_of(finding).needs, request(finding)
        is_foreign = bool(needs & (Need.DISC | Need.PAPER | Need.LEDGER))
        in_program = f"请{words}" if is_foreign else finding.fix
        where = "" if needs & Need.LEDGER else finding.where
        made.append(Demand(finding, words, in_program, basis(finding, batch, notice), where))
    return tuple(made)


def asked_for(findings: Iterable[Finding], decisions: Mapping[str, Decision]) -> tuple[Finding, ...]:
    """What must be mended before it is accepted, the weightiest first, and what is only advised.

    A look that nobody decided is the province's own to decide, and so is what concerns it alone; what the
    city's program mends by itself is asked only where it holds the disc up.
    """
    asked = [finding for finding in findings if _is_asked(finding, decisions.get(finding.key))]
    return tuple(sorted(asked, key=lambda finding: _WEIGHT.index(finding.actual_grade)))


def _is_asked(finding: Finding, decision: Decision | None) -> bool:
    if decision is not None and decision.verdict is Verdict.RETURN:
        return True
    accepted = counting(finding, decision) is not None
    if finding.actual_grade is Grade.MUST:
        return not (accepted and finding.acceptable)
    return finding.actual_grade is Grade.SHOULD and not accepted and not is_receivers(finding)


# -- deciding --------------------------------------------------------------------------------------
def accept(ledger: Ledger, key: str, reason: str, who: str, job: Job) -> Submission:
    """受理. While something must be mended, or is yet to be looked at, it wants a reason. What lies in the
    store is read again before it counts: what changed since it came is no person's to wave through.

    Raises WrongUse, NothingFound, Cancelled, AppError.
    """
    one, report = _undecided(ledger, key), ledger.report_of(key)
    if report.pending and not reason.strip():
        raise WrongUse(f"“{one.sender.name}”的印章和申报书还没有看完，请稍候；确要现在受理，请写明理由")
    must = tally(report.findings, ledger.batch_of(key).decisions).to_mend
    if must and not reason.strip():
        raise WrongUse(f"“{one.sender.name}”还有 {must} 处必须补正；确要受理，请写明理由")
    must_be_whole(ledger, key, who, job)
    ledger.set_standing(key, Standing.ACCEPTED, reason.strip(), who)
    return ledger.submission(key)


def give_back(ledger: Ledger, key: str, reason: str, who: str) -> Submission:
    """退回补正: there must be something to mend, or a reason. Raises WrongUse, NothingFound, AppError."""
    one = _undecided(ledger, key)
    batch = ledger.batch_of(key)
    if not reason.strip() and not any(asked_for(ledger.report_of(key).findings, batch.decisions)):
        raise WrongUse(f"“{one.sender.name}”没有要补正的问题；确要退回，请写明理由")
    ledger.set_standing(key, Standing.RETURNED, reason.strip(), who)
    return ledger.submission(key)


def _undecided(ledger: Ledger, key: str) -> Submission:
    one = ledger.submission(key)
    if one.standing is Standing.WAITING:
        raise WrongUse(f"“{key}”还没有确认是否代替已受理的“{one.supersedes}”，请先确认")
    if one.standing is Standing.VOIDED:
        raise WrongUse(f"“{key}”已作废：{one.reason}；要办理请先恢复")
    if one.standing is Standing.DECLINED:
        raise WrongUse(f"“{key}”已决定不予代替，请处理已受理的那一份")
    if one.standing is Standing.SUPERSEDED:
        raise WrongUse(f"“{key}”已由补正光盘代替，请处理后来的那一份")
    return one


# -- papers ----------------------------------------------------------------------------------------
def write_receipt(ledger: Ledger, key: str, out: Path, day: date, who: str = "") -> Path:
    """接收回执, two copies, into `out`; an older one is replaced. `who` issues it, else who took the disc in.

    Raises NothingFound, AppError.
    """
    one = ledger.submission(key)
    again = reissued(ledger.events(), key, EventKind.RECEIPT_WRITTEN)
    facts = receipt_facts(
        one, ledger.entries(current_only=False), ledger.discs_of(key), ledger.report_of(key),
        ledger.batch_of(key).decisions, ledger.notice, corrections_of(ledger.submissions())[key],
        who or one.clerk, again,
    )  # fmt: skip
    path = _placed(out, f"接收回执_{_short(one)}_{key}{_again(again)}.pdf")
    write_receipt_pdf(facts, ledger.notice, path, day)
    ledger.note(key, EventKind.RECEIPT_WRITTEN, who or one.clerk, file=path.name)
    return path


def write_return(
    ledger: Ledger, key: str, out: Path, day: date, due: date | None = None, who: str = ""
) -> tuple[Path, Path]:
    """补正通知 and its small file, by `who`. Raises WrongUse unless it was given back and `due` is to come,
    NothingFound, AppError.
    """
    if due is not None and due < day:
        raise WrongUse(f"补正期限 {due} 已经过了，请改成今天以后的日期")
    one, batch = ledger.submission(key), ledger.batch_of(key)
    if one.standing is not Standing.RETURNED:
        raise WrongUse(f"“{one.sender.name}”的报送是“{one.standing.words}”，先退回补正才能出具补正通知")
    number = corrections_of(ledger.submissions())[key] + 1
    report, discs = ledger.report_of(key), ledger.discs_of(key)
    again = reissued(ledger.events(), key, EventKind.RETURN_WRITTEN)
    facts = return_facts(one, batch, report, ledger.notice, day, due, number, discs, who or one.clerk, again)
    stem = f"补正通知_{_short(one)}_{facts.number}{_again(again)}"
    paper, file = _placed(out, f"{stem}.pdf"), _placed(out, f"{stem}{SUFFIX}")
    write_return_file(facts, ledger.notice, batch.decisions, file, day)
    write_return_pdf(facts, ledger.notice, batch.decisions, file.name, paper, day)
    by = {"due": facts.due.isoformat()} if facts.due else {}
    ledger.note(key, EventKind.RETURN_WRITTEN, who or one.clerk, file=paper.name, **by)
    return paper, file


def suggested_due(ledger: Ledger, key: str, day: date) -> date:
    """The day that was set before, or the notice's, unless it is past; else in a week."""
    written = [e for e in ledger.events() if e.submission == key and e.kind is EventKind.RETURN_WRITTEN]
    before = [date.fromisoformat(e.facts["due"]) for e in written[-1:] if "due" in e.facts]
    known = [each for each in (*before, ledger.notice.deadline) if each > day]
    return known[0] if known else day + timedelta(days=_DAYS_TO_MEND)


def _placed(out: Path, name: str) -> Path:
    with os_errors(out):
        out.mkdir(parents=True, exist_ok=True)
    return out / proposed_disc_name(name)


def _again(reissue: Reissue | None) -> str:
    """The paper that it corrects is not overwritten."""
    return f"_更正{reissue.number}" if reissue else ""


def _short(one: Submission) -> str:
    return one.sender.name[:_NAME_CHARACTERS]
