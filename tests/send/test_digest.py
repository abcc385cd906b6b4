"""The digest of what a signed disc was made from: the same for ever, whatever fields are added."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, make_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.model.batch import Batch
from app.model.disc import medium
from app.notices.notice import Notice
from app.send.digest import digest_of_batch
from app.send.plan import plan_discs
from app.send.planned import planned
from app.store.store import BatchStore
from tests.before import unpacked

DAY = date(2023, 8, 30)
DISC, SIGNED = "QLBG23_3713_01", "bc8cf20715b3c4020e9905735b22bda9c715bcfa5a655e0419478df4fb917b82"


@pytest.fixture
def store(tmp_path: Path):
    with BatchStore.open(unpacked("staged-batch", tmp_path)) as opened:
        yield opened


def test_a_disc_that_was_staged_by_a_program_before_is_up_to_date(store: BatchStore) -> None:
    staging = store.batch.stagings[DISC]
    (plan,) = planned(store, medium("dvd"), DAY)
    assert plan.digest == staging.plan == SIGNED


def _grown(value: Any) -> Any:
    """The same with one more field in every record, however deep, as a later program may have it."""
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(_grown(each) for each in value)
    if isinstance(value, dict):
        return {key: _grown(each) for key, each in value.items()}
    if not is_dataclass(value):
        return value
    kind = type(value)
    later = make_dataclass(f"Later{kind.__name__}", [("added_later", str, "x")], bases=(kind,), frozen=True)
    return later(**{each.name: _grown(getattr(value, each.name)) for each in fields(value)})


def test_a_field_more_anywhere_changes_no_digest(store: BatchStore) -> None:
    batch, notice = store.batch, store.notice
    grown: Notice = _grown(notice)
    later: Batch = _grown(batch)
    assert hasattr(grown.tracks[0].columns[0], "added_later") and hasattr(later.sender, "added_later")
    assert digest_of_batch(later, grown) == digest_of_batch(batch, notice)
    plans = [plan_discs(b, n, medium("dvd"), DAY) for b, n in ((batch, notice), (later, grown))]
    assert [each.digest for each in plans[0]] == [each.digest for each in plans[1]]


@pytest.mark.parametrize("field", ["title", "recipient", "department", "name", "deadline", "areas", "letter"])
def test_what_is_listed_does_change_it(store: BatchStore, field: str) -> None:
    notice = store.notice
    other = {"deadline": DAY, "areas": notice.areas[:1], "letter": replace(notice.letter, title="另")}
    changed = replace(notice, **{field: other.get(field, "另")})
    assert digest_of_batch(store.batch, changed) != digest_of_batch(store.batch, notice)
