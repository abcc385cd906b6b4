"""The materials of a ledger copied to another folder: only what is not there yet, each file read back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import wording
from app.errors import VerifyFailed, WrongUse, os_errors
from app.job import ByteCount, Job
from app.ledger.connection import STORE
from app.ledger.ledger import Ledger
from app.paths import is_linked
from app.writing import atomic
from app.writing.hashed import read_hashed


@dataclass(frozen=True, slots=True)
class Copied:
    """`kept`: files that were there already, of the same size and time."""

    files: int
    bytes: int
    kept: int

    @property
    def words(self) -> str:
        if not self.files:
            return f"材料没有变化，{self.kept} 个文件上次已经复制" if self.kept else "还没有材料"
        told = f"材料复制并读回核对 {self.files} 个文件（{wording.size(self.bytes)}）"
        return f"{told}，{self.kept} 个上次已经复制" if self.kept else told


def back_up_whole(ledger: Ledger, to: Path, who: str, job: Job) -> tuple[Path, Copied]:
    """The rows in a file of their own in the folder `to`, the materials beside it as in a ledger's folder.
    The rows first: what they tell of is in the store when it follows.
    """
    job.at(0.0, "正在备份台账")
    return ledger.backup(to, who), copy_materials(ledger.store, to / STORE, job)


def bring_back(backup: Path, store: Path, job: Job) -> Copied | None:
    """Materials that lie beside `backup` and are missing in `store`; None where none were backed up."""
    kept = backup.parent / STORE
    if not kept.is_dir() or kept.resolve() == store.resolve():
        return None
    return copy_materials(kept, store, job, only_missing=True)


def copy_materials(store: Path, to: Path, job: Job, *, only_missing: bool = False) -> Copied:
    """Nothing is deleted there. Written beside, read back, replaced; what was copied before a stop is not
    copied again. Raises WrongUse, VerifyFailed, DiskFull,
    Cancelled, AppError.
    """
    if to.resolve().is_relative_to(store.resolve()):
        raise WrongUse("不能复制到存放材料的文件夹自己里面，请另选位置")
    with os_errors(store):
        found = [*_files(store)]
        fresh = [path for path in found if not _is_there(path, to / path.relative_to(store), only_missing)]
        total = sum(path.stat().st_size for path in fresh)
    count = ByteCount(job, total, "正在复制材料")
    for path in fresh:
        _copy(path, to / path.relative_to(store), count)
    return Copied(len(fresh), total, len(found) - len(fresh))


def _files(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as found:
        for entry in sorted(found, key=lambda each: each.name):
            if is_linked(entry):
                continue
            if entry.is_dir():
                yield from _files(Path(entry.path))
            else:
                yield Path(entry.path)


def _is_there(path: Path, copy: Path, whatever: bool) -> bool:
    """The same file, or `whatever` it is. File systems of sticks keep the time to two seconds."""
    if whatever or not copy.is_file():
        return copy.is_file()
    one, other = path.stat(), copy.stat()
    return one.st_size == other.st_size and abs(one.st_mtime - other.st_mtime) <= 2


def _copy(path: Path, to: Path, count: ByteCount) -> None:
    with os_errors(to):
        to.parent.mkdir(parents=True, exist_ok=True)
    with atomic.replace_beside(to) as beside:
        with beside.open("wb") as copy:
            digest = read_hashed(path, count.advance, copy.write)
            copy.flush()
            os.fsync(copy.fileno())
            atomic.forget_cached(copy.fileno())
        shutil.copystat(path, beside)
        if read_hashed(beside, lambda *_: None) != digest:
            raise VerifyFailed(to.name)
