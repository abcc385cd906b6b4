"""A file as the disk itself holds it: written and read past what the system keeps of it in memory."""

from __future__ import annotations

import io
import mmap
import os
import sys
from pathlib import Path

from app import windows

ALIGNED = 4096  # bytes; places and lengths are multiples of it, as the sectors of every disk are


def past_memory(path: Path, readers: int) -> list[io.FileIO] | None:
    """The empty file `path`: one to write to, then `readers` to read from, at multiples of ALIGNED and with
    memory of `blocks`.

    O_DIRECT of open(2), FILE_FLAG_NO_BUFFERING of CreateFileW. None where the file system has no such way,
    which is tried with one sector: then write, fsync, forget and read.
    """
    opened: list[io.FileIO] = []
    (sector,) = blocks(1, ALIGNED)
    try:
        opened.append(_opened(path, os.O_RDWR))
        opened += [_opened(path, os.O_RDONLY) for _ in range(readers)]
        opened[0].write(sector)
        if all(file.readinto(sector) == ALIGNED for file in opened[1:]):
            return opened
    except (OSError, AttributeError):  # a system without O_DIRECT
        pass
    for file in opened:
        file.close()
    return None


def blocks(count: int, size: int) -> list[memoryview]:
    """Memory that such a file is read into and written from; zeros."""
    return [memoryview(mmap.mmap(-1, size)) for _ in range(count)]


def _opened(path: Path, flags: int) -> io.FileIO:
    if sys.platform == "win32":
        handle = windows.open_unbuffered(path, flags)
    else:
        handle = os.open(path, flags | os.O_DIRECT)
    return io.FileIO(handle, "r+" if flags & os.O_RDWR else "r")
