"""A disc on our disk, with all that is known of it; and how one gets there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.model.submission import Layout
from app.paths import inside
from app.receive.background import BackgroundSurvey
from app.receive.compose import DiscRecord
from app.receive.disc.copying import CONTENT, copy_disc
from app.receive.disc.holes import fill, fill_record
from app.receive.disc.layout import AS_ALWAYS, Asked, layout_of
from app.receive.disc.opening import Opened
from app.receive.disc.record import held_record, read_record, record_of, write_record
from app.receive.hand.heads import SmallFiles

KEPT = "；已复制的内容保留，不必重读"


@dataclass(frozen=True, slots=True)
class DiscOnHand:
    """`home`: the folder it lies in, in the work folder or (`held`: its row) in the store already.

    `name`: that folder's in the submission; "" before it has one.
    """

    record: DiscRecord
    home: Path
    name: str = ""
    held: HeldDisc | None = None

    @property
    def content(self) -> Path:
        return self.home / CONTENT


def held_discs(ledger: Ledger, submission: str) -> list[DiscOnHand]:
    """Those in the store already whose record is whole."""
    found = []
    for disc in ledger.discs_of(submission):
        home = ledger.home_of(submission, disc)
        if (record := held_record(home, disc)) is not None:
            found.append(DiscOnHand(record, home, disc.folder, disc))
    return found


def take_disc(
    opened: Opened, work: Path, given: Layout | None, surveys: BackgroundSurvey, job: Job,
    asked: Asked = AS_ALWAYS,
) -> DiscOnHand:
    """Copied, its holes filled from copies, recognised, recorded; goes on where it was broken off.

    `given`: the layout as a person corrected it; else it is recognised as `asked`. Raises DriveGone,
    DiskFull, Cancelled, AppError.
    """
    known = read_record(work)
    if known is not None and known.holes:
        known = fill_record(opened, known, work, work, surveys.sandbox, job)
        write_record(work, known)
    if known is not None:
        if asked.columns and not given and opened.layout is None:
            given = layout_of(opened, _copied_small(work, known), surveys.notice, surveys.sandbox, job, asked)
        return DiscOnHand(replace(known, layout=given) if given else known, work)
    copied = copy_disc(opened, work, given, surveys, job)
    copied = fill(copied, copied.damaged, opened.copies, job)
    layout = given or layout_of(opened, copied.place_of, surveys.notice, surveys.sandbox, job, asked)
    record = record_of(copied, layout, opened.digest)
    write_record(work, record)
    return DiscOnHand(record, work)


def _copied_small(work: Path, record: DiscRecord) -> SmallFiles:
    return lambda path: inside(work / CONTENT, record.files[path])
