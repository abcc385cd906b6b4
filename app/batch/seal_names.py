"""读印章上的名称: the rings of the seals that were seen are read once, on the pages that must be sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.batch.side_by_side import side_by_side
from app.errors import Unreadable
from app.job import Job
from app.model.batch import Batch, member_key
from app.model.documents.pages import SealFacts, Seals, SealText, is_scan
from app.model.source import Container, Member
from app.notices.filing import filings_of
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.reading.limits import Limits
from app.reading.ocr import engine
from app.reading.pages.seal_names import read_names
from app.reading.sandbox import Sandbox, SandboxError
from app.store.store import BatchStore

MOST_PAGES = 3  # of one document, the clearest seals
_MESSAGE = "正在读印章上的名称"


@dataclass(frozen=True, slots=True)
class Unread:
    """A document with seals nobody has read: where its bytes are, relative to the batch folder."""

    sha256: str
    shown: str
    stored: str
    container: Container
    member: Member
    pages: tuple[int, ...]


def unread_seals(batch: Batch, notice: Notice) -> tuple[Unread, ...]:
    """Each content once; nothing to do for pages whose seal was read, whatever was made of it."""
    found: dict[str, Unread] = {}
    for one in (*_materials(batch, notice), *_letters(batch, notice)):
        before = found.get(one.sha256, one)
        found[one.sha256] = replace(one, pages=tuple(sorted({*before.pages, *one.pages})))
    return tuple(found.values())


def read_seals(store: BatchStore, sandbox: Sandbox, job: Job) -> int:
    """Keeps what the seals say in `Batch.seals`; how many documents they were.

    Two are read side by side. What cannot be read is kept as such and not tried again; what was read stays
    when cancelled. Raises Cancelled and AppErrors of our own disk.
    """
    waiting = unread_seals(store.batch, store.notice)
    shares = job.shares([len(one.pages) for one in waiting], _MESSAGE)
    found: dict[str, Mapping[int, tuple[SealText, ...]]] = {}

    def read(number: int) -> None:
        one = waiting[number]
        found[one.sha256] = dict.fromkeys(one.pages, ()) | _read(store, sandbox, one, shares[number])

    try:
        side_by_side(read, len(waiting))
    finally:
        if found:
            what = f"读过 {len(found)} 份材料印章上的名称"
            store.apply(what, lambda batch: batch.with_seals(_with_texts(batch, found)), can_undo=False)
    return len(found)


def _read(store: BatchStore, sandbox: Sandbox, one: Unread, job: Job) -> dict[int, tuple[SealText, ...]]:
    job.at(0.0, _MESSAGE, one.shown)
    stored, limits = inside(store.folder, one.stored), _roomy(Limits())
    if not stored.exists() or not engine.has_ocr():
        return {}
    try:
        return sandbox.call(
            read_names, stored, one.container, one.member, one.pages, limits, job=job, limits=limits
        )
    except (SandboxError, Unreadable):
        return {}
    finally:
        job.at(1.0, _MESSAGE, one.shown)


def _roomy(limits: Limits) -> Limits:
    """Time and memory for the engine, which says nothing while it loads."""
    memory = max(limits.memory_bytes, engine.MEMORY_BYTES)
    return replace(limits, stall_seconds=engine.SECONDS + limits.stall_seconds, memory_bytes=memory)


def _with_texts(batch: Batch, found: Mapping[str, Mapping[int, tuple[SealText, ...]]]) -> dict[str, Seals]:
    def told(page: SealFacts, read: Mapping[int, tuple[SealText, ...]]) -> SealFacts:
        return replace(page, texts=read[page.page], is_read=True) if page.page in read else page

    return {
        sha: replace(seals, pages=tuple(told(page, read) for page in seals.pages))
        for sha, read in found.items()
        if (seals := batch.seals.get(sha)) is not None
    }


def _materials(batch: Batch, notice: Notice) -> Iterator[Unread]:
    sealed = [material.id for material in notice.materials if material.sealed]
    for track in tracks_of(batch, notice):
        for enterprise in batch.in_track(track):
            filings = filings_of(batch, enterprise, notice)
            for source in batch.sources_of(enterprise):
                for member in source.members:
                    seals = batch.seals.get(member.sha256)
                    if seals is None or not is_scan(member):
                        continue
                    filing = filings[member_key(source, member)]
                    own = [p for p in seals.seen if any(filing.holds(each, p.page) for each in sealed)]
                    if pages := to_read(own):
                        shown = f"{enterprise.name} {member.name}"
                        yield Unread(member.sha256, shown, source.stored, source.container, member, pages)


def _letters(batch: Batch, notice: Notice) -> Iterator[Unread]:
    for track in notice.tracks:
        letter = batch.letter(track.id)
        pages = to_read(batch.seals.get(letter.sha256, Seals()).seen)
        if letter.stored and letter.member is not None and pages:
            shown = f"{track.short}推荐文件"
            yield Unread(letter.sha256, shown, letter.stored, Container.FILE, letter.member, pages)


def to_read(seen: Sequence[SealFacts]) -> tuple[int, ...]:
    """Of the clearest, those that nobody has read."""
    return tuple(page.page for page in seen[:MOST_PAGES] if not page.is_read)
