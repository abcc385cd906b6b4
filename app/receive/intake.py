"""接收: discs of any making into the ledger; verified while they are copied, checked, registered."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import clock
from app.disc.copies import completed
from app.disc.copying import NamedSource, named
from app.disc.source import open_source
from app.errors import NoSubmission, WrongUse, os_errors
from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.model.batch import Sender
from app.model.finding import Report
from app.model.submission import Layout, Maker, Standing, Submission
from app.reading.sandbox import Sandbox
from app.receive.background import BackgroundSurvey, background_survey
from app.receive.compose import DiscRecord, missing_numbers, typed_codes
from app.receive.examine import examine_received
from app.receive.one_disc import WORK, AtHand, Opened, fill_holes, layout_of, open_place, take_disc
from app.receive.preview import Preview as Preview
from app.receive.preview import preview_disc as preview_disc
from app.receive.record import CONTENT, read_record, write_record
from app.receive.register import KEPT, Registering, Taken
from app.receive.sets import needs_others, not_one_sender, relaid
from app.store.lock import user_name


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
    looks: bool = True,
    sandbox: Sandbox,
    job: Job,
) -> Received:
    """Verifies while copying, surveys, checks, registers. `layout`: as a person corrected it.

    `place`: a disc, or all discs of a set. `code`: 校验码 as typed, several with commas. `sender`: who it is
    from, where the disc does not tell. `also`: a second copy of the disc, for what the first has not whole.
    `handed_in`: the day it came, today if not told; what completes a submission leaves its day as it is.
    `looks`: whether seals, pages and forms are looked at too, once it is registered; else
    `examine_received` is left to the caller, and the submission is 已收到 until then.
    Raises WrongUse (no sender, or more than one), OtherNotice, NoSubmission, Unreadable, SourceVanished,
    DriveGone, Cancelled, AppError; what was copied so far is kept for the next call, and nothing is
    registered.
    """
    places = [place] if isinstance(place, Path) else list(place)
    if not places:
        raise WrongUse("没有指明要接收的光盘")
    if len(places) > 1 and (layout or also):
        raise WrongUse("改过认法的盘、有副本的盘要单独接收：请一次放一张，同一套的会归到一起")
    desk = Registering(ledger, code, clerk or user_name(), sender, handed_in or clock.today())
    receiving = _Receiving(desk, layout, sandbox)
    with ledger.receiving:
        sweep(ledger)
        received = receiving.run(places, also, job.part(0.0, 0.7) if looks else job)
    key = received.submission.id
    if looks and ledger.submission(key).to_examine:
        examine_received(ledger, key, sandbox, job.part(0.7, 1.0))
        received = replace(received, submission=ledger.submission(key), report=receiving.report_of(received))
    return received


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


@dataclass(frozen=True, slots=True)
class _Receiving:
    desk: Registering
    layout: Layout | None
    sandbox: Sandbox

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def run(self, places: Sequence[Path], also: Path | None, job: Job) -> Received:
        taken: list[Taken] = []
        same: list[tuple[str, HeldDisc]] = []
        copying, rest = job.part(0.0, 0.6), job.part(0.6, 1.0)
        with background_survey(self.ledger.notice, self.sandbox, job) as looks:
            for number, place in enumerate(places):
                part = copying.part(number / len(places), (number + 1) / len(places))
                found = self._take(place, also, looks, part)
                if isinstance(found, Taken):
                    taken.append(found)
                else:
                    same.append(found)
            if not taken:
                return self._unchanged(same)
            self._know_by_set(taken, rest.part(0.0, 0.05))
            key, records = self.desk.register(taken, looks, rest.part(0.05, 1.0))
        added = tuple(each.record.disc_id for each in taken)
        one, report = self.ledger.submission(key), self.ledger.report_of(key)
        return Received(one, records[0].layout, report, True, added, missing_numbers(records))

    # -- one disc ----------------------------------------------------------------------------------
    def _take(
        self, place: Path, also: Path | None, looks: BackgroundSurvey, job: Job
    ) -> Taken | tuple[str, HeldDisc]:
        scratch = _work(self.ledger, "解开")
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            others = [named(open_source(also))] if also else []
            opened = open_place(place, self.ledger.notice, scratch, self.sandbox, job.part(0.0, 0.05), others)
            return self._copied(opened, others, looks, job.part(0.05, 1.0))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def _copied(
        self, opened: Opened, others: list[NamedSource], looks: BackgroundSurvey, job: Job
    ) -> Taken | tuple[str, HeldDisc]:
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
        return Taken(record, work)

    def _filled(
        self, known: tuple[str, HeldDisc], opened: Opened, others: list[NamedSource], work: Path, job: Job
    ) -> Taken | tuple[str, HeldDisc]:
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
        return Taken(record, home, replace(held, holes=record.holes))

    def _unchanged(self, same: Sequence[tuple[str, HeldDisc]]) -> Received:
        key = same[0][0]
        records = self._records(key)
        submission, report = self.ledger.submission(key), self._with_codes(key)
        return Received(submission, records[0].layout, report, False, (), missing_numbers(records))

    def report_of(self, received: Received) -> Report:
        """As the ledger has it by now."""
        key = received.submission.id
        return self.ledger.report_of(key) if received.is_new else self._with_codes(key)

    def _with_codes(self, key: str) -> Report:
        """Codes typed for what was received before are answered, and not kept."""
        codes = typed_codes(self.desk.code, self._records(key), self.ledger.notice)
        return Report((*self.ledger.report_of(key).outcomes, *codes))

    def _records(self, key: str) -> list[DiscRecord]:
        homes = [self.ledger.folder_of(key) / disc.folder for disc in self.ledger.discs_of(key)]
        return [record for home in homes if (record := read_record(home)) is not None]

    # -- a set ---------------------------------------------------------------------------------------
    def _know_by_set(self, taken: list[Taken], job: Job) -> None:
        """A disc without a table is known by the table of its set; discs in the order of their numbers."""
        for each in taken:
            if each.held or self.layout or not needs_others(each.record.layout, each.record.of):
                continue
            known = relaid(each.record, self._siblings(each, taken), self.ledger.notice, self.sandbox, job)
            if known is not None:
                each.record = known
                write_record(each.work, known)
            elif not each.record.layout.tracks or not (self.desk.sender or each.record.layout.sender.code):
                said = f"是一套 {each.record.of} 张里的第 {each.record.number} 张，上面没有汇总表"
                raise WrongUse(f"“{each.record.disc_id}”{said}：请先收有汇总表的那一张，或几张一起收{KEPT}")
        taken.sort(key=lambda each: each.record.number)
        if names := not_one_sender([each.record.layout for each in taken]):
            raise WrongUse(f"这几张盘不是同一个单位报送的（{names}）：请分开接收{KEPT}")

    def _siblings(self, one: Taken, taken: Sequence[Taken]) -> list[tuple[DiscRecord, Path]]:
        """Of its set: in this call, or held already."""
        same = [each for each in taken if each is not one and each.record.edition == one.record.edition]
        found = [(each.record, each.work) for each in same]
        old = self.desk.extended([one])
        discs = self.ledger.discs_of(old.id) if old else ()
        homes = [self.ledger.folder_of(old.id) / disc.folder for disc in discs] if old else []
        return [*found, *((record, home) for home in homes if (record := read_record(home)) is not None)]
