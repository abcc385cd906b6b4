"""A bundle opened: a new batch here, the one that is here gone on with, or a person's choice between two."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app import clock
from app.batch.handing.bundle import BundleOdd, Packed, read_out
from app.batch.handing.look import Bundle, Counts, look_at
from app.errors import DiskFull, WrongUse, os_errors
from app.job import ByteCount, Job
from app.paths import free_folder, inside
from app.reading.sandbox import Sandbox
from app.store import course, loading
from app.store.course import Relation
from app.store.loading import HISTORY, NOTICE
from app.store.lock import WriterLock
from app.wording import size as said
from app.writing import atomic
from app.writing.hashed import read_hashed
from app.writing.moving import move

_SPARE = 64_000_000  # bytes that must stay free
_SYNCED = 1 << 20  # bytes from which a file is synced by itself


@dataclass(frozen=True, slots=True)
class Arrival:
    """A bundle, and the batch of the same beginning that lies `here`, if one does.

    `ours`, `theirs`: what was done since they parted; `counts`: of the batch here.
    """

    bundle: Bundle
    relation: Relation
    here: Path | None = None
    ours: int = 0
    theirs: int = 0
    counts: Counts | None = None

    @property
    def parted(self) -> str:
        """What differs, in counts; for the person who has to choose."""
        assert self.counts is not None
        return (
            f"这里收回以后又做了 {self.ours} 步：{self.counts.words}。\n"
            f"{self.bundle.handed.by or '同事'}那边做了 {self.theirs} 步：{self.bundle.counts.words}。"
        )


@dataclass(frozen=True, slots=True)
class Arrived:
    """The batch that can be worked on now. `aside`: where what was here before lies, if anything was."""

    folder: Path
    files: int
    aside: Path | None = None


def weigh(path: Path, places: Iterable[Path], job: Job, sandbox: Sandbox | None = None) -> Arrival:
    """What opening it would mean. `places`: batches, or folders of batches, among which it may be known.

    Changes nothing. Raises as `look_at` does.
    """
    bundle = look_at(path, job, sandbox)
    for folder in _batches(places):
        if course.beginning_of(folder) == bundle.steps[0].mark:
            return _known(bundle, folder)
    return Arrival(bundle, Relation.OTHER)


def _known(bundle: Bundle, folder: Path) -> Arrival:
    ours = course.steps_in(folder)
    common = course.parting(ours, bundle.steps)
    counts = Counts.of(course.batch_in(folder))
    deeds = [sum(step.is_deed for step in steps[common:]) for steps in (ours, bundle.steps)]
    return Arrival(bundle, course.relation(ours, bundle.steps), folder, deeds[0], deeds[1], counts)


def _batches(places: Iterable[Path]) -> Iterator[Path]:
    seen: set[Path] = set()
    for place in places:
        with contextlib.suppress(OSError):
            for folder in (place, *sorted(path for path in place.iterdir() if path.is_dir())):
                if folder not in seen and (folder / HISTORY).is_file():
                    seen.add(folder)
                    yield folder


# -- three ways to open it -------------------------------------------------------------------------
def as_new(arrival: Arrival, parent: Path, who: str, job: Job) -> Arrived:
    """A batch of its own below `parent`, named as the bundle is. It bears its name once all of it is there
    and was compared. Raises DiskFull, BundleOdd, Cancelled, AppError; nothing is left behind then.
    """
    bundle = arrival.bundle
    with os_errors(parent):
        parent.mkdir(parents=True, exist_ok=True)
    _check_room(parent, bundle.size)
    target = free_folder(parent / (bundle.path.stem.strip(" .") or bundle.sender))
    beside = atomic.beside_of(target)
    with os_errors(target):
        shutil.rmtree(beside, ignore_errors=True)
        try:
            (beside / "materials").mkdir(parents=True)
            _unpack(bundle, beside, bundle.packed.values(), job)
            course.take_up(beside, (beside / HISTORY).read_bytes(), who)
            move(beside, target)
            atomic.fsync_folder(parent)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    return Arrived(target, len(bundle.packed))


def gone_on(arrival: Arrival, who: str, job: Job) -> Arrived:
    """The batch here, with all that was done elsewhere since: files first, the history last, at once.

    A file here that is another than the bundle's is kept beside, in 存档. Raises WrongUse where the batch
    here was changed meanwhile; BatchInUse, DiskFull, BundleOdd, Cancelled, AppError.
    """
    bundle, folder = arrival.bundle, _here(arrival)
    lock = WriterLock(folder)
    try:
        loading.load(folder, recover=False)
        if course.relation(course.steps_in(folder), bundle.steps) is not Relation.AHEAD:
            raise WrongUse("这里的批次刚刚有了改动，请重新打开这个文件")
        with os_errors(folder / NOTICE):
            if read_hashed(folder / NOTICE, _uncounted) != bundle.packed[NOTICE].file.sha256:
                raise BundleOdd("里面的通知规则与这里的批次不是同一份")
        aside = free_folder(folder / "存档" / f"{clock.now():%Y-%m-%d %H%M}")
        missing, changed = _differing(bundle, folder, job.part(0, 0.3))
        _check_room(folder, sum(each.file.size for each in (*missing, *changed)))
        with os_errors(folder):
            _set_aside(changed, folder, aside)
            _bring(bundle, folder, (*missing, *changed), job.part(0.3, 1))
        course.take_up(folder, _history(bundle), who)
    finally:
        lock.release()
    return Arrived(folder, len(missing) + len(changed), aside if changed else None)


def instead(arrival: Arrival, who: str, job: Job) -> Arrived:
    """The colleague's in place of the batch here, which stays as a batch beside, called 存档.

    Killed at any moment both are there, each a whole batch. Raises as `as_new` does, and BatchInUse.
    """
    folder = _here(arrival)
    WriterLock(folder).release()  # whoever has it open is told of
    fresh = as_new(arrival, folder.parent, who, job)
    kept = free_folder(folder.with_name(f"{folder.name} 存档 {clock.now():%Y-%m-%d %H%M}"))
    with os_errors(folder):
        move(folder, kept)
        move(fresh.folder, folder)
        atomic.fsync_folder(folder.parent)
    return Arrived(folder, fresh.files, kept)


def _here(arrival: Arrival) -> Path:
    if arrival.here is None:
        raise WrongUse("这里没有同一个批次")
    return arrival.here


# -- files -----------------------------------------------------------------------------------------
def _unpack(bundle: Bundle, to: Path, files: Iterable[Packed], job: Job) -> None:
    count = ByteCount(job, bundle.size, "正在打开交来的批次")
    for folder in bundle.folders:
        inside(to, folder).mkdir(parents=True, exist_ok=True)
    with os_errors(bundle.path), bundle.path.open("rb") as source:
        for packed in files:
            _copy(source, packed, inside(to, packed.file.path), count)


def _copy(source: BinaryIO, packed: Packed, target: Path, count: ByteCount) -> None:
    """To a place where nothing is: two names that are one to this system are no sound bundle's."""
    with os_errors(target):
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as copy:
                read_out(source, packed, count.advance, copy.write)
                copy.flush()
                if packed.file.size >= _SYNCED:
                    os.fsync(copy.fileno())
        except (FileExistsError, NotADirectoryError) as error:
            raise BundleOdd(packed.file.path) from error
        os.utime(target, ns=(packed.file.at, packed.file.at))


def _differing(bundle: Bundle, folder: Path, job: Job) -> tuple[list[Packed], list[Packed]]:
    """What is not here, and what is here as something else; the batch's own state apart."""
    missing, changed = list[Packed](), list[Packed]()
    count = ByteCount(job, bundle.size, "正在与这里的比较")
    for path, packed in bundle.packed.items():
        if path in (HISTORY, NOTICE):
            continue
        place = inside(folder, path)
        if not place.is_file():
            missing.append(packed)
        elif read_hashed(place, count.advance) != packed.file.sha256:
            changed.append(packed)
    return missing, changed


def _set_aside(changed: Sequence[Packed], folder: Path, aside: Path) -> None:
    for packed in changed:
        kept = inside(aside, packed.file.path)
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(inside(folder, packed.file.path), kept)
        atomic.fsync_file(kept)


def _bring(bundle: Bundle, folder: Path, files: Sequence[Packed], job: Job) -> None:
    """Each whole before it bears its name."""
    count = ByteCount(job, sum(each.file.size for each in files), "正在收进同事做的材料")
    for each in bundle.folders:
        inside(folder, each).mkdir(parents=True, exist_ok=True)
    with bundle.path.open("rb") as source:
        for packed in files:
            target = inside(folder, packed.file.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = atomic.beside_of(target)
            beside.unlink(missing_ok=True)
            try:
                _copy(source, packed, beside, count)
                move(beside, target)
            finally:
                beside.unlink(missing_ok=True)


def _history(bundle: Bundle) -> bytes:
    blocks: list[bytes] = []
    with os_errors(bundle.path), bundle.path.open("rb") as source:
        read_out(source, bundle.packed[HISTORY], _uncounted, blocks.append)
    return b"".join(blocks)


def _uncounted(_: int, __: str) -> None:
    """What is small is not told of."""


def _check_room(place: Path, size: int) -> None:
    with os_errors(place):
        free = shutil.disk_usage(place).free
    if size + _SPARE > free:
        raise DiskFull(f"需要 {said(size + _SPARE)}，还剩 {said(free)}")
