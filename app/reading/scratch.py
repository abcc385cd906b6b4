"""Folders for what lives no longer than this run; what a killed run left of them is swept later."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
import tempfile
import threading
import time
import weakref
from pathlib import Path
from typing import BinaryIO

from app.errors import os_errors

_PREFIX, _LOCK = "baopan-", "lock"
_OURS = re.compile(rf"{_PREFIX}\w{{8}}")  # as mkdtemp names them
_OLD_SECONDS = 7 * 86_400.0  # without a lock, as older programs made them: nobody's by then


class ScratchFolder:
    """Below the system's folder for temporary files; gone when closed, or at the end of the program.

    A lock of the operating system, which ends with its process, tells others that it is in use.
    """

    def __init__(self) -> None:
        """Raises AppError."""
        with os_errors(Path(tempfile.gettempdir())):
            self.path, lock = _made()
            while not _take(lock):  # a sweep was quicker
                lock.close()
                self.path, lock = _made()
        self._end = weakref.finalize(self, _remove, self.path, lock)

    def close(self) -> None:
        self._end()

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.close()


def _made() -> tuple[Path, BinaryIO]:
    path = Path(tempfile.mkdtemp(prefix=_PREFIX))
    return path, (path / _LOCK).open("wb")


def sweep_soon() -> None:
    """In a thread: a killed run may have left gigabytes. The rest waits for the next run."""
    threading.Thread(target=sweep, daemon=True, name="sweep").start()


def sweep() -> None:
    """Removes the folders of runs that are no more: ours by name, this user's, and no links. Never raises."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as items:
        for item in items:
            with contextlib.suppress(OSError):
                if _OURS.fullmatch(item.name) and item.is_dir(follow_symlinks=False) and _is_mine(item):
                    _sweep(Path(item.path))


def _is_mine(item: os.DirEntry[str]) -> bool:
    return sys.platform == "win32" or item.stat(follow_symlinks=False).st_uid == os.getuid()


def _sweep(folder: Path) -> None:
    lock = folder / _LOCK
    if lock.is_file() and not lock.is_symlink():
        with lock.open("r+b") as file:
            if _take(file):
                _remove(folder, file)
    elif time.time() - folder.stat(follow_symlinks=False).st_mtime > _OLD_SECONDS:
        shutil.rmtree(folder, ignore_errors=True)


def _remove(folder: Path, lock: BinaryIO) -> None:
    """The lock goes last: a sweep that is broken off is taken up by the next."""
    with contextlib.suppress(OSError):
        for item in folder.iterdir():
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item, ignore_errors=True)
            elif item.name != _LOCK:
                item.unlink(missing_ok=True)
    lock.close()
    shutil.rmtree(folder, ignore_errors=True)


if sys.platform == "win32":
    import msvcrt

    def _take(file: BinaryIO) -> bool:
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(file: BinaryIO) -> bool:
        """Not lockf: that one is lost when the same process opens and closes the file once more."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
