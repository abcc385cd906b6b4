"""The open batch, and the two ways to change it: a decision at once, long work with a strip."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from app import clock
from app.errors import AppError, Cancelled
from app.job import Job, Progress
from app.model.batch import Batch
from app.model.finding import Report
from app.notices.notice import Notice
from ui.ask import Ask
from ui.runner import Latest, Runner

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox
    from app.store.store import BatchStore

T = TypeVar("T")


class Session(QObject):
    """Pages read `batch`, `notice`, `report` and re-read on the signals; they keep no truth of their own."""

    changed = Signal(object)  # the new Batch
    report_changed = Signal(object)  # the Report of the newest batch
    busy_changed = Signal(bool)
    progress = Signal(object)  # Progress of the work under way
    stopped = Signal(str)  # the work was cancelled: its name

    def __init__(self, store: BatchStore, ask: Ask, *, executor: Executor | None = None,
                 parent: QObject | None = None) -> None:
        """`executor`: tests hand in runner.Inline()."""
        super().__init__(parent)
        self.store, self.ask = store, ask
        self.report = Report()
        self.is_checked = False  # whether `report` is that of `batch`
        self.saved_at: datetime = clock.now()
        self.executor = executor
        # counting and checking take turns: each thread more would take the window's share of Python
        self.thinking: Executor = executor or ThreadPoolExecutor(1, thread_name_prefix="thinking")
        self._sandbox: Sandbox | None = None
        self._scratch: TemporaryDirectory[str] | None = None
        self._making, self._closed = threading.Lock(), False
        self._told: Batch = store.batch
        self._told_at = 0.0
        self._name = ""
        self._then: Callable[[object], object] | None = None
        self._runner = Runner(executor, self)
        self._runner.progressed.connect(self._progressed)
        self._runner.done.connect(self._done)
        self._runner.failed.connect(self._failed)
        self._runner.cancelled.connect(self._cancelled)
        self._checking = Latest(self.thinking, self)
        self._checking.ready.connect(self._checked)
        self._checking.failed.connect(ask.show_error)

    @property
    def batch(self) -> Batch:
        return self.store.batch

    @property
    def notice(self) -> Notice:
        return self.store.notice

    @property
    def folder(self) -> Path:
        return self.store.folder

    @property
    def busy(self) -> bool:
        return self._runner.busy

    @property
    def doing(self) -> str:
        """What the work under way is called."""
        return self._name

    @property
    def sandbox(self) -> Sandbox:
        """The children that read foreign files; started when first needed, from any thread.

        Raises Cancelled once the session is closed.
        """
        with self._making:
            if self._closed:
                raise Cancelled
            if self._sandbox is None:
                from app.reading.sandbox import Sandbox

                self._sandbox = Sandbox()
            return self._sandbox

    @property
    def scratch(self) -> Path:
        """A folder for previews, gone when the session is closed."""
        if self._scratch is None:
            self._scratch = TemporaryDirectory(prefix="baopan-", ignore_cleanup_errors=True)
        return Path(self._scratch.name)

    @property
    def next_undo(self) -> str | None:
        """What `undo` would take back, in words."""
        entry = self.store.next_undo
        return entry.what if entry is not None else None

    def apply(self, what: str, change: Callable[[Batch], Batch]) -> bool:
        """A person's decision: quick, pure, saved at once; False if it could not be (and was told)."""
        try:
            self.store.apply(what, change)
        except AppError as error:
            self.ask.show_error(error)
            return False
        self._announce()
        return True

    def undo(self) -> str | None:
        """Take the last decision back; what it was."""
        try:
            undone = self.store.undo()
        except AppError as error:
            self.ask.show_error(error)
            return None
        if undone is not None:
            self._announce()
        return undone

    def run(self, what: str, work: Callable[[Job], T], then: Callable[[T], object] | None = None) -> None:
        """Long work off the window's thread; the store may change in it. `then` gets its result, at home."""
        if self.busy:
            self.ask.tell("请稍候", f"“{self._name}”还在进行，完成或取消后再做这一步。")
            return
        self._name = what
        self._then = cast("Callable[[object], object] | None", then)
        self.busy_changed.emit(True)
        self._runner.start(work)

    def cancel(self) -> None:
        self._runner.cancel()

    def recheck(self) -> None:
        """Ask for the report of the batch as it is now; `report_changed` brings it."""
        batch, notice = self.batch, self.notice
        self.is_checked = False

        def check(job: Job) -> Report:
            from app.checks import check_batch

            return check_batch(batch, notice, clock.today())

        self._checking.ask(check)

    def start(self) -> None:
        """Show what is there: once the pages are connected."""
        self.changed.emit(self.batch)
        self.recheck()

    def close(self) -> None:
        self._runner.shutdown()
        self._checking.shutdown()
        with self._making:
            self._closed = True
        if self._sandbox is not None:
            self._sandbox.close()
        if self._scratch is not None:
            self._scratch.cleanup()
        self.store.close()

    def _progressed(self, progress: Progress) -> None:
        """Show, twice a second, what long work has kept so far."""
        self.progress.emit(progress)
        if self.store.batch is not self._told and time.monotonic() - self._told_at > 0.5:
            self._announce()

    def _announce(self) -> None:
        self.saved_at = clock.now()
        self._told, self._told_at = self.batch, time.monotonic()
        self.recheck()
        self.changed.emit(self.batch)

    def _checked(self, report: Report) -> None:
        self.report, self.is_checked = report, True
        self.report_changed.emit(report)

    def _ended(self) -> Callable[[object], object] | None:
        then, self._then = self._then, None
        self.busy_changed.emit(False)
        self._announce()
        return then

    def _done(self, result: object) -> None:
        then = self._ended()
        if then is not None:
            then(result)

    def _failed(self, error: AppError) -> None:
        self._ended()
        self.ask.show_error(error)

    def _cancelled(self) -> None:
        self._ended()
        self.stopped.emit(self._name)

