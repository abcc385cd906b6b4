"""备份: a batch folder copied whole to another disk while it stays open, and read back."""

from __future__ import annotations

import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from app import clock
from app.errors import DiskFull, VerifyFailed, WrongUse, os_errors
from app.job import ByteCount, Job
from app.paths import is_linked
from app.store.store import BatchStore
from app.wording import size as said
from app.writing import atomic
from app.writing.hashed import read_hashed
from app.writing.moving import move

_NOT_COPIED = frozenset({"lock", "work", "cache"})  # a lock is this computer's; the rest can be made again
_MATERIALS = "materials"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A copy that was compared with the original: every file there was copied, or is counted here.

    `remade`: files below work/ and cache/ and the lock; `unfinished`: our own, of work in hand; `links`:
    links and devices, which are no files.
    """

    folder: Path
    files: int
    bytes: int
    remade: int = 0
    unfinished: int = 0
    links: int = 0

    @property
    def words(self) -> str:
        counts = {"工作文件": self.remade, "没写完的临时文件": self.unfinished, "链接": self.links}
        left = "、".join(f"{count} 个{name}" for name, count in counts.items() if count)
        whole = f"已备份并读回核对 {self.files} 个文件（{said(self.bytes)}）"
        return f"{whole}；没有复制：{left}" if left else whole


def back_up(store: BatchStore, to: Path, job: Job) -> BackedUp:
    """The copy is a batch folder of its own under `to`, named with day and time.

    Written beside, read back and renamed: what bears the name is whole. The history is taken first, so that
    everything it tells of is there when the files follow. Raises DiskFull, VerifyFailed, Cancelled, AppError.
    """
    if to.resolve().is_relative_to(store.folder.resolve()):
        raise WrongUse("备份不能放在批次自己的文件夹里，请另选位置")
    state = store.state()
    with os_errors(store.folder):
        found = _found(store.folder, frozenset(state))
        total = sum(map(len, state.values())) + sum(path.stat().st_size for path in found.files)
    with os_errors(to):
        to.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(to).free
    if free < total:
        raise DiskFull(f"备份需要 {said(total)}，{to} 只剩 {said(free)}")
    target = _free(to / f"{store.folder.name} 备份 {clock.now():%Y-%m-%d %H%M%S}")
    beside = atomic.beside_of(to / store.folder.name)  # what a killed run left of it goes
    copying = ByteCount(job.part(0.0, 0.6), total, "正在备份")
    comparing = ByteCount(job.part(0.6, 1.0), total, "正在读回核对备份")
    with os_errors(to):
        shutil.rmtree(beside, ignore_errors=True)
        try:
            digests = _copied(store.folder, found, state, beside, copying)
            _compare(beside, digests, comparing)
            move(beside, target)
            atomic.fsync_folder(to)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    return BackedUp(target, len(digests), total, found.remade, found.unfinished, found.links)


def _free(target: Path) -> Path:
    names = (target.name, *(f"{target.name}（{number}）" for number in range(2, 1000)))
    return next((path for name in names if not (path := target.with_name(name)).exists()), target)


# -- what there is ---------------------------------------------------------------------------------
@dataclass(slots=True)
class _Found:
    """`folders` come before what they hold."""

    folders: list[Path]
    files: list[Path]
    remade: int = 0
    unfinished: int = 0
    links: int = 0


def _found(folder: Path, taken: frozenset[str]) -> _Found:
    """All that is in the batch but the files `taken`, by name; links are not followed."""
    found = _Found([], [])
    for entry in _entries(folder):
        if entry.name in taken:
            continue
        if entry.name in _NOT_COPIED:
            found.remade += _files_below(entry)
        else:
            _take(entry, found, depth=0, is_material=entry.name == _MATERIALS)
    return found


def _take(entry: os.DirEntry[str], found: _Found, depth: int, is_material: bool) -> None:
    """What an enterprise handed in may bear any name; beyond its own folder a name of ours is ours."""
    if atomic.is_temporary(entry.name) and not (is_material and depth > 1):
        found.unfinished += _files_below(entry)
    elif is_linked(entry):
        found.links += 1
    elif entry.is_dir(follow_symlinks=False):
        found.folders.append(Path(entry.path))
        for inner in _entries(entry.path):
            _take(inner, found, depth + 1, is_material)
    elif entry.is_file(follow_symlinks=False):
        found.files.append(Path(entry.path))
    else:
        found.links += 1


def _entries(folder: Path | str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _files_below(entry: os.DirEntry[str]) -> int:
    if not entry.is_dir(follow_symlinks=False):
        return 1
    return sum(_files_below(inner) for inner in _entries(entry.path))


# -- copied, and read back -------------------------------------------------------------------------
def _copied(
    folder: Path, found: _Found, state: dict[str, bytes], to: Path, count: ByteCount
) -> dict[Path, str]:
    """Path below `to` → SHA-256 of what was read from the original."""
    to.mkdir(parents=True)
    digests = {}
    for name, content in state.items():
        atomic.write_bytes(to / name, content)
        digests[Path(name)] = hashlib.sha256(content).hexdigest()
        count.advance(len(content), name)
    for each in found.folders:
        (to / each.relative_to(folder)).mkdir()
    for path in found.files:
        inner = path.relative_to(folder)
        digests[inner] = _copy(path, to / inner, count)
    return digests


def _copy(path: Path, to: Path, count: ByteCount) -> str:
    with to.open("wb") as copy:

        def write(block: bytes) -> None:
            with os_errors(to):
                copy.write(block)

        digest = read_hashed(path, count.advance, write)
        copy.flush()
        os.fsync(copy.fileno())
        atomic.forget_cached(copy.fileno())
    shutil.copystat(path, to)
    return digest


def _compare(copy: Path, digests: dict[Path, str], count: ByteCount) -> None:
    """Raises VerifyFailed naming the first file of the copy that is not what was read."""
    for inner, digest in digests.items():
        if read_hashed(copy / inner, count.advance) != digest:
            raise VerifyFailed(f"备份里的 {inner.as_posix()}")
