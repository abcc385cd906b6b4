"""看印章: what must be sealed is looked at once, page by page; the facts stay with the batch."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import Unreadable
from app.job import Job
from app.jobs.side_by_side import side_by_side
from app.model.batch import Batch, Track, member_key
from app.model.seal import SCANS, Seals
from app.model.source import Container, Member
from app.notices.notice import Notice
from app.notices.recognise import roles_of
from app.reading.containers import Report
from app.reading.limits import Limits
from app.reading.peek import peek
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.seal import seals_in
from app.store.store import BatchStore


@dataclass(frozen=True, slots=True)
class Unlooked:
    """A document nobody looked at yet: where its bytes are, relative to the batch folder."""

    sha256: str
    shown: str
    stored: str
    container: Container
    member: Member


def unlooked(batch: Batch, notice: Notice) -> tuple[Unlooked, ...]:
    """The sealed materials and letters of the batch now that have no facts yet; each content once."""
    found: dict[str, Unlooked] = {}
    for one in (*_forms(batch, notice), *_letters(batch)):
        if one.sha256 and one.sha256 not in batch.seals:
            found.setdefault(one.sha256, one)
    return tuple(found.values())


def look(
    store: BatchStore,
    sandbox: Sandbox,
    job: Job,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> int:
    """Keeps what is seen on the `unlooked` in `Batch.seals`, two side by side; how many they were.

    What cannot be read or never ends is told so in its facts, and not tried again. What was seen stays
    when cancelled. Raises Cancelled and AppErrors of our own disk.
    """
    waiting = unlooked(store.batch, store.notice)
    shares = job.shares([max(one.member.size, 1) for one in waiting], "正在看印章")
    found: dict[str, Seals] = {}

    def see(number: int) -> None:
        one = waiting[number]
        found[one.sha256] = _seen(store.folder, one, sandbox, shares[number], limits)

    try:
        side_by_side(see, len(waiting))
    finally:
        _keep(store, dict(found))
    return len(found)


def _keep(store: BatchStore, found: Mapping[str, Seals]) -> None:
    if found:
        what = f"看过 {len(found)} 份材料上的印章"
        store.apply(what, lambda batch: batch.with_seals(found), can_undo=False)


def look_into(
    stored: Path, container: Container, member: Member, limits: Limits, report: Report
) -> Seals:
    """In the sandbox child: the member's bytes to a scratch file, then its pages."""
    if container is Container.FILE:
        return seals_in(stored, report)
    if container is Container.FOLDER and not member.within:
        return seals_in(stored / member.path, report)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / f"document.{member.kind}"
        peek(stored, container, member, out, limits, report)
        return seals_in(out, report)


def _seen(folder: Path, one: Unlooked, sandbox: Sandbox, job: Job, limits: Limits) -> Seals:
    def progressed(done: int, item: str) -> None:
        job.at(0.5, "正在看印章", one.shown)

    job.at(0.0, "正在看印章", one.shown)
    if not (folder / one.stored).exists():
        return Seals(state="unreadable")
    try:
        seals = sandbox.call(
            look_into, folder / one.stored, one.container, one.member, limits,
            job=job, limits=limits, progressed=progressed,
        )  # fmt: skip
    except SandboxError:
        seals = Seals(state="stuck")
    except Unreadable:
        seals = Seals(state="unreadable")
    job.at(1.0, "正在看印章", one.shown)
    return seals


def _forms(batch: Batch, notice: Notice) -> Iterator[Unlooked]:
    sealed = {material.id for material in notice.materials if material.sealed}
    for track in batch.tracks:
        for enterprise in batch.in_track(track):
            roles = roles_of(batch, enterprise, notice)
            for source in batch.sources_of(enterprise):
                for member in source.members:
                    role = roles.get(member_key(source, member), "")
                    if role in sealed and member.kind in SCANS and member.size:
                        shown = f"{enterprise.name} {member.name}"
                        yield Unlooked(member.sha256, shown, source.stored, source.container, member)


def _letters(batch: Batch) -> Iterator[Unlooked]:
    for track in Track:
        letter = batch.letter(track)
        if letter.stored and letter.member is not None:
            shown = f"{track.short}推荐文件"
            yield Unlooked(letter.sha256, shown, letter.stored, Container.FILE, letter.member)
