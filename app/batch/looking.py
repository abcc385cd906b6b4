"""Everything that is looked at behind the clerk's work, in the order in which it is of use."""

from __future__ import annotations

from collections.abc import Callable

from app.batch.form_facts import read_forms, unread
from app.batch.page_findings import examine_pages, unlooked
from app.batch.seal_names import read_seals, unread_seals
from app.batch.words import read_words, unread_words
from app.job import Job
from app.model.batch import Batch
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox
from app.store.store import BatchStore


def is_unseen(batch: Batch, notice: Notice) -> bool:
    """Whether there is anything that nobody looked at yet."""
    kinds = (unread_words, unlooked, unread_seals, unread)
    return any(which(batch, notice) for which in kinds)


def look(store: BatchStore, sandbox: Sandbox, job: Job, kept: Callable[[], None] = lambda: None) -> int:
    """What the documents say first, for that tells what they are; then seals and pages, whose
    seals they are, then the forms.

    How many were looked at. `kept` is called, from any thread, when some of it is in the batch; that stays
    when it is stopped. Raises Cancelled and AppErrors of our own disk.
    """
    read = read_words(store, sandbox, job.part(0, 0.1), kept=kept)
    if read:
        kept()
    seen = examine_pages(store, sandbox, job.part(0.1, 0.6), kept=kept)
    seen += read_seals(store, sandbox, job.part(0.6, 0.7))
    return read + seen + read_forms(store, sandbox, job.part(0.7, 1))
