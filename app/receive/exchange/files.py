"""Files kept with an activity or a visit: copied into the store and hashed in one read, never moved."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from app import clock
from app.errors import AppError, NothingFound, WrongUse, from_os, os_errors
from app.job import ByteCount, Job
from app.ledger import Ledger
from app.ledger.connection import ATTACHED
from app.ledger.event import EventKind
from app.model.after.attachment import Attachment, Owner
from app.model.disc_names import FreeNames, proposed_disc_name
from app.model.merged import MergedRow
from app.paths import inside
from app.writing import atomic
from app.writing.hashed import read_hashed


def of_activity(number: int) -> Owner:
    return Owner(f"activity {number}", f"活动-{number}", f"第 {number} 项交流活动")


def of_visit(row: MergedRow) -> Owner:
    """现场核查 of an enterprise; by its row."""
    told = f"核查-{row.key}"
    folder = proposed_disc_name(told)
    if folder != told:  # cut, or a sign replaced: two may have become one
        folder = proposed_disc_name(f"核查-{hashlib.sha256(row.key.encode()).hexdigest()[:16]}")
    return Owner(f"visit {row.key}", folder, f"“{row.entry.name}”的现场核查")


def attached(ledger: Ledger, owner: Owner) -> tuple[Attachment, ...]:
    """Those that count."""
    return tuple(each for each in ledger.attachments(owner.key) if not each.withdrawn)


def attached_all(ledger: Ledger) -> dict[str, tuple[Attachment, ...]]:
    """By the key of whose they are."""
    found: dict[str, tuple[Attachment, ...]] = {}
    for each in ledger.attachments():
        if not each.withdrawn:
            found[each.owner] = (*found.get(each.owner, ()), each)
    return found


def place_of(ledger: Ledger, one: Attachment) -> Path:
    """Raises LeadsOutside."""
    return inside(ledger.store, one.stored)


def damage_of(ledger: Ledger, one: Attachment, job: Job) -> str:
    """Why the stored file is not the one that was filed, in words; "" where it is."""
    try:
        found = read_hashed(place_of(ledger, one), lambda *_: job.check())
    except AppError as error:
        return error.title
    return "" if found == one.sha256 else "内容变了，不是归入时的样子"


def attach(
    ledger: Ledger, owner: Owner, paths: Sequence[Path], who: str, job: Job
) -> tuple[Attachment, ...]:
    """Copies of `paths`; those whose very bytes are there already are passed over, or come back where they
    had been taken off. The rows of what is new. Raises WrongUse, DiskFull, Cancelled, AppError; nothing is
    filed then.
    """
    if not paths:
        raise WrongUse("请选要归入的文件")
    if folders := [path.name for path in paths if path.is_dir()]:
        raise WrongUse(f"一次归入文件，不是文件夹：{'、'.join(folders)}")
    with ledger.alone(f"files of {owner.key}", job):
        before = {each.sha256: each for each in ledger.attachments(owner.key)}
        free = FreeNames(each.stored.rpartition("/")[2] for each in before.values())
        try:
            total = sum(path.stat().st_size for path in paths)
        except OSError as error:
            raise from_os(error) from error
        count, made = ByteCount(job, total, "正在归入文件"), []
        for path in paths:
            one = _copied(ledger, owner, path, free, before, who, count)
            if one is not None:
                before[one.sha256] = one
                made.append(one)
        if made:
            ledger.keep_attachments(made, EventKind.ATTACHED, who, owner.words)
    return tuple(made)


class _SameBytesError(Exception):
    """The file is there already."""


def _copied(
    ledger: Ledger, owner: Owner, path: Path, free: FreeNames, before: dict[str, Attachment], who: str,
    count: ByteCount,
) -> Attachment | None:  # fmt: skip
    name = free.take(proposed_disc_name(path.name), _numbered)
    stored = f"{ATTACHED}/{owner.folder}/{name}"
    target = inside(ledger.store, stored)
    with os_errors(target.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = "", 0
    try:
        with atomic.replace_beside(target) as beside:
            with beside.open("wb") as copy:
                digest = read_hashed(path, count.advance, copy.write)
                size = copy.tell()
            known = before.get(digest)
            if known is not None and _is_there(ledger, known, size):
                raise _SameBytesError
            shutil.copystat(path, beside)
    except _SameBytesError:
        return None if not known or not known.withdrawn else replace(known, withdrawn="")
    at = clock.now().isoformat()
    if known is not None:  # its file was lost
        _move(target, place_of(ledger, known))
        return replace(known, withdrawn="", at=at, who=who)
    return Attachment(owner.key, stored, path.name, digest, size, at, who)


def _move(path: Path, to: Path) -> None:
    with os_errors(to):
        path.replace(to)
        atomic.fsync_folder(to.parent)


def _is_there(ledger: Ledger, one: Attachment, size: int) -> bool:
    try:
        return place_of(ledger, one).stat().st_size == size
    except OSError:
        return False


def _numbered(name: str, number: int) -> str:
    stem, dot, extension = name.rpartition(".")
    return proposed_disc_name(f"{stem}（{number}）.{extension}" if dot else f"{name}（{number}）")


def detach(ledger: Ledger, owner: Owner, names: Iterable[str], who: str) -> tuple[Attachment, ...]:
    """They count no more; the files stay in the store, and filing them again brings them back. By the names
    they were given, or have there. Raises NothingFound, AppError.
    """
    wanted, there = tuple(names), attached(ledger, owner)
    found = [each for each in there if {each.name, each.stored.rpartition("/")[2]} & set(wanted)]
    known = {name for each in found for name in (each.name, each.stored.rpartition("/")[2])}
    if unknown := [name for name in wanted if name not in known]:
        raise NothingFound(f"{owner.words}没有这些文件：{'、'.join(unknown)}")
    gone = tuple(replace(each, withdrawn=clock.now().isoformat()) for each in found)
    ledger.keep_attachments(gone, EventKind.DETACHED, who, owner.words)
    return gone
