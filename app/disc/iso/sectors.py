"""The sectors of a disc image or a drive, every read bounded by what is there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from app.disc.iso.records import SECTOR, Broken
from app.errors import os_errors

BLOCK = 1 << 20  # bytes; a multiple of SECTOR, which raw drives ask for


class Image:
    """An image or a drive, open for reading; a context manager. Not for several threads at once."""

    def __init__(self, path: Path) -> None:
        """Raises AppError when it cannot be opened."""
        self.path = path
        with os_errors(path):
            self._file: BinaryIO = path.open("rb", buffering=0)
            try:
                self.size = self._file.seek(0, io.SEEK_END)
            except BaseException:
                self._file.close()
                raise

    def __enter__(self) -> Image:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, extent: int, size: int) -> bytes:
        """Exactly `size` bytes. Raises Broken when the image ends before, or the drive gives none."""
        return b"".join(bytes(block) for block in self.chunks(extent, size))

    def chunks(self, extent: int, size: int) -> Iterator[memoryview]:
        """The same in blocks; each is valid until the next is asked for. Whole sectors are read."""
        start = extent * SECTOR
        if start + size > self.size:
            raise Broken("内容超出了映像的末尾，映像可能不完整")
        buffer = memoryview(bytearray(min(BLOCK, -(-size // SECTOR) * SECTOR)))
        while size > 0:
            expected = min(len(buffer), -(-size // SECTOR) * SECTOR)
            try:
                self._file.seek(start)
                got = self._file.readinto(buffer[:expected]) or 0  # type: ignore[attr-defined]
            except OSError as error:
                raise Broken("读不出来") from error
            if got < min(expected, size):
                raise Broken("读到的内容不完整")
            yield buffer[: min(got, size)]
            start, size = start + expected, size - expected
