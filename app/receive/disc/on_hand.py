"""A disc on our disk, with all that is known of it; and how one gets there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.model.submission import Layout
from app.receive.background import BackgroundSurvey
from app.receive.compose import DiscRecord
from app.receive.disc.copying import CONTENT, copy_disc
from app.receive.disc.holes import fill, fill_record
from app.receive.disc.layout import layout_of
from app.receive.disc.opening import Opened
from app.receive.disc.record import read_record, record_of, write_record

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
        if (record := read_record(home)) is not None:
            found.append(DiscOnHand(record, home, disc.folder, disc))
    return found


def take_disc(
    opened: Opened, work: Path, given: Layout | None, surveys: BackgroundSurvey, job: Job
) -> DiscOnHand:
    """Copied, its holes filled from copies, recognised, recorded; goes on where it was broken off.

    `given`: the layout as a person corrected it. Raises DriveGone, DiskFull, Cancelled, AppError.
    """
    known = read_record(work)
    if known is not None and known.holes:
        known = fill_record(opened, known, work, work, surveys.sandbox, job)
        write_record(work, known)
    if known is not None:
        return DiscOnHand(replace(known, layout=given) if given else known, work)
    copied = copy_disc(opened, work, given, surveys, job)
    copied = fill(copied, copied.damaged, opened.copies, job)
    layout = given or layout_of(opened, copied.place_of, surveys.notice, surveys.sandbox, job)
    record = record_of(copied, layout, opened.digest)
    write_record(work, record)
    return DiscOnHand(record, work)
