"""What is not whole in one copy of a disc, taken from another one where it is as listed."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from app.disc.copying import CopyingSource, NamedSource, stored_names
from app.disc.look import disc_over
from app.disc.read_through import read_through
from app.disc.source import DiscSource, Fault, FolderSource, Listing
from app.errors import os_errors
from app.job import Job
from app.paths import inside
from app.reading.sandbox import Sandbox
from app.receive.compose import DiscRecord
from app.receive.disc.copying import CONTENT, SHA, Copied, size_of
from app.receive.disc.opening import Opened
from app.receive.disc.record import record_of
from app.writing.moving import move

_AGAIN = "补读"


def fill_record(
    opened: Opened, record: DiscRecord, home: Path, work: Path, sandbox: Sandbox, job: Job
) -> DiscRecord:
    """The files of `record.holes`, in `home`, from other copies; what comes out right replaces them.

    `opened` is one of the copies; what neither it nor the store has is still missing. Raises AppError.
    """
    copied = _as_recorded(opened, record, home / CONTENT, work, sandbox, job)
    filled = fill(copied, set(copied.stored) & set(record.holes), (opened.source, *opened.copies), job)
    fresh = [path for path in record.holes if path in filled.digests]
    sizes = {**record.sizes, **{path: size_of(copied.place_of(path)) for path in fresh}}
    there = {path: copied.stored[path] for path in sizes}
    known = replace(filled, disc=replace(copied.disc, files=sizes), stored=there)
    return replace(record_of(known, record.layout, opened.digest), digest=record.digest)


def _as_recorded(
    opened: Opened, record: DiscRecord, content: Path, work: Path, sandbox: Sandbox, job: Job
) -> Copied:
    """What the store has of it, as if it had just been copied; what is not as listed counts as wrong."""
    here = NamedSource(FolderSource(content), Listing(dict(record.sizes)), record.files)
    disc = disc_over(opened.source, here, job, sandbox)
    disc = replace(disc, files=record.sizes, unread=() if disc.is_listed else disc.unread)
    holes = {path for path in record.holes if path in record.files or path in disc.expected}
    stored = stored_names(holes, record.files)
    digests = {path: {**disc.expected.get(path, {}), "sha256": sha} for path, sha in record.digests.items()}
    for path in record.holes:
        if path in digests:
            digests[path] = dict.fromkeys(disc.expected.get(path, {}), "") | {"sha256": record.digests[path]}
    unread = tuple(Fault(path, "读不出来") for path in record.holes if path in record.files.keys() - digests)
    return Copied(disc, work, content, stored, digests, unread)


def fill(copied: Copied, damaged: Collection[str], sources: Sequence[DiscSource], job: Job) -> Copied:
    """What is `damaged` is read from the other copies, and taken where it is as listed. Raises AppError."""
    for source in sources:
        copied = _fill_from(source, copied, damaged, job)
        damaged = copied.damaged & set(damaged)
    shutil.rmtree(copied.work / _AGAIN, ignore_errors=True)
    return copied


def _fill_from(source: DiscSource, copied: Copied, damaged: Collection[str], job: Job) -> Copied:
    there, folder = source.listing().files, copied.work / _AGAIN
    part = {path: there[path] for path in sorted(damaged) if path in there}
    if not part:
        return copied
    reading = replace(copied.disc, source=CopyingSource(source, folder, copied.stored), files=part)
    again, _ = read_through(reading, job, None, SHA)
    right = {path: found for path, found in again.items() if copied.is_right(path, found)}
    for path in right:
        target = copied.place_of(path)
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            move(inside(folder, copied.stored[path]), target)
    unread = tuple(fault for fault in copied.unread if fault.where not in right)
    return replace(copied, digests={**copied.digests, **right}, unread=unread)
