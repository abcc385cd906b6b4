"""Ledgers with submissions in them, made without discs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.ledger import HeldDisc, Ledger, Registration
from app.model.batch import Batch, Enterprise
from app.model.finding import Finding, Grade, Outcome, Report, State, Who
from app.model.submission import Entry, Submission
from app.paths import RESOURCES

TOML = (RESOURCES / "notices" / "2023.toml").read_bytes()


def a_ledger(folder: Path) -> Ledger:
    return Ledger.create(folder, TOML)


def a_finding(subject: str, grade: Grade = Grade.MUST, what: str = "没有申报书", **more) -> Finding:
    said = {
        "fix": "请补交盖章的申报书扫描件", "where": "", "why": "通知三（一）", "who": Who.ENTERPRISE,
        "check": "MAT-01", "title": "申报书",
    }  # fmt: skip
    return Finding(what, grade=grade, subject=subject, **(said | more))


def a_report(*findings: Finding) -> Report:
    return Report(tuple(Outcome(f.check, f.title, f.subject, "", State.FOUND, (f,)) for f in findings))


def registered(
    ledger: Ledger, submission: Submission, entries: Sequence[Entry], findings: Sequence[Finding] = ()
) -> Submission:
    """Puts it in; enterprises have the ids e1, e2 … in the order of `entries`."""
    batch = Batch(submission.sender, submission.notice, submission.at[:10])
    for number, entry in enumerate(entries, 1):
        one = Enterprise(f"e{number}", entry.track, entry.name, (), fields={**entry.fields, "code": entry.code})
        batch = batch.with_enterprise(one)
    discs = tuple(
        HeldDisc(f"{number}{submission.id:x<60}"[:64], disc, code, number, len(submission.check_codes), "", "1")
        for number, (disc, code) in enumerate(submission.check_codes.items(), 1)
    )
    ledger.register(Registration(submission, batch, a_report(*findings), tuple(entries), discs))
    return ledger.submission(submission.id)
