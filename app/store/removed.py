"""What was moved out of a batch and may be put back: told by its history. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.model.batch import Batch, Enterprise
from app.store import records
from app.store.acts import standing
from app.store.journal import Entry

_KIND = "enterprises/"


@dataclass(frozen=True, slots=True)
class Removed:
    """An enterprise as it was when moved out. `order`: ids of its track before that; `at`: ISO 8601."""

    enterprise: Enterprise
    order: tuple[str, ...]
    at: str
    who: str


def removed(history: Sequence[Entry], batch: Batch) -> tuple[Removed, ...]:
    """Those that a person moved out and that are not back, the newest first; each as it was the last time.

    What was never kept, because its taking in was undone, is not among them.
    """
    found: dict[str, Removed] = {}
    for entry in reversed(standing(history)):
        if entry.undoes:
            continue
        for key in entry.set:
            name = key.removeprefix(_KIND)
            if not key.startswith(_KIND) or name in found:
                continue
            before, after = entry.set[key]
            if before is None or after is not None:
                continue
            one = records.as_enterprise(before)
            if name not in batch.enterprises and all(source in batch.sources for source in one.sources):
                order = entry.set.get(f"order/{one.track}", ((), ()))[0] or ()
                found[name] = Removed(one, tuple(order), entry.at, entry.who)
    return tuple(found.values())


def put_back(batch: Batch, one: Removed) -> Batch:
    """With it again, behind those it stood behind; what it handed in was here all the time."""
    key, track = one.enterprise.id, one.enterprise.track
    if key in batch.enterprises:
        return batch
    before = set(one.order[: one.order.index(key)] if key in one.order else one.order)
    rest = batch.order.get(track, ())
    place = max((n for n, other in enumerate(rest, 1) if other in before), default=0)
    return batch.with_enterprise(one.enterprise).with_order(track, (*rest[:place], key, *rest[place:]))
