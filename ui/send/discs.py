"""How the discs stand: what would be made, what was made of it, what was read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from app import wording
from app.errors import AppError
from app.model.batch import Batch, Place, Readback, Staging
from app.model.disc import MEDIA, DiscPlan, Medium
from app.send.image import image_place
from app.send.paper import disc_of
from app.send.plan import Load
from app.send.planned import load_now, planned, room_needed
from app.store.store import BatchStore


@dataclass(frozen=True, slots=True)
class DiscState:
    """`plans`: the set on the chosen medium; empty with a `problem` where there can be none.

    `counts`: medium id → discs needed, or why it cannot be. `stagings`: those of the plans, all or none.
    `images` and `readbacks` go with the stagings; "" and None where there is none.
    """

    plans: tuple[DiscPlan, ...] = ()
    problem: AppError | None = None
    counts: Mapping[str, int | AppError] = field(default_factory=dict)
    stagings: tuple[Staging, ...] = ()
    images: tuple[str, ...] = ()
    readbacks: tuple[Readback | None, ...] = ()

    @property
    def is_staged(self) -> bool:
        return bool(self.stagings)

    @property
    def is_imaged(self) -> bool:
        return self.is_staged and all(self.images)

    def is_verified(self, number: int) -> bool:
        """Whether disc `number` (from 1) was read in a drive and every byte was right."""
        readback = self.readbacks[number - 1] if number <= len(self.readbacks) else None
        return readback is not None and readback.place is Place.DRIVE and not readback.problems


def state_of(store: BatchStore, medium: Medium, day: date) -> DiscState:
    """Reads no payload. What keeps the plan from being made is told in the state."""
    batch = store.batch
    if not batch.enterprises:
        return DiscState()
    try:
        load = load_now(store)
    except AppError as error:  # a name cannot stand on a disc or a package is empty: the checks tell of it
        return DiscState(problem=error)
    counts = {each.id: _count(load, each) for each in MEDIA}
    try:
        plans = planned(store, medium, day, load)
    except AppError as error:
        return DiscState(problem=error, counts=counts)
    stagings = _standing(batch, plans)
    return DiscState(
        plans, None, counts, stagings, tuple(map(_image, stagings)),
        tuple(_readback(batch, staging) for staging in stagings),
    )  # fmt: skip


def made_of(store: BatchStore, day: date) -> DiscState:
    """How those discs stand that were made last; nothing where none was."""
    medium = medium_made(store.batch)
    return DiscState() if medium is None else state_of(store, medium, day)


def medium_made(batch: Batch) -> Medium | None:
    """Of the discs that were made last, as they say themselves."""
    for staging in batch.stagings.values():
        try:
            return disc_of(Path(staging.folder)).medium
        except AppError:
            continue
    return None


def _count(load: Load, medium: Medium) -> int | AppError:
    try:
        return len(load.discs(medium))
    except AppError as error:
        return error


def _standing(batch: Batch, plans: tuple[DiscPlan, ...]) -> tuple[Staging, ...]:
    """The staging directories that still are what would be made now."""
    found = []
    for plan in plans:
        made = batch.stagings.get(plan.disc_id)
        if made is None or made.plan != plan.digest or not Path(made.folder).is_dir():
            return ()
        found.append(made)
    return tuple(found)


def _image(staging: Staging) -> str:
    is_there = staging.image == str(image_place(staging)) and Path(staging.image).is_file()
    return staging.image if is_there else ""


def _readback(batch: Batch, staging: Staging) -> Readback | None:
    found = batch.readbacks.get(staging.disc_id)
    return found if found is not None and found.check_code == staging.check_code else None


def describe_room(plans: Sequence[DiscPlan], out: Path, batch: Path) -> tuple[str, str]:
    """Where it goes, what room it takes there and what room there is, in words with their tone."""
    if not plans:
        return f"放到 {out}", "muted"
    try:
        rooms = room_needed(plans, out, batch)
    except AppError as error:
        return f"放到 {out} · {error.title}", "red"
    short = next((room for room in rooms if room.is_short), None)
    if short is not None:
        lacks = f"需 {wording.size(short.needed)}，只剩 {wording.size(short.free)}"
        return f"空间不够：{short.where} {lacks}", "red"
    needed = wording.size(sum(room.needed for room in rooms))
    return f"约需 {needed}，可用 {wording.size(rooms[-1].free)} · 放到 {out}", "muted"
