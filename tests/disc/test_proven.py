"""An image is proven while it is written: by what the disk holds, each byte once."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.disc.iso import pieces as of_pieces
from app.disc.iso import proven
from app.disc.iso.pieces import Filling, Piece, Proof
from app.disc.iso.write import write_image
from app.errors import VerifyFailed
from app.job import Job
from app.writing.on_disk import blocks
from tests.bags import LABEL, files_of, make_bag

CONTENTS = {"data/大.zip": os.urandom(9_000_001), "data/小.zip": b"1", "data/空.txt": b""}


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return make_bag(tmp_path / "bag", CONTENTS)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / f"{LABEL}.iso"


@pytest.fixture(params=["past memory", "after another"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """A file system that can be read past the system's memory, and one that cannot."""
    if request.param == "after another":
        monkeypatch.setattr(proven, "past_memory", lambda path, readers: None)
    return str(request.param)


def test_both_ways_give_the_very_same_image(bag, out, tmp_path, monkeypatch) -> None:
    write_image(bag, LABEL, out, Job())
    monkeypatch.setattr(proven, "past_memory", lambda path, readers: None)
    write_image(bag, LABEL, tmp_path / "again.iso", Job())
    assert out.read_bytes() == (tmp_path / "again.iso").read_bytes()


def test_what_the_disk_holds_otherwise_is_found_and_named(way, bag, out, monkeypatch) -> None:
    """The program's own copy of the block stays right: only what is read back can tell."""
    write = proven._write_all

    def another(file, block) -> None:
        (copy,) = blocks(1, len(block))
        copy[:] = block
        copy[len(copy) // 2] ^= 1 if file.tell() == proven._BLOCK else 0
        write(file, copy)

    monkeypatch.setattr(proven, "_write_all", another)
    with pytest.raises(VerifyFailed, match=r"大\.zip：内容与清单不同"):
        write_image(bag, LABEL, out, Job())
    assert not list(out.parent.iterdir())


def test_a_block_that_is_not_read_back_is_never_taken_for_read(way, bag, out, monkeypatch) -> None:
    """What lies in memory from the writing is the same bytes: it must not stand for the disk's."""
    monkeypatch.setattr(proven, "_read_all", short(proven._read_all))
    with pytest.raises(VerifyFailed, match="内容与清单不同"):
        write_image(bag, LABEL, out, Job())


def short(read: Callable[..., None]) -> Callable[..., None]:
    class Ends:
        def __init__(self, file) -> None:
            self.file = file

        def seek(self, at: int) -> None:
            self.file.seek(at)

        def readinto(self, _: memoryview) -> int:
            return 0

    return lambda file, at, block, size: read(Ends(file), at, block, size)


def test_each_byte_is_hashed_once_and_read_back_once_and_all_is_synced(way, bag, out, monkeypatch) -> None:
    hashed, read, synced = [], [], []

    class Counted:
        def __init__(self) -> None:
            self.digest = hashlib.sha256()

        def update(self, block) -> None:
            hashed.append(len(block))
            self.digest.update(block)

        def hexdigest(self) -> str:
            return self.digest.hexdigest()

    class Hashes:
        sha256 = Counted

    read_all, fsync = proven._read_all, os.fsync
    monkeypatch.setattr(of_pieces, "hashlib", Hashes)

    def counted(file, at, block, size) -> None:
        read.append((at, size))
        read_all(file, at, block, size)

    monkeypatch.setattr(proven, "_read_all", counted)
    monkeypatch.setattr(os, "fsync", lambda handle: (synced.append(os.fstat(handle).st_ino), fsync(handle)))
    write_image(bag, LABEL, out, Job())
    size = out.stat().st_size
    assert sum(len(content) for content in files_of(bag).values()) < sum(hashed) <= size
    assert [at for at, _ in sorted(read)] == list(range(0, size, proven._BLOCK))
    assert sum(count for _, count in read) == size
    assert out.stat().st_ino in synced


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.tuples(st.integers(0, 40), st.binary(max_size=70)), max_size=8), st.integers(1, 64), st.data()
)
def test_pieces_fill_blocks_of_any_size_and_each_has_its_own_digest(parts, block, data) -> None:
    made, at, whole = [], 0, b""
    for gap, content in parts:
        whole += bytes(gap) + content
        made.append(Piece(at + gap, len(content), content))
        at = len(whole)
    whole += bytes(data.draw(st.integers(0, 50)))
    filling, proof = Filling(deque(made)), Proof(deque(each for each in made if each.size))
    seen = b""
    for start in range(0, len(whole), block):
        room = memoryview(bytearray(b"\xaa" * min(block, len(whole) - start)))
        filling.fill(room)
        proof.add(start, room)
        seen += bytes(room)
    assert seen == whole
    assert proof.found == {
        (each.start, each.size): hashlib.sha256(each.source).hexdigest() for each in made if each.size
    }


def test_what_is_done_is_told_and_grows(way, bag, out) -> None:
    told: list[int] = []
    found = proven.write_proven(out, [Piece(0, 3, b"abc")], 10_000_000, told.append)
    assert all(before < after for before, after in pairwise(told))
    assert told[-1] == 10_000_000 == out.stat().st_size
    assert found == {(0, 3): hashlib.sha256(b"abc").hexdigest()}
