"""What keeps the window's thread from waiting for Python's own housekeeping."""

from __future__ import annotations

import gc
import sys

_SWITCH = 0.0005  # seconds a worker may hold Python while the window waits
_YOUNG = 20_000  # objects between two looks for garbage; facts of files are many and long-lived


def keep_pace() -> None:
    """Once, before the window is shown."""
    sys.setswitchinterval(_SWITCH)
    gc.set_threshold(_YOUNG, 50, 1000)
    gc.freeze()
