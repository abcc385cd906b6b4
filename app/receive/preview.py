"""The first answer to a disc, within seconds: before the bytes of its packages are read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app import clock
from app.job import Job
from app.ledger import Ledger
from app.ledger.registration import with_awarded
from app.model.batch import Letter
from app.model.finding import Report
from app.model.submission import Layout
from app.reading.sandbox import Sandbox
from app.reading.scratch import ScratchFolder
from app.receive.compose import Pieces, compose, quick_report
from app.receive.disc.layout import AtHand, layout_of
from app.receive.disc.opening import Opened, open_place
from app.receive.survey import read_table


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer before the bytes are read. `report` holds quick outcomes only."""

    layout: Layout
    report: Report
    files: int
    bytes: int
    is_known: bool  # registered already


def preview_disc(ledger: Ledger, place: Path, *, sandbox: Sandbox, job: Job) -> Preview:
    """Structure, table, quota, order and what is missing, from the listing and the small files alone.

    Raises OtherNotice, NoSubmission, Unreadable, SourceVanished, AppError.
    """
    with ScratchFolder() as folder:
        opened = open_place(place, ledger.notice, folder / "disc", sandbox, job.part(0.0, 0.5))
        at_hand = AtHand(opened, folder)
        layout = layout_of(opened, at_hand, ledger.notice, sandbox, job.part(0.5, 0.8))
        pieces = {}
        for track, own in layout.tracks.items():
            table = at_hand(own.table) if own.table else None
            sheet, fault = read_table(table, track, ledger.notice, sandbox, job)
            there = own.letter in opened.disc.files
            letter = Letter(stored=own.letter, size=opened.disc.files[own.letter]) if there else Letter()
            packages = tuple((path, name, None) for path, name in own.packages.items())
            pieces[track] = Pieces(packages, sheet, own.table, fault, letter, _elsewhere(opened, layout))
        made = compose(layout.sender, ledger.notice, clock.now().isoformat(), pieces)
        report = quick_report(made, ledger.notice, clock.today())
        report = with_awarded(report, made.batch, ledger.awarded(), ledger.notice)
    files = opened.disc.files
    is_known = bool(opened.digest) and ledger.disc(opened.digest) is not None
    return Preview(layout, report, len(files), sum(files.values()), is_known)


def _elsewhere(opened: Opened, layout: Layout) -> frozenset[str]:
    """Enterprises that the disc itself says are on another one of its set."""
    names = opened.disc.membership.names
    return frozenset(name for number, on_it in names.items() if number != layout.number for name in on_it)
