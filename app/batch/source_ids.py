"""Ids of what is taken in: s0001, s0002 …; none is ever used twice."""

from __future__ import annotations

import re

from app.store.store import BatchStore


def free_source_id(store: BatchStore) -> str:
    """For one more source that something else takes in."""
    return f"s{next_number(store):04d}"


def next_number(store: BatchStore) -> int:
    """Above every source ever taken in, undone ones too, so that nothing on disk is written over."""
    used = [int(key[1:]) for key in store.batch.sources if key[1:].isdigit()]
    folder = store.folder / "materials"
    if folder.is_dir():
        used += [int(m.group(1)) for p in folder.iterdir() if (m := re.fullmatch(r"s(\d+)", p.name))]
    return max(used, default=0) + 1
