"""From discs that were copied to a submission in the ledger: whole folders into the store, then its row."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app import clock
from app.batch.looking import is_unseen
from app.errors import SourceVanished, WrongUse, os_errors
from app.job import Job
from app.ledger import HeldDisc, Ledger, Registration
from app.ledger.event import EventKind
from app.ledger.registration import compared_of, entries_of, settled, standing_of, with_papers
from app.model.batch import Batch, Sender
from app.model.disc import crockford
from app.model.disc_names import proposed_disc_name
from app.model.finding import Report
from app.model.submission import Maker, Standing, Submission
from app.paths import inside
from app.receive.background import BackgroundSurvey
from app.receive.compose import Assembled, DiscRecord, carried, full_report, typed_codes
from app.receive.disc.on_hand import KEPT, DiscOnHand, held_discs
from app.receive.disc.record import record_digest
from app.receive.sets import completed_by
from app.receive.standing.papers import as_typed
from app.receive.standing.replacing import before_it, give_way, is_same_sender
from app.receive.survey import DiscSurvey
from app.receive.survey_later import is_surveyed
from app.writing.atomic import fsync_folder
from app.writing.moving import move


@dataclass(frozen=True, slots=True)
class Case:
    """A submission in the making: `discs` are all of it, those held before first; `seen`: its last change
    when it was begun.
    """

    submission: Submission
    is_extended: bool
    discs: tuple[DiscOnHand, ...]
    seen: int

    @property
    def records(self) -> list[DiscRecord]:
        return [disc.record for disc in self.discs]


@dataclass(frozen=True, slots=True)
class Registering:
    """`code`: 校验码 as typed; `sender`: who it is from, where told; `day`: when it was handed in."""

    ledger: Ledger
    code: str
    clerk: str
    sender: Sender | None
    day: date

    def register(self, fresh: Sequence[DiscOnHand], surveys: BackgroundSurvey, job: Job) -> Case:
        """Surveyed, checked, moved into the store, and its row written. Raises WrongUse, SourceVanished,
        AppError.
        """
        told = (self.sender, *(each.record.layout.sender for each in fresh))
        whose = next((sender.code or sender.name for sender in told if sender and sender.name), "")
        with self.ledger.alone(f"sender {whose}", job):  # its next number is given once
            return self._registered(fresh, surveys, job)

    def _registered(self, fresh: Sequence[DiscOnHand], surveys: BackgroundSurvey, job: Job) -> Case:
        old = completed_by(self.ledger, fresh)
        one = old or self._new(self._sender_of(fresh), fresh)
        case = Case(one, old is not None, self._all_discs(one.id, fresh), self.ledger.last_change(one.id))
        if surveys.row_first:
            surveys.end()
        made = self._surveyed(case, surveys, job)
        report = self._checked(case, made)
        job.check()
        surveys.settle()
        self._move_into_store(case)
        self._write(case, replace(made.batch, decisions=carried(case.records, report)), report)
        return case

    def _surveyed(self, case: Case, surveys: BackgroundSurvey, job: Job) -> Assembled:
        one = case.submission
        before = self.ledger.batch_of(one.id) if case.is_extended else None
        return DiscSurvey(surveys).assembled(one.sender, case.discs, before, job)

    def _checked(self, case: Case, made: Assembled) -> Report:
        one, records = case.submission, case.records
        last = self.ledger.batch_of(one.supersedes) if one.supersedes else None
        return full_report(made, records, self.ledger.notice, one.came_on or self.day, last)

    def _sender_of(self, taken: Sequence[DiscOnHand]) -> Sender:
        layouts = [each.record.layout for each in taken]
        ours = next((each.sender for each in layouts if each.made_by is Maker.BAOPAN), None)
        if ours and self.sender and not is_same_sender(ours, self.sender):
            raise WrongUse(f"光盘上写明由“{ours.name}”报送，不能登记成“{self.sender.name}”")
        told = self.sender or next((each.sender for each in layouts if each.sender.name), None)
        if told is None:
            raise WrongUse(f"看不出是哪个单位报送的，请指定报送单位后再接收{KEPT}")
        return told

    def _new(self, sender: Sender, taken: Sequence[DiscOnHand]) -> Submission:
        """Numbered after the sender's earlier ones; takes the place of the current one of the same tracks."""
        earlier = [one for one in self.ledger.submissions() if is_same_sender(one.sender, sender)]
        earlier = [one for one in earlier if one.notice == self.ledger.notice.id]
        tracks = {track for each in taken for track in each.record.layout.tracks}
        before = before_it(self.ledger, sender, tracks)
        short = sender.code or "ZB" + crockford(hashlib.sha256(sender.name.encode()).digest(), 6)
        attempt = _next_number(f"{self.ledger.notice.id}-{short}-", earlier, self.ledger.submissions())
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
            supersedes=before[-1].id if before else "",
            handed_in=self.day.isoformat(),
        )

    def _all_discs(self, key: str, fresh: Sequence[DiscOnHand]) -> tuple[DiscOnHand, ...]:
        """Those held before first, as they are by now; new ones with the name their folder will have."""
        filled = {each.held.folder: each for each in fresh if each.held}
        held = {disc.name: disc for disc in held_discs(self.ledger, key)}
        discs = []
        for row in self.ledger.discs_of(key):
            if row.folder not in held:  # to go on without it would take the disc out of the ledger
                raise SourceVanished(self.ledger.home_of(key, row))
            discs.append(filled.get(row.folder, held[row.folder]))
        store = self.ledger.folder_of(key)
        with os_errors(store):
            names = {path.name for path in store.iterdir()} if store.is_dir() else set()
        for each in fresh:
            if each.held is None:
                name = _free(_folder_name(each.record.disc_id), names)
                names.add(name)
                discs.append(replace(each, name=name))
        return tuple(discs)

    def _move_into_store(self, case: Case) -> None:
        """Whole folders are renamed into the store; the row comes after."""
        store = self.ledger.folder_of(case.submission.id)
        with os_errors(store):
            store.mkdir(parents=True, exist_ok=True)
            for disc in case.discs:
                if disc.held is None:
                    move(disc.home, inside(store, disc.name))
            fsync_folder(store)
            fsync_folder(store.parent)

    def _held(self, key: str, discs: Sequence[DiscOnHand]) -> tuple[HeldDisc, ...]:
        """Their rows; what was typed before of those held stands until something else is typed."""
        at = clock.now().isoformat()
        typed = typed_codes(self.code, [disc.record for disc in discs])
        known = {disc.held.digest: disc.held for disc in discs if disc.held}
        made = []
        for disc in discs:
            r, before = disc.record, known.get(disc.record.digest)
            row = HeldDisc(
                r.digest, r.disc_id, r.check_code, r.number, r.of, r.edition, disc.name, r.holes, at,
                record_digest(inside(self.ledger.folder_of(key), disc.name)),
            )
            if before is not None:
                row = replace(row, typed=before.typed, unlike=before.unlike)
            made.append(as_typed(row, r, typed))
        return tuple(made)

    def _placed(
        self, case: Case, held: Sequence[HeldDisc], batch: Batch
    ) -> tuple[Submission, tuple[str, ...], str]:
        """With what it takes the place of; and the accepted one it must wait for, "" where it need not."""
        one = case.submission
        if not one.supersedes or (case.is_extended and one.standing is not Standing.WAITING):
            return one, (), ""
        tracks = {track for track, keys in batch.order.items() if keys}
        before = before_it(self.ledger, one.sender, tracks, one.id)
        keys = tuple(each.id for each in before)
        one = replace(one, supersedes=keys[-1] if keys else "")
        return one, keys, "" if give_way(before, held) else one.supersedes

    def _write(self, case: Case, batch: Batch, report: Report) -> None:
        one, records = case.submission, case.records
        digests = sorted(record.digest for record in records)
        notice = self.ledger.notice
        held = self._held(one.id, case.discs)
        was_accepted = one.standing is Standing.ACCEPTED
        one, before, waits_for = self._placed(case, held, batch)
        report = with_papers(report, held, notice)
        to_examine = is_unseen(batch, notice) or not is_surveyed(batch)
        judged = settled(batch, self.ledger.decisions(one.id))
        done = replace(
            one,
            digest=digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest(),
            check_codes={record.disc_id: record.check_code for record in records if record.check_code},
            standing=Standing.WAITING if waits_for else standing_of(report, judged.decisions),
            reason=f"已受理的 {waits_for} 仍然算数" if waits_for else "",
            files=sum(len(record.files) for record in records),
            bytes=sum(sum(record.sizes.values()) for record in records),
            to_examine=one.to_examine or to_examine,
        )
        entries = entries_of(one.id, judged, report, notice)
        kind = EventKind.EXTENDED if case.is_extended else EventKind.REGISTERED
        facts = {"discs": "、".join(record.disc_id for record in records), "code": compared_of(held).value}
        facts |= {"waits_for": waits_for} if waits_for else {}
        facts |= {"was_accepted": "yes"} if was_accepted else {}
        if to_examine:
            facts["to_examine"] = "yes"
        self.ledger.register(
            Registration(done, batch, report, entries, held, kind, facts, before, case.seen)
        )


def _next_number(stem: str, own: Sequence[Submission], known: Sequence[Submission]) -> int:
    """After the sender's own, and after every one that bears its code: a number is given once."""
    given = (one.id.removeprefix(stem) for one in known if one.id.startswith(stem))
    numbers = [*(one.attempt for one in own), *(int(each) for each in given if each.isdecimal())]
    return max(numbers, default=0) + 1


def _folder_name(disc: str) -> str:
    """The disc's id where it has one, as a folder's name."""
    name = proposed_disc_name(re.sub(r"[\\/]", "_", disc))[:40].strip(" .")
    return name or "光盘"


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        free, number = f"{name}（{number}）", number + 1
    return free
