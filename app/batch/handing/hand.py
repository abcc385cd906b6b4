"""Handing over: the bundle is written and read back, and from then on the batch is only looked at here."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock
from app.batch.handing.bundle import MOST_FILES, STATE, STORED, BundleWriter, read_out
from app.batch.handing.look import Bundle, look_at
from app.errors import AppError, WrongUse, os_errors
from app.job import ByteCount, Job
from app.model.handing.handed import ENDING, Handed
from app.paths import is_linked
from app.reading.names import clean_text
from app.reading.sandbox import Sandbox
from app.store.clerk import plain
from app.store.store import BatchStore
from app.wording import size as said
from app.writing import atomic
from app.writing.moving import move


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The bundle that was written and read back."""

    path: Path
    files: int
    bytes: int

    @property
    def words(self) -> str:
        return f"{self.path}\n共 {self.files} 个文件（{said(self.bytes)}），已读回核对。"


def hand_over(
    store: BatchStore, to: str, by: str, out: Path, job: Job, sandbox: Sandbox | None = None
) -> HandedOver:
    """One file at `out` (its ending is added), in place of one that is there; the batch is away then.

    Killed at any moment the batch is never worked on at two places unseen: it is away before the file bears
    its name, and can be taken back. Raises WrongUse, BatchAway, DiskFull, FileTooLarge, BundleOdd, Cancelled,
    AppError; the batch is then still here.
    """
    store.refuse_if_away()
    handed = Handed(plain(to), plain(by), clock.now().isoformat())
    if not handed.to:
        raise WrongUse("没有写交给谁")
    target = out if out.name.endswith(ENDING) else out.with_name(out.name + ENDING)
    if target.resolve().is_relative_to(store.folder.resolve()):
        raise WrongUse("交出去的文件不能放在批次自己的文件夹里，请另选位置")
    with os_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    beside = atomic.beside_of(target)
    try:
        writer = _copied(store, beside, job.part(0, 0.6))
        try:
            store.apply(f"交给{handed.to}", lambda batch: replace(batch, handed=handed), can_undo=False)
            _finish(store, writer)
            bundle = _read_back(beside, job.part(0.6, 1), sandbox)
            with os_errors(target):
                move(beside, target)
                atomic.fsync_folder(target.parent)
        except BaseException:
            writer.abandon()
            _stay(store, handed)
            raise
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
    return HandedOver(target, len(bundle.packed), bundle.size)


def take_back(store: BatchStore) -> Handed:
    """It is worked on here again, whatever becomes of the bundle; who had it. Raises WrongUse, AppError."""
    handed = store.batch.handed
    if handed is None:
        raise WrongUse("这个批次没有交给别人，可以直接做")
    store.apply(f"从{handed.to}收回", lambda batch: replace(batch, handed=None), can_undo=False)
    return handed


def _stay(store: BatchStore, handed: Handed) -> None:
    if store.batch.handed == handed:
        with contextlib.suppress(AppError):  # of a full disk is told already; it can be taken back by hand
            store.apply("没有交成，留在这里", lambda batch: replace(batch, handed=None), can_undo=False)


def _copied(store: BatchStore, beside: Path, job: Job) -> BundleWriter:
    """All that was handed in, while the batch can still be worked on."""
    with os_errors(beside):
        beside.unlink(missing_ok=True)
    found = list(_files(store.folder))
    if len(found) > MOST_FILES:
        raise WrongUse(f"批次里有 {len(found)} 个文件，超过 {MOST_FILES} 个，不能交成一个文件；请用备份")
    odd = next((path.name for path in found if clean_text(str(path))[1]), None)
    if odd is not None:
        raise WrongUse(f"文件名“{clean_text(odd)[0]}”含有不能使用的字符，交不出去")
    with os_errors(store.folder):
        total = sum(path.stat().st_size for path in found)
    writer = BundleWriter(beside, ByteCount(job, total, "正在写交出去的文件").advance)
    try:
        for path in found:
            writer.add_file(path, path.relative_to(store.folder).as_posix())
    except BaseException:
        writer.abandon()
        raise
    return writer


def _finish(store: BatchStore, writer: BundleWriter) -> None:
    """Nothing changes any more: what came meanwhile, the history, the manifest."""
    for path in _files(store.folder):
        name = path.relative_to(store.folder).as_posix()
        if name not in writer.files:
            writer.add_file(path, name)
    state = store.state()
    for name in STATE:
        writer.add_bytes(name, state[name])
    writer.close(tuple(_empty_folders(store.folder)))


def _read_back(beside: Path, job: Job, sandbox: Sandbox | None) -> Bundle:
    """As a colleague's program will see it, from the disk."""
    with os_errors(beside), beside.open("rb+") as file:
        os.fsync(file.fileno())
        atomic.forget_cached(file.fileno())
    bundle = look_at(beside, job.part(0, 0.1), sandbox)
    compare(bundle, job.part(0.1, 1), "正在读回核对")
    return bundle


def compare(bundle: Bundle, job: Job, message: str) -> None:
    """Every byte. Raises BundleOdd naming the first file that is not what the manifest says."""
    count = ByteCount(job, bundle.size, message)
    with os_errors(bundle.path), bundle.path.open("rb") as file:
        for packed in bundle.packed.values():
            read_out(file, packed, count.advance)


# -- what there is ---------------------------------------------------------------------------------
def _files(folder: Path) -> Iterator[Path]:
    return (path for path, is_file in _walk(folder) if is_file)


def _empty_folders(folder: Path) -> Iterator[str]:
    for path, is_file in _walk(folder):
        if not is_file and not any(path.iterdir()):
            yield path.relative_to(folder).as_posix()


def _walk(folder: Path) -> Iterator[tuple[Path, bool]]:
    """What the history tells of; no links, and nothing of ours that is unfinished. Raises AppError."""
    waiting = [(folder / name, 0) for name in STORED if (folder / name).is_dir()]
    while waiting:
        place, depth = waiting.pop()
        with os_errors(place), os.scandir(place) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        for entry in found:
            is_ours = depth == 0 and atomic.is_temporary(entry.name)
            if is_ours or is_linked(entry):
                continue
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                waiting.append((path, depth + 1))
                yield path, False
            elif entry.is_file(follow_symlinks=False):
                yield path, True
