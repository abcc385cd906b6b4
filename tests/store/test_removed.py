"""What was moved out of a batch is told by its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pytest

from app.batch import edit
from app.store.removed import put_back, removed
from app.store.store import BatchStore
from tests.ui.batches import PROVINCIAL, a_batch
from tests.ui.conftest import NOTICE_TOML


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BatchStore]:
    with BatchStore.create(tmp_path / "批次", a_batch(), NOTICE_TOML) as made:
        yield made


def names(store: BatchStore) -> list[str]:
    return [each.enterprise.name for each in removed(store.history, store.batch)]


def test_all_come_back_as_they_were_in_their_places(store: BatchStore) -> None:
    before = store.batch
    for key in ("e3", "e2", "e0"):
        store.apply("移出", lambda batch, key=key: edit.remove(batch, key))
    gone = removed(store.history, store.batch)
    assert [each.enterprise.id for each in gone] == ["e0", "e2", "e3"]
    store.apply("放回", lambda batch: reduce(put_back, gone, batch))
    assert store.batch == before and names(store) == []


def test_what_was_undone_was_not_moved_out(store: BatchStore) -> None:
    store.apply("移出", lambda batch: edit.remove(batch, "e2"))
    assert names(store) == [PROVINCIAL[0]]
    store.undo()
    assert names(store) == []
    store.redo()
    assert names(store) == [PROVINCIAL[0]]
    store.undo()
    one = replace(store.batch.enterprises["e2"], id="e9", sources=())
    store.apply("收集", lambda batch: batch.with_enterprise(one))
    store.undo()
    assert names(store) == []


def test_it_is_as_it_was_the_last_time(store: BatchStore) -> None:
    store.apply("移出", lambda batch: edit.remove(batch, "e2"))
    store.apply("放回", lambda batch: reduce(put_back, removed(store.history, batch), batch))
    store.apply("填写", lambda batch: edit.set_fields(batch, "e2", {"contact": "李工"}))
    store.apply("移出", lambda batch: edit.remove(batch, "e2"))
    assert [each.enterprise.fields["contact"] for each in removed(store.history, store.batch)] == ["李工"]
