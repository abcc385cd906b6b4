"""What room a set of discs needs on our disks, and what is free there."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import wording
from app.errors import DiskFull, os_errors
from app.model.disc import DiscPlan, on_disc
from app.send.pack import size_of


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
    """For each disk that is written to: the packages beside the batch, and copies where links cannot reach.

    Hard links take no room. Raises AppError.
    """
    packings = [packing for plan in plans for packing in plan.packings if not packing.passed]
    missing = {p.recipe: p.size for p in packings if size_of(p, batch_folder) is None}
    packed = sum(missing.values())
    files = [file for plan in plans for file in plan.files]
    linked = sum(file.size for file in files)
    tags = sum(plan.size for plan in plans) - sum(on_disc(file.size) for file in files)
    there = _standing(out)
    with os_errors(there):
        if batch_folder.stat().st_dev == there.stat().st_dev:
            return (Room(there, packed + tags, shutil.disk_usage(there).free),)
        return (
            Room(batch_folder, packed, shutil.disk_usage(batch_folder).free),
            Room(there, linked + tags, shutil.disk_usage(there).free),
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
