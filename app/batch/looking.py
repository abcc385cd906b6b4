"""Everything that is looked at behind the clerk's work, in the order in which it is of use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.batch.form_facts import read_forms, unread
from app.batch.page_findings import examine_pages, unlooked
from app.batch.recognition import FIRST, THEN, unrecognised
from app.batch.recognition import recognise_words as recognise_pages
from app.batch.seal_names import read_seals, unread_seals
from app.batch.words import read_words, unread_words
from app.checks.watched import Remembered
from app.job import Job
from app.model.batch import Batch, Enterprise
from app.notices.notice import Notice
from app.reading.ocr import engine
from app.reading.ocr.lines import PageLines
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore

_ROOM = 3_000_000_000  # bytes of memory that are free: two engines fit in beside what else runs


def is_unread(batch: Batch, notice: Notice) -> bool:
    """Whether there is anything that is looked at at once, without the engine; nothing is of what is away."""
    return _is_unread(batch, notice, has_engine=can_recognise())


def _is_unread(batch: Batch, notice: Notice, *, has_engine: bool) -> bool:
    if batch.handed is not None:
        return False
    waiting = unread_words(batch, notice) or unlooked(batch, notice)
    return bool(waiting or unread(batch, notice, recognises=not has_engine))


def is_unseen(batch: Batch, notice: Notice, *, recognises: bool = True) -> bool:
    """Whether there is anything for `look`, or, with `recognises`, for `recognise`."""
    if batch.handed is not None:
        return False
    if is_unread(batch, notice) or unread_seals(batch, notice):
        return True
    return recognises and can_recognise() and (bool(unread(batch, notice)) or unrecognised(batch, notice))


def can_recognise() -> bool:
    """Whether this program has an engine to do so."""
    return engine.has_ocr()


def look(
    store: BatchStore, sandbox: Sandbox, job: Job, kept: Callable[[], None] = lambda: None, *,
    recognises: bool = False,
) -> int:
    """What the documents say first, for that tells what they are; then seals and pages, whose
    seals they are, then the forms.

    `recognises`: `recognise` follows, to which the names in seals are left. No page's words are recognised
    where that could do it. How many were looked at. `kept` is called, from any thread, when some of it is in
    the batch; that stays when it is stopped. Raises Cancelled and AppErrors of our own disk.
    """  # fmt: skip
    read = read_words(store, sandbox, job.part(0, 0.1), kept=kept)
    if read:
        kept()
    seen = examine_pages(store, sandbox, job.part(0.1, 0.6), kept=kept)
    if not (recognises and can_recognise()):
        seen += read_seals(store, sandbox, job.part(0.6, 0.7))
    return read + seen + read_forms(store, sandbox, job.part(0.7, 1), recognises=not can_recognise())


def recognise(
    store: BatchStore, job: Job, kept: Callable[[], None] = lambda: None,
    told: Callable[[int, int], None] = lambda number, count: None,
) -> int:
    """Scanned pages, what tells most first; how many there were. To be called after `look`.

    Children of its own hold the engine, so that previews wait for none and its memory is free afterwards.
    `kept` as in `look`; `told` hears from any thread that document n of m is being recognised. Raises
    Cancelled and AppErrors of our own disk.
    """  # fmt: skip
    if not can_recognise() or not is_unseen(store.batch, store.notice):
        return 0
    with Sandbox(_workers()) as own:
        lines = PageLines()
        count = recognise_pages(store, own, job.part(0, 0.4), FIRST, kept, told, lines)
        examine_pages(store, own, job.part(0.4, 0.42), kept=kept)  # seals of forms that are known since
        read_seals(store, own, job.part(0.42, 0.5))
        read_forms(store, own, job.part(0.5, 0.55), lines=lines)
        kept()
        return count + recognise_pages(store, own, job.part(0.55, 1), THEN, kept, told)


def _workers() -> int:
    import psutil  # type: ignore[import-untyped]

    return 2 if psutil.virtual_memory().available >= _ROOM else 1


@dataclass(frozen=True, slots=True)
class _Waits:
    """At once; for the names in seals; for recognition."""

    at_once: bool
    seals: bool
    recognition: bool


class Waiting:
    """`is_unread` and `is_unseen` of one batch after the other, at the cost of what changed.

    One thread at a time.
    """

    def __init__(self, notice: Notice) -> None:
        self._notice = notice
        self._has_engine = False  # not asked of the disk for each enterprise
        self._remembered = Remembered(self._of_one)

    def of(self, batch: Batch, *, recognises: bool) -> tuple[bool, bool]:
        """(is anything unread, is anything unseen)."""
        if (has_engine := can_recognise()) is not self._has_engine:
            self._has_engine, self._remembered = has_engine, Remembered(self._of_one)
        letters = self._of(replace(batch, enterprises={}, order={}))
        every = (letters, *self._remembered.of(batch).values())
        at_once = any(one.at_once for one in every)
        return at_once, at_once or any(one.seals or (recognises and one.recognition) for one in every)

    def _of_one(self, batch: Batch, enterprise: Enterprise) -> _Waits:
        return self._of(replace(batch, order={enterprise.track: (enterprise.id,)}, letters={}))

    def _of(self, batch: Batch) -> _Waits:
        notice = self._notice
        at_once = _is_unread(batch, notice, has_engine=self._has_engine)
        recognition = self._has_engine and (bool(unread(batch, notice)) or unrecognised(batch, notice))
        return _Waits(at_once, bool(unread_seals(batch, notice)), recognition)
