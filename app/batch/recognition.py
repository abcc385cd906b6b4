"""识别扫描件: pages that are pictures, in the order in which their words are of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from app.batch.side_by_side import side_by_side
from app.batch.words import Document, WordsFound, documents_of
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch, member_key
from app.model.documents.words import PageState, Words
from app.model.source import Container, Member
from app.notices.filing import Filing, FilingState, filings_of
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.containers import Report
from app.reading.limits import Limits
from app.reading.ocr import engine
from app.reading.peek import each_at_hand
from app.reading.sandbox import Sandbox, SandboxError, Stuck
from app.reading.words.recognise import Wanted, recognised, together_with
from app.store.store import BatchStore

_MOST_WHOLE = 12  # pages of a form or letter that are read whole
_EXPECTED_WHOLE = 4  # of any other material that the notice asks for by itself
_TOGETHER = {True: 4, False: 16}  # pages of one document that are read in one go: whole ones, heads
_SECONDS = 240.0  # of the processor, for one go


@dataclass(frozen=True, slots=True)
class Task:
    document: Document
    wanted: Wanted


Stage = Callable[[Batch, Notice], Iterator[Task]]


def unrecognised(batch: Batch, notice: Notice) -> bool:
    """Whether any page waits for it."""
    return any(next(stage(batch, notice), None) for stage in STAGES)


def recognise_words(
    store: BatchStore, sandbox: Sandbox, job: Job, stages: Sequence[Stage] | None = None,
    kept: Callable[[], None] = lambda: None, told: Callable[[int, int], None] = lambda number, count: None,
) -> int:
    """Adds what scanned pages say to `Batch.words`, two documents side by side; how many pages they were.

    A page that has text is never recognised, nor one twice. `sandbox`: its children hold the engine from the
    first page on, which takes memory. `kept` as in `read_words`; `told` hears, from any thread, which one of
    how many it is. What was recognised stays when cancelled. Raises Cancelled and AppErrors of our own disk.
    """  # fmt: skip
    count, stages = 0, STAGES if stages is None else stages
    for number, stage in enumerate(stages):
        share = job.part(number / len(stages), (number + 1) / len(stages))
        found = _Recognised(store, kept)
        tasks = list(stage(store.batch, store.notice))
        try:
            side_by_side(partial(_recognise_one, tasks, found, sandbox, share, told), len(tasks))
        finally:
            found.keep()
        if tasks:
            kept()
        count += sum(len(task.wanted.pages) for task in tasks)
    return count


# -- what is wanted, one after the other ---------------------------------------------------------------
def letters(batch: Batch, notice: Notice) -> Iterator[Task]:
    listed = {batch.letter(track.id).sha256 for track in notice.tracks}
    for one in documents_of(batch, notice):
        if one.sha256 in listed:
            yield from _tasks(batch, one, range(1, _MOST_WHOLE + 1), whole=True)


def first_heads(batch: Batch, notice: Notice) -> Iterator[Task]:
    """The first lines of every document; of those nobody can place yet first."""
    filings = _filings(batch, notice)
    placed = {sha256 for sha256, told in filings.items() if told.state is not FilingState.WAITING}
    for one in sorted(documents_of(batch, notice), key=lambda one: one.sha256 in placed):
        yield from _tasks(batch, one, (1,), whole=False)


def sealed_ones(batch: Batch, notice: Notice) -> Iterator[Task]:
    """Forms, and what nobody could place by its first lines."""
    sealed = [material.id for material in notice.materials if material.sealed]
    filings = _filings(batch, notice)
    for one in documents_of(batch, notice):
        filing = filings.get(one.sha256, Filing())
        if not filing.parts:
            yield from _tasks(batch, one, (1,), whole=True)
        pages = [page for material in sealed for page in _pages_of(batch, one, filing, material, _MOST_WHOLE)]
        yield from _tasks(batch, one, pages, whole=True)


def expected_ones(batch: Batch, notice: Notice) -> Iterator[Task]:
    """The beginning of each piece that the notice names by itself."""
    wholes = {material.part_of for material in notice.materials}
    named = [m.id for m in notice.materials if (m.required or m.recommended) and m.id not in wholes]
    filings = _filings(batch, notice)
    for one in documents_of(batch, notice):
        filing = filings.get(one.sha256, Filing())
        for material in named:
            pages = _pages_of(batch, one, filing, material, _EXPECTED_WHOLE)
            yield from _tasks(batch, one, pages, whole=True)


def all_heads(batch: Batch, notice: Notice) -> Iterator[Task]:
    """The first lines of every page: one document may hold several materials."""
    for one in documents_of(batch, notice):
        words = batch.words.get(one.sha256, Words())
        yield from _tasks(batch, one, words.pictures, whole=False)


STAGES: tuple[Stage, ...] = (letters, first_heads, sealed_ones, all_heads, expected_ones)


def _tasks(batch: Batch, one: Document, pages: Sequence[int], *, whole: bool) -> Iterator[Task]:
    """Of those pages the ones that wait for it."""
    words = batch.words.get(one.sha256, Words())
    waits = (PageState.PICTURE, PageState.HEAD) if whole else (PageState.PICTURE,)
    waiting = {page.page for page in words.pages if page.state in waits} if words.state == "read" else set()
    chosen = [page for page in dict.fromkeys(pages) if page in waiting]
    for start in range(0, len(chosen), _TOGETHER[whole]):
        yield Task(one, Wanted(tuple(chosen[start : start + _TOGETHER[whole]]), whole))


def _pages_of(batch: Batch, one: Document, filing: Filing, material: str, most: int) -> list[int]:
    words = batch.words.get(one.sha256, Words())
    if not filing.serves(material):
        return []
    return [page.page for page in words.pages if filing.holds(material, page.page)][:most]


def _filings(batch: Batch, notice: Notice) -> dict[str, Filing]:
    """By sha256; one that is placed anywhere goes before one that waits."""
    found: dict[str, Filing] = {}
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            filings = filings_of(batch, enterprise, notice)
            for source in batch.sources_of(enterprise):
                for member in source.members:
                    filing = filings.get(member_key(source, member), Filing())
                    if member.sha256 and not found.get(member.sha256, Filing()).parts:
                        found[member.sha256] = filing
    return found


# -- doing it ------------------------------------------------------------------------------------------
class _Recognised(WordsFound):
    """Joined with what is known of the document by then."""

    def join(self, one: Document, change: Callable[[Words], Words]) -> None:
        with self.lock:
            before = self.fresh.get(one.sha256, self.store.batch.words.get(one.sha256, Words()))
            self.fresh[one.sha256] = change(before)
        self.add({})


def _recognise_one(
    tasks: Sequence[Task], found: _Recognised, sandbox: Sandbox, job: Job,
    told: Callable[[int, int], None], number: int,
) -> None:
    task = tasks[number]
    one = task.document
    message = f"识别扫描件 第 {number + 1} 份 共 {len(tasks)} 份"
    job.at(number / len(tasks), message, one.shown)
    told(number + 1, len(tasks))
    stored = inside(found.store.folder, one.stored)
    limits = Limits(
        stall_seconds=engine.SECONDS + Limits().stall_seconds,
        memory_bytes=max(Limits().memory_bytes, engine.MEMORY_BYTES),
    )
    state = "unreadable"
    if stored.exists():
        try:
            more = sandbox.call(
                recognise_within, stored, one.container, one.member, task.wanted, limits,
                job=job, limits=limits,
            )  # fmt: skip
            found.join(one, lambda before: together_with(before, more))
            return
        except Stuck:
            state = "stuck"
        except (SandboxError, Unreadable):
            state = "unreadable"
    found.join(one, lambda before: replace(before, state=state))


def recognise_within(
    stored: Path, container: Container, member: Member, wanted: Wanted, limits: Limits, report: Report
) -> Words:
    """In the sandbox child. Raises Unreadable where the member cannot be had whole."""
    for _, path in each_at_hand(stored, container, (member,), limits, report):
        return recognised(path, member.kind, wanted, report, _SECONDS)
    raise Unreadable(member.path)
