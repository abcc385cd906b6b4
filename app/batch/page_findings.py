"""看印章和扫描页: what must be sealed or may be scanned is looked at once, page by page; the facts stay."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.batch.side_by_side import side_by_side
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch, member_key
from app.model.documents.pages import Pages, Seals, is_scan
from app.model.documents.part import Ranges, joined
from app.model.source import Container, Member
from app.notices.filing import filings_of
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.containers import Report, stream
from app.reading.limits import Limits
from app.reading.pages.examine import PageFindings, examine
from app.reading.peek import peek, write
from app.reading.sandbox import Sandbox, SandboxError
from app.store.store import BatchStore

_MESSAGE = "正在看印章和扫描页"
_KEEP_EVERY = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class Unlooked:
    """A document nobody looked at yet: where its bytes are, relative to the batch folder, and what for."""

    sha256: str
    shown: str
    stored: str
    container: Container
    member: Member
    for_seals: bool = False
    for_pages: bool = False
    sealed: Ranges = ()  # the pages that must bear one; () for all


def unlooked(batch: Batch, notice: Notice) -> tuple[Unlooked, ...]:
    """The scans and letters of the batch that lack facts, each content once; what must be sealed first."""
    found: dict[str, Unlooked] = {}
    for one in (*_materials(batch, notice), *_letters(batch, notice)):
        found[one.sha256] = _both(found[one.sha256], one) if one.sha256 in found else one
    lacking = (
        replace(
            one,
            for_seals=one.for_seals and not (key in batch.seals and batch.seals[key].answers(one.sealed)),
            for_pages=one.for_pages and key not in batch.pages,
        )
        for key, one in found.items()
        if key
    )
    waiting = (one for one in lacking if one.for_seals or one.for_pages)
    return tuple(sorted(waiting, key=lambda one: not one.for_seals))


def _both(left: Unlooked, right: Unlooked) -> Unlooked:
    """One content that serves twice."""
    asking = [one.sealed for one in (left, right) if one.for_seals]
    sealed = joined(pair for pages in asking for pair in pages) if all(asking) else ()
    wants_pages = left.for_pages or right.for_pages
    return replace(left, for_seals=bool(asking), for_pages=wants_pages, sealed=sealed)


def examine_pages(
    store: BatchStore, sandbox: Sandbox, job: Job, limits: Limits = Limits(),  # noqa: B008 - frozen
    kept: Callable[[], None] = lambda: None,
) -> int:
    """Keeps what is seen on the `unlooked` in the batch, two side by side; how many they were.

    `kept` is called, from any thread, when some of it has been: once all that must be sealed was seen, and
    every 20 seconds. What cannot be read or never ends is told so in its facts, and not tried again. What was
    seen stays when cancelled. Raises Cancelled and AppErrors of our own disk.
    """  # fmt: skip
    waiting = unlooked(store.batch, store.notice)
    tasks = _tasks(waiting)
    shares = job.shares([sum(max(one.member.size, 1) for one in task) for task in tasks], _MESSAGE)
    found = _Found(store, kept, sum(one.for_seals for one in waiting))

    def see(number: int) -> None:
        found.add(_seen(store.folder, tasks[number], sandbox, shares[number], limits))

    try:
        side_by_side(see, len(tasks))
    finally:
        found.keep()
    return found.count


def look_into(
    stored: Path, container: Container, wanted: Sequence[Unlooked], limits: Limits, report: Report
) -> list[tuple[Unlooked, PageFindings]]:
    """In the sandbox child: each member's bytes to a scratch file, then its pages."""

    def seen(one: Unlooked, path: Path) -> tuple[Unlooked, PageFindings]:
        return one, examine(
            path, report, for_seals=one.for_seals, for_pages=one.for_pages, sealed=one.sealed,
            seconds=limits.seconds,
        )  # fmt: skip

    if container is Container.FILE:
        return [seen(one, stored) for one in wanted]
    if container is Container.FOLDER and len(wanted) == 1 and not wanted[0].member.within:
        return [seen(wanted[0], inside(stored, wanted[0].member.path))]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "document"
        if len(wanted) == 1:
            peek(stored, container, wanted[0].member, out, limits, report)
            return [seen(wanted[0], out)]
        named, told = {one.member.path: one for one in wanted}, []
        for item in stream(stored, container, limits, [], report):
            if item.path in named:
                write(item, out)
                if item.is_sound:
                    told.append(seen(named[item.path], out))
        return told


@dataclass(slots=True)
class _Found:
    """What was seen and not kept yet. Used by several threads."""

    store: BatchStore
    kept: Callable[[], None]
    sealed: int  # documents whose seals are still to be looked for
    count: int = 0
    fresh: list[tuple[Unlooked, PageFindings]] = field(default_factory=list)
    last: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, seen: Sequence[tuple[Unlooked, PageFindings]]) -> None:
        with self.lock:
            self.fresh.extend(seen)
            self.count += len(seen)
            sealed = sum(one.for_seals for one, _ in seen)
            self.sealed -= sealed
            is_due = (sealed and not self.sealed) or time.monotonic() - self.last > _KEEP_EVERY
        if is_due:
            self.keep()
            self.kept()

    def keep(self) -> None:
        with self.lock:
            fresh, self.fresh, self.last = self.fresh, [], time.monotonic()
        seals = {one.sha256: sight.seals for one, sight in fresh if sight.seals is not None}
        pages = {one.sha256: sight.pages for one, sight in fresh if sight.pages is not None}
        if fresh:
            what = f"看过 {len(fresh)} 份材料的印章和扫描页"
            self.store.apply(what, lambda batch: batch.with_seals(seals).with_pages(pages), can_undo=False)


def _tasks(waiting: Sequence[Unlooked]) -> list[tuple[Unlooked, ...]]:
    """One document each, but all of one archive that can only be read from its beginning."""
    tasks: dict[tuple[str, str], tuple[Unlooked, ...]] = {}
    for one in waiting:
        is_apart = not one.container.is_one_way or one.member.within
        key = (one.stored, one.sha256 if is_apart else "")
        tasks[key] = (*tasks.get(key, ()), one)
    return list(tasks.values())


def _seen(
    folder: Path, task: Sequence[Unlooked], sandbox: Sandbox, job: Job, limits: Limits
) -> list[tuple[Unlooked, PageFindings]]:
    """Of those that end badly together each is tried alone."""
    first = task[0]
    job.at(0.0, _MESSAGE, first.shown)
    stored, state = inside(folder, first.stored), "unreadable"
    if stored.exists():
        try:
            told = sandbox.call(
                look_into, stored, first.container, task, limits,
                job=job, limits=limits, progressed=lambda done, item: job.at(0.5, _MESSAGE, first.shown),
            )  # fmt: skip
            seen = {one for one, _ in told}
            told += [(one, _unseen(one, state)) for one in task if one not in seen]
            job.at(1.0, _MESSAGE, first.shown)
            return told
        except SandboxError:
            state = "stuck"
        except Unreadable:
            state = "unreadable"
        if len(task) > 1:
            alone = (_seen(folder, (one,), sandbox, job, limits) for one in task)
            return [pair for told in alone for pair in told]
    job.at(1.0, _MESSAGE, first.shown)
    return [(one, _unseen(one, state)) for one in task]


def _unseen(one: Unlooked, state: str) -> PageFindings:
    return PageFindings(
        Seals(state=state, asked=one.sealed) if one.for_seals else None,
        Pages(state=state) if one.for_pages else None,
    )


def _materials(batch: Batch, notice: Notice) -> Iterator[Unlooked]:
    sealed = {material.id for material in notice.materials if material.sealed}
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            filings = filings_of(batch, enterprise, notice)
            for source in batch.sources_of(enterprise):
                for member in source.members:
                    if is_scan(member):
                        filing = filings[member_key(source, member)]
                        meant = [p.pages for p in filing.parts + filing.proposed if p.material in sealed]
                        pages = joined(pair for each in meant for pair in each) if all(meant) else ()
                        shown = f"{enterprise.name} {member.name}"
                        yield Unlooked(
                            member.sha256, shown, source.stored, source.container, member,
                            for_seals=bool(meant), for_pages=True, sealed=pages,
                        )  # fmt: skip


def _letters(batch: Batch, notice: Notice) -> Iterator[Unlooked]:
    for track in notice.tracks:
        letter = batch.letter(track.id)
        if letter.stored and letter.member is not None:
            shown = f"{track.short}推荐文件"
            yield Unlooked(letter.sha256, shown, letter.stored, Container.FILE, letter.member, for_seals=True)
