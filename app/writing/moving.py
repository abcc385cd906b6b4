"""Renaming and removing, with patience for what else looks at a file: a scanner, a preview, an indexer.

Windows refuses both while another program has the file open (ERROR_ACCESS_DENIED 5, ERROR_SHARING_VIOLATION
32, ERROR_LOCK_VIOLATION 33); such a program is mostly done within a second or two.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

_HELD = (5, 32, 33)  # WinError
_PATIENCE, _PAUSE = 3.0, 0.1  # seconds


def move(path: Path, target: Path) -> None:
    """`path` takes the name `target`, in place of a file that bears it. Raises OSError."""
    _patiently(lambda: path.replace(target))


def remove_tree(folder: Path) -> None:
    """With all that it holds. Raises OSError."""
    _patiently(lambda: shutil.rmtree(folder))


def _patiently(act: Callable[[], object]) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            act()
            return
        except OSError as error:
            is_held = sys.platform == "win32" and getattr(error, "winerror", None) in _HELD
            if not is_held or time.monotonic() > until:
                raise
        time.sleep(_PAUSE)
