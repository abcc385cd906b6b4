"""制作光盘: from a checked batch to folders that can be burnt, one for each disc of the set."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app import clock, wording
from app.disc.read_through import check_code_of
from app.errors import DiskFull, DoesNotFit, NotReady, joined, os_errors
from app.job import Job
from app.model.batch import Batch, Staging
from app.model.disc import DiscPlan, Manifest, Medium, on_disc
from app.model.finding import Report, State
from app.notices.notice import tracks_of
from app.reading.sandbox import Sandbox
from app.send import folder, tree
from app.send.folder import Finished
from app.send.image import is_image_of
from app.send.pack import Package, pack_all, packages_folder, size_of
from app.send.packing import packing_of
from app.send.plan import plan_discs
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
    """Write `<out>/<disc id>` for each disc of the set; finished ones of the same content are left alone,
    with the day they were made on.

    `report` is that of the batch as it is. Discs of ours in `out` that the set no longer has are removed.
    Raises NotReady, WrongUse (names), DoesNotFit, DiskFull, NotOurs, VerifyFailed, AppError; finished
    packages and discs are kept, and nothing else that is unfinished.
    """
    refuse_unless_ready(store.batch, report)
    plans = _first_plans(store, medium, clock.today())
    finals = _Finals(out.absolute())
    done = finals.finished(plans)
    if len(done) < len(plans):
        finals.refuse_foreign(plans)
        _refuse_without_room(plans, out, store.folder)
        packings = [packing for plan in plans for packing in plan.packings]
        packages = pack_all(store.batch, packings, store.folder, sandbox, job.part(0.0, 0.9))
        plans = planned(store, medium, clock.today())  # now that every size is known
        done = finals.finished(plans)
        finals.refuse_foreign(plans)
        done = _write(store, plans, finals, done, packages, job.part(0.9, 1.0))
    kept = {plan.disc_id for plan in plans}
    folder.remove_former(finals.out, plans[0].group, kept)
    stagings = tuple(_staging(plan, finals.of(plan), done[plan.disc_id]) for plan in plans)
    _remove_images(store.batch, finals.out, {staging.check_code for staging in stagings})
    store.apply("制作光盘目录", lambda batch: _recorded(batch, stagings), can_undo=False)
    return stagings


def planned(store: BatchStore, medium: Medium, day: date) -> tuple[DiscPlan, ...]:
    """What `stage` would write on that day; a finished staging with a plan's digest is up to date.

    By the sizes of finished packages, else by upper bounds. Raises WrongUse (names), DoesNotFit, AppError.
    """
    sizes = known_sizes(store)
    return _with_templates(plan_discs(store.batch, store.notice, medium, day, sizes), store)


def known_sizes(store: BatchStore) -> dict[str, int]:
    """Enterprise id → bytes of its package, of those that are finished."""
    packings = (packing_of(store.batch, one) for one in store.batch.enterprises.values())
    sizes = {packing.enterprise: size_of(packing, store.folder) for packing in packings}
    return {key: size for key, size in sizes.items() if size is not None}


def refuse_unless_ready(batch: Batch, report: Report) -> None:
    """Raises NotReady with a line for all that holds the disc up."""
    lines = [f"{f.subject_name}：{f.what}（{f.actual_grade.title}）" for f in report.holding(batch.decisions)]
    for outcome in report.in_state(State.BROKEN):
        lines.append(f"{outcome.subject_name}：“{outcome.title}”{State.BROKEN.title}")
    for outcome in report.pending:
        lines.append(f"{outcome.subject_name}：“{outcome.title}”{outcome.reason or '还没有看完'}")
    if not batch.enterprises:
        lines.append("还没有收集任何企业的材料")
    if lines:
        raise NotReady(joined(lines))


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


def _with_templates(plans: tuple[DiscPlan, ...], store: BatchStore) -> tuple[DiscPlan, ...]:
    """A plan knows a template by its name alone; its bytes decide those of the table."""
    content = hashlib.sha256()
    for track in tracks_of(store.batch, store.notice):
        if stored := store.batch.templates.get(track):
            with os_errors(store.folder / stored):
                content.update((store.folder / stored).read_bytes())
    return tuple(
        replace(plan, digest=hashlib.sha256(plan.digest.encode() + content.digest()).hexdigest())
        for plan in plans
    )


def _first_plans(store: BatchStore, medium: Medium, day: date) -> tuple[DiscPlan, ...]:
    """Before an hour of packing: what hardly ever halves does not fit when not even its half does."""
    try:
        return planned(store, medium, day)
    except DoesNotFit:
        packings = (packing_of(store.batch, one) for one in store.batch.enterprises.values())
        hoped = {packing.enterprise: packing.size // 2 for packing in packings if not packing.passed}
        sizes = {**hoped, **known_sizes(store)}
        return _with_templates(plan_discs(store.batch, store.notice, medium, day, sizes), store)


@dataclass(frozen=True, slots=True)
class _Finals:
    """The disc folders of a set below `out`."""

    out: Path

    def of(self, plan: DiscPlan) -> Path:
        return self.out / plan.disc_id

    def finished(self, plans: Iterable[DiscPlan]) -> dict[str, Finished]:
        """By disc id; what a killed run left is made good first."""
        done = {}
        for plan in plans:
            folder.recover_interrupted(self.of(plan))
            if found := folder.finished(self.of(plan), plan.digest):
                done[plan.disc_id] = found
        return done

    def refuse_foreign(self, plans: Iterable[DiscPlan]) -> None:
        for plan in plans:
            folder.refuse_foreign(self.of(plan))


def _write(
    store: BatchStore,
    plans: Sequence[DiscPlan],
    finals: _Finals,
    done: Mapping[str, Finished],
    packages: Mapping[str, Package],
    job: Job,
) -> dict[str, Finished]:
    """The discs that are not done, on the day of those that are: a set bears one date."""
    day = min((each.day for each in done.values()), default=plans[0].day)
    missing = [plan for plan in plans if plan.disc_id not in done]
    made = dict(done)
    for number, plan in enumerate(missing):
        stretch = job.part(number / len(missing), (number + 1) / len(missing))
        manifest = _write_one(store, replace(plan, day=day), finals.of(plan), packages, stretch)
        made[plan.disc_id] = Finished(manifest, day)
    _forget_old_packages(packages, store.folder)
    return made


def _write_one(
    store: BatchStore, plan: DiscPlan, final: Path, packages: Mapping[str, Package], job: Job
) -> Manifest:
    partial = folder.partial_of(final)
    try:
        manifest = tree.build(partial, plan, store.batch, store.notice, packages, store.folder, job)
    except BaseException:
        if partial.exists():
            folder.discard(partial)
        raise
    folder.put_in_place(final)
    return manifest


def _staging(plan: DiscPlan, final: Path, done: Finished) -> Staging:
    manifest = done.manifest
    return Staging(
        str(final), plan.disc_id, check_code_of(final), plan.digest, done.day,
        len(manifest.entries), manifest.size,
    )


def _remove_images(batch: Batch, out: Path, codes: Collection[str]) -> None:
    """Of discs in `out` that the set no longer has, if they are those we made: nobody is to burn them.

    `codes`: the 校验码 of the discs it has now; a disc with other content is another disc.
    """
    for staging in batch.stagings.values():
        image = Path(staging.image)
        is_former = staging.check_code not in codes and staging.image and Path(staging.folder).parent == out
        if is_former and is_image_of(image, staging):
            with os_errors(image):
                image.unlink()


def _recorded(batch: Batch, stagings: Iterable[Staging]) -> Batch:
    """The set takes the place of the one before; a disc that stayed as it was keeps its image."""
    made = {}
    for staging in stagings:
        before = batch.stagings.get(staging.disc_id)
        same = before is not None and replace(before, image="") == staging
        made[staging.disc_id] = before if before is not None and same else staging
    return replace(batch, stagings=made)


def _refuse_without_room(plans: Sequence[DiscPlan], out: Path, batch_folder: Path) -> None:
    for room in room_needed(plans, out, batch_folder):
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
