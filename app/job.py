"""Job and Progress: all that long work sees of the world outside."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app.errors import Cancelled

T = TypeVar("T")
_WINDOW = 5.0  # seconds over which the speed is taken


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: `fraction` 0..1, `message` for people, `item` the file in hand.

    `done_bytes` / `total_bytes` are 0 where the work is not counted in bytes.
    """

    fraction: float
    message: str
    item: str = ""
    done_bytes: int = 0
    total_bytes: int = 0


def _ignore(_: Progress) -> None:
    pass


class Job:
    """Handed down into long work: report with `at` / `advance`, be cancelled from outside.

    `at` and `advance` raise `Cancelled` once `cancel` was called; between two calls no more than
    about a second may pass. Safe to use from several threads.
    """

    def __init__(
        self,
        report: Callable[[Progress], None] = _ignore,
        *,
        stop: threading.Event | None = None,
        span: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        self._report = report
        self._stop = stop or threading.Event()
        self._start, self._end = span

    def cancel(self) -> None:
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def check(self) -> None:
        """Raise `Cancelled` if the person asked to stop."""
        if self._stop.is_set():
            raise Cancelled

    def at(
        self, fraction: float, message: str, item: str = "", done_bytes: int = 0, total_bytes: int = 0
    ) -> None:
        self.check()
        inside = self._start + (self._end - self._start) * min(max(fraction, 0.0), 1.0)
        self._report(Progress(inside, message, item, done_bytes, total_bytes))

    def each(self, things: Iterable[T], message: str, name: Callable[[T], str] = str) -> Iterator[T]:
        """Walk `things`, reporting before each."""
        listed = list(things)
        for number, thing in enumerate(listed):
            self.at(number / len(listed), message, name(thing))
            yield thing

    def part(self, start: float, end: float) -> Job:
        """A stretch of this job, for a step that knows nothing of its neighbours."""
        width = self._end - self._start
        span = (self._start + width * start, self._start + width * end)
        return Job(self._report, stop=self._stop, span=span)

    def through(self, things: Sequence[T]) -> Iterator[tuple[T, Job]]:
        """Walk `things`, each with an equal stretch of this job."""
        for number, thing in enumerate(things):
            yield thing, self.part(number / len(things), (number + 1) / len(things))

    def quiet(self) -> Job:
        """Stopped together with this one; what it reports is told to nobody."""
        return Job(stop=self._stop)

    def shares(self, weights: Sequence[int], message: str) -> list[Job]:
        """One Job for each of several things done side by side; `weights` are their bytes.

        What they report is added up, so that the whole never goes back.
        """
        total = sum(weights) or 1
        fractions = [0.0] * len(weights)
        lock = threading.Lock()

        def report_of(number: int) -> Callable[[Progress], None]:
            def report(progress: Progress) -> None:
                with lock:
                    fractions[number] = max(fractions[number], progress.fraction)
                    done = sum(f * w for f, w in zip(fractions, weights, strict=True))
                self.at(done / total, message, progress.item, int(done), total)

            return report

        return [Job(report_of(number), stop=self._stop) for number in range(len(weights))]


class ByteCount:
    """Counts bytes against a known total and reports them through a Job; thread-safe."""

    def __init__(self, job: Job, total_bytes: int, message: str) -> None:
        self._job, self._total, self._message = job, total_bytes, message
        self._done = 0
        self._lock = threading.Lock()

    def advance(self, count: int, item: str = "") -> None:
        with self._lock:
            self._done += count
            done = self._done
        self._job.at(done / self._total if self._total else 1.0, self._message, item, done, self._total)


class Pace:
    """Bytes a second over the last few seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, done: int) -> float:
        """0 until it can be told."""
        now = self._clock()
        if self._seen and done < self._seen[-1][1]:
            self._seen.clear()  # another stretch of the work counts anew
        self._seen.append((now, done))
        while now - self._seen[0][0] > _WINDOW:
            self._seen.popleft()
        first, before = self._seen[0]
        return (done - before) / (now - first) if now - first >= 0.5 else 0.0
