"""The heart of a window's thread: how late each beat came, and what it was waiting for meanwhile."""

from __future__ import annotations

import faulthandler
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

_EVERY = 5  # ms between two beats
_TELL = 25  # ms: gaps that `--tell` tells of
_MS = 1_000_000  # ns
_CALL = re.compile(r'File "(.+)", line (\d+) in (.+)')


class Gap(NamedTuple):
    """Between two beats, in ms: in all, at work, and ready to run while others had every core.

    What is neither was spent waiting: for the next beat, for a disk, or for Python.
    """

    wall: float = 0
    worked: float = 0
    for_a_core: float = 0

    @property
    def own(self) -> float:
        """What the machine's load does not answer for."""
        return self.wall - self.for_a_core


def of_thread(native: int) -> tuple[float, float]:
    """ms a thread ran, and was ready to run on no core, as Linux keeps them; zeros elsewhere."""
    try:
        place = os.open(f"/proc/self/task/{native}/schedstat", os.O_RDONLY)
    except OSError:
        return 0, 0
    ran, ready = os.read(place, 100).split()[:2]
    os.close(place)
    return int(ran) / _MS, int(ready) / _MS


class Beats:
    """Made on the window's thread. `late` is called with each gap that is longer than `_TELL`."""

    def __init__(self, late: Callable[[Gap], None] = lambda gap: None) -> None:
        self._native, self._late = threading.get_native_id(), late
        self._timer = QTimer(interval=_EVERY)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.gaps: list[Gap] = []

    def start(self) -> None:
        self.gaps = [Gap()]
        self._last = self._now()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()

    @property
    def longest(self) -> Gap:
        return max(self.gaps)

    @property
    def longest_own(self) -> float:
        """Apart from waiting for a core."""
        return max(gap.own for gap in self.gaps)

    def _now(self) -> tuple[float, float, float]:
        return (time.perf_counter() * 1000, *of_thread(self._native))

    def _beat(self) -> None:
        now = self._now()
        gap = Gap(*(after - before for after, before in zip(now, self._last, strict=True)))
        self.gaps.append(gap)
        if gap.wall > _TELL:
            self._late(gap)
        self._last = self._now()


class Watcher:
    """Where all threads are every few ms: told to stderr for each gap, for whoever mends it.

    By `faulthandler`, which makes no frames: who holds a frame of the window's thread for a moment longer than
    it does takes apart the painters and widgets in it, and that ends the program.
    """

    def __init__(self) -> None:
        self._window = f"Thread 0x{threading.main_thread().ident:016x} "
        self._seen: list[tuple[float, str]] = []
        threading.Thread(target=self._look, daemon=True).start()

    def late(self, gap: Gap) -> None:
        now, seen = time.perf_counter(), self._seen
        print(f"{gap.wall:.0f} ms, worked {gap.worked:.0f}, waited for a core {gap.for_a_core:.0f}", file=sys.stderr)
        for when, told in seen:
            if (before := (now - when) * 1000) <= gap.wall:
                threads = sorted(told.split("\n\n"), key=lambda each: not each.startswith(self._window))
                lines = [_line(each) for each in threads if not each.startswith("Current")]
                print(f"  {gap.wall - before:4.0f}  {lines[0]}", *filter(None, lines[1:]), sep="\n        ", file=sys.stderr)

    def _look(self) -> None:
        with tempfile.TemporaryFile() as file:
            while True:
                time.sleep(0.003)
                file.seek(0)
                file.truncate()
                faulthandler.dump_traceback(file)
                file.seek(0)
                self._seen = [*self._seen[-500:], (time.perf_counter(), file.read().decode("ascii", "replace"))]


def _line(thread: str) -> str:
    """The innermost calls of one thread; "" for one that waits for work."""
    calls = _CALL.findall(thread)
    if calls and calls[0][2] in ("wait", "_worker"):
        return ""
    return " < ".join(f"{Path(file).name}:{line} {name}" for file, line, name in calls[:8])
