"""history.head: how far the history had come, told beside it, so that a history which was cut shows.

Two places of one line each, written in turn and in place, after the line of the history that they tell of: at
any moment one of them is whole, and the history is never behind it. It is not fsynced at each change: a head
that the power cut off lags behind the history, and that is no fault.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from app.errors import os_errors
from app.store.journal import Mark
from app.writing import atomic

FILE = "history.head"
_PLACE = re.compile(rb"(\d{12} [0-9a-f]{16}) ([0-9a-f]{8})\n")


def read(folder: Path) -> Mark | None:
    """None when there is none, or nothing that can be read in it."""
    try:
        content = (folder / FILE).read_bytes()
    except OSError:
        return None
    told = [m[1].split() for m in _PLACE.finditer(content) if int(m[2], 16) == zlib.crc32(m[1])]
    return max((Mark(int(seq), digest.decode()) for seq, digest in told), default=None)


def set_to(folder: Path, mark: Mark) -> None:
    """Both places, for good. Raises AppError."""
    atomic.write_bytes(folder / FILE, _place(mark) * 2)


def move_to(folder: Path, mark: Mark) -> None:
    """The place of the one before the last. Raises AppError."""
    line, path = _place(mark), folder / FILE
    with os_errors(path), path.open("r+b", buffering=0) as file:
        file.seek(mark.seq % 2 * len(line))
        file.write(line)


def _place(mark: Mark) -> bytes:
    told = f"{mark.seq:012d} {mark.digest}".encode()
    return b"%s %08x\n" % (told, zlib.crc32(told))
