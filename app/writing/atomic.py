"""Write beside, fsync, replace: a killed program leaves the old file or the new one, never half."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import os_errors
from app.wording import UNFINISHED
from app.writing.moving import move, remove_tree

_BESIDE = re.compile(UNFINISHED)


def write_bytes(path: Path, content: bytes) -> None:
    """Raises AppError (DiskFull, NoPermission, …); `path` is then as it was before."""
    with replace_beside(path) as beside:
        beside.write_bytes(content)


def write_text(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Line ends are written as they stand in `text`."""
    write_bytes(path, text.encode(encoding))


@contextmanager
def replace_beside(path: Path) -> Iterator[Path]:
    """Yields a path beside to write to; it takes the name when the block ends well, else it goes."""
    beside = beside_of(path)
    with os_errors(path):
        try:
            beside.unlink(missing_ok=True)  # a killed program's child may still be writing to it
            yield beside
            fsync_file(beside)
            move(beside, path)
            fsync_folder(path.parent)
        except BaseException:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise


def beside_of(path: Path) -> Path:
    """One name for each name, short where that fills its 255 bytes, and like none a person gives."""
    import hashlib  # opens OpenSSL: not before the window's home page is there

    told = hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return path.with_name(f".{told}.part")


def remove_folder(path: Path) -> None:
    """With all that it holds, if it is there. It loses its name first: when this is killed, no half of it
    bears one, and the next call ends it. Raises AppError.
    """
    gone = beside_of(path.with_name(f"{path.name} gone"))
    with os_errors(path):
        if gone.exists():
            remove_tree(gone)
        if path.exists():
            move(path, gone)
            remove_tree(gone)


def is_temporary(name: str) -> bool:
    """Whether `beside_of` gave it."""
    return _BESIDE.fullmatch(name) is not None


def fsync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def forget_cached(handle: int) -> None:
    """So that what was written and synced is next read from the disk; a hint, where the system takes one."""
    if sys.platform == "linux":
        os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)


def fsync_folder(path: Path) -> None:
    """Make a rename last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
