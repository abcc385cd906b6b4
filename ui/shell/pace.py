"""What keeps the window's thread from waiting for Python's own housekeeping."""

from __future__ import annotations

import gc
import sys

from app.windows import with_a_fine_clock

# Seconds a worker may hold Python while the window waits. Windows counts whole milliseconds: told less than
# one, who waits does not sleep but asks again and again, and takes a processor for it.
_SWITCH = 0.001 if sys.platform == "win32" else 0.0005
_YOUNG = 20_000  # objects between two looks for garbage; facts of files are many and long-lived


def keep_pace() -> None:
    """Once, before the window is shown."""
    with_a_fine_clock()
    sys.setswitchinterval(_SWITCH)
    gc.set_threshold(_YOUNG, 50, 1000)
    gc.freeze()
