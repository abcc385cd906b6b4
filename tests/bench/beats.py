"""The heart of a window's thread: how late each beat came, and what it was waiting for meanwhile."""

from __future__ import annotations

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer

_EVERY = 5  # ms between two beats
_TELL = 25  # ms: gaps that `--tell` tells of
_MS = 1_000_000  # ns


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
    """Where all threads are every few ms: told to stderr for each gap, for whoever mends it."""

    def __init__(self) -> None:
        self._window = threading.main_thread().ident
        self._seen: list[tuple[float, str, list[str]]] = []
        threading.Thread(target=self._look, daemon=True).start()

    def late(self, gap: Gap) -> None:
        now, seen = time.perf_counter(), self._seen
        print(f"{gap.wall:.0f} ms, worked {gap.worked:.0f}, waited for a core {gap.for_a_core:.0f}", file=sys.stderr)
        for when, window, others in seen:
            if (before := (now - when) * 1000) <= gap.wall:
                print(f"  {gap.wall - before:4.0f}  {window}", *others, sep="\n        ", file=sys.stderr)

    def _look(self) -> None:
        own = threading.get_ident()
        while True:
            time.sleep(0.003)
            frames = sys._current_frames()
            window = _told(frames.pop(self._window or 0), 8)
            others = [_told(frame, 3) for thread, frame in frames.items() if thread != own]
            self._seen = [*self._seen[-500:], (time.perf_counter(), window, others)]


def _told(frame: object, most: int) -> str:
    lines = traceback.extract_stack(frame, None)[-most:]  # type: ignore[arg-type]
    return " < ".join(f"{Path(line.filename).name}:{line.lineno} {line.name}" for line in reversed(lines))
