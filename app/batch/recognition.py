"""识别扫描件: pages that are pictures, in the order in which their words are of use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.batch.side_by_side import side_by_side
from app.batch.words import Document, WordsFound, documents_of
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch, member_key
from app.model.documents.form import LICENCE
from app.model.documents.pages import Pages
from app.model.documents.part import holds
from app.model.documents.words import NOT_WHOLE, PageState, Words
from app.model.source import Container, Member
from app.notices.filing import Filing, FilingState, filings_of
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.containers import Report
from app.reading.limits import Limits
from app.reading.ocr import engine
from app.reading.ocr.lines import PageLines
from app.reading.peek import each_at_hand
from app.reading.sandbox import Sandbox, SandboxError, Stuck
from app.reading.words.recognise import Recognised, Wanted, recognised, together_with
from app.store.store import BatchStore

_MOST_WHOLE = 12  # pages of a form or letter that are read whole
_EXPECTED_WHOLE = 2  # of any other material that the notice asks for by itself
_SHORT_WHOLE = 4  # of one that says too little on those
_TOGETHER = {True: 4, False: 16}  # pages of one document that are read in one go: whole ones, heads
_SECONDS = 240.0  # of the processor, for one go
_OPENED_ONCE = {True: 12, False: 48}  # pages of one archive that are read in one go: what a stop may lose


@dataclass(frozen=True, slots=True)
class Task:
    document: Document
    wanted: Wanted


Stage = Callable[[Batch, Notice], Iterator[Task]]


def unrecognised(batch: Batch, notice: Notice) -> bool:
    """Whether any page waits for it."""
    return bool(_open_ones(batch, notice)) and any(next(stage(batch, notice), None) for stage in STAGES)


def recognise_words(
    store: BatchStore, sandbox: Sandbox, job: Job, stages: Sequence[Stage] | None = None,
    kept: Callable[[], None] = lambda: None, told: Callable[[int, int], None] = lambda number, count: None,
    lines: PageLines | None = None,
) -> int:
    """Adds what scanned pages say to `Batch.words`, two documents side by side; how many pages they were.

    A page that has text is never recognised, nor one twice. `sandbox`: its children hold the engine from the
    first page on, which takes memory. `kept` as in `read_words`; `told` hears, from any thread, which one of
    how many it is; `lines` takes those of pages read whole. What was recognised stays when cancelled. Raises
    Cancelled and AppErrors of our own disk.
    """  # fmt: skip
    count, stages = 0, STAGES if stages is None else stages
    for number, stage in enumerate(stages):
        share = job.part(number / len(stages), (number + 1) / len(stages))
        tasks = list(stage(store.batch, store.notice))
        found = _Recognised(store, kept, lines=lines)
        try:
            _Round(found, sandbox, share, told, len(tasks)).recognise_all(tasks)
        finally:
            found.keep()
        if tasks:
            kept()
        count += sum(len(task.wanted.pages) for task in tasks)
    return count


# -- what is wanted, one after the other ---------------------------------------------------------------
def letters(batch: Batch, notice: Notice) -> Iterator[Task]:
    listed = {batch.letter(track.id).sha256 for track in notice.tracks}
    for one in _open_ones(batch, notice):
        if one.sha256 in listed:
            yield from _tasks(batch, one, range(1, _MOST_WHOLE + 1), whole=True)


def first_heads(batch: Batch, notice: Notice) -> Iterator[Task]:
    """The first lines of every document; of those nobody can place yet first."""
    filings = _filings(batch, notice)
    placed = {sha256 for sha256, told in filings.items() if told.state is not FilingState.WAITING}
    for one in sorted(_open_ones(batch, notice), key=lambda one: one.sha256 in placed):
        yield from _tasks(batch, one, (1,), whole=False)


def papers(batch: Batch, notice: Notice) -> Iterator[Task]:
    """Forms, licences, and what nobody could place by its first lines."""
    most = {material.id: _MOST_WHOLE for material in notice.materials if material.sealed}
    most.setdefault(LICENCE, _EXPECTED_WHOLE)
    filings = _filings(batch, notice)
    for one in _open_ones(batch, notice):
        filing = filings.get(one.sha256, Filing())
        if not filing.parts:
            yield from _tasks(batch, one, (1,), whole=True)
        pages = [page for each in most for page in _pages_of(batch, one, filing, each, most[each])]
        yield from _tasks(batch, one, pages, whole=True)


def expected_ones(batch: Batch, notice: Notice) -> Iterator[Task]:
    """The beginning of each piece that the notice names by itself; of a certificate, which tells until when
    it holds, its one page.
    """  # fmt: skip
    wholes = {material.part_of for material in notice.materials}
    asked = [m.id for m in notice.materials if (m.required or m.recommended) and m.id not in wholes]
    certificates = [m.id for m in notice.materials if m.part_of and m.phrases]
    named = dict.fromkeys(certificates, 1) | dict.fromkeys(asked, _EXPECTED_WHOLE)
    filings = _filings(batch, notice)
    for one in _open_ones(batch, notice):
        filing = filings.get(one.sha256, Filing())
        for material, most in named.items():
            pages = _pages_of(batch, one, filing, material, most)
            yield from _tasks(batch, one, pages, whole=True)


def short_ones(batch: Batch, notice: Notice) -> Iterator[Task]:
    """Further pages of what is shorter so far than the notice wants it: whether it is, is then known."""
    filings = _filings(batch, notice)
    for one in _open_ones(batch, notice):
        filing, words = filings.get(one.sha256, Filing()), batch.words.get(one.sha256, Words())
        for material in notice.written:
            pages = _pages_of(batch, one, filing, material.id, _SHORT_WHOLE)
            read = [page.length for page in words.pages if page.page in pages]
            if sum(read) < material.least:
                yield from _tasks(batch, one, pages, whole=True)


def all_heads(batch: Batch, notice: Notice) -> Iterator[Task]:
    """The first lines of every page: one document may hold several materials."""
    for one in _open_ones(batch, notice):
        yield from _tasks(batch, one, batch.words[one.sha256].pictures, whole=False)


FIRST: tuple[Stage, ...] = (letters, first_heads, papers)
THEN: tuple[Stage, ...] = (all_heads, expected_ones, short_ones)  # when what is known by then is of use
STAGES = (*FIRST, *THEN)


def _open_ones(batch: Batch, notice: Notice) -> list[Document]:
    """Those of which not all is recognised: no stage has anything to do with the others."""
    words = batch.words
    return [one for one in documents_of(batch, notice) if not words.get(one.sha256, Words()).is_whole]


def _tasks(batch: Batch, one: Document, pages: Sequence[int], *, whole: bool) -> Iterator[Task]:
    """Of those pages the ones that wait for it."""
    words = batch.words.get(one.sha256, Words())
    waits = NOT_WHOLE if whole else (PageState.PICTURE,)
    waiting = {page.page for page in words.pages if page.state in waits} if words.state == "read" else set()
    chosen = [page for page in dict.fromkeys(pages) if page in waiting]
    known = batch.pages.get(one.sha256, Pages()).upright
    for start in range(0, len(chosen), _TOGETHER[whole]):
        own = tuple(chosen[start : start + _TOGETHER[whole]])
        upright = tuple(page for page in own if known and holds(known, page))
        yield Task(one, Wanted(own, whole, upright))


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
def _together(tasks: Sequence[Task]) -> list[dict[int, Task]]:
    """By their places: one each, but neighbours in an archive that has to be unpacked from its beginning."""
    groups: list[dict[int, Task]] = []
    pages, last = 0, None
    for at, task in enumerate(tasks):
        one = task.document
        pages += len(task.wanted.pages)
        is_next = last is not None and one.container.is_one_way and last.stored == one.stored
        if is_next and pages <= _OPENED_ONCE[task.wanted.whole]:
            groups[-1][at] = task
        else:
            groups.append({at: task})
            pages = len(task.wanted.pages)
        last = one
    return groups


@dataclass(slots=True)
class _Recognised(WordsFound):
    """Joined with what is known of the document by then."""

    lines: PageLines | None = None

    def told(self, one: Document, more: Recognised) -> None:
        if self.lines is not None:
            self.lines.keep(one.sha256, more.lines)
        self._join(one, lambda before: together_with(before, more.words))

    def failed(self, one: Document, state: str) -> None:
        self._join(one, lambda before: replace(before, state=state))

    def _join(self, one: Document, change: Callable[[Words], Words]) -> None:
        with self.lock:
            before = self.fresh.get(one.sha256, self.store.batch.words.get(one.sha256, Words()))
            self.fresh[one.sha256] = change(before)
        self.add({})


@dataclass(frozen=True, slots=True)
class _Round:
    """One stage, `count` tasks of it."""

    found: _Recognised
    sandbox: Sandbox
    job: Job
    told: Callable[[int, int], None]
    count: int

    def recognise_all(self, tasks: Sequence[Task]) -> None:
        groups = _together(tasks)
        side_by_side(lambda at: self.recognise(groups[at]), len(groups))

    def recognise(self, group: Mapping[int, Task]) -> None:
        """Of those that end badly together each is tried alone."""
        at, task = next(iter(group.items()))
        self._begun(at, task)
        state = "unreadable"
        try:
            for one, more in zip(group.values(), self._recognised(group), strict=True):
                if more is None:
                    self.found.failed(one.document, state)
                else:
                    self.found.told(one.document, more)
            return
        except Stuck:
            state = "stuck"
        except (SandboxError, Unreadable):
            pass
        if len(group) == 1:
            self.found.failed(task.document, state)
            return
        for at, task in group.items():
            self.recognise({at: task})

    def _recognised(self, group: Mapping[int, Task]) -> Sequence[Recognised | None]:
        first = next(iter(group.values())).document
        stored = inside(self.found.store.folder, first.stored)
        if not stored.exists():
            return [None] * len(group)
        asked = [(task.document.member, task.wanted) for task in group.values()]
        limits = Limits(
            stall_seconds=engine.SECONDS + Limits().stall_seconds,
            memory_bytes=max(Limits().memory_bytes, engine.MEMORY_BYTES),
        )
        waiting = {task.document.member.path: (at, task) for at, task in group.items()}

        def progressed(_: int, item: str) -> None:
            if (begun := waiting.pop(item, None)) is not None:
                self._begun(*begun)

        return self.sandbox.call(
            recognise_within, stored, first.container, asked, limits,
            job=self.job, limits=limits, progressed=progressed,
        )  # fmt: skip

    def _begun(self, at: int, task: Task) -> None:
        message = f"识别扫描件 第 {at + 1} 份 共 {self.count} 份"
        self.job.at(at / self.count, message, task.document.shown)
        self.told(at + 1, self.count)


def recognise_within(
    stored: Path, container: Container, asked: Sequence[tuple[Member, Wanted]], limits: Limits, report: Report
) -> list[Recognised | None]:
    """In the sandbox child. None for what cannot be had whole."""
    members = {member.sha256: member for member, _ in asked}
    told: list[Recognised | None] = [None] * len(asked)
    for member, path in each_at_hand(stored, container, tuple(members.values()), limits, report):
        for at, (own, wanted) in enumerate(asked):
            if own.sha256 == member.sha256:
                told[at] = recognised(path, member.kind, wanted, report, _SECONDS)
    return told
