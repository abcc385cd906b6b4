"""Read the application forms, licences and sealed letters that nobody has read yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from app.batch.side_by_side import side_by_side
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch, Enterprise, member_key
from app.model.documents.form import FORM, LICENCE, FormFacts, form_key, papers_in
from app.model.documents.letter import LetterFacts
from app.model.documents.part import Ranges
from app.model.source import Container, Member, Source
from app.notices.filing import filings_of
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.forms import office
from app.reading.forms.labels import form_labels, licence_labels
from app.reading.forms.letter import read_letter
from app.reading.forms.read import OLD_WORD, PICTURES, UNRECOGNISED, read_form
from app.reading.limits import Limits
from app.reading.ocr import engine
from app.reading.ocr.lines import PageLines
from app.reading.sandbox import Sandbox, SandboxError, Stuck
from app.store.store import BatchStore

Facts = TypeVar("Facts", FormFacts, LetterFacts)


@dataclass(frozen=True, slots=True)
class Paper:
    """A file, or some `pages` of it, that may tell fields of the table, and the material it is there."""

    key: str
    source: Source
    member: Member
    material: str
    pages: Ranges = ()

    @property
    def facts(self) -> str:
        """What `Batch.forms` keeps what it says under."""
        return form_key(self.member.sha256, self.pages)


def papers_of(batch: Batch, enterprise: Enterprise, notice: Notice) -> tuple[Paper, ...]:
    """Its forms, then its licences, in order of arrival."""
    filings = filings_of(batch, enterprise, notice)
    found = [
        Paper(key, source, member, material, pages)
        for source in batch.sources_of(enterprise)
        for member in source.members
        if member.sha256 and (filing := filings.get(key := member_key(source, member)))
        for material, pages in papers_in(filing.parts)
    ]
    return tuple(sorted(found, key=lambda paper: paper.material != FORM))


@dataclass(frozen=True, slots=True)
class Unread:
    """What nobody has read yet: a paper, or (`material` "") a sealed letter; `stored` in the batch folder."""

    facts: str
    stored: str
    container: Container
    member: Member
    material: str = ""
    pages: Ranges = ()


def unread(batch: Batch, notice: Notice, *, recognises: bool = True) -> tuple[Unread, ...]:
    """The letters and papers whose bytes were never looked at, once each; letters first, for they are few.

    With `recognises` scans that were not recognised too.
    """
    every = (*_unread_letters(batch, notice, recognises), *_unread_papers(batch, notice, recognises))
    return tuple({one.facts: one for one in every}.values())


def _is_unread(known: FormFacts | LetterFacts | None, recognises: bool) -> bool:
    return known is None or (recognises and known.reason == UNRECOGNISED)


def _unread_letters(batch: Batch, notice: Notice, recognises: bool) -> Iterator[Unread]:
    for track in notice.tracks:
        letter = batch.letter(track.id)
        member = letter.member
        is_pdf = letter.stored and letter.sha256 and member is not None and member.kind == "pdf"
        if is_pdf and member and _is_unread(batch.letter_facts.get(letter.sha256), recognises):
            yield Unread(letter.sha256, letter.stored, Container.FILE, member)


def _unread_papers(batch: Batch, notice: Notice, recognises: bool) -> Iterator[Unread]:
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            for one in papers_of(batch, enterprise, notice):
                if _is_unread(batch.forms.get(one.facts), recognises):
                    where = (one.source.stored, one.source.container)
                    yield Unread(one.facts, *where, one.member, one.material, one.pages)


def read_forms(
    store: BatchStore, sandbox: Sandbox, job: Job, *, recognises: bool = True, lines: PageLines | None = None
) -> int:
    """Keeps what forms, licences and letters say in the batch; how many were read.

    Two are read side by side. What cannot be read is kept with its reason, so that it is not tried again; nor
    are scans, unless `recognises` is true later. Pages among `lines` are not recognised again. What was read
    stays when cancelled. Raises Cancelled and AppErrors of our own disk.
    """
    papers = unread(store.batch, store.notice, recognises=recognises)
    labels = {FORM: form_labels(store.notice), LICENCE: licence_labels()}
    shares = job.shares([paper.member.size or 1 for paper in papers], "正在读取申报书")
    forms: dict[str, FormFacts] = {}
    letters: dict[str, LetterFacts] = {}

    def read(number: int) -> None:
        paper = papers[number]
        roomy = _roomy(Limits(), paper.member.kind, recognises)
        known = lines.of(paper.member.sha256) if lines is not None else None
        if paper.material:
            told = labels[paper.material]
            work = partial(
                read_form, pages=paper.pages, labels=told, recognises=recognises, known=known
            )
            forms[paper.facts] = _read(store, sandbox, paper, work, FormFacts, roomy, shares[number])
        else:
            looked = partial(read_letter, recognises=recognises, known=known)
            letters[paper.facts] = _read(store, sandbox, paper, looked, LetterFacts, roomy, shares[number])

    try:
        side_by_side(read, len(papers))
    finally:
        if forms or letters:
            what = f"读取 {len(forms)} 份申报书" if forms else f"读取 {len(letters)} 份推荐文件"
            store.apply(what, partial(_with, forms=forms, letters=letters), can_undo=False)
    return len(forms) + len(letters)


def _with(batch: Batch, forms: Mapping[str, FormFacts], letters: Mapping[str, LetterFacts]) -> Batch:
    return replace(batch.with_forms(forms), letter_facts={**batch.letter_facts, **letters})


def _roomy(limits: Limits, kind: str, recognises: bool = True) -> Limits:
    """Time and memory for what says nothing while it converts a paper or recognises a page."""
    if kind in OLD_WORD and office.office_program():
        return replace(limits, stall_seconds=office.SECONDS + limits.stall_seconds)
    if recognises and kind in PICTURES | {"pdf"} and engine.has_ocr():
        memory = max(limits.memory_bytes, engine.MEMORY_BYTES)
        return replace(limits, stall_seconds=engine.SECONDS + limits.stall_seconds, memory_bytes=memory)
    return limits


def _read(
    store: BatchStore, sandbox: Sandbox, paper: Unread, work: Callable[..., Facts],
    none: Callable[..., Facts], limits: Limits, job: Job,
) -> Facts:
    """What `work` reads, or `none` with its reason."""
    member = paper.member
    stored = inside(store.folder, paper.stored)
    if not stored.exists():
        return none(reason="文件已不在批次里")
    try:
        facts = sandbox.call(work, stored, paper.container, member, limits, job=job, limits=limits)
    except Stuck:
        return none(reason="读取时停住不动，已停止")
    except (SandboxError, Unreadable):
        return none(reason="文件打不开")
    job.at(1.0, "正在读取申报书", member.path)
    return facts
