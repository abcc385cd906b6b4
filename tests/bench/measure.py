"""Seconds and memory of a piece of work, its child processes included."""

from __future__ import annotations

import os
import resource
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]

_EVERY = 0.02  # seconds between two looks at the memory


class Figure(NamedTuple):
    """What was measured, how much it is and what it may be; `anchor`: what it was measured against."""

    what: str
    value: float
    bound: float
    at_least: bool
    anchor: str = ""

    @property
    def holds(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound


@dataclass(frozen=True, slots=True)
class Cost:
    """`peak`: the highest sum of resident memory over the process and its children, in bytes."""

    seconds: float
    peak: int


def cost_of(work: Callable[[], object]) -> Cost:
    stop = threading.Event()
    before = _memory()
    seen = [before]

    def look() -> None:
        while not stop.wait(_EVERY):
            seen.append(_memory())

    watcher = threading.Thread(target=look)
    watcher.start()
    start = time.perf_counter()
    try:
        work()
    finally:
        seconds = time.perf_counter() - start
        stop.set()
        watcher.join()
    return Cost(seconds, max(seen))


def _memory() -> int:
    total = 0
    own = psutil.Process(os.getpid())
    for process in (own, *own.children(recursive=True)):
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total


def processor_seconds(work: Callable[[], object]) -> float:
    """Of this process and all its children, those that live on among them."""
    before = _processor()
    work()
    return _processor() - before


def _processor() -> float:
    own, ended = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    total = own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime
    for process in psutil.Process(os.getpid()).children(recursive=True):
        try:
            times = process.cpu_times()
            total += times.user + times.system
        except psutil.Error:
            continue
    return total


def best(work: Callable[[], float], times: int) -> float:
    """The least of several runs: what the machine can do when nothing else disturbs it."""
    return min(work() for _ in range(times))
