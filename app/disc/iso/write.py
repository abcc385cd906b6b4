"""The image of a finished disc folder, read back and proven through every tree before it gets its name."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from app.disc import bag
from app.disc.fault import Fault
from app.disc.iso.check import Proven, check_image
from app.disc.iso.image import open_image
from app.disc.iso.proven import write_proven
from app.errors import DiskFull, VerifyFailed, WrongUse, joined, os_errors
from app.job import Job
from app.model.disc_names import disc_path_faults, twins
from app.writing import atomic

LABEL = re.compile(r"[A-Z0-9_]{1,15}")  # IMAPI allows 15 characters, ISO 9660 these
_DEEPEST = 8  # levels (ECMA-119 section 6.8.2.1), the root and the file among them
_WRITING = 0.95  # of the whole, each byte read back; the rest is the trees
_MOST_TOLD = 20  # faults in one message


def write_image(folder: Path, label: str, out: Path, job: Job) -> None:
    """The same folder always gives the same bytes; `out` is replaced only by an image that was read back.

    `folder` is a bag with manifests of SHA-256, `label` A–Z, 0–9 and _, at most 15. Raises WrongUse (a
    name, size, label or folder that cannot go on a disc), DiskFull, VerifyFailed, Cancelled, AppError.
    """
    from app.disc.iso.layout import Layout, dated, numbered

    if not LABEL.fullmatch(label):
        raise WrongUse(f"卷标“{label}”只能用大写字母、数字和下划线，最多 15 个")
    with os_errors(folder):
        folders, files = _contents(folder)
        day = _day(folder, dict(files))
    with dated(day), os_errors(folder):
        layout = Layout(folder, label, numbered(folders, files))
    try:
        _check_room(out, layout.size)
        with atomic.replace_beside(out) as beside:
            writing = job.part(0.0, _WRITING)

            def told(done: int) -> None:
                writing.at(done / layout.size, "正在写光盘映像", out.name, done, layout.size)

            told(0)
            with dated(day):
                pieces = layout.pieces()
            proven = write_proven(beside, pieces, layout.size, told)
            _check(beside, folder, proven, job.part(_WRITING, 1.0))
    finally:
        layout.close()


def _contents(folder: Path) -> tuple[list[str], list[tuple[str, int]]]:
    """(folders, files with their bytes), by path. Raises WrongUse naming all that cannot go on a disc."""
    from app.disc.iso.layout import LARGEST_FILE

    folders: list[str] = []
    files: list[tuple[str, int]] = []
    faults: list[str] = []
    for path, size in _walk(folder, ""):
        faults += disc_path_faults(path)
        if path.count("/") + 2 > _DEEPEST:
            faults.append(f"“{path}”的文件夹层数太多，光盘上最多 {_DEEPEST} 层")
        if size > LARGEST_FILE:
            faults.append(f"“{path}”有 {size:,} 字节，光盘上一个文件须小于 4 GiB")
        if size < 0:
            folders.append(path)
        else:
            files.append((path, size))
    faults += [f"“{'”和“'.join(group)}”在光盘上会是同一个名称" for group in twins([p for p, _ in files])]
    if bag.MANIFEST not in dict(files) or bag.TAG_MANIFEST not in dict(files):
        faults.append(f"“{folder.name}”不是制作好的光盘目录（缺少 {bag.MANIFEST} 或 {bag.TAG_MANIFEST}）")
    if faults:
        raise WrongUse(_shortened(list(dict.fromkeys(faults))))
    return folders, files


def _walk(folder: Path, above: str) -> Iterator[tuple[str, int]]:
    """(path, bytes), sorted; a folder has -1 bytes and comes before what it holds."""
    for item in sorted(os.scandir(folder), key=lambda each: each.name):
        path = above + item.name
        if item.is_dir(follow_symlinks=False):
            yield path, -1
            yield from _walk(Path(item.path), f"{path}/")
        elif item.is_file(follow_symlinks=False):
            yield path, item.stat().st_size
        else:
            raise WrongUse(f"“{path}”不是文件，而是指向别处的链接或设备")


def _day(folder: Path, files: dict[str, int]) -> date:
    """The bag's day: an image is dated by what it holds, never by the clock."""
    told = bag.parse_info((folder / bag.INFO).read_text("utf-8")) if bag.INFO in files else ()
    try:
        return date.fromisoformat(dict(told).get("bagging-date", ""))
    except ValueError:
        raise WrongUse(f"“{folder.name}”里的 {bag.INFO} 没有写制作日期（Bagging-Date）") from None


def _check_room(out: Path, size: int) -> None:
    with os_errors(out):
        free = shutil.disk_usage(out.parent).free
    if free < size:
        raise DiskFull(f"光盘映像要 {size:,} 字节，“{out.parent}”只剩 {free:,} 字节")


def _check(image: Path, folder: Path, proven: Proven, job: Job) -> None:
    """Its own manifests vouch for every byte, and the folder's tag manifest for them. Raises VerifyFailed."""
    faults = check_image(image, job, proven)
    if not faults:
        with os_errors(folder):
            if open_image(image).read(bag.TAG_MANIFEST) != (folder / bag.TAG_MANIFEST).read_bytes():
                faults.append(Fault(bag.TAG_MANIFEST, "与光盘目录里的不同"))
    if faults:
        raise VerifyFailed(_shortened([f"{each.where}：{each.what}" for each in faults]))


def _shortened(lines: list[str]) -> str:
    more = [f"……共 {len(lines)} 处"] if len(lines) > _MOST_TOLD else []
    return joined([*lines[:_MOST_TOLD], *more])
