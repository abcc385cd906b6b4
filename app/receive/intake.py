"""接收: discs of any making into the ledger; verified while they are copied, checked, registered."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import clock
from app.disc.copies import completed
from app.errors import NoSubmission, WrongUse
from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.ledger.event import EventKind
from app.ledger.registration import compared_of
from app.model.batch import Sender
from app.model.disc import Compared
from app.model.finding import Report
from app.model.submission import Layout, Maker, Standing, Submission
from app.model.tally import Tally, tally
from app.reading.sandbox import Sandbox
from app.receive.background import BackgroundSurvey, background_survey
from app.receive.compose import DiscRecord, missing_numbers
from app.receive.disc.copying import CONTENT
from app.receive.disc.holes import fill_record
from app.receive.disc.layout import Asked, AtHand, layout_of, must_fit
from app.receive.disc.on_hand import DiscOnHand, held_discs, take_disc
from app.receive.disc.opening import Opened, open_place
from app.receive.disc.record import held_record, proven_record, record_digest, write_record
from app.receive.disc.stored import changed_on, put_back, put_in_place
from app.receive.examine import examine_received, has_more
from app.receive.hand.columns import KnownColumns
from app.receive.preview import Preview as Preview
from app.receive.preview import preview_disc as preview_disc
from app.receive.register import Case, Registering
from app.receive.sets import by_their_set, needs_others
from app.receive.standing.papers import compare_codes
from app.receive.work import scratch_of, sweep, work_of
from app.store.clerk import at_work


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` is False when the same discs were received before: nothing changed then.

    `added`: ids of the discs that this call registered; `missing`: numbers of the set still to come.
    `restored`: what had changed in the store since, and was put back from the disc. `unlike`: files of this
    disc that it has otherwise, or more, than the same one that was received before; they are not taken.
    `is_looked`: seals, pages and forms were looked at, or what an earlier look had left out.
    `is_compared`: what was typed of the papers was kept of discs received before. `compared`: all its discs.
    `tally`: what is open of it.
    """

    submission: Submission
    layout: Layout
    report: Report
    is_new: bool
    added: tuple[str, ...] = ()
    missing: tuple[int, ...] = ()
    restored: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()
    is_compared: bool = False
    compared: Compared = Compared.NOT
    is_looked: bool = False
    tally: Tally = Tally()  # noqa: RUF009 - frozen

    @property
    def noted(self) -> str:
        """What came of a disc that was known already, in words."""
        if self.is_looked:
            return "这次接着看了上次没有看完、没有识别的"
        if self.submission.standing is Standing.VOIDED:
            return f"那一份已作废（{self.submission.reason}），没有变动；要用这张盘，先恢复那一份"
        return "台账只记下了校验码的核对" if self.is_compared else "台账没有变动"


@dataclass(frozen=True, slots=True)
class _Known:
    """A disc that is held already, by the submission `key`."""

    key: str
    restored: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


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
    row_first: bool = False,
    recognises: bool = True,
    columns: Mapping[str, str] | None = None,
    sandbox: Sandbox,
    job: Job,
) -> Received:
    """Verifies while copying, surveys, checks, registers. `layout`: as a person corrected it.

    `place`: a disc, or all discs of a set. `code`: 校验码 as typed, several with commas. `sender`: who it is
    from, where the disc does not tell. `also`: a second copy of the disc, for what the first has not whole.
    `handed_in`: the day it came, today if not told; what completes a submission leaves its day as it is.
    `looks`: whether seals, pages and forms are looked at too, once it is registered; else
    `examine_received` is left to the caller, and the submission is 已收到 until then. `row_first`: its row
    stands once every byte was read and compared; packages that nobody has looked into by then are looked into
    by `examine_received`, before all else. `recognises`: scanned
    pages too, also of one that was received before and looked at without. `columns`: heading of its tables →
    id of the notice's column, where a person had to say it; kept for the next disc of that sender.
    Raises WrongUse (no sender, or more than one; a layout of another disc), OtherNotice, NoSubmission,
    Unreadable, SourceVanished, DriveGone, Cancelled, AppError; what was copied so far is kept for the next
    call, and nothing is registered.
    """
    places = _places(place, layout, also)
    desk = Registering(ledger, code, clerk or at_work(), sender, handed_in or clock.today())
    known = KnownColumns(ledger.folder)
    receiving = _Receiving(desk, layout, also, sandbox, Asked(columns or {}, known, recognises), row_first)
    with ledger.taking_in(lambda: sweep(ledger)):
        received = receiving.run(places, job.part(0.0, 0.7) if looks else job)
    key = received.submission.id
    if received.is_new:
        known.keep(received.submission.sender, received.layout.columns)
    if looks and has_more(received.submission, recognises=recognises):
        examine_received(ledger, key, sandbox, job.part(0.7, 1.0), recognises=recognises)
        one, report = ledger.submission(key), ledger.report_of(key)
        received = replace(received, submission=one, report=report, is_looked=True)
    return replace(received, tally=tally(received.report.findings, ledger.batch_of(key).decisions))


def _places(place: Path | Sequence[Path], layout: Layout | None, also: Path | None) -> list[Path]:
    places = [place] if isinstance(place, Path) else list(place)
    if not places:
        raise WrongUse("没有指明要接收的光盘")
    if len(places) > 1 and (layout or also):
        raise WrongUse("改过认法的盘、有副本的盘要单独接收：请一次放一张，同一套的会归到一起")
    return places


@dataclass(frozen=True, slots=True)
class _Receiving:
    """`layout`: as a person corrected it; `also`: a second copy of the disc; `asked`: how to look else."""

    desk: Registering
    layout: Layout | None
    also: Path | None
    sandbox: Sandbox
    asked: Asked
    row_first: bool

    @property
    def ledger(self) -> Ledger:
        return self.desk.ledger

    def run(self, places: Sequence[Path], job: Job) -> Received:
        """Open, copy and recognise each disc, then survey, check and register them together."""
        self.sandbox.make_room()
        surveying = background_survey(self.ledger.notice, self.sandbox, job, row_first=self.row_first)
        with ExitStack() as alone, surveying as surveys:
            parts = job.part(0.0, 0.6).through(places)
            taken = [self._take(place, surveys, part, alone) for place, part in parts]
            fresh = [disc for disc in taken if isinstance(disc, DiscOnHand)]
            if not fresh:
                return self._unchanged([disc for disc in taken if isinstance(disc, _Known)])
            known = fresh  # what a person said of one stands
            if not self.layout:
                desk, look = self.desk, job.part(0.6, 0.62)
                known = by_their_set(fresh, desk.ledger, desk.sender, self.sandbox, look)
            with self.ledger.receiving:  # what was seen of others may come into the rows until then
                case = self.desk.register(known, surveys, job.part(0.62, 1.0))
        return self._received(case, known)

    # -- one disc ----------------------------------------------------------------------------------
    def _take(
        self, place: Path, surveys: BackgroundSurvey, job: Job, alone: ExitStack
    ) -> DiscOnHand | _Known:
        """The disc as it must be registered; the submission that has it already, unchanged. No other computer
        copies the same one until `alone` is left.
        """
        with scratch_of(self.ledger) as scratch:
            also = (self.also,) if self.also else ()
            opening, copying = job.part(0.0, 0.05), job.part(0.05, 1.0)
            opened = open_place(place, self.ledger.notice, scratch, self.sandbox, opening, also)
            alone.enter_context(self.ledger.alone(f"disc {opened.key}", job))
            held = self.ledger.disc(opened.digest) if opened.digest else None
            if held is not None:
                with self.ledger.receiving:
                    return self._filled(*held, opened, surveys, copying)
            return self._copied(opened, surveys, copying)

    def _copied(self, opened: Opened, surveys: BackgroundSurvey, job: Job) -> DiscOnHand | _Known:
        if self.layout is not None:
            must_fit(self.layout, opened.disc.files, self.ledger.notice)
        disc = take_disc(opened, work_of(self.ledger, opened.key), self.layout, surveys, job, self.asked)
        is_none = not disc.record.layout.tracks and not needs_others(disc.record.layout, disc.record.of)
        same = self.ledger.disc(disc.record.digest)
        if same is None and not is_none:
            return disc
        surveys.settle()
        try:
            if same is None or is_none:
                raise NoSubmission(opened.source.place.name)
            with self.ledger.receiving:
                return self._proven(*same, opened, surveys, job.quiet())
        finally:
            shutil.rmtree(disc.home, ignore_errors=True)

    def _proven(
        self, key: str, held: HeldDisc, opened: Opened, surveys: BackgroundSurvey, job: Job
    ) -> _Known:
        """The store's copy is read again; what changed since is put back from the disc. Raises WrongUse."""
        home, work = self.ledger.home_of(key, held), work_of(self.ledger, opened.key)
        changed = list(changed_on(self.ledger, key, held, job.part(0.0, 0.5)))
        record, mending = proven_record(home, held), job.part(0.5, 1.0)
        if not changed:
            return _Known(key)
        if record is None:
            fresh = take_disc(opened, work, None, surveys, mending)
            surveys.settle()
            put_in_place(home, fresh.home)
            self.ledger.hold(key, replace(held, holes=fresh.record.holes, record=record_digest(home)))
            restored = changed
        else:
            paths = {each.path for each in changed}
            right = put_back(opened, record, home / CONTENT, paths, work, mending)
            restored = [each for each in changed if each.path in right]
        if restored:
            files = "、".join(each.words for each in restored)
            self.ledger.note(key, EventKind.STORE_RESTORED, self.desk.clerk, files=files)
        if lost := [each.words for each in changed if each not in restored]:
            words = "、".join(lost)
            raise WrongUse(f"存放的材料变了，这张光盘上的也和收到时不一样：{words}；请换一份同样的光盘")
        return _Known(key, tuple(each.words for each in restored))

    def _filled(
        self, key: str, held: HeldDisc, opened: Opened, surveys: BackgroundSurvey, job: Job
    ) -> DiscOnHand | _Known:
        """The same disc, or a second copy of it: only what is not whole in the store is read from it."""
        known = self._proven(key, held, opened, surveys, job.part(0.0, 0.5))
        home = self.ledger.home_of(key, held)
        before = held_record(home, held)
        is_past = self.ledger.submission(key).standing.is_past
        known = replace(known, unlike=_unlike(opened, before))
        if not held.holes or before is None or is_past:
            return known
        work = work_of(self.ledger, opened.key)
        record = fill_record(opened, before, home, work, self.sandbox, job.part(0.5, 1.0))
        record = self._recognised_again(record, before, opened, job)
        shutil.rmtree(work, ignore_errors=True)
        if record.holes == held.holes:
            return known
        write_record(home, record)
        return DiscOnHand(record, home, held.folder, replace(held, holes=record.holes))

    def _recognised_again(
        self, record: DiscRecord, before: DiscRecord, opened: Opened, job: Job
    ) -> DiscRecord:
        """With files that only a copy had: a disc that does not tell itself must be looked at for them."""
        fresh = set(record.sizes) - set(before.sizes)
        if not fresh or record.layout.made_by is Maker.BAOPAN:
            return record
        small = AtHand(opened, work_of(self.ledger, opened.key))
        found = layout_of(opened, small, self.ledger.notice, self.sandbox, job, self.asked)
        return replace(record, layout=completed(record.layout, found, fresh))

    # -- what came of it ---------------------------------------------------------------------------
    def _received(self, case: Case, fresh: Sequence[DiscOnHand]) -> Received:
        key, records = case.submission.id, case.records
        added = tuple(disc.record.disc_id for disc in fresh)
        one, report = self.ledger.submission(key), self.ledger.report_of(key)
        return Received(
            one, records[0].layout, report, True, added, missing_numbers(records),
            compared=compared_of(self.ledger.discs_of(key)),
        )  # fmt: skip

    def _unchanged(self, known: Sequence[_Known]) -> Received:
        """But for what is typed of its papers: that is kept."""
        key, restored = known[0].key, tuple(words for each in known for words in each.restored)
        unlike = tuple(path for each in known for path in each.unlike)
        is_compared = compare_codes(self.ledger, key, self.desk.code, self.desk.clerk)
        records = [disc.record for disc in held_discs(self.ledger, key)]
        compared = compared_of(self.ledger.discs_of(key))
        return Received(
            self.ledger.submission(key), records[0].layout, self.ledger.report_of(key), False, (),
            missing_numbers(records), restored, unlike, is_compared, compared,
        )  # fmt: skip


def _unlike(opened: Opened, record: DiscRecord | None) -> tuple[str, ...]:
    """By their sizes; the lists that they share vouch for the rest."""
    if record is None:
        return ()
    there = opened.disc.files.items()
    return tuple(p for p, size in there if p not in record.holes and record.sizes.get(p) != size)
