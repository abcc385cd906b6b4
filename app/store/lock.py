"""One writer at a time: a lock of the operating system, gone when its process is gone."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import IO

from app import clock, wording
from app.errors import BatchInUse, os_errors

_FAR = 1 << 30  # the locked byte lies beyond the text, so that others can read who holds it


def user_name() -> str:
    """The person at this computer, for the history; "" where the system does not tell."""
    return os.environ.get("USERNAME") or os.environ.get("USER") or os.environ.get("LOGNAME") or ""


class WriterLock:
    """Held from construction to `release`. Raises BatchInUse, saying who has the folder open."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        with os_errors(self.path):
            self._file: IO[str] = self.path.open("a+", encoding="utf-8")
        if not _take(self._file.fileno()):
            self._file.seek(0)
            holder = _holder(self._file.read())
            self._file.close()
            raise BatchInUse(f"{folder.name}，{holder}")
        import platform

        told = {"who": user_name(), "host": platform.node(), "since": wording.minute(clock.now())}
        with contextlib.suppress(OSError):  # on a full disk the lock holds all the same, only nameless
            self._file.truncate(0)
            self._file.write(json.dumps(told, ensure_ascii=False))
            self._file.flush()

    def release(self) -> None:
        with contextlib.suppress(OSError):
            self._file.truncate(0)
        with contextlib.suppress(OSError):
            self._file.close()


def _holder(text: str) -> str:
    try:
        told = json.loads(text)
        return f"由 {told['who'] or '另一窗口'} 在电脑 {told['host']} 上于 {told['since']} 打开"
    except (ValueError, KeyError, TypeError, RecursionError):
        return "由另一个窗口打开"


if sys.platform == "win32":
    import msvcrt

    def _take(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(handle: int) -> bool:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _FAR)
        except OSError:
            return False
        return True
