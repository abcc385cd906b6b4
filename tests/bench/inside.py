"""What a process that is watched tells of itself; nothing is imported here that its own work does without."""

from __future__ import annotations

import os
import sys
import time

Report = object


def seconds(report: Report) -> float:
    """Of the processor, since it was started."""
    told = os.times()
    return told.user + told.system


def held(report: Report) -> int:
    """Bytes of resident memory."""
    import psutil  # type: ignore[import-untyped]

    return int(psutil.Process().memory_info().rss)


def known(report: Report) -> int:
    """Modules that it has read."""
    return len(sys.modules)


def pid(report: Report) -> int:
    return os.getpid()


def hold(size: str) -> None:
    """As many bytes, for some looks of whoever watches."""
    kept = b"x" * int(size)
    time.sleep(0.3)
    del kept
