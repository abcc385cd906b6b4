"""The first answer to a disc, within seconds: before the bytes of its packages are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock
from app.job import Job
from app.ledger import Ledger
from app.ledger.registration import with_awarded
from app.model.batch import Letter, Sender
from app.model.finding import Report
from app.model.submission import Layout
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.reading.scratch import ScratchFolder
from app.reading.tables.grid import Grid, read_grids
from app.reading.tables.headings import name_column
from app.receive.compose import Pieces, compose, quick_report
from app.receive.disc.layout import Asked, AtHand, layout_of
from app.receive.disc.nested import local_file
from app.receive.disc.opening import Opened, open_place
from app.receive.hand.columns import KnownColumns, with_columns
from app.receive.survey import read_table


@dataclass(frozen=True, slots=True)
class Preview:
    """The answer before the bytes are read. `report` holds quick outcomes only; `names` stand in the tables,
    `unread` are the tables whose headings nobody knows.
    """

    layout: Layout
    report: Report
    files: int
    bytes: int
    is_known: bool  # registered already
    names: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()


class Glance:
    """One disc looked at, and again as often as a person says what its pieces are; ended by `close`.

    Everything raises Unreadable, SourceVanished, Cancelled, AppError.
    """

    def __init__(
        self, ledger: Ledger, place: Path, sandbox: Sandbox, job: Job, *,
        columns: Mapping[str, str] | None = None, recognises: bool = True,
    ) -> None:
        """Raises OtherNotice and NoSubmission too. `columns`, `recognises` as in `receive`."""
        self._ledger, self._sandbox, self._scratch = ledger, sandbox, ScratchFolder()
        self._asked = Asked(columns or {}, KnownColumns(ledger.folder), recognises)
        try:
            scratch = self._scratch.path
            self.opened = open_place(place, self._notice, scratch / "disc", sandbox, job.part(0.0, 0.5))
            self._small = AtHand(self.opened, scratch / "small")
            self.first = self.again(self.recognised(self._asked.columns, job.part(0.5, 0.8)), job)
        except BaseException:
            self._scratch.close()
            raise

    @property
    def _notice(self) -> Notice:
        return self._ledger.notice

    def recognised(self, columns: Mapping[str, str], job: Job) -> Layout:
        """What it is taken for, its headings read as `columns` say."""
        asked = replace(self._asked, columns=columns)
        return layout_of(self.opened, self._small, self._notice, self._sandbox, job, asked)

    def again(self, layout: Layout, job: Job, sender: Sender | None = None) -> Preview:
        """What can be said of it, taken for `layout`: structure, table, quota, order and what is missing."""
        pieces = self._pieces(layout, job)
        made = compose(sender or layout.sender, self._notice, clock.now().isoformat(), pieces)
        report = quick_report(made, self._notice, clock.today())
        report = with_awarded(report, made.batch, self._ledger.awarded(), self._notice)
        own, digest = self.opened.disc.files, self.opened.digest
        files = {path: size for path, size in own.items() if path not in self.opened.opened}
        is_known = bool(digest) and self._ledger.disc(digest) is not None
        names = [name for track, own in pieces.items() for name in self._names(track, own)]
        unread = [own.table for own in pieces.values() if own.table and own.sheet is None]
        return Preview(
            layout, report, len(files), sum(files.values()), is_known,
            tuple(dict.fromkeys(names)), tuple(dict.fromkeys(unread)),
        )  # fmt: skip

    def grids(self, path: str, job: Job) -> tuple[Grid, ...]:
        """A table as it stands there."""
        return read_grids(self._small(path), self._sandbox, job)

    def local(self, path: str, job: Job) -> Path:
        """One of its files where it can be read, by a child alone; a copy where it lies on an image."""
        return local_file(self.opened.disc, path, self._scratch.path / "disc", job)

    def below(self, folder: str) -> tuple[str, ...]:
        """The files in one of its folders."""
        return tuple(path for path in self.opened.disc.files if path.startswith(f"{folder}/"))

    def _names(self, track: str, own: Pieces) -> list[str]:
        column = name_column(self._notice.track(track))
        return [row[column] for row in (own.sheet.rows if own.sheet else ()) if row.get(column)]

    def close(self) -> None:
        self._scratch.close()

    def _pieces(self, layout: Layout, job: Job) -> dict[str, Pieces]:
        files = self.opened.disc.files
        rules = with_columns(self._notice, layout.columns)
        pieces = {}
        for track, own in layout.tracks.items():
            table = self._small(own.table) if own.table else None
            sheet, fault = read_table(table, track, rules, self._sandbox, job)
            there = own.letter in files
            letter = Letter(stored=own.letter, size=files[own.letter]) if there else Letter()
            packages = tuple((path, name, None) for path, name in own.packages.items())
            elsewhere = _elsewhere(self.opened, layout)
            joined = frozenset(own.joined)
            pieces[track] = Pieces(packages, sheet, own.table, fault, letter, elsewhere, joined=joined)
        return pieces


def preview_disc(
    ledger: Ledger, place: Path, *, sandbox: Sandbox, job: Job,
    columns: Mapping[str, str] | None = None, recognises: bool = True,
) -> Preview:
    """Structure, table, quota, order and what is missing, from the listing and the small files alone.

    Raises OtherNotice, NoSubmission, Unreadable, SourceVanished, AppError.
    """
    glance = Glance(ledger, place, sandbox, job, columns=columns, recognises=recognises)
    glance.close()
    return glance.first


def _elsewhere(opened: Opened, layout: Layout) -> frozenset[str]:
    """Enterprises that the disc itself says are on another one of its set."""
    names = opened.disc.membership.names
    return frozenset(name for number, on_it in names.items() if number != layout.number for name in on_it)
