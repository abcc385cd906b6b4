"""Read the application forms and licences that nobody has read yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from app.batch.side_by_side import side_by_side
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch, Enterprise, member_key
from app.model.documents.form import FormFacts
from app.model.source import Member, Source
from app.notices.filing import filings_of
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.forms import office
from app.reading.forms.labels import Labels, form_labels, licence_labels
from app.reading.forms.read import OLD_WORD, PICTURES, UNRECOGNISED, read_form
from app.reading.limits import Limits
from app.reading.ocr import engine
from app.reading.sandbox import Sandbox, SandboxError, Stuck
from app.store.store import BatchStore

FORM, LICENCE = "form", "licence"  # materials of the notice that tell an enterprise's own words


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that may tell fields of the table, and the material it is."""

    key: str
    source: Source
    member: Member
    material: str


def papers_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> tuple[Paper, ...]:
    """Its forms, then its licences, in order of arrival; one that holds several materials is its form."""
    filings = filings_of(batch, enterprise, notice)
    found = [
        Paper(key, source, member, material)
        for source in batch.sources_of(enterprise)
        for member in source.members
        for key in (member_key(source, member),)
        for material in [each for each in (FORM, LICENCE) if filings[key].serves(each)][:1]
        if member.sha256
    ]
    return tuple(sorted(found, key=lambda paper: paper.material != FORM))


def unread(batch: Batch, notice: Notice, *, recognises: bool = True) -> tuple[Paper, ...]:
    """The papers whose bytes were never looked at, once each; with `recognises` scans not recognised too."""
    return tuple({p.member.sha256: p for p in _all_unread(batch, notice, recognises)}.values())


def _all_unread(batch: Batch, notice: Notice, recognises: bool) -> Iterator[Paper]:
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            for paper in papers_of(batch, enterprise, notice):
                known = batch.forms.get(paper.member.sha256)
                if known is None or (recognises and known.reason == UNRECOGNISED):
                    yield paper


def read_forms(store: BatchStore, sandbox: Sandbox, job: Job, *, recognises: bool = True) -> int:
    """Keeps what the forms say in `Batch.forms`; how many were read. What was read stays when cancelled.

    Two are read side by side. A form that cannot be read is kept with its reason, so that it is not tried
    again; nor are scans, unless `recognises` is true later. Raises Cancelled and AppErrors of our own disk.
    """
    papers = unread(store.batch, store.notice, recognises=recognises)
    labels = {FORM: form_labels(store.notice), LICENCE: licence_labels()}
    shares = job.shares([paper.member.size or 1 for paper in papers], "正在读取申报书")
    found: dict[str, FormFacts] = {}

    def read(number: int) -> None:
        paper = papers[number]
        facts = _read(store, sandbox, paper, labels[paper.material], shares[number], recognises)
        found[paper.member.sha256] = facts

    try:
        side_by_side(read, len(papers))
    finally:
        if found:
            store.apply(f"读取 {len(found)} 份申报书", lambda batch: batch.with_forms(found), can_undo=False)
    return len(found)


def _roomy(limits: Limits, kind: str, recognises: bool = True) -> Limits:
    """Time and memory for what says nothing while it converts a paper or recognises a page."""
    if kind in OLD_WORD and office.office_program():
        return replace(limits, stall_seconds=office.SECONDS + limits.stall_seconds)
    if recognises and kind in PICTURES | {"pdf"} and engine.has_ocr():
        memory = max(limits.memory_bytes, engine.MEMORY_BYTES)
        return replace(limits, stall_seconds=engine.SECONDS + limits.stall_seconds, memory_bytes=memory)
    return limits


def _read(
    store: BatchStore, sandbox: Sandbox, paper: Paper, labels: Labels, job: Job, recognises: bool
) -> FormFacts:
    source, member = paper.source, paper.member
    limits = _roomy(Limits(), member.kind, recognises)
    stored = inside(store.folder, source.stored)
    if not stored.exists():
        return FormFacts(reason="文件已不在批次里")
    try:
        facts = sandbox.call(
            partial(read_form, recognises=recognises), stored, source.container, member, labels, limits,
            job=job, limits=limits,
        )  # fmt: skip
    except Stuck:
        return FormFacts(reason="读取时停住不动，已停止")
    except (SandboxError, Unreadable):
        return FormFacts(reason="文件打不开")
    job.at(1.0, "正在读取申报书", member.path)
    return facts
