"""A batch taken from the disk for good: only where its name was said, and nobody has it open."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from app.errors import AppError, NotABatch, WrongName, os_errors
from app.job import Job
from app.model.handing.handed import Handed
from app.paths import is_link, is_linked
from app.store.away import BatchAway
from app.store.loading import HISTORY, SNAPSHOT, load
from app.store.lock import WriterLock
from app.writing.moving import move, remove_tree


def size_of(folder: Path, job: Job | None = None) -> int:
    """Bytes of all files below it; through no link; what cannot be read counts nothing. Raises Cancelled."""
    return sum(size for size in _sizes(folder, job))


def is_batch(folder: Path) -> bool:
    """One that may be erased: a folder of its own, not a link to one."""
    try:
        is_own = not is_link(os.lstat(folder))
    except OSError:
        return False
    return is_own and ((folder / HISTORY).is_file() or (folder / SNAPSHOT).is_file())


def erase(folder: Path, named: str, job: Job, *, even_away: bool = False) -> int:
    """Everything in the folder; bytes that were freed. `named` has to be the folder's name; `even_away`: also
    while somebody else goes on with it, whose work could then not come back to it.

    It is set aside under another name first: killed at any moment, nothing half there looks like a batch.
    Raises NotABatch, WrongName, BatchInUse, BatchAway, AppError.
    """
    if not is_batch(folder):
        raise NotABatch(str(folder))
    if named.strip() != folder.name:
        raise WrongName(f"文件夹的名称是：{folder.name}")
    WriterLock(folder).release()  # whoever has it open is told of; an open lock could not be moved on Windows
    if not even_away and (handed := _handed(folder)) is not None:
        raise BatchAway(handed.words)
    job.at(0, "正在删除", folder.name)
    freed = size_of(folder)
    aside = folder.with_name(f"{_ASIDE}{folder.name}")
    number = 1
    while aside.exists():
        number += 1
        aside = folder.with_name(f"{_ASIDE}{folder.name} ({number})")
    with os_errors(folder):
        move(folder, aside)
        remove_tree(aside)
    job.at(1, "已删除", folder.name)
    return freed


def _handed(folder: Path) -> Handed | None:
    try:
        return load(folder, recover=False).batch.handed
    except AppError:  # a damaged one may be deleted
        return None


_ASIDE = ".正在删除 "


def _sizes(folder: Path, job: Job | None) -> Iterator[int]:
    waiting = [folder]
    while waiting:
        if job is not None:
            job.at(0, "")
        with suppress(OSError), os.scandir(waiting.pop()) as found:
            for entry in found:
                if is_linked(entry):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(Path(entry.path))
                else:
                    with suppress(OSError):
                        yield entry.stat(follow_symlinks=False).st_size
