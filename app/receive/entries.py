"""A batch as the ledger lists it: one entry an enterprise."""

from __future__ import annotations

from app.ledger.ledger import open_counts
from app.model.batch import Batch
from app.model.finding import Report
from app.model.submission import Entry
from app.notices.notice import Notice, tracks_of


def entries_of(key: str, batch: Batch, report: Report, notice: Notice) -> tuple[Entry, ...]:
    """One an enterprise, in recommended order."""
    entries = []
    for track in tracks_of(batch, notice):
        for order, one in enumerate(batch.in_track(track), 1):
            sources = batch.sources_of(one)
            must, look = open_counts(report, batch.decisions, one.id)
            entries.append(Entry(
                submission=key, track=track, order=order, name=one.name, code=one.fields.get("code", ""),
                fields=one.fields, stored=sources[0].stored if sources else "",
                size=sum(source.size for source in sources), sha256=sources[0].sha256 if sources else "",
                must=must, look=look, id=one.id,
            ))  # fmt: skip
    return tuple(entries)
