"""An image written block by block; each is read back from the disk and hashed while the next are written."""

from __future__ import annotations

import io
import os
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from app.disc.iso.pieces import Filling, Piece, Proof
from app.errors import os_errors
from app.writing.atomic import forget_cached
from app.writing.on_disk import ALIGNED, blocks, past_memory

_BLOCK = 4 << 20  # bytes; a multiple of ALIGNED
_READERS = 2  # blocks read back at once: a disk answers two questions sooner than one after the other
_AHEAD = 10  # blocks on their way: filled, written, read back or hashed


def write_proven(
    out: Path, pieces: Sequence[Piece], size: int, told: Callable[[int], object]
) -> dict[tuple[int, int], str]:
    """(first byte, bytes) → SHA-256 (hex) of each piece as the disk holds it; zeros lie between them.

    `pieces` in order of their places, the last ends at `size` or before. `told`: bytes done, from this
    thread; what it raises ends the writing. Every byte is read back once, from the disk where the system
    lets us. Raises AppError: DiskFull, ReadFailed …
    """
    filling, proof = Filling(deque(pieces)), Proof(deque(piece for piece in pieces if piece.size))
    with ExitStack() as opened:
        opened.callback(filling.close)
        with os_errors(out):
            out.write_bytes(b"")
            direct = past_memory(out, _READERS)
        if direct is None:
            _after_another(out, filling, proof, size, told)
        else:
            writing, *reading = [opened.enter_context(file) for file in direct]
            _side_by_side(out, writing, reading, filling, proof, size, told)
    return proof.found


def _side_by_side(
    out: Path, writing: io.FileIO, reading: Sequence[io.FileIO], filling: Filling, proof: Proof,
    size: int, told: Callable[[int], object],
) -> None:
    """One block is filled here, one is written, some are read back and one is hashed at the same time."""
    ring = blocks(_AHEAD, _BLOCK)
    on_their_way: deque[Future[None]] = deque()

    def write(at: int, block: memoryview) -> None:
        writing.seek(at)
        _write_all(writing, block)
        if at + len(block) >= size:
            _cut(out, size)

    def read_back(file: io.FileIO, at: int, block: memoryview, written: Future[None]) -> None:
        written.result()
        _read_all(file, at, block, min(len(block), size - at))

    def prove(at: int, block: memoryview, read: Future[None]) -> None:
        read.result()
        proof.add(at, block[: min(len(block), size - at)])

    with ExitStack() as ends, os_errors(out):
        writer, *readers, prover = [ThreadPoolExecutor(1, "image") for _ in range(len(reading) + 2)]
        for pool in (prover, *readers, writer):  # left the other way round: nobody waits for who is gone
            ends.callback(pool.shutdown, wait=True, cancel_futures=True)
        for number, at in enumerate(range(0, size, _BLOCK)):
            if len(on_their_way) == _AHEAD:
                on_their_way.popleft().result()
            block = ring[number % _AHEAD][: -(-min(_BLOCK, size - at) // ALIGNED) * ALIGNED]
            filling.fill(block)
            written = writer.submit(write, at, block)
            turn = number % len(readers)
            read = readers[turn].submit(read_back, reading[turn], at, block, written)
            on_their_way.append(prover.submit(prove, at, block, read))
            told(min(at + _BLOCK, size))
        for last in on_their_way:
            last.result()


def _after_another(
    out: Path, filling: Filling, proof: Proof, size: int, told: Callable[[int], object]
) -> None:
    """Where nothing goes past the system's memory: written, synced, forgotten, then read."""
    (block,) = blocks(1, _BLOCK)
    with os_errors(out), out.open("r+b", buffering=0) as file:
        for at in range(0, size, _BLOCK):
            part = block[: min(_BLOCK, size - at)]
            filling.fill(part)
            _write_all(file, part)
            told((at + len(part)) // 2)
        _cut(out, size)
        forget_cached(file.fileno())
        for at in range(0, size, _BLOCK):
            part = block[: min(_BLOCK, size - at)]
            _read_all(file, at, part, len(part))
            proof.add(at, part)
            told((size + at + len(part)) // 2)


def _write_all(file: io.FileIO, block: memoryview) -> None:
    left = block
    while left:
        left = left[file.write(left) or 0 :]


def _read_all(file: io.FileIO, at: int, block: memoryview, size: int) -> None:
    """The first `size` bytes of `block`, from byte `at`; what it held before is not taken for them."""
    file.seek(at)
    done = 0
    while done < size and (got := file.readinto(block[done:])):
        done += got
    block[done:size] = bytes(size - min(done, size))


def _cut(out: Path, size: int) -> None:
    """To its length, and all of it to the disk."""
    with out.open("rb+") as file:
        file.truncate(size)
        os.fsync(file.fileno())
