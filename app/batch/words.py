"""读取材料的文字: what every document says is read once, page by page; the facts stay."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.batch.side_by_side import side_by_side
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch
from app.model.documents.words import PageState, PageWords, Words
from app.model.source import Container, Member
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.containers import Report
from app.reading.forms.office import SECONDS as OFFICE_SECONDS
from app.reading.limits import Limits
from app.reading.peek import each_at_hand
from app.reading.sandbox import Sandbox, SandboxError, Stuck
from app.reading.words.read import KINDS, words_of
from app.store.store import BatchStore

_MESSAGE = "正在读取材料的文字"
_ONE_PICTURE = ("jpeg", "png", "bmp")  # kinds of one page, that hold no text
_OLD_WORD = ("doc", "wps")  # converted first, which takes its time
_KEEP_EVERY = 10.0  # seconds
MOST_TRIES = 2
_TOGETHER = 24  # documents of one package that are read in one go
_TOGETHER_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class Document:
    """Where its bytes are, relative to the batch folder. `shown` names it for people."""

    sha256: str
    shown: str
    stored: str
    container: Container
    member: Member


def documents_of(batch: Batch, notice: Notice) -> tuple[Document, ...]:
    """The letters', then every enterprise's, in the order of the list."""
    found: dict[str, Document] = {}
    for one in (*_letters(batch, notice), *_materials(batch, notice)):
        if one.sha256 and one.member.size:
            found.setdefault(one.sha256, one)
    return tuple(found.values())


def together(documents: Sequence[Document]) -> list[tuple[Document, ...]]:
    """Neighbours that lie in one package, so that it is opened once for them."""
    groups: list[list[Document]] = []
    weight = 0
    for one in documents:
        last = groups[-1] if groups else None
        weight += one.member.size
        if last and last[0].stored == one.stored and len(last) < _TOGETHER and weight <= _TOGETHER_BYTES:
            last.append(one)
        else:
            groups.append([one])
            weight = one.member.size
    return [tuple(group) for group in groups]


def _materials(batch: Batch, notice: Notice) -> Iterator[Document]:
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            for source in batch.sources_of(enterprise):
                for member in source.members:
                    shown = f"{enterprise.name} {member.name}"
                    yield Document(member.sha256, shown, source.stored, source.container, member)


def _letters(batch: Batch, notice: Notice) -> Iterator[Document]:
    for track in notice.tracks:
        letter = batch.letter(track.id)
        if letter.stored and letter.member is not None:
            shown = f"{track.short}推荐文件"
            yield Document(letter.sha256, shown, letter.stored, Container.FILE, letter.member)


def unread_words(batch: Batch, notice: Notice) -> tuple[Document, ...]:
    """The documents nobody read yet; those that take their time come last."""
    waiting = (one for one in documents_of(batch, notice) if _is_unread(batch.words.get(one.sha256)))
    return tuple(sorted(waiting, key=lambda one: one.member.kind in _OLD_WORD))


def _is_unread(known: Words | None) -> bool:
    """One that took too long is tried a second time: the PC may have been busy with something else."""
    return known is None or (known.state == "stuck" and known.tries < MOST_TRIES)


def _tried(told: Words, before: Words | None) -> Words:
    return told if before is None else replace(told, tries=before.tries + 1)


def read_words(
    store: BatchStore, sandbox: Sandbox, job: Job, limits: Limits = Limits(),  # noqa: B008 - frozen
    kept: Callable[[], None] = lambda: None,
) -> int:
    """Keeps what the texts of documents say in `Batch.words`, two packages side by side; how many were read.

    Nothing is recognised: pages that are pictures are told as such. `kept` is called, from any thread, when
    some of it has been, every 10 seconds. What cannot be read is told so; what was read
    stays when cancelled. Raises Cancelled and AppErrors of our own disk.
    """  # fmt: skip
    waiting = unread_words(store.batch, store.notice)
    found = WordsFound(store, kept)
    found.add({one.sha256: known for one in waiting if (known := _known(one.member)) is not None})
    groups = together([one for one in waiting if _known(one.member) is None])
    shares = job.shares([sum(one.member.size for one in group) or 1 for group in groups], _MESSAGE)

    def read(number: int) -> None:
        told = _read(store.folder, groups[number], sandbox, shares[number], limits)
        found.add({sha: _tried(one, store.batch.words.get(sha)) for sha, one in told.items()})

    try:
        side_by_side(read, len(groups))
    finally:
        found.keep()
    return len(waiting)


def words_within(
    stored: Path, container: Container, members: Sequence[Member], limits: Limits, report: Report
) -> dict[str, Words]:
    """In the sandbox child: sha256 → what each says."""
    return {
        member.sha256: words_of(path, member.kind, report)
        for member, path in each_at_hand(stored, container, members, limits, report)
    }


@dataclass(slots=True)
class WordsFound:
    """What was read and not kept yet. Used by several threads."""

    store: BatchStore
    kept: Callable[[], None]
    fresh: dict[str, Words] = field(default_factory=dict)
    last: float = field(default_factory=time.monotonic)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, words: Mapping[str, Words]) -> None:
        with self.lock:
            self.fresh.update(words)
            is_due = time.monotonic() - self.last > _KEEP_EVERY
        if is_due:
            self.keep()
            self.kept()

    def keep(self) -> None:
        with self.lock:  # until they are kept: who adds to one looks there
            fresh, self.fresh, self.last = self.fresh, {}, time.monotonic()
            if fresh:
                what = f"读过 {len(fresh)} 份材料的文字"
                self.store.apply(what, lambda batch: batch.with_words(fresh), can_undo=False)


def _known(member: Member) -> Words | None:
    """What is known without opening it."""
    if member.office is not None and member.office.encrypted:
        return Words(state="locked")
    if member.kind in _ONE_PICTURE:
        return Words((PageWords(1, state=PageState.PICTURE),), 1)
    return None if member.kind in KINDS else Words(state="other")


def _read(
    folder: Path, group: Sequence[Document], sandbox: Sandbox, job: Job, limits: Limits
) -> dict[str, Words]:
    """Of those that end badly together each is tried alone."""
    first = group[0]
    job.at(0.0, _MESSAGE, first.shown)
    stored, state = inside(folder, first.stored), "unreadable"
    if any(one.member.kind in _OLD_WORD for one in group):
        limits = replace(limits, stall_seconds=limits.stall_seconds + OFFICE_SECONDS)
    if stored.exists():
        members = [one.member for one in group]
        try:
            told = sandbox.call(
                words_within, stored, first.container, members, limits, job=job, limits=limits,
                progressed=lambda done, item: job.at(0.5, _MESSAGE, first.shown),
            )  # fmt: skip
            job.at(1.0, _MESSAGE, first.shown)
            return {one.sha256: told.get(one.sha256, Words(state=state)) for one in group}
        except Stuck:
            state = "stuck"
        except (SandboxError, Unreadable):
            state = "unreadable"
        if len(group) > 1:
            alone = (_read(folder, (one,), sandbox, job, limits) for one in group)
            return {sha256: words for told in alone for sha256, words in told.items()}
    job.at(1.0, _MESSAGE, first.shown)
    return {one.sha256: Words(state=state) for one in group}
