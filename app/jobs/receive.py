"""接收: discs of any making into the ledger; verified while they are copied, checked, registered."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import clock
from app.errors import NoSubmission, SourceVanished, WrongUse, os_errors
from app.job import Job
from app.jobs.assemble import DiscRecord, carried, full_report, missing_numbers, typed_codes
from app.jobs.disc_copy import NamedSource, named
from app.jobs.disc_intake import WORK, AtHand, Opened, fill_holes, layout_of, open_place, take_disc
from app.jobs.disc_join import completed
from app.jobs.disc_record import CONTENT, read_record, write_record
from app.jobs.disc_set import completes, needs_others, not_one_sender, relaid
from app.jobs.disc_source import open_source
from app.jobs.disc_survey import DiscSurvey
from app.jobs.early_looks import EarlyLooks, early_looks
from app.jobs.entries import entries_of
from app.jobs.first_look import FirstLook as FirstLook
from app.jobs.first_look import first_look as first_look
from app.jobs.look_received import look_received
from app.jobs.verify import CODE
from app.ledger import HeldDisc, Ledger, Registration
from app.ledger.ledger import standing_of
from app.model.batch import Batch, Sender
from app.model.disc import crockford
from app.model.disc_names import proposed_disc_name
from app.model.finding import Outcome, Report
from app.model.names import normalise_name
from app.model.submission import Layout, Maker, Standing, Submission
from app.reading.sandbox import Sandbox
from app.store.lock import user_name
from app.writing.atomic import fsync_folder

_KEPT = "；已复制的内容保留，不必重读"


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` is False when the same discs were received before: nothing changed then.

    `added`: ids of the discs that this call registered; `missing`: numbers of the set still to come.
    """

    submission: Submission
    layout: Layout
    report: Report
    is_new: bool
    added: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()


def receive(
    ledger: Ledger,
    place: Path | Sequence[Path],
    *,
    code: str = "",
    clerk: str = "",
    layout: Layout | None = None,
    sender: Sender | None = None,
    also: Path | None = None,
    handed_in: date | None = None,
    sandbox: Sandbox,
    job: Job,
) -> Received:
    """Verifies while copying, surveys, checks, registers. `layout`: as a person corrected it.

    `place`: a disc, or all discs of a set. `code`: 校验码 as typed, several with commas. `sender`: who it is
    from, where the disc does not tell. `also`: a second copy of the disc, for what the first has not whole.
    `handed_in`: the day it came, today if not told; what completes a submission leaves its day as it is.
    Raises WrongUse (no sender, or more than one), OtherNotice, NoSubmission, Unreadable, SourceVanished,
    DriveGone, Cancelled, AppError; what was copied so far is kept for the next call, and nothing is
    registered.
    """
    places = [place] if isinstance(place, Path) else list(place)
    if not places:
        raise WrongUse("没有指明要接收的光盘")
    if len(places) > 1 and (layout or also):
        raise WrongUse("改过认法的盘、有副本的盘要单独接收：请一次放一张，同一套的会归到一起")
    with ledger.receiving:
        sweep(ledger)
        return _Receiving(
            ledger, code, clerk or user_name(), layout, sender, handed_in or clock.today(), sandbox
        ).run(places, also, job)


def sweep(ledger: Ledger) -> None:
    """Files without a row (killed between the two) go back to be received again; nothing is read twice.

    Raises AppError.
    """
    known = {one.id for one in ledger.submissions()}
    with os_errors(ledger.folder):
        for folder in sorted(path for path in ledger.folder_of("").iterdir() if path.is_dir()):
            held = {disc.folder for disc in ledger.discs_of(folder.name)} if folder.name in known else set()
            for child in sorted(folder.iterdir()):
                record = read_record(child)
                if child.name in held or (folder.name in known and record is None):
                    continue
                back = _work(ledger, record.digest[:24]) if record else None
                if back is None or back.exists():
                    shutil.rmtree(child)
                else:
                    back.parent.mkdir(exist_ok=True)
                    child.rename(back)
            if folder.name not in known:
                folder.rmdir()


def _work(ledger: Ledger, key: str) -> Path:
    return ledger.folder / WORK / key


@dataclass(slots=True)
class _Taken:
    """One disc that was copied: in the work folder, or (holes filled) in the store already."""

    record: DiscRecord
    work: Path
    held: HeldDisc | None = None


@dataclass(frozen=True, slots=True)
class _Receiving:
    ledger: Ledger
    code: str
    clerk: str
    layout: Layout | None
    sender: Sender | None
    day: date
    sandbox: Sandbox

    def run(self, places: Sequence[Path], also: Path | None, job: Job) -> Received:
        taken: list[_Taken] = []
        same: list[tuple[str, HeldDisc]] = []
        copying, rest = job.part(0.0, 0.6), job.part(0.6, 1.0)
        with early_looks(self.ledger.notice, self.sandbox, job) as looks:
            for number, place in enumerate(places):
                part = copying.part(number / len(places), (number + 1) / len(places))
                found = self._take(place, also, looks, part)
                if isinstance(found, _Taken):
                    taken.append(found)
                else:
                    same.append(found)
            if not taken:
                return self._unchanged(same, rest)
            self._know_by_set(taken, rest.part(0.0, 0.05))
            return self._register(taken, looks, rest.part(0.05, 1.0))

    # -- one disc ----------------------------------------------------------------------------------
    def _take(
        self, place: Path, also: Path | None, looks: EarlyLooks, job: Job
    ) -> _Taken | tuple[str, HeldDisc]:
        scratch = _work(self.ledger, "解开")
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            others = [named(open_source(also))] if also else []
            opened = open_place(place, self.ledger.notice, scratch, self.sandbox, job.part(0.0, 0.05), others)
            return self._copied(opened, others, looks, job.part(0.05, 1.0))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _copied(
        self, opened: Opened, others: list[NamedSource], looks: EarlyLooks, job: Job
    ) -> _Taken | tuple[str, HeldDisc]:
        known = self.ledger.disc(opened.digest) if opened.digest else None
        work = _work(self.ledger, opened.key)
        if known is not None:
            return self._filled(known, opened, others, work, job)
        record = take_disc(opened, work, others, self.layout, looks, job)
        if not record.layout.tracks and not needs_others(record.layout, record.of):
            looks.settle()
            shutil.rmtree(work, ignore_errors=True)
            raise NoSubmission(opened.source.place.name)
        known = self.ledger.disc(record.digest)
        if known is not None:
            looks.settle()
            shutil.rmtree(work, ignore_errors=True)
            return known
        return _Taken(record, work)

    def _filled(
        self, known: tuple[str, HeldDisc], opened: Opened, others: list[NamedSource], work: Path, job: Job
    ) -> _Taken | tuple[str, HeldDisc]:
        """The same disc, or a second copy of it: only what is not whole in the store is read."""
        submission, held = known
        home = self.ledger.folder_of(submission) / held.folder
        record = read_record(home)
        is_past = self.ledger.submission(submission).standing is Standing.SUPERSEDED
        if not held.holes or record is None or is_past:
            return known
        sources = [opened.source, *others]
        before, record = record, fill_holes(opened, record, home / CONTENT, work, sources, job)
        fresh = set(record.sizes) - set(before.sizes)
        if fresh and record.layout.made_by is not Maker.BAOPAN:
            found = layout_of(opened, AtHand(opened, work), self.ledger.notice, self.sandbox, job)
            record = replace(record, layout=completed(record.layout, found, fresh))
        shutil.rmtree(work, ignore_errors=True)
        if record.holes == held.holes:
            return known
        write_record(home, record)
        return _Taken(record, home, replace(held, holes=record.holes))

    def _unchanged(self, same: Sequence[tuple[str, HeldDisc]], job: Job) -> Received:
        """Only what a kill kept from being looked at is looked at now."""
        key = same[0][0]
        records = self._records(key)
        look_received(self.ledger, key, tuple(records), self.sandbox, job)
        submission, report = self.ledger.submission(key), self.ledger.report_of(key)
        report = Report((*report.outcomes, *typed_codes(self.code, records)))
        return Received(submission, records[0].layout, report, False, (), missing_numbers(records))

    def _records(self, key: str) -> list[DiscRecord]:
        homes = [self.ledger.folder_of(key) / disc.folder for disc in self.ledger.discs_of(key)]
        return [record for home in homes if (record := read_record(home)) is not None]

    # -- a set ---------------------------------------------------------------------------------------
    def _know_by_set(self, taken: list[_Taken], job: Job) -> None:
        """A disc without a table is known by the table of its set; discs in the order of their numbers."""
        for each in taken:
            if each.held or self.layout or not needs_others(each.record.layout, each.record.of):
                continue
            known = relaid(each.record, self._siblings(each, taken), self.ledger.notice, self.sandbox, job)
            if known is not None:
                each.record = known
                write_record(each.work, known)
            elif not each.record.layout.tracks or not (self.sender or each.record.layout.sender.code):
                said = f"是一套 {each.record.of} 张里的第 {each.record.number} 张，上面没有汇总表"
                raise WrongUse(f"“{each.record.disc_id}”{said}：请先收有汇总表的那一张，或几张一起收{_KEPT}")
        taken.sort(key=lambda each: each.record.number)
        if names := not_one_sender([each.record.layout for each in taken]):
            raise WrongUse(f"这几张盘不是同一个单位报送的（{names}）：请分开接收{_KEPT}")

    def _siblings(self, one: _Taken, taken: Sequence[_Taken]) -> list[tuple[DiscRecord, Path]]:
        """Of its set: in this call, or held already."""
        same = [each for each in taken if each is not one and each.record.edition == one.record.edition]
        found = [(each.record, each.work) for each in same]
        old = self._extended([one])
        discs = self.ledger.discs_of(old.id) if old else ()
        homes = [self.ledger.folder_of(old.id) / disc.folder for disc in discs] if old else []
        return [*found, *((record, home) for home in homes if (record := read_record(home)) is not None)]

    # -- the submission ----------------------------------------------------------------------------
    def _register(self, taken: list[_Taken], looks: EarlyLooks, job: Job) -> Received:
        old = self._extended(taken)
        sender = self._sender(taken, old)
        one = old or self._new(sender, taken)
        homes = self._homes(one.id, taken)
        before = self.ledger.batch_of(one.id) if old else None
        records = [record for record, _, _ in homes]
        looking = DiscSurvey(self.ledger.notice, self.sandbox, looks)
        made = looking.assembled(sender, homes, before, job.part(0.0, 0.5))
        last = self.ledger.batch_of(one.supersedes) if one.supersedes else None
        report = full_report(made, records, self.ledger.notice, one.came_on or self.day, last)
        report = Report((*report.outcomes, *self._coded(old, records)))
        batch = replace(made.batch, decisions=carried(records, report))
        job.check()
        looks.settle()
        self._land(one.id, taken)
        self._write(one, old, batch, report, homes)
        look_received(self.ledger, one.id, tuple(records), self.sandbox, job.part(0.5, 1.0))
        missing = missing_numbers(records)
        added = tuple(each.record.disc_id for each in taken)
        report = self.ledger.report_of(one.id)
        return Received(self.ledger.submission(one.id), records[0].layout, report, True, added, missing)

    def _coded(self, old: Submission | None, records: Sequence[DiscRecord]) -> list[Outcome]:
        """DISC-04, also of the discs whose codes were typed before."""
        typed = typed_codes(self.code, records)
        subjects = {outcome.subject for outcome in typed}
        before = self.ledger.report_of(old.id).outcomes if old else ()
        return [o for o in before if o.check == CODE.id and o.subject not in subjects] + typed

    def _extended(self, taken: Sequence[_Taken]) -> Submission | None:
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

    def _sender(self, taken: Sequence[_Taken], old: Submission | None) -> Sender:
        if old is not None:
            return old.sender
        layouts = [each.record.layout for each in taken]
        ours = next((each.sender for each in layouts if each.made_by is Maker.BAOPAN), None)
        if ours and self.sender and not _is_same_sender(ours, self.sender):
            raise WrongUse(f"光盘上写明由“{ours.name}”报送，不能登记成“{self.sender.name}”")
        told = self.sender or next((each.sender for each in layouts if each.sender.name), None)
        if told is None:
            raise WrongUse(f"看不出是哪个单位报送的，请指定报送单位后再接收{_KEPT}")
        return told

    def _new(self, sender: Sender, taken: Sequence[_Taken]) -> Submission:
        """Numbered after the sender's earlier ones; takes the place of the current one of the same tracks."""
        earlier = [one for one in self.ledger.submissions() if _is_same_sender(one.sender, sender)]
        earlier = [one for one in earlier if one.notice == self.ledger.notice.id]
        tracks = {track for each in taken for track in each.record.layout.tracks}
        current = [
            one for one in earlier
            if one.standing is not Standing.SUPERSEDED and tracks & set(self.ledger.batch_of(one.id).tracks)
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

    def _homes(self, key: str, taken: Sequence[_Taken]) -> list[tuple[DiscRecord, str, Path]]:
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

    def _land(self, key: str, taken: Sequence[_Taken]) -> None:
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
        done = replace(
            one,
            digest=digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest(),
            check_codes={record.disc_id: record.check_code for record in records if record.check_code},
            standing=standing_of(report, batch.decisions),
            files=sum(len(record.files) for record in records),
            bytes=sum(sum(record.sizes.values()) for record in records),
        )
        held = tuple(
            HeldDisc(
                r.digest, r.disc_id, r.check_code, r.number, r.of, r.edition, name, r.holes, at
            )
            for r, name, _ in homes
        )
        what = "补登" if old else "登记"
        discs = "、".join(record.disc_id for record in records)
        entries = entries_of(one.id, batch, report)
        self.ledger.register(Registration(done, batch, report, entries, held, f"{what}：{discs}"))


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
