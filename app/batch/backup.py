"""备份: a batch folder copied whole to another disk while it stays open."""

from __future__ import annotations

import shutil
from pathlib import Path

from app import clock
from app.errors import DiskFull, WrongUse, os_errors
from app.job import ByteCount, Job
from app.store.store import BatchStore
from app.wording import size as said
from app.writing import atomic

_BLOCK = 256 * 1024
_NOT_COPIED = frozenset({"lock", "work", "cache"})  # a lock is this computer's; the rest can be made again


def back_up(store: BatchStore, to: Path, job: Job) -> Path:
    """The copy, a batch folder of its own under `to`, named with day and time. Raises DiskFull, AppError.

    Written beside and renamed: a copy that was broken off is never taken for one. The history is copied
    first, so that everything it tells of is there when the files follow.
    """
    if to.resolve().is_relative_to(store.folder.resolve()):
        raise WrongUse("备份不能放在批次自己的文件夹里，请另选位置")
    store.save_snapshot()
    files = _files(store.folder)
    total = sum(path.stat().st_size for path in files)
    with os_errors(to):
        to.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(to).free
    if free < total:
        raise DiskFull(f"备份需要 {said(total)}，{to} 只剩 {said(free)}")
    target = to / f"{store.folder.name} 备份 {clock.now():%Y-%m-%d %H%M%S}"
    beside = target.with_name(target.name + ".part")
    count = ByteCount(job, total, "正在备份")
    with os_errors(to):
        try:
            for path in files:
                _copy(path, beside / path.relative_to(store.folder), count)
            beside.rename(target)
            atomic.fsync_folder(to)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    return target


def _files(folder: Path) -> list[Path]:
    tops = [path for path in sorted(folder.iterdir()) if path.name not in _NOT_COPIED]
    return [
        file
        for top in sorted(tops, key=lambda path: path.is_dir())  # history and snapshot before the materials
        for file in ([top] if top.is_file() else sorted(p for p in top.rglob("*") if p.is_file()))
        if ".part" not in {*file.suffixes, *(parent.suffix for parent in file.parents)}
    ]


def _copy(path: Path, to: Path, count: ByteCount) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    with path.open("rb") as source, to.open("wb") as target:
        while block := source.read(_BLOCK):
            target.write(block)
            count.advance(len(block), path.name)
    shutil.copystat(path, to)
    atomic.fsync_file(to)
