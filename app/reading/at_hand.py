"""The bytes of one member for readers that jump about in them: where they lie, or in a buffer used again."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from typing import IO, BinaryIO, cast

_IN_MEMORY = 32 << 20  # bytes of a member held before it goes to a temporary file
_BUFFERED = 1 << 14  # bytes read at once; the readers ask for a few at a time


class _Section(io.RawIOBase):
    """`size` bytes, of which `read(start, into)` fetches some and says how many."""

    def __init__(self, size: int, read: Callable[[int, memoryview], int]) -> None:
        self._size, self._read, self._at = size, read, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = offset + (0, self._at, self._size)[whence]
        if at < 0:
            raise ValueError("before the beginning")
        self._at = at
        return at

    def readinto(self, into: memoryview) -> int:  # type: ignore[override]
        wanted = max(0, min(len(into), self._size - self._at))
        got = self._read(self._at, memoryview(into)[:wanted]) if wanted else 0
        self._at += got
        return got


def section_of(file: BinaryIO, start: int, size: int) -> BinaryIO:
    """Bytes `start` to `start + size` of `file`, as a file; whoever else reads `file` seeks before."""

    def read(at: int, into: memoryview) -> int:
        file.seek(start + at)
        return file.readinto(into)  # type: ignore[attr-defined,no-any-return]

    return _buffered(size, read)


def _buffered(size: int, read: Callable[[int, memoryview], int]) -> BinaryIO:
    return io.BufferedReader(_Section(size, read), _BUFFERED)


class SpooledFile:
    """Holds one member at a time; large ones in a temporary file. Memory once asked for is used again."""

    def __init__(self) -> None:
        self._buffer, self._size = bytearray(), 0
        self._file: IO[bytes] | None = None

    def clear(self) -> None:
        self._size = 0
        if self._file is not None:
            self._file.close()
            self._file = None

    def add(self, chunk: bytes) -> None:
        end = self._size + len(chunk)
        if self._file is None and end > _IN_MEMORY:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by clear
            self._file.write(memoryview(self._buffer)[: self._size])
        if self._file is not None:
            self._file.write(chunk)
        else:
            self._buffer[self._size : end] = chunk
        self._size = end

    def file(self) -> BinaryIO:
        """What was added since `clear`, good until the next."""
        if self._file is not None:
            self._file.seek(0)
            return cast(BinaryIO, self._file)

        def read(at: int, into: memoryview) -> int:
            into[:] = memoryview(self._buffer)[at : at + len(into)]  # none is kept: the buffer has to grow
            return len(into)

        return _buffered(self._size, read)
