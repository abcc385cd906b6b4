"""制作光盘: from a checked batch to folders that can be burnt, one for each disc of the set."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock
from app.disc.read_through import digest_of
from app.errors import LeadsOutside, NotOurs, NotReady, joined, os_errors
from app.job import Job
from app.model.batch import Batch, Staging
from app.model.disc import DiscPlan, Manifest, Medium, code_of
from app.model.finding import Report, State
from app.paths import inside
from app.reading.sandbox import Sandbox
from app.send import folder, tree
from app.send.folder import Finished
from app.send.image import is_image_of
from app.send.pack import Package, pack_all, packages_folder
from app.send.planned import first_plans, planned, refuse_without_room
from app.store.store import BatchStore


@dataclass(frozen=True, slots=True)
class _DiscSet:
    """A set in the making below `out`; `done`: disc id → what stands there already, whole."""

    out: Path
    plans: tuple[DiscPlan, ...]
    done: Mapping[str, Finished]

    def final(self, plan: DiscPlan) -> Path:
        return _final(self.out, plan)

    @property
    def missing(self) -> list[DiscPlan]:
        return [plan for plan in self.plans if plan.disc_id not in self.done]


def stage(
    store: BatchStore, report: Report, out: Path, medium: Medium, sandbox: Sandbox, job: Job
) -> tuple[Staging, ...]:
    """Write `<out>/<disc id>` for each disc of the set; finished ones of the same content are left alone,
    with the day they were made on. Whatever then stands there was read and hashed in this run.

    `report` is that of the batch as it is. Discs of ours in `out` that the set no longer has are removed.
    Raises NotReady, WrongUse (names), DoesNotFit, DiskFull, NotOurs, MaterialChanged, VerifyFailed,
    AppError; finished packages and discs are kept, and nothing else that is unfinished.
    """
    refuse_unless_ready(store.batch, report)
    discs = _standing(out.absolute(), first_plans(store, medium, clock.today()), {}, job.part(0.0, 0.1))
    if discs.missing:
        refuse_without_room(discs.plans, out, store.folder)
        sandbox.make_room()
        packings = [packing for plan in discs.plans for packing in plan.packings]
        packages = pack_all(store.batch, packings, store.folder, sandbox, job.part(0.1, 0.8))
        plans = planned(store, medium, clock.today())  # now that every size is known
        discs = _standing(discs.out, plans, discs.done, job.part(0.8, 0.9))
        discs = _written(store, discs, packages, job.part(0.9, 1.0))
    stagings = tuple(_staging(plan, discs) for plan in discs.plans)
    _remove_former(store.batch, discs, stagings, sandbox, job)
    store.apply("制作光盘目录", lambda batch: _recorded(batch, stagings), can_undo=False)
    return stagings


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


def _standing(
    out: Path, plans: tuple[DiscPlan, ...], known: Mapping[str, Finished], job: Job
) -> _DiscSet:
    """What a killed run left is made good first; what is `known` was read before.

    Raises NotOurs where something else stands, AppError.
    """
    done = {}
    for plan, stretch in job.through(plans):
        before = known.get(plan.disc_id)
        if before is None or before.plan != plan.digest:
            folder.recover_interrupted(_final(out, plan))
            before = folder.finished(_final(out, plan), plan.digest, stretch)
        if before:
            done[plan.disc_id] = before
    for plan in plans:
        folder.refuse_foreign(_final(out, plan))
    return _DiscSet(out, plans, done)


def _final(out: Path, plan: DiscPlan) -> Path:
    """Raises NotOurs where a link stands in its place."""
    try:
        return inside(out, plan.disc_id)
    except LeadsOutside as error:
        raise NotOurs(f"{out}：{plan.disc_id}") from error


def _written(store: BatchStore, discs: _DiscSet, packages: Mapping[str, Package], job: Job) -> _DiscSet:
    """The discs that are missing, on the day of those that are not: a set bears one date."""
    day = min((each.day for each in discs.done.values()), default=discs.plans[0].day)
    missing, made = discs.missing, dict(discs.done)
    for plan, stretch in job.through(missing):
        manifest = _write_one(store, replace(plan, day=day), discs.final(plan), packages, stretch)
        made[plan.disc_id] = Finished(manifest, day, plan.digest)
    _forget_old_packages(packages, store.folder)
    return replace(discs, done=made)


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


def _staging(plan: DiscPlan, discs: _DiscSet) -> Staging:
    final, done = discs.final(plan), discs.done[plan.disc_id]
    digest = digest_of(final)
    return Staging(
        str(final), plan.disc_id, code_of(digest), plan.digest, done.day,
        len(done.manifest.entries), done.manifest.size, digest=digest,
    )


def _remove_former(
    batch: Batch, discs: _DiscSet, stagings: Collection[Staging], sandbox: Sandbox, job: Job
) -> None:
    """Discs of an earlier, larger set, and images of discs with other content: nobody is to burn them."""
    folder.remove_former(discs.out, discs.plans[0].group, {plan.disc_id for plan in discs.plans})
    codes = {staging.check_code for staging in stagings}
    for former in batch.stagings.values():
        image = Path(former.image)
        is_here = former.image and Path(former.folder).parent == discs.out
        is_over = is_here and former.check_code not in codes
        if is_over and is_image_of(image, former, job, sandbox):
            with os_errors(image):
                image.unlink()


def _recorded(batch: Batch, stagings: Iterable[Staging]) -> Batch:
    """The set takes the place of the one before; a disc that stayed as it was keeps image and scan."""
    made = {}
    for staging in stagings:
        before = batch.stagings.get(staging.disc_id)
        same = before is not None and replace(before, image="", digest=staging.digest, scan=None) == staging
        kept = replace(staging, image=before.image, scan=before.scan) if before and same else staging
        made[staging.disc_id] = kept
    return replace(batch, stagings=made)


def _forget_old_packages(packages: Mapping[str, Package], batch_folder: Path) -> None:
    """Packages of earlier states of the batch, and what a killed run left of one."""
    kept = {package.file.stem for package in packages.values()}
    with os_errors(batch_folder):
        for path in sorted(packages_folder(batch_folder).iterdir()):
            if path.name.split(".", 1)[0] not in kept:
                path.unlink()
