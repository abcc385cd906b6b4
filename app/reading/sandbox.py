"""Runs work on foreign files in child processes that can be killed."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from app.errors import AppError, Cancelled, SandboxFailed
from app.job import Job
from app.reading.job_object import job_object_of
from app.reading.limits import Limits
from app.reading.sandbox_child import Report as Report
from app.reading.sandbox_child import serve
from app.reading.scratch import ScratchFolder

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_TICK = 0.05  # seconds between two looks at a job's cancel flag
_GRACE = 0.3  # seconds in which work that is cancelled may put itself away, before its child is killed
_PATIENCE = 3  # times as long as it may be silent: when a busy machine gives it no time to work
_MEMORY = Limits().memory_bytes  # until the first work says how much it may have
_LARGE = 64 << 20  # bytes; a child that packs, unpacks or surveys holds less
_MOST_ANSWER = 256 << 20  # bytes; what a child hands back has to fit in here
_START_SECONDS = 120.0  # an old disk and a virus scanner may take their time


class SandboxError(Exception):
    """The work did not come to an end. `item` is what it last reported to have in hand."""

    def __init__(self, item: str = "", detail: str = "") -> None:
        super().__init__(item, detail)
        self.item, self.detail = item, detail


class Stuck(SandboxError):
    """No progress for `limits.stall_seconds`, though it was at work, or for three times as long; killed."""


class Died(SandboxError):
    """The child ended, or its reader broke in a way nobody foresaw."""


class Sandbox:
    """`workers` child processes, started when first needed and kept. Safe to call from several threads."""

    def __init__(self, workers: int = 2) -> None:
        self._idle: list[_Worker] = []
        self._free = threading.Semaphore(workers)
        self._lock = threading.Lock()
        self._closed = False

    def call(
        self,
        work: Callable[..., T],
        *args: object,
        job: Job,
        limits: Limits,
        progressed: Report | None = None,
    ) -> T:
        """`work(*args, report)` in a child; `work` and its arguments must pickle, `work` by reference.

        `report(done_bytes, item)` is the child's sign of life and arrives at `progressed` in the
        caller's thread. Raises Stuck, Died, Cancelled, or the AppError that `work` raised.
        """
        self._wait_for_turn(job)
        try:
            worker = self._take()
            try:
                result: T = worker.run(work, args, job, limits, progressed)
            except Cancelled:
                if worker.has_stopped():
                    self._give_back(worker)
                else:
                    worker.kill()
                raise
            except AppError:
                self._give_back(worker)
                raise
            except BaseException:
                worker.kill()
                raise
            self._give_back(worker)
            return result
        finally:
            self._free.release()

    def make_room(self) -> None:
        """Before work that wants memory for itself: ends idle children that hold much, as one does that has
        recognised words (350 MB). Another is begun when it is needed, which takes 0.1 s.
        """
        with self._lock:
            large = [worker for worker in self._idle if worker.resident_bytes > _LARGE]
            self._idle = [worker for worker in self._idle if worker not in large]
        for worker in large:
            worker.kill()

    def close(self) -> None:
        """Ends the idle children; a running one ends with its call."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.kill()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _wait_for_turn(self, job: Job) -> None:
        while not self._free.acquire(timeout=_TICK):
            job.check()

    def _take(self) -> _Worker:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive:
                    return worker
                worker.kill()
        return _Worker()

    def _give_back(self, worker: _Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)
                return
        worker.kill()


@contextmanager
def one_of(sandbox: Sandbox | None) -> Iterator[Sandbox]:
    """The caller's, or a child of our own for as long as this lasts."""
    if sandbox is not None:
        yield sandbox
    else:
        with Sandbox(workers=1) as own:
            yield own


class _Worker:
    """One child process, its pipe and its scratch folder."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._scratch = ScratchFolder()
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=serve, args=(other, str(self._scratch.path)), daemon=True)
        try:
            self._process.start()
        except OSError as error:
            self._scratch.close()
            raise SandboxFailed from error
        self._job_object = job_object_of(self._process.pid or 0, _MEMORY)
        other.close()
        self._ready = False
        self._item = ""

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    @property
    def resident_bytes(self) -> int:
        """Of memory that it holds now; 0 where the system does not tell."""
        import psutil  # type: ignore[import-untyped]

        with contextlib.suppress(psutil.Error):
            return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0

    def run(
        self,
        work: Callable[..., T],
        args: tuple[object, ...],
        job: Job,
        limits: Limits,
        progressed: Report | None,
    ) -> T:
        if not self._ready:
            self._wait_until_ready(job)
        self._item = ""
        try:
            if self._job_object is not None:
                self._job_object.limit(limits.memory_bytes)
            self._pipe.send((work, args, limits.memory_bytes))
            for kind, value in self._answers(job, limits.stall_seconds):
                if kind == "progress":
                    done, self._item = value
                    if progressed is not None:
                        progressed(done, self._item)
                elif kind == "done":
                    return value  # type: ignore[no-any-return]
                elif kind == "error":
                    raise value
                else:
                    _LOG.error("reader broke on %s\n%s", self._item, value)
                    raise Died(self._item, value)
        except (EOFError, OSError) as error:
            raise Died(self._item, f"exit code {self._process.exitcode}") from error
        raise AssertionError("unreachable")

    def has_stopped(self) -> bool:
        """Whether it leaves its work when asked to, and can be given other work: starting one takes time."""
        if not self._ready:
            return self.is_alive  # it was given none yet
        until = time.monotonic() + _GRACE
        with contextlib.suppress(EOFError, OSError):
            self._pipe.send(None)
            while self._pipe.poll(max(0.0, until - time.monotonic())):
                kind, _ = pickle.loads(self._pipe.recv_bytes(_MOST_ANSWER))
                if kind != "progress":
                    return True
        return False

    def _answers(self, job: Job, stall_seconds: float) -> Iterator[tuple[str, Any]]:
        last, spent = time.monotonic(), None
        while True:
            job.check()
            if self._pipe.poll(_TICK):
                yield pickle.loads(self._pipe.recv_bytes(_MOST_ANSWER))
                last, spent = time.monotonic(), None
                continue
            silent = time.monotonic() - last
            if spent is None and silent > stall_seconds / 2:
                spent = self._seconds()
            if silent > stall_seconds and spent is not None:
                is_at_work = self._seconds() - spent > stall_seconds / 4
                if is_at_work or silent > _PATIENCE * stall_seconds:
                    raise Stuck(self._item)

    def _seconds(self) -> float:
        """Of the processor, that it and what it started have had."""
        import psutil

        total = 0.0
        with contextlib.suppress(psutil.Error):
            own = psutil.Process(self._process.pid)
            for one in (own, *own.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    told = one.cpu_times()
                    total += told.user + told.system
        return total

    def _wait_until_ready(self, job: Job) -> None:
        try:
            next(self._answers(job, _START_SECONDS))
        except (EOFError, OSError, Stuck) as error:
            raise SandboxFailed from error
        self._ready = True

    def kill(self) -> None:
        """Kills the child and its own children (7zz), and removes its scratch folder."""
        _kill_tree(self._process.pid)
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.join()
        if self._job_object is not None:
            self._job_object.close()
        self._pipe.close()
        self._scratch.close()


def _kill_tree(pid: int | None) -> None:
    if pid is None:
        return
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # the child leads its own group, see sandbox_child
    else:
        kill_children(pid)


def kill_children(pid: int) -> None:
    """And theirs."""
    import psutil

    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                child.kill()
