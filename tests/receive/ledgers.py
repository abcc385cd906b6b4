"""Ledgers with submissions in them, made without discs."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app.demo.province import ProvinceCampaign
from app.errors import AppError
from app.job import Job
from app.ledger import HeldDisc, Ledger, Registration
from app.ledger.seals import TABLES
from app.model.batch import Batch, Decision, Enterprise
from app.model.finding import Finding, Grade, Outcome, Report, State, Who
from app.model.source import Source
from app.model.submission import Entry, Layout, Submission
from app.paths import RESOURCES
from app.reading.containers import container_of
from app.reading.sandbox import Sandbox
from app.receive.compose import DiscRecord
from app.receive.disc.record import write_record
from app.receive.intake import Received, receive

TOML = (RESOURCES / "notices" / "2023.toml").read_bytes()


def a_ledger(folder: Path) -> Ledger:
    return Ledger.create(folder, TOML)


def all_received(folder: Path, province: ProvinceCampaign) -> dict[str, Received | AppError]:
    """By a disc's title what came of it, in the order in which they came; a 补正盘 after all others."""
    told: dict[str, Received | AppError] = {}
    with Sandbox(1) as sandbox, a_ledger(folder) as ledger:
        for each in sorted(province.discs, key=lambda one: one.attempt):
            try:
                told[each.title] = receive(ledger, each.places, handed_in=each.handed_in, sandbox=sandbox, job=Job())
            except AppError as error:
                told[each.title] = error
    return told


# Takes back the steps that typed the events and sealed the rows: for ledgers as older programs left them.
WITHOUT_EVENT_KINDS = "".join(f"ALTER TABLE {each} DROP COLUMN seal;" for each in TABLES) + """
DROP TABLE activities; DROP TABLE attachments; DROP TABLE awarded; DROP TABLE notice; ALTER TABLE discs DROP COLUMN record;
ALTER TABLE events DROP COLUMN kind; ALTER TABLE events DROP COLUMN facts;
ALTER TABLE submissions DROP COLUMN to_examine; ALTER TABLE submissions DROP COLUMN to_recognise;
ALTER TABLE submissions DROP COLUMN sender_kind;
ALTER TABLE discs DROP COLUMN typed; ALTER TABLE discs DROP COLUMN unlike; PRAGMA user_version=3;
"""


def a_finding(subject: str, grade: Grade = Grade.MUST, what: str = "没有申报书", **more) -> Finding:
    said = {
        "fix": "请补交盖章的申报书扫描件", "where": "", "why": "通知三（一）", "who": Who.ENTERPRISE,
        "check": "MAT-01", "title": "申报书",
    }  # fmt: skip
    return Finding(what, grade=grade, subject=subject, **(said | more))


def a_report(*findings: Finding) -> Report:
    return Report(tuple(Outcome(f.check, f.title, f.subject, "", State.FOUND, (f,)) for f in findings))


def registered(
    ledger: Ledger,
    submission: Submission,
    entries: Sequence[Entry],
    findings: Sequence[Finding] = (),
    packages: Sequence[Path] = (),
    said: Iterable[Decision] = (),
) -> Submission:
    """Puts it in; enterprises have the ids e1, e2 … in the order of `entries`, and of `packages`; `said` by
    its sender.
    """
    batch = Batch(submission.sender, submission.notice, submission.at[:10])
    for number, entry in enumerate(entries, 1):
        fields = {**entry.fields, "code": entry.code}
        sources = [_stored(ledger, submission, path) for path in packages[number - 1: number]]
        keys = tuple(source.id for source in sources)
        batch = batch.with_enterprise(Enterprise(f"e{number}", entry.track, entry.name, keys, fields=fields), sources)
    batch = replace(batch, decisions={decision.finding: decision for decision in said})
    discs = tuple(
        HeldDisc(
            hashlib.sha256(f"{number} {submission.id}".encode()).hexdigest(), disc, code, number,
            len(submission.check_codes), "", "1",
        )
        for number, (disc, code) in enumerate(submission.check_codes.items(), 1)
    )
    for held in discs:
        store_record(ledger, submission, held)
    ledger.register(Registration(submission, batch, a_report(*findings), tuple(entries), discs))
    return ledger.submission(submission.id)


def store_record(ledger: Ledger, submission: Submission, held: HeldDisc) -> None:
    """What a disc without files leaves beside them."""
    home = ledger.folder_of(submission.id) / held.folder
    home.mkdir(parents=True, exist_ok=True)
    layout = Layout(submission.made_by, submission.sender, {}, held.disc_id)
    write_record(home, DiscRecord(held.digest, held.disc_id, held.check_code, layout, {}, {}, {}))


def _stored(ledger: Ledger, submission: Submission, package: Path) -> Source:
    target = ledger.folder_of(submission.id) / package.name
    target.parent.mkdir(exist_ok=True)
    (shutil.copytree if package.is_dir() else shutil.copyfile)(package, target)
    size = 0 if package.is_dir() else package.stat().st_size
    digest = "" if package.is_dir() else hashlib.sha256(package.read_bytes()).hexdigest()
    return Source(package.name, str(package), package.name, container_of(package), size, digest)
