"""The image of a finished disc folder, made beside it and carried elsewhere with every byte compared."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from app import wording
from app.disc.iso.check import check_image
from app.disc.iso.write import write_image
from app.disc.look import check_code_of_image
from app.disc.read_through import check_code_of
from app.errors import AppError, DiskFull, SourceVanished, VerifyFailed, WrongUse, os_errors
from app.job import ByteCount, Job
from app.model.batch import Batch, Staging
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore
from app.writing import atomic

_BLOCK = 1 << 20  # bytes
_FAT = "这个 U 盘的格式（FAT32）放不下 4 GB 以上的文件，请换 exFAT 或 NTFS 格式的"


def image_place(staging: Staging) -> Path:
    """`<disc id>.iso` beside the disc folder, never inside it."""
    folder = Path(staging.folder)
    return folder.with_name(f"{folder.name}.iso")


def is_image_of(image: Path, staging: Staging, job: Job, sandbox: Sandbox | None = None) -> bool:
    """Whether it is the whole image of that very staging: by its length and what its own 校验码 is."""
    try:
        return image.is_file() and check_code_of_image(image, job, sandbox) == staging.check_code
    except (AppError, OSError):
        return False


def make_image(store: BatchStore, staging: Staging, job: Job, sandbox: Sandbox | None = None) -> Path:
    """Written and read back through every tree; a sound one that is there stays as it is.

    Raises SourceVanished or WrongUse when the disc folder is gone or has changed since it was made,
    DiskFull, VerifyFailed, Cancelled, AppError.
    """
    folder, image = Path(staging.folder), image_place(staging)
    if not folder.is_dir():
        raise SourceVanished(str(folder))
    is_there = is_image_of(image, staging, job, sandbox)
    if not is_there or not _is_sound(image, job.part(0.0, 0.5)):
        if check_code_of(folder) != staging.check_code:
            raise WrongUse(f"光盘目录“{staging.disc_id}”做好以后又有改动，请重新生成刻录目录")
        write_image(folder, staging.disc_id, image, job.part(0.5, 1.0) if is_there else job)
    _record(store, staging, image)
    return image


def _is_sound(image: Path, job: Job) -> bool:
    """Raises Cancelled."""
    try:
        return not check_image(image, job)
    except (AppError, OSError):
        return False


def export_image(image: Path, target: Path, job: Job) -> None:
    """Copies it to `target` (a file, on a USB stick as a rule) and reads the copy back.

    Nothing is left under that name unless every byte is the same. Raises WrongUse, DiskFull, VerifyFailed,
    Cancelled, AppError.
    """
    with os_errors(image):
        size = image.stat().st_size
    with os_errors(target):
        if target.exists() and target.samefile(image):
            raise WrongUse("选的就是这份映像本身，请另选一个位置")
        free = shutil.disk_usage(target.parent).free
    if free < size:
        raise DiskFull(f"映像有 {wording.size(size)}，“{target.parent}”只剩 {wording.size(free)}")
    with atomic.replace_beside(target) as beside:
        written = _copy(image, beside, ByteCount(job.part(0.0, 0.6), size, "正在复制光盘映像"))
        count = ByteCount(job.part(0.6, 1.0), size, "正在核对复制的映像")
        if _read(beside, lambda _: None, count) != written:
            raise VerifyFailed(target.name)


def _record(store: BatchStore, staging: Staging, image: Path) -> None:
    def change(batch: Batch) -> Batch:
        now = batch.stagings.get(staging.disc_id)
        if now is None or now.check_code != staging.check_code:
            return batch  # made anew meanwhile
        return batch.with_staging(replace(now, image=str(image)))

    now = store.batch.stagings.get(staging.disc_id)
    if now is None or now.image != str(image) or now.check_code != staging.check_code:
        store.apply(f"生成光盘映像 {staging.disc_id}", change, can_undo=False)


def _copy(image: Path, out: Path, count: ByteCount) -> str:
    """SHA-256 of what was read."""
    with out.open("wb") as file:

        def write(block: memoryview) -> None:
            try:
                with os_errors(out.parent):
                    file.write(block)
            except AppError as error:
                if getattr(error.__cause__, "errno", None) == errno.EFBIG:
                    raise WrongUse(_FAT) from error
                raise

        digest = _read(image, write, count)
        file.flush()
        os.fsync(file.fileno())
        atomic.forget_cached(file.fileno())  # the copy is read from the stick, not from memory
    return digest


def _read(path: Path, then: Callable[[memoryview], object], count: ByteCount) -> str:
    """SHA-256."""
    digest, buffer = hashlib.sha256(), memoryview(bytearray(_BLOCK))
    with os_errors(path), path.open("rb", buffering=0) as content:
        while got := content.readinto(buffer):
            digest.update(buffer[:got])
            then(buffer[:got])
            count.advance(got, path.name)
    return digest.hexdigest()
