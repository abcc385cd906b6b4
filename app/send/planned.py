"""The plan of a batch's discs by what is finished of them already, and the room they need on our disks."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import wording
from app.errors import DiskFull, DoesNotFit, os_errors
from app.model.disc import DiscPlan, Medium, on_disc
from app.notices.notice import tracks_of
from app.paths import inside
from app.send.pack import size_of
from app.send.packing import packing_of
from app.send.plan import Load, load_of, plan_discs
from app.store.store import BatchStore


def planned(
    store: BatchStore, medium: Medium, day: date, load: Load | None = None
) -> tuple[DiscPlan, ...]:
    """What `stage` would write on that day; a finished staging with a plan's digest is up to date.

    `load`: that of `load_now`, where it is known already. Raises WrongUse (names), DoesNotFit, AppError.
    """
    return _with_templates(
        plan_discs(store.batch, store.notice, medium, day, load or load_now(store)), store
    )


def load_now(store: BatchStore) -> Load:
    """By the sizes of finished packages, else by upper bounds. Raises WrongUse (names)."""
    return load_of(store.batch, store.notice, known_sizes(store))


def known_sizes(store: BatchStore) -> dict[str, int]:
    """Enterprise id → bytes of its package, of those that are finished."""
    packings = (packing_of(store.batch, one) for one in store.batch.enterprises.values())
    sizes = {packing.enterprise: size_of(packing, store.folder) for packing in packings}
    return {key: size for key, size in sizes.items() if size is not None}


def first_plans(store: BatchStore, medium: Medium, day: date) -> tuple[DiscPlan, ...]:
    """Before an hour of packing: what hardly ever halves does not fit when not even its half does."""
    try:
        return planned(store, medium, day)
    except DoesNotFit:
        packings = (packing_of(store.batch, one) for one in store.batch.enterprises.values())
        hoped = {packing.enterprise: packing.size // 2 for packing in packings if not packing.passed}
        sizes = {**hoped, **known_sizes(store)}
        return planned(store, medium, day, load_of(store.batch, store.notice, sizes))


def _with_templates(plans: tuple[DiscPlan, ...], store: BatchStore) -> tuple[DiscPlan, ...]:
    """A plan knows a template by its name alone; its bytes decide those of the table."""
    content = hashlib.sha256()
    for track in tracks_of(store.batch, store.notice):
        if stored := store.batch.templates.get(track):
            with os_errors(template := inside(store.folder, stored)):
                content.update(template.read_bytes())
    return tuple(
        replace(plan, digest=hashlib.sha256(plan.digest.encode() + content.digest()).hexdigest())
        for plan in plans
    )


# -- room on our disks -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Room:
    """What is needed on one disk, and what is free there; bytes."""

    where: Path
    needed: int
    free: int

    @property
    def is_short(self) -> bool:
        return self.needed > self.free


def room_needed(plans: Sequence[DiscPlan], out: Path, batch_folder: Path) -> tuple[Room, ...]:
    """For each disk that is written to: the packages beside the batch, and the disc's folder.

    Packages of ours are linked to where a link can reach, which takes no room. Raises AppError.
    """
    packings = [packing for plan in plans for packing in plan.packings if not packing.passed]
    missing = {p.recipe: p.size for p in packings if size_of(p, batch_folder) is None}
    packed = sum(missing.values())
    files = [file for plan in plans for file in plan.files]
    whole = sum(file.size for file in files)
    linked = sum(file.size for file in files if file.packing and not file.packing.passed)
    tags = sum(plan.size for plan in plans) - sum(on_disc(file.size) for file in files)
    there = _standing(out)
    with os_errors(there):
        if batch_folder.stat().st_dev == there.stat().st_dev:
            return (Room(there, packed + whole - linked + tags, shutil.disk_usage(there).free),)
        return (
            Room(batch_folder, packed, shutil.disk_usage(batch_folder).free),
            Room(there, whole + tags, shutil.disk_usage(there).free),
        )


def _standing(folder: Path) -> Path:
    """The nearest folder above that exists."""
    absolute = folder.absolute()
    return next(path for path in (absolute, *absolute.parents) if path.exists())


def refuse_without_room(plans: Sequence[DiscPlan], out: Path, batch_folder: Path) -> None:
    """Raises DiskFull, AppError."""
    for room in room_needed(plans, out, batch_folder):
        if room.is_short:
            needed, free = wording.size(room.needed), wording.size(room.free)
            raise DiskFull(f"{room.where} 需要 {needed}，只剩 {free}")
