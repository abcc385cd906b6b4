"""A history that was cut, zeroed, or of which lines are gone, moved or doubled: recovered or told, never silent."""

from __future__ import annotations

import functools
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.checks.notices import parse_notice
from app.errors import BatchDamaged
from app.model.batch import Batch
from app.store import head, journal
from app.store.store import BatchStore
from tests.before import unpacked
from tests.store.test_store import EMPTY, NOTICE, with_one

HISTORY, SNAPSHOT = "history.jsonl", "batch.json"


def grown(folder: Path, changes: list[bool]) -> list[Batch]:
    """Every state that was acknowledged, by its place in the history; True closes and opens before a change."""
    store = BatchStore.create(folder, EMPTY, NOTICE)
    states = [EMPTY]
    for number, again in enumerate(changes):
        if again:
            store.close()
            shutil.copy(folder / SNAPSHOT, folder.parent / "older batch.json")
            store = BatchStore.open(folder)
        states.append(store.apply(f"收下 {number}", with_one))
    store._lock.release()  # killed: batch.json is of the last opening
    return states


@contextmanager
def a_folder() -> Iterator[Path]:
    """What is written is read by who wrote it: nothing waits for the disk, and one notice is read once."""
    with tempfile.TemporaryDirectory(prefix="baopan-history-") as name, pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        patch.setattr("app.store.store.parse_notice", functools.cache(parse_notice))
        yield Path(name) / "济南 2023"


def lines_of(folder: Path) -> list[bytes]:
    return (folder / HISTORY).read_bytes().splitlines(keepends=True)


def put(folder: Path, lines: list[bytes]) -> None:
    (folder / HISTORY).write_bytes(b"".join(lines))


def cut_anywhere(folder: Path, at: float, other: float) -> None:
    content = (folder / HISTORY).read_bytes()
    (folder / HISTORY).write_bytes(content[: int(at * len(content))])


def cut_at_a_line(folder: Path, at: float, other: float) -> None:
    lines = lines_of(folder)
    put(folder, lines[: int(at * len(lines))])


def delete(folder: Path, at: float, other: float) -> None:
    lines = lines_of(folder)
    del lines[int(at * len(lines))]
    put(folder, lines)


def swap(folder: Path, at: float, other: float) -> None:
    lines = lines_of(folder)
    one, two = int(at * len(lines)), int(other * len(lines))
    lines[one], lines[two] = lines[two], lines[one]
    put(folder, lines)


def double(folder: Path, at: float, other: float) -> None:
    lines = lines_of(folder)
    put(folder, [*lines[: int(other * len(lines))], lines[int(at * len(lines))], *lines[int(other * len(lines)):]])


def double_the_end(folder: Path, at: float, other: float) -> None:
    put(folder, [*lines_of(folder), *lines_of(folder)[-1:]])


def zero(folder: Path, at: float, other: float) -> None:
    content = (folder / HISTORY).read_bytes()
    start, end = sorted((int(at * len(content)), int(other * len(content))))
    (folder / HISTORY).write_bytes(content[:start] + bytes(end - start) + content[end:])


def zero_the_end(folder: Path, at: float, other: float) -> None:
    zero(folder, at, 1.0)


def flip(folder: Path, at: float, other: float) -> None:
    content = bytearray((folder / HISTORY).read_bytes())
    content[int(at * len(content))] ^= 1 << int(other * 8)
    (folder / HISTORY).write_bytes(content)


def lose_the_end_mark(folder: Path, at: float, other: float) -> None:
    (folder / head.FILE).unlink()
    cut_at_a_line(folder, at, other)


def tear_the_end_mark(folder: Path, at: float, other: float) -> None:
    content = (folder / head.FILE).read_bytes()
    (folder / head.FILE).write_bytes(content[: int(at * len(content))])


def tear_a_new_line(folder: Path, at: float, other: float) -> None:
    """What a kill leaves."""
    last = lines_of(folder)[-1]
    (folder / HISTORY).write_bytes(b"".join(lines_of(folder)) + last[: int(at * (len(last) - 1))])


def take_the_snapshot_back(folder: Path, at: float, other: float) -> None:
    older = folder.parent / "older batch.json"
    if older.is_file():
        shutil.copy(older, folder / SNAPSHOT)


def lose_the_snapshot_too(folder: Path, at: float, other: float) -> None:
    (folder / SNAPSHOT).unlink(missing_ok=True)
    cut_at_a_line(folder, at, other)


ATTACKS = (
    cut_anywhere, cut_at_a_line, delete, swap, double, double_the_end, zero, zero_the_end, flip, lose_the_end_mark,
    tear_the_end_mark, tear_a_new_line, take_the_snapshot_back, lose_the_snapshot_too,
)  # fmt: skip
place = st.floats(0, 0.9999)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
@given(changes=st.lists(st.booleans(), min_size=1, max_size=6), at=place, other=place)
@settings(max_examples=25, deadline=None)
def test_the_last_state_is_there_or_what_is_lost_is_told(
    attack: Callable[[Path, float, float], None], changes: list[bool], at: float, other: float
) -> None:
    with a_folder() as folder:
        states = grown(folder, changes)
        attack(folder, at, other)
        opens_whole_or_tells(folder, states)


def opens_whole_or_tells(folder: Path, states: list[Batch]) -> None:
    try:
        with BatchStore.open(folder) as store:
            assert store.batch == states[-1], "an older state, silently"
    except BatchDamaged as told:
        offered = re.search(r"可恢复到 [^（]*（第 (\d+) 步）", told.detail)
        if offered is None:
            assert "没有可恢复的内容" in told.detail and not (folder / SNAPSHOT).is_file()
            return
        number = int(offered[1])
        lost = re.search(r"之后的 (\d+) 步找不回来", told.detail)
        assert number + int(lost[1] if lost else 0) >= len(states) or "无从查证" in told.detail
        with BatchStore.open(folder, recover=True) as store:
            assert store.batch == states[number - 1] and f"第 {number} 步" in store.recovered
        assert (folder / "history.damaged-1.jsonl").is_file()
        with BatchStore.open(folder) as store:
            assert store.batch == states[number - 1] and not store.recovered
            states = [*states[:number], store.apply("接着做", lambda b: with_one(b, "丁有限公司"))]
        with BatchStore.open(folder) as store:
            assert store.batch == states[-1]


def test_every_cut_of_a_history_is_told(tmp_path: Path) -> None:
    """At each byte, and so at each line; nothing is written over before a person agreed."""
    folder = tmp_path / "批次"
    grown(folder, [False] * 5)
    whole = (folder / HISTORY).read_bytes()
    for length in range(0, len(whole), 7):
        (folder / HISTORY).write_bytes(whole[:length])
        before = (folder / SNAPSHOT).read_bytes() if (folder / SNAPSHOT).is_file() else b""
        with pytest.raises(BatchDamaged):
            BatchStore.open(folder)
        assert (folder / HISTORY).read_bytes() == whole[:length]
        assert ((folder / SNAPSHOT).read_bytes() if (folder / SNAPSHOT).is_file() else b"") == before


def test_the_newer_of_history_and_snapshot_is_offered_and_both_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    states = grown(folder, [False, False, True])  # the snapshot is of the third state
    snapshot = (folder / SNAPSHOT).read_bytes()
    put(folder, lines_of(folder)[:2])
    with pytest.raises(BatchDamaged, match=r"少了最后 2 步.*（第 2 步）.*可恢复到 .*（第 3 步），之后的 1 步找不回来"):
        BatchStore.open(folder)
    with BatchStore.open(folder, recover=True) as store:
        assert store.batch == states[2]
    assert (folder / "batch.damaged-1.json").read_bytes() == snapshot
    assert (folder / "history.damaged-1.jsonl").is_file() and (folder / "history.damaged-1.head").is_file()


def test_lines_after_a_damaged_one_count_when_they_prove_to_follow_the_snapshot(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    states = grown(folder, [False, False, True, False])
    lines = lines_of(folder)
    put(folder, [lines[0], b"x" + lines[1], *lines[2:]])
    with BatchStore.open(folder, recover=True) as store:
        assert store.batch == states[-1] and "一步也不少" in store.recovered


def test_moved_and_doubled_lines_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "批次"
    states = grown(folder, [False] * 4)
    one, two, three, *more = lines_of(folder)
    put(folder, [one, three, two, two, *more])
    with BatchStore.open(folder, recover=True) as store:
        assert store.batch == states[-1]


def test_a_recovery_that_was_killed_is_done_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "批次"
    states = grown(folder, [True] * 3)
    put(folder, lines_of(folder)[:3])
    for step in ("set_to", "write_snapshot"):
        with monkeypatch.context() as patch:
            where = "app.store.head.set_to" if step == "set_to" else "app.store.loading.write_snapshot"
            patch.setattr(where, _killed)
            with pytest.raises(KeyboardInterrupt):
                BatchStore.open(folder, recover=True)
    with BatchStore.open(folder) as store:  # the history was in its place, and what is older does not count
        assert store.batch == states[2]
    assert len(list(folder.glob("batch.damaged-*.json"))) == 2


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("attack", [delete, swap, double_the_end, flip, zero])
def test_lines_of_an_older_program_are_counted(tmp_path: Path, attack: Callable[[Path, float, float], None]) -> None:
    folder = unpacked("batch", tmp_path / "before")
    states = _states(folder)
    before = (folder / HISTORY).read_bytes()
    attack(folder, 0.4, 0.7)
    assert (folder / HISTORY).read_bytes() != before
    with pytest.raises(BatchDamaged):
        BatchStore.open(folder)
    with BatchStore.open(folder, recover=True) as store:
        assert store.batch in states


def test_an_older_history_is_vouched_for_by_the_first_line_that_follows(tmp_path: Path) -> None:
    folder = unpacked("batch", tmp_path / "before")
    with BatchStore.open(folder) as store:
        saved = store.apply("收下丁", lambda b: replace(b, notice=b.notice, sender=replace(b.sender, contact="丁")))
    (folder / SNAPSHOT).unlink()
    lines = lines_of(folder)
    old = journal.decode(lines[3][:-1])
    lines[3] = journal.encode(replace(old, who="别人", chain=""))  # by its own checksum it is right
    put(folder, lines)
    with pytest.raises(BatchDamaged):
        BatchStore.open(folder)
    assert saved


def _states(folder: Path) -> list[Batch]:
    from app.store import records

    entries = [line.entry for line in journal.read(folder / HISTORY).lines]
    return [records.from_records(journal.replay(entries[:number])) for number in range(1, len(entries) + 1)]


def test_a_change_costs_one_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The end mark is written in place; a key pressed in the table waits for the disk once."""
    import os

    store = BatchStore.create(tmp_path / "批次", EMPTY, NOTICE)
    synced: list[int] = []
    real = os.fsync
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(handle), real(handle)))
    store.apply("收下", with_one)
    assert len(synced) == 1
    store.close()
