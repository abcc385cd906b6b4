"""The index of a ledger brought up to date: what did not change since is not read again."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from app.job import Job
from app.ledger import Ledger
from app.model.after.experience import Experience
from app.model.batch import Batch
from app.paths import user_dir
from app.reading.sandbox import Sandbox
from app.receive.collection.entries import experiences_of
from app.receive.collection.index import FILE, Entry, Index
from app.receive.collection.texts import text_of

_MESSAGE = "正在汇集经验材料的文字"
_READERS = 1  # of how words are read; another number reads all of them again
_PAUSE = 0.05  # seconds between two looks at a job's cancel flag
_COLLECTING = threading.Lock()


def index_of(ledger: Ledger) -> Index:
    """In the ledger's folder; in the user's own where nothing may be written there."""
    folder = ledger.folder
    if os.access(folder, os.W_OK):
        return Index(folder / FILE)
    named = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return Index(user_dir() / f"{named}.{FILE}")


def is_current(ledger: Ledger) -> bool:
    """Whether nothing was changed in the ledger since its index was made."""
    return index_of(ledger).stamp() == _stamp(ledger)


def collect(ledger: Ledger, sandbox: Sandbox, job: Job) -> Index:
    """The index as the ledger is now; made anew where a change of the ledger came since. Raises Cancelled
    (the old one stays), AppError.
    """
    if not is_current(ledger):
        with _one_at_a_time(job), ledger.alone("collecting experiences", job):
            if not is_current(ledger):
                _collect(ledger, sandbox, job)
    return index_of(ledger)


def _collect(ledger: Ledger, sandbox: Sandbox, job: Job) -> None:
    index, stamp = index_of(ledger), _stamp(ledger)
    known = index.texts()
    batches: dict[str, Batch] = {}
    made = []
    for one in job.each(experiences_of(ledger), _MESSAGE, lambda each: each.name):
        if one.submission not in batches:
            batches[one.submission] = ledger.batch_of(one.submission)
        made_of = _made_of(one, batches[one.submission])
        before, text = known.get(one.key, ("", None))
        if text is None or before != made_of:
            text = text_of(one, batches[one.submission], ledger, sandbox, job.quiet())
        made.append(Entry(one, text, made_of))
    index.write(made, stamp)
    job.at(1.0, _MESSAGE)


def _stamp(ledger: Ledger) -> str:
    """Every change of a ledger is an event."""
    return f"{_READERS} {ledger.notice.id} {ledger.last_change()}"


def _made_of(one: Experience, batch: Batch) -> str:
    """Of the files' bytes, and of what was recognised of them by now."""
    words = [batch.words.get(paper.sha256) for paper in one.papers]
    told = (_READERS, one.papers, [each.length if each else -1 for each in words])
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


@contextmanager
def _one_at_a_time(job: Job) -> Iterator[None]:
    """Of this program's threads. Raises Cancelled while it waits."""
    while not _COLLECTING.acquire(timeout=_PAUSE):
        job.check()
    try:
        yield
    finally:
        _COLLECTING.release()
