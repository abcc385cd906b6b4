"""A disc on our disk, with all that is known of it; and how one gets there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from app.job import Job
from app.ledger import HeldDisc, Ledger
from app.model.submission import Layout
from app.receive.background import BackgroundSurvey
from app.receive.compose import DiscRecord
from app.receive.disc.copying import copy_disc
from app.receive.disc.holes import fill, fill_record
from app.receive.disc.layout import InFolder, layout_of
from app.receive.disc.opening import Opened
from app.receive.disc.record import CONTENT, read_record, write_record
from app.receive.disc.recording import record_of

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
        home = ledger.folder_of(submission) / disc.folder
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
    if known is not None:
        return DiscOnHand(_resumed(known, opened, work, given, job), work)
    copied = copy_disc(opened, work, given, surveys, job)
    copied = fill(copied, copied.damaged, opened.copies, job)
    small = InFolder(copied.content, copied.stored)
    layout = given or layout_of(opened, small, surveys.notice, surveys.sandbox, job)
    record = record_of(copied, layout, opened.digest)
    write_record(work, record)
    return DiscOnHand(record, work)


def _resumed(known: DiscRecord, opened: Opened, work: Path, given: Layout | None, job: Job) -> DiscRecord:
    if known.holes:
        known = fill_record(opened, known, work, work, job)
        write_record(work, known)
    return replace(known, layout=given) if given else known
