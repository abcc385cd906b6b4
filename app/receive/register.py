"""From discs that were copied to a submission in the ledger: whole folders into the store, then its row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import clock
from app.batch.form_facts import unread
from app.batch.page_findings import unlooked
from app.checks import Need, check_of
from app.errors import SourceVanished, WrongUse, os_errors
from app.job import Job
from app.ledger import HeldDisc, Ledger, Registration
from app.ledger.ledger import standing_of
from app.model.batch import Batch, Sender
from app.model.disc import crockford
from app.model.disc_names import proposed_disc_name
from app.model.event import EventKind
from app.model.finding import Outcome, Report
from app.model.names import normalise_name
from app.model.submission import Maker, Standing, Submission
from app.receive.background import BackgroundSurvey
from app.receive.compose import DiscRecord, carried, full_report, typed_codes
from app.receive.entries import entries_of
from app.receive.record import read_record
from app.receive.sets import completes
from app.receive.survey import DiscSurvey
from app.writing.atomic import fsync_folder

KEPT = "；已复制的内容保留，不必重读"


@dataclass(slots=True)
class Taken:
    """One disc that was copied: in the work folder, or (holes filled) in the store already."""

    record: DiscRecord
    work: Path
    held: HeldDisc | None = None


@dataclass(frozen=True, slots=True)
class Registering:
    """`code`: 校验码 as typed; `sender`: who it is from, where told; `day`: when it was handed in."""

    ledger: Ledger
    code: str
    clerk: str
    sender: Sender | None
    day: date

    def register(self, taken: list[Taken], looks: BackgroundSurvey, job: Job) -> tuple[str, list[DiscRecord]]:
        """The id it has, and what is kept of all its discs. Raises WrongUse, SourceVanished, AppError."""
        old = self.extended(taken)
        sender = self._sender_of(taken, old)
        one = old or self._new(sender, taken)
        homes = self._homes(one.id, taken)
        before = self.ledger.batch_of(one.id) if old else None
        records = [record for record, _, _ in homes]
        looking = DiscSurvey(self.ledger.notice, looks.sandbox, looks)
        made = looking.assembled(sender, homes, before, job)
        last = self.ledger.batch_of(one.supersedes) if one.supersedes else None
        report = full_report(made, records, self.ledger.notice, one.came_on or self.day, last)
        report = Report((*report.outcomes, *self._coded(old, records)))
        batch = replace(made.batch, decisions=carried(records, report))
        job.check()
        looks.settle()
        self._move_into_store(one.id, taken)
        self._write(one, old, batch, report, homes)
        return one.id, records

    def _coded(self, old: Submission | None, records: Sequence[DiscRecord]) -> list[Outcome]:
        """What is typed from the paper, also of the discs whose codes were typed before."""
        typed = typed_codes(self.code, records, self.ledger.notice)
        subjects = {outcome.subject for outcome in typed}
        before = self.ledger.report_of(old.id).outcomes if old else ()
        coded = (o for o in before if Need.PAPER in check_of(o).needs)
        return [*(o for o in coded if o.subject not in subjects), *typed]

    def extended(self, taken: Sequence[Taken]) -> Submission | None:
        """The submission these discs complete: the same set, or a disc whose holes were filled."""
        for one in reversed(self.ledger.submissions()):
            if one.standing is Standing.SUPERSEDED:
                continue
            for disc in self.ledger.discs_of(one.id):
                for each in taken:
                    if each.record.digest == disc.digest:
                        return one
                    if completes(each.record, self.ledger.discs_of(one.id), one.sender):
                        return one
        return None

    def _sender_of(self, taken: Sequence[Taken], old: Submission | None) -> Sender:
        if old is not None:
            return old.sender
        layouts = [each.record.layout for each in taken]
        ours = next((each.sender for each in layouts if each.made_by is Maker.BAOPAN), None)
        if ours and self.sender and not _is_same_sender(ours, self.sender):
            raise WrongUse(f"光盘上写明由“{ours.name}”报送，不能登记成“{self.sender.name}”")
        told = self.sender or next((each.sender for each in layouts if each.sender.name), None)
        if told is None:
            raise WrongUse(f"看不出是哪个单位报送的，请指定报送单位后再接收{KEPT}")
        return told

    def _tracks_of(self, one: Submission) -> set[str]:
        return {track for track, keys in self.ledger.batch_of(one.id).order.items() if keys}

    def _new(self, sender: Sender, taken: Sequence[Taken]) -> Submission:
        """Numbered after the sender's earlier ones; takes the place of the current one of the same tracks."""
        earlier = [one for one in self.ledger.submissions() if _is_same_sender(one.sender, sender)]
        earlier = [one for one in earlier if one.notice == self.ledger.notice.id]
        tracks = {track for each in taken for track in each.record.layout.tracks}
        current = [
            one for one in earlier
            if one.standing is not Standing.SUPERSEDED and tracks & self._tracks_of(one)
        ]
        attempt = max((one.attempt for one in earlier), default=0) + 1
        short = sender.code or "ZB" + crockford(hashlib.sha256(sender.name.encode()).digest(), 6)
        return Submission(
            id=f"{self.ledger.notice.id}-{short}-{attempt}",
            notice=self.ledger.notice.id,
            sender=sender,
            made_by=taken[0].record.layout.made_by,
            digest="",
            check_codes={},
            clerk=self.clerk,
            at=clock.now().isoformat(),
            attempt=attempt,
            standing=Standing.RECEIVED,
            is_late=self.day > self.ledger.notice.deadline,
            supersedes=current[-1].id if current else "",
            handed_in=self.day.isoformat(),
        )

    def _homes(self, key: str, taken: Sequence[Taken]) -> list[tuple[DiscRecord, str, Path]]:
        """(record, folder's name in the submission, where it is now), those held before first."""
        homes = []
        fresh = {each.held.folder: each for each in taken if each.held}
        for disc in self.ledger.discs_of(key):
            home = self.ledger.folder_of(key) / disc.folder
            record = fresh[disc.folder].record if disc.folder in fresh else read_record(home)
            if record is None:
                raise SourceVanished(home)  # to go on without it would take the disc out of the ledger
            homes.append((record, disc.folder, home))
        names = {name for _, name, _ in homes}
        for each in taken:
            if each.held is None:
                name = _free(_folder_name(each.record.disc_id), names)
                names.add(name)
                homes.append((each.record, name, each.work))
        return homes

    def _move_into_store(self, key: str, taken: Sequence[Taken]) -> None:
        """Whole folders are renamed into the store; the row comes after."""
        store = self.ledger.folder_of(key)
        names = {disc.folder for disc in self.ledger.discs_of(key)}
        with os_errors(store):
            store.mkdir(parents=True, exist_ok=True)
            for each in taken:
                if each.held is None:
                    name = _free(_folder_name(each.record.disc_id), names)
                    names.add(name)
                    each.work.rename(store / name)
            fsync_folder(store)
            fsync_folder(store.parent)

    def _write(
        self, one: Submission, old: Submission | None, batch: Batch, report: Report,
        homes: Sequence[tuple[DiscRecord, str, Path]],
    ) -> None:
        records = [record for record, _, _ in homes]
        at = clock.now().isoformat()
        digests = sorted(record.digest for record in records)
        notice = self.ledger.notice
        to_examine = bool(unlooked(batch, notice) or unread(batch, notice))
        done = replace(
            one,
            digest=digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest(),
            check_codes={record.disc_id: record.check_code for record in records if record.check_code},
            standing=standing_of(report, batch.decisions),
            files=sum(len(record.files) for record in records),
            bytes=sum(sum(record.sizes.values()) for record in records),
            to_examine=one.to_examine or to_examine,
        )
        held = tuple(
            HeldDisc(
                r.digest, r.disc_id, r.check_code, r.number, r.of, r.edition, name, r.holes, at
            )
            for r, name, _ in homes
        )
        entries = entries_of(one.id, batch, report, notice)
        kind = EventKind.EXTENDED if old else EventKind.REGISTERED
        facts = {"discs": "、".join(record.disc_id for record in records)}
        if to_examine:
            facts["to_examine"] = "yes"
        self.ledger.register(Registration(done, batch, report, entries, held, kind, facts))


def _is_same_sender(left: Sender, right: Sender) -> bool:
    if left.code or right.code:
        return left.code == right.code
    return normalise_name(left.name) == normalise_name(right.name)


def _folder_name(disc: str) -> str:
    """The disc's id where it has one, as a folder's name."""
    name = proposed_disc_name(re.sub(r"[\\/]", "_", disc))[:40].strip(" .")
    return name or "光盘"


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}（{number}）", number + 1
    return free
