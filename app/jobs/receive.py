"""接收: a disc of any making into the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.job import Job
from app.ledger import Ledger
from app.model.finding import Report
from app.model.submission import Layout, Submission
from app.reading.sandbox import Sandbox


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


@dataclass(frozen=True, slots=True)
class FirstLook:
    """The answer before the bytes are read. `report` holds quick outcomes only."""

    layout: Layout
    report: Report
    files: int
    bytes: int
    is_known: bool  # registered already


def first_look(ledger: Ledger, place: Path, *, sandbox: Sandbox, job: Job) -> FirstLook:
    """Structure, table, quota, order and what is missing, from the listing and the small files alone."""
    raise NotImplementedError


def receive(
    ledger: Ledger,
    place: Path | Sequence[Path],
    *,
    code: str = "",
    clerk: str = "",
    layout: Layout | None = None,
    also: Path | None = None,
    handed_in: date | None = None,
    sandbox: Sandbox,
    job: Job,
) -> Received:
    """Verifies while copying, surveys, checks, registers. `layout`: as a person corrected it.

    `place`: a disc, or all discs of a set. `also`: a second copy of the disc that fills the holes of the
    first. `handed_in`: the day it came, today if not told. Raises OtherNotice, NoSubmission, Unreadable,
    SourceVanished, DriveGone, Cancelled, AppError; what was copied so far is kept for the next call.
    """
    raise NotImplementedError
