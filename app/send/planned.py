"""The plan of a batch's discs by what is finished of them already."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from app.errors import DoesNotFit, os_errors
from app.model.disc import DiscPlan, Medium
from app.notices.notice import tracks_of
from app.send.pack import size_of
from app.send.packing import packing_of
from app.send.plan import plan_discs
from app.store.store import BatchStore


def planned(store: BatchStore, medium: Medium, day: date) -> tuple[DiscPlan, ...]:
    """What `stage` would write on that day; a finished staging with a plan's digest is up to date.

    By the sizes of finished packages, else by upper bounds. Raises WrongUse (names), DoesNotFit, AppError.
    """
    sizes = known_sizes(store)
    return _with_templates(plan_discs(store.batch, store.notice, medium, day, sizes), store)


def known_sizes(store: BatchStore) -> dict[str, int]:
    """Enterprise id → bytes of its package, of those that are finished."""
    packings = (packing_of(store.batch, one) for one in store.batch.enterprises.values())
    sizes = {packing.enterprise: size_of(packing, store.folder) for packing in packings}
    return {key: size for key, size in sizes.items() if size is not None}


def first_plans(store: BatchStore, medium: Medium, day: date) -> tuple[DiscPlan, ...]:
    """Before an hour of packing: what hardly ever halves does not fit when not even its half does."""
    try:
        return planned(store, medium, day)
    except DoesNotFit:
        packings = (packing_of(store.batch, one) for one in store.batch.enterprises.values())
        hoped = {packing.enterprise: packing.size // 2 for packing in packings if not packing.passed}
        sizes = {**hoped, **known_sizes(store)}
        return _with_templates(plan_discs(store.batch, store.notice, medium, day, sizes), store)


def _with_templates(plans: tuple[DiscPlan, ...], store: BatchStore) -> tuple[DiscPlan, ...]:
    """A plan knows a template by its name alone; its bytes decide those of the table."""
    content = hashlib.sha256()
    for track in tracks_of(store.batch, store.notice):
        if stored := store.batch.templates.get(track):
            with os_errors(store.folder / stored):
                content.update((store.folder / stored).read_bytes())
    return tuple(
        replace(plan, digest=hashlib.sha256(plan.digest.encode() + content.digest()).hexdigest())
        for plan in plans
    )
