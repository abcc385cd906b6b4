"""Every byte of a disc, read once; what it means is for the checks to say."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.disc import bag
from app.disc.contents import Disc
from app.disc.resume import Remembered
from app.disc.source import Fault
from app.errors import DriveGone, os_errors
from app.job import ByteCount, Job
from app.model.disc import code_of

_THREADS = max(2, min(4, os.cpu_count() or 2))  # SHA-256 lets go of the interpreter's lock
_TRIES = 3  # of one block; drives try many times by themselves


def check_code_of(folder: Path) -> str:
    """The 校验码 of a folder. Raises as `digest_of` does."""
    return code_of(digest_of(folder))


def digest_of(folder: Path) -> str:
    """SHA-256 (hex) of its tag manifest. Raises SourceVanished when it has none, AppError."""
    path = folder / bag.TAG_MANIFEST
    with os_errors(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()


Then = Callable[[str, Mapping[str, str]], None]  # path, algorithm → hex


def _nothing(path: str, digests: Mapping[str, str]) -> None:
    pass


def read_through(
    disc: Disc, job: Job, state: Path | None = None, always: frozenset[str] = frozenset(),
    then: Then = _nothing,
) -> tuple[dict[str, dict[str, str]], list[Fault]]:
    """(path → algorithm → hex of what is there, what could not be read); each byte is read once.

    `always`: algorithms expected of every file, whatever the manifests list. `then` is told of each file that
    was read to its end now, not before; in any thread. `state`: a file that holds what was read when the
    reading is interrupted, for the next call to go on; it is gone once all is read. It must not outlive the
    disc in the drive: a second copy of the same disc is a disc of its own.
    Raises DriveGone (taken out meanwhile), Cancelled, AppError.
    """
    remembered = Remembered(state, f"{disc.source.place}\n{disc.id}\n{disc.code}")
    count = ByteCount(job, sum(disc.files.values()), "正在逐字节核对")
    reading = _Reading(disc, remembered, count, always, then)
    with ThreadPoolExecutor(1 if disc.source.is_slow else _THREADS, "verify") as readers:
        found = dict(zip(disc.files, readers.map(reading.result_of, disc.files), strict=True))
    remembered.forget()
    digests = {path: each for path, each in found.items() if not isinstance(each, Fault)}
    return digests, [each for each in found.values() if isinstance(each, Fault)]


class _NotRead(Exception):
    """A file that was tried again and passed over; the text says where."""


@dataclass(frozen=True, slots=True)
class _Reading:
    disc: Disc
    remembered: Remembered
    count: ByteCount
    always: frozenset[str]
    then: Then

    def result_of(self, path: str) -> dict[str, str] | Fault:
        try:
            return self.digests_of(path)
        except _NotRead as error:
            return Fault(path, str(error))

    def digests_of(self, path: str) -> dict[str, str]:
        """Algorithm → hex; one read for all. With no algorithm the file is read all the same.

        Raises _NotRead, DriveGone, Cancelled, AppError.
        """
        expected = self.always | frozenset(self.disc.expected.get(path, ()))
        size, item = self.disc.files[path], path.rsplit("/", 1)[-1]
        is_payload = path.startswith(bag.PAYLOAD)
        try:
            mark = self.disc.source.mark(path)
            known = self.remembered.digests(path, size, mark, expected) if is_payload else None
            if known is not None:
                self.count.advance(size, item)
                return known
            digests = self._read(path, item, expected)
        except OSError as error:
            raise self._not_read(path, 0) from error
        if is_payload and self._is_still(path, mark):
            self.remembered.add(path, size, mark, digests)
        self.then(path, digests)
        return digests

    def _is_still(self, path: str, mark: int) -> bool:
        """A disc that is gone by now was still there when the file was read; the next one tells of it."""
        try:
            return self.disc.source.mark(path) == mark
        except OSError:
            return False

    def _read(self, path: str, item: str, algorithms: frozenset[str]) -> dict[str, str]:
        """A block that cannot be read is tried again; bytes that were read are not."""
        hashes = {name: hashlib.new(name, usedforsecurity=False) for name in algorithms}
        done = tries = 0
        while True:
            try:
                for block in self.disc.source.blocks(path, done):
                    for digest in hashes.values():
                        digest.update(block)
                    done, tries = done + len(block), 0
                    self.count.advance(len(block), item)
                return {name: digest.hexdigest() for name, digest in hashes.items()}
            except OSError as error:
                tries += 1
                if tries == _TRIES:
                    raise self._not_read(path, done) from error

    def _not_read(self, path: str, done: int) -> Exception:
        """Its other bytes are passed over; but a disc that was taken out is no scratch."""
        if not self.disc.source.is_there():
            return DriveGone(str(self.disc.source.place))
        self.count.advance(max(self.disc.files[path] - done, 0), path.rsplit("/", 1)[-1])
        return _NotRead(f"从第 {done + 1:,} 字节起读不出来" if done else "读不出来")
