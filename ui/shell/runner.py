"""The one bridge between work and window: threads here, signals home."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal, SignalInstance

from app.errors import AppError, Cancelled
from app.job import Job, Progress
from app.paths import log_file

log = logging.getLogger(__name__)
T = TypeVar("T")
_under_way = set[Future[Any]]()  # of all sessions
APART = 0.05  # seconds between two reports: the eye sees no more than 20 a second


class Inline(Executor):
    """Does the work at once, in the caller's thread: what tests hand to Runner and Latest."""

    def submit(self, fn: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Thinned:
    """Passes on at most 20 reports a second, and always the last one."""

    def __init__(self, emit: Callable[[Progress], None]) -> None:
        self._emit, self._next = emit, 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now >= self._next or progress.fraction >= 1:
            self._next = now + APART
            self._emit(progress)


def _send(landed: SignalInstance, future: Future[Any]) -> None:
    """Home, if there still is one: a page may be gone before its work is done."""
    try:
        landed.emit(future)
    except RuntimeError:
        log.debug("nobody waits for this any more")


def as_app_error(error: Exception) -> AppError:
    """What a person is shown of it: nobody reads an exception's text, the log keeps it."""
    if isinstance(error, AppError):
        return error
    log.error("work failed", exc_info=error)
    return AppError(f"日志：{log_file()}")


def is_anything_under_way() -> bool:
    """Whether any thread still is at work for any page, or for one that is gone."""
    return bool(_under_way)


class _Worker(QObject):
    """One piece of work at a time, in one thread; its answer comes `_home` on the window's thread."""

    failed = Signal(object)  # AppError
    _landed = Signal(object)

    def __init__(self, executor: Executor | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = executor
        self._job: Job | None = None
        self._landed.connect(self._home)

    @property
    def busy(self) -> bool:
        return self._job is not None

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def shutdown(self) -> None:
        """Ask the work to stop and wait for it."""
        self.cancel()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)

    def leave(self) -> None:
        """Ask the work to stop, and wait for nothing: it ends by itself, and is told to nobody."""
        self.cancel()
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, work: Callable[[Job], object], job: Job) -> None:
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix=type(self).__name__)
        try:
            future = self._executor.submit(work, job)
        except RuntimeError:  # what is open is being closed: a last answer that came home asked for more
            return
        self._job = job
        _under_way.add(future)
        future.add_done_callback(_under_way.discard)
        future.add_done_callback(lambda future: _send(self._landed, future))

    def _home(self, future: Future[object]) -> None:
        raise NotImplementedError


class Runner(_Worker):
    """Exactly one of `done`, `failed`, `cancelled` comes home for each `start`."""

    progressed = Signal(object)  # Progress
    done = Signal(object)  # what the work returned
    cancelled = Signal()

    def start(self, work: Callable[[Job], object]) -> None:
        """RuntimeError if something is under way: the page should have been disabled."""
        if self._job is not None:
            raise RuntimeError("one at a time")
        self._submit(work, Job(Thinned(self.progressed.emit)))

    def _home(self, future: Future[object]) -> None:
        self._job = None
        try:
            self.done.emit(future.result())
        except (Cancelled, CancelledError):
            self.cancelled.emit()
        except Exception as error:
            self.failed.emit(as_app_error(error))


class Latest(_Worker):
    """For what is asked again before it is answered: only the newest answer is told.

    `ready` carries the result of the newest work; older work is cancelled, its answer dropped.
    Failures are told by `failed`.
    """

    ready = Signal(object)
    _wanted: Callable[[Job], object] | None = None

    def ask(self, work: Callable[[Job], object]) -> None:
        if self._job is None:
            self._submit(work, Job())
        else:
            self._wanted = work
            self._job.cancel()

    def forget(self) -> None:
        """Whatever is under way is no longer wanted."""
        self._wanted = None
        self.cancel()

    def shutdown(self) -> None:
        self._wanted = None
        super().shutdown()

    def _home(self, future: Future[object]) -> None:
        job, self._job = self._job, None
        if self._wanted is not None:
            work, self._wanted = self._wanted, None
            self.ask(work)
            return
        if job is None or job.cancelled:
            return
        try:
            answer = future.result()
        except (Cancelled, CancelledError):
            return
        except Exception as error:
            self.failed.emit(as_app_error(error))
        else:
            self.ready.emit(answer)
