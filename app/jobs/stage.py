"""制作光盘: from a checked batch to a folder that can be burnt."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import clock, wording
from app.errors import DiskFull, DoesNotFit, NotReady, joined, os_errors
from app.job import Job
from app.jobs import disc_folder, disc_tree
from app.jobs.pack import Package, found, pack_all, packages_folder
from app.jobs.plan import plan_disc
from app.jobs.verify import check_code_of
from app.model.batch import Batch, Staging
from app.model.disc import MEDIA, DiscPlan, Manifest, Medium, on_disc
from app.model.finding import Report, State
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore


@dataclass(frozen=True, slots=True)
class Room:
    """What is needed on one disk, and what is free there; bytes."""

    where: Path
    needed: int
    free: int

    @property
    def is_short(self) -> bool:
        return self.needed > self.free


def stage(
    store: BatchStore, report: Report, out: Path, medium: Medium, sandbox: Sandbox, job: Job
) -> tuple[Staging, ...]:
    """Write `<out>/<disc id>`; the same plan again changes nothing and returns at once.

    `report` is that of the batch as it is. Raises NotReady, WrongUse (names), DoesNotFit, DiskFull, NotOurs,
    VerifyFailed, AppError; finished packages are kept, and nothing else that is unfinished.
    """
    refuse_unless_ready(store.batch, report)
    plan = planned(store, medium, clock.today())
    final = out.absolute() / plan.disc_id
    disc_folder.make_good(final)
    manifest = disc_folder.finished(final, plan.digest)
    if manifest is None:
        disc_folder.refuse_foreign(final)
        _refuse_if_surely_too_large(plan)
        _refuse_without_room(plan, out, store.folder)
        manifest = _write(store, plan, final, sandbox, job)
    staging = Staging(
        str(final), plan.disc_id, check_code_of(final), plan.digest, plan.day,
        len(manifest.entries), manifest.size,
    )
    store.apply("制作光盘目录", lambda batch: batch.with_staging(staging), can_undo=False)
    return (staging,)


def planned(store: BatchStore, medium: Medium, day: date) -> DiscPlan:
    """What `stage` would write on that day; a finished staging with this digest is up to date.

    Raises WrongUse (names), AppError.
    """
    return _with_templates(plan_disc(store.batch, store.notice, medium, day), store)


def refuse_unless_ready(batch: Batch, report: Report) -> None:
    """Raises NotReady with a line for all that holds the disc up."""
    lines = [f"{f.subject_name}：{f.what}（{f.actual_grade.title}）" for f in report.holding(batch.decisions)]
    for outcome in report.in_state(State.BROKEN):
        lines.append(f"{outcome.subject_name}：“{outcome.title}”{State.BROKEN.title}")
    if not batch.tracks:
        lines.append("还没有收集任何企业的材料")
    if lines:
        raise NotReady(joined(lines))


def room_needed(plan: DiscPlan, out: Path, batch_folder: Path) -> tuple[Room, ...]:
    """For each disk that is written to: the packages beside the batch, and copies where links cannot reach.

    Hard links take no room. Raises AppError.
    """
    recipes = {packing.recipe: packing for packing in plan.packings if not packing.passed}
    packed = sum(packing.size for packing in recipes.values() if found(packing, batch_folder) is None)
    linked = sum(file.size for file in plan.files)
    tags = plan.size - sum(on_disc(file.size) for file in plan.files)
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


def _with_templates(plan: DiscPlan, store: BatchStore) -> DiscPlan:
    """A plan knows a template by its name alone; its bytes decide those of the table."""
    digest = hashlib.sha256(plan.digest.encode())
    for track in store.batch.tracks:
        if stored := store.batch.templates.get(track):
            with os_errors(store.folder / stored):
                digest.update((store.folder / stored).read_bytes())
    return replace(plan, digest=digest.hexdigest())


def _write(store: BatchStore, plan: DiscPlan, final: Path, sandbox: Sandbox, job: Job) -> Manifest:
    packages = pack_all(store.batch, plan.packings, store.folder, sandbox, job.part(0.0, 0.9))
    refuse_excess(plan, _exact_size(plan, packages))
    partial = disc_folder.partial_of(final)
    try:
        manifest = disc_tree.build(
            partial, plan, store.batch, store.notice, packages, store.folder, job.part(0.9, 1.0)
        )
    except BaseException:
        if partial.exists():
            disc_folder.discard(partial)
        raise
    disc_folder.put_in_place(final)
    _forget_old_packages(packages, store.folder)
    return manifest


def _exact_size(plan: DiscPlan, packages: Mapping[str, Package]) -> int:
    """Bytes on the medium, now that the packages are there."""
    saved = sum(on_disc(p.size) - on_disc(packages[p.enterprise].size) for p in plan.packings)
    return plan.size - saved


def refuse_excess(plan: DiscPlan, size: int) -> None:
    """Raises DoesNotFit, saying by how much and what would do."""
    excess = size - plan.medium.usable
    if excess <= 0:
        return
    larger = next((medium for medium in MEDIA if medium.usable >= size), None)
    advice = f"换用 {larger.title} 可以放下" if larger else "一张光盘放不下，需要分成几个批次报送"
    usable = wording.size(plan.medium.usable)
    figures = f"{plan.medium.title} 可用 {usable}，共需 {wording.size(size)}，多出 {wording.size(excess)}"
    raise DoesNotFit(f"{figures}；{advice}")


def _refuse_if_surely_too_large(plan: DiscPlan) -> None:
    """Before an hour of packing: what hardly ever halves does not fit even when halved."""
    passed = sum(packing.size for packing in plan.packings if packing.passed)
    packed = sum(packing.size for packing in plan.packings if not packing.passed)
    if passed + packed // 2 > plan.medium.usable:
        refuse_excess(plan, plan.size)


def _refuse_without_room(plan: DiscPlan, out: Path, batch_folder: Path) -> None:
    for room in room_needed(plan, out, batch_folder):
        if room.is_short:
            needed, free = wording.size(room.needed), wording.size(room.free)
            raise DiskFull(f"{room.where} 需要 {needed}，只剩 {free}")


def _forget_old_packages(packages: Mapping[str, Package], batch_folder: Path) -> None:
    """Packages of earlier states of the batch, and what a killed run left of one."""
    kept = {package.file.stem for package in packages.values()}
    with os_errors(batch_folder):
        for path in sorted(packages_folder(batch_folder).iterdir()):
            if path.name.split(".", 1)[0] not in kept:
                path.unlink()
