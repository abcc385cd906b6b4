"""读盘校验 of a batch's own discs: which one it is, every byte of it, and a record with day and drive."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import clock
from app.batch.verify import verify
from app.disc import bag
from app.disc.contents import Disc
from app.disc.drives import DiscDrive, drive_of
from app.disc.look import open_disc
from app.disc.source import read_small
from app.errors import AppError, DriveEmpty, SourceVanished, Unreadable, WrongDisc, WrongUse, os_errors
from app.job import Job
from app.model.batch import Batch, Place, Readback, Staging
from app.model.finding import Report, count
from app.reading.sandbox import Sandbox
from app.send.paper import disc_of
from app.store.store import BatchStore

_STATE = ".readback"  # in the batch folder, while a reading is interrupted


@dataclass(frozen=True, slots=True)
class Proof:
    """What was read back and recorded, and all that was found."""

    readback: Readback
    report: Report

    @property
    def is_sound(self) -> bool:
        return not self.report.findings


def read_back(
    store: BatchStore, place: Path, job: Job, drives: Sequence[DiscDrive] = (), *, resume: bool = False,
    sandbox: Sandbox | None = None,
) -> Proof:
    """Reads a drive, an image or a folder and records the result; the disc says which of the batch it is.

    `drives`: those of this computer, to tell a drive from a folder. `resume` goes on where the last reading
    of this place was stopped: only for a disc that has not been taken out since. Raises WrongDisc (of another
    batch, or made at another time), DriveEmpty, DriveGone, SourceVanished, Unreadable, DiscOdd, WrongUse,
    Cancelled, AppError; nothing is recorded then.
    """
    if not store.batch.stagings:
        raise WrongUse("这个批次还没有生成刻录目录，没有可以比对的光盘")
    drive = drive_of(place, drives)
    job.at(0.0, "正在读光盘目录", place.name)
    disc = _opened(place, drive, job, sandbox)
    staging = staging_of(store.batch, disc)
    state = store.folder / _STATE
    if not resume:
        with os_errors(state):
            state.unlink(missing_ok=True)
    other = staging.check_code if disc.code != staging.check_code else ""  # nobody types it here
    report = verify(place, job, other, state, store.notice, sandbox)
    readback = _readback(staging, disc, report, _kind(place, drive), drive.name if drive else str(place))
    result = "每个文件一致" if not report.findings else f"有 {count(report.findings)} 处问题"
    what = f"读盘校验 {staging.disc_id}：{result}"
    store.apply(what, lambda batch: batch.with_readback(readback), can_undo=False)
    return Proof(readback, report)


def is_unfinished(store: BatchStore, place: Path) -> bool:
    """Whether a reading of this very place was stopped before its end."""
    try:
        with (store.folder / _STATE).open(encoding="utf-8") as lines:
            told = json.loads(lines.readline())
            return str(told["disc"]).startswith(f"{place}\n") and bool(lines.readline().strip())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return False


def staging_of(batch: Batch, disc: Disc) -> Staging:
    """The batch's disc it claims to be. Raises WrongDisc when it is none of them, or of another making.

    One whose own lists are damaged is no other making: that is for the reading to say.
    """
    by_code = [
        each for each in batch.stagings.values()
        if each.check_code == disc.code and each.digest in ("", disc.digest)
    ]  # fmt: skip
    if by_code:
        return by_code[0]
    staging = batch.stagings.get(disc.id)
    if staging is None:
        wanted = "、".join(sorted(batch.stagings))
        raise WrongDisc(f"读到的是“{disc.id}”，本批次的光盘是 {wanted}")
    if _is_whole(disc):
        raise WrongDisc(
            f"“{disc.id}”是另一次制作的：校验码 {disc.code}，现在的刻录目录是 {staging.check_code}"
        )
    return staging


def _opened(place: Path, drive: DiscDrive | None, job: Job, sandbox: Sandbox | None) -> Disc:
    try:
        disc = open_disc(place, job, sandbox)
    except (SourceVanished, Unreadable) as error:
        if drive is None:
            raise
        raise DriveEmpty(drive.name) from error
    if not disc.files and not disc.unread:
        if drive is not None:
            raise DriveEmpty(drive.name)
        raise Unreadable(f"{place}：里面没有文件")
    return disc


def _is_whole(disc: Disc) -> bool:
    """Whether its manifest is the one its tag manifest vouches for."""
    listed = disc.expected.get(bag.MANIFEST, {}).get("sha256")
    content = read_small(disc.source, bag.MANIFEST, disc.files.get(bag.MANIFEST, 0))
    return hashlib.sha256(content).hexdigest() == listed


def _kind(place: Path, drive: DiscDrive | None) -> Place:
    if drive is not None or not (place.is_file() or place.is_dir()):
        return Place.DRIVE
    return Place.IMAGE if place.is_file() else Place.FOLDER


def _readback(staging: Staging, disc: Disc, report: Report, kind: Place, where: str) -> Readback:
    names = set(disc.packages.values())
    damaged = sorted({f.subject_name for f in report.findings if f.subject_name in names})
    return Readback(
        disc_id=staging.disc_id,
        check_code=staging.check_code,
        at=clock.now().isoformat(),
        place=kind,
        drive=where,
        medium=_medium(staging),
        files=len(disc.files),
        bytes=sum(disc.files.values()),
        problems=count(report.findings),
        damaged=tuple(damaged),
    )


def _medium(staging: Staging) -> str:
    """What it was made for; empty when its folder is gone by now."""
    try:
        return disc_of(Path(staging.folder)).medium.title
    except AppError:
        return ""
