"""A line of the history tells of a list only what differs: what a batch of many enterprises stores grows with them."""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import BatchDamaged
from app.model.batch import Batch
from app.store import head, journal, loading
from app.store.journal import Line, Mark
from app.store.store import BatchStore
from app.store.touched import Splice
from tests.store.test_store import EMPTY, NOTICE, with_one

ids = st.lists(st.sampled_from("abcd"), max_size=12)


@given(ids, ids)
def test_a_splice_makes_one_list_of_the_other(before: list[str], after: list[str]) -> None:
    made, there = Splice.between(before, after), list(before)
    made.put(there)
    assert there == after and len(made.gone) <= len(before) and len(made.come) <= len(after)


@given(st.integers(0, 20), st.integers(0, 20))
def test_what_is_put_in_or_taken_out_is_told_alone(length: int, at: int) -> None:
    whole = [f"e{number:04d}" for number in range(length + 1)]
    without = [each for number, each in enumerate(whole) if number != min(at, length)]
    assert Splice.between(without, whole) == (min(at, length), (), (whole[min(at, length)],))
    assert Splice.between(whole, without) == (min(at, length), (whole[min(at, length)],), ())


def test_a_splice_fits_no_other_list() -> None:
    for at, gone in ((0, ("b",)), (1, ("a",)), (-1, ("b",)), (5, ("a",))):
        with pytest.raises(ValueError):
            Splice(at, gone, ("x",)).put(["a", "b"])


def of_many(folder: Path, count: int) -> BatchStore:
    store = BatchStore.create(folder, EMPTY, NOTICE)
    for number in range(count):
        store.apply(f"收下 {number:03d}", with_one)
    return store


@pytest.fixture
def synced_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


@pytest.mark.usefixtures("synced_at_once")
def test_the_line_of_the_hundredth_enterprise_is_as_long_as_that_of_the_tenth(tmp_path: Path) -> None:
    of_many(tmp_path / "批次", 100).close()
    lines = (tmp_path / "批次" / loading.HISTORY).read_bytes().splitlines()
    assert len(lines) == 101 and len(lines[100]) <= len(lines[10]) + 16  # numbers of more digits


@pytest.mark.usefixtures("synced_at_once")
def test_every_step_is_taken_back_and_done_again_after_a_restart(tmp_path: Path) -> None:
    """Orders are put together of what each line tells of them, for whichever line is asked."""
    folder = tmp_path / "批次"
    with of_many(folder, 5) as store:
        turned = store.apply("排序", lambda b: b.with_order("national", b.order["national"][::-1]))
    with BatchStore.open(folder) as store:
        assert store.batch == turned and store.history[-1].set["order/national"] == (
            ("e1", "e2", "e3", "e4", "e5"), ("e5", "e4", "e3", "e2", "e1"),
        )  # fmt: skip
        states = [store.batch]
        while store.undo():
            states.append(store.batch)
        assert [len(each.order.get("national", ())) for each in states] == [5, 5, 4, 3, 2, 1, 0]
    with BatchStore.open(folder) as store:
        for state in states[-2::-1]:
            assert store.redo() and store.batch == state


def test_an_older_program_refuses_a_line_that_it_would_read_by_halves(tmp_path: Path) -> None:
    of_many(tmp_path / "批次", 2).close()
    log = journal.read(tmp_path / "批次" / loading.HISTORY)
    assert [line.entry.schema for line in log.lines] == [2, 2, 4], "the first order is told whole"


def test_a_history_that_was_written_before_goes_on(tmp_path: Path) -> None:
    """Its lines told every order whole, before and after."""
    folder = tmp_path / "批次"
    states = written_whole(folder, 3)
    with BatchStore.open(folder) as store:
        assert store.batch == states[-1]
        states.append(store.apply("收下", with_one))
        while store.undo():
            pass
        assert store.batch == states[0]
    with BatchStore.open(folder) as store:
        for state in states[1:]:
            assert store.redo() and store.batch == state


def written_whole(folder: Path, count: int) -> list[Batch]:
    with of_many(folder, count) as store:
        entries = list(store.history)
        states = [store.batch]
        while store.undo():
            states.append(store.batch)
    lines, mark = [], Mark(0, "")
    for entry in entries:
        line = journal.encode(replace(entry, schema=2, chain=mark.digest))
        mark = Line(entry, line[:-1]).mark(mark.digest)
        lines.append(line)
    assert b'"lists"' not in b"".join(lines)
    (folder / loading.HISTORY).write_bytes(b"".join(lines))
    (folder / loading.SNAPSHOT).unlink()
    head.set_to(folder, mark)
    return states[::-1]


def test_a_line_that_splices_another_list_is_damage(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    of_many(folder, 2).close()
    *lines, last = (folder / loading.HISTORY).read_bytes().splitlines(keepends=True)
    entry = journal.decode(last[:-1])
    assert entry is not None
    told = msgspec.json.decode(last[9:-1])
    told["lists"] = {"order/national": [0, ["e7"], []]}
    body = msgspec.json.encode(told)
    line = b"%08x %s\n" % (zlib.crc32(body), body)
    (folder / loading.HISTORY).write_bytes(b"".join([*lines, line]))
    (folder / loading.SNAPSHOT).unlink()
    head.set_to(folder, Line(entry, line[:-1]).mark(entry.chain))
    with pytest.raises(BatchDamaged):
        BatchStore.open(folder)


def test_a_batch_that_was_closed_well_is_opened_and_closed_without_a_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_many(tmp_path / "批次", 2).close()
    synced: list[int] = []
    monkeypatch.setattr("os.fsync", synced.append)
    BatchStore.open(tmp_path / "批次").close()
    assert not synced
    with BatchStore.open(tmp_path / "批次") as store:
        store.apply("收下", with_one)
        assert len(synced) == 1
    assert len(synced) > 1, "the second copy follows when it is closed"
