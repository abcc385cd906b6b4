"""Seconds and memory of a piece of work, its child processes included."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]

from app.paths import RESOURCES

_EVERY = 0.02  # seconds between two looks at the memory


_NEAR = 1.15  # times the machine's own limit: no nearer can be asked


class Figure(NamedTuple):
    """What was measured, how much it is and what it may be; `anchor`: what it was measured against.

    `limit`: what the machine itself gives by the same measure in the same run, where that may forbid what is
    asked: near it is as good. 0: nothing was measured.
    """

    what: str
    value: float
    bound: float
    at_least: bool
    anchor: str = ""
    limit: float = 0.0

    @property
    def holds(self) -> bool:
        if self.at_least:
            return self.value >= (min(self.bound, self.limit / _NEAR) if self.limit else self.bound)
        return self.value <= max(self.bound, self.limit * _NEAR)

    @property
    def asked(self) -> str:
        near = f", or {_NEAR:g} × off the machine's own limit, {self.limit:.2f}" if self.limit else ""
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}{near}"


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


def _memory(of: int = 0) -> int:
    return sum(resident for resident, _ in _each_memory(of))


def _each_memory(of: int = 0) -> Iterator[tuple[int, int]]:
    """(resident, proportional) bytes of the process `of` (0: this one) and each below it; what a system does
    not tell is 0. A page that several processes share is resident in each; its share is proportional."""
    with suppress(psutil.Error):
        own = psutil.Process(of or os.getpid())
        for process in (own, *own.children(recursive=True)):
            with suppress(psutil.Error):
                told = process.memory_full_info() if of else process.memory_info()
                yield int(told.rss), int(getattr(told, "pss", 0))


class Peak(NamedTuple):
    """The highest sums over a process and all below it, bytes."""

    resident: int
    proportional: int

    @property
    def megabytes(self) -> float:
        """Where the system tells it, without what is counted more than once."""
        return (self.proportional or self.resident) / 1e6

    @property
    def words(self) -> str:
        if not self.proportional:
            return "RSS, in which every process counts what it shares"
        return f"PSS; the sum of RSS, in which every process counts what it shares: {self.resident / 1e6:.0f}"


def as_the_program(call: str, *words: str | Path) -> list[str]:
    """The command line of `call`, "module:function", in a process whose children take it for `python -m app`:
    a child of multiprocessing reads the main module of its parent first.
    """
    module, function = call.split(":")
    code = (
        "import sys; from importlib.util import find_spec; "
        "sys.modules['__main__'].__spec__ = find_spec('app.__main__'); "
        f"from {module} import {function}; {function}(*sys.argv[1:])"
    )
    return [sys.executable, "-c", code, *map(str, words)]


def peak_of(call: str, *words: str | Path) -> Peak:
    """Of `call` and its children: what this process has loaded is not the product's."""
    process = subprocess.Popen(as_the_program(call, *words), cwd=RESOURCES.parent)
    seen = [(0, 0)]
    while process.poll() is None:
        each = list(_each_memory(process.pid))
        seen.append((sum(rss for rss, _ in each), sum(pss for _, pss in each)))
        with suppress(subprocess.TimeoutExpired):
            process.wait(_EVERY)
    if process.returncode:
        raise SystemExit(f"{call} ended with {process.returncode}")
    resident, proportional = (max(sums) for sums in zip(*seen, strict=True))
    return Peak(resident, proportional)


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
