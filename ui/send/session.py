"""The open batch, and the two ways to change it: a decision at once, long work with a strip."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app import clock
from app.errors import AppError
from app.job import Job, Progress
from app.model.batch import Batch
from app.model.finding import Report
from app.notices.notice import Notice
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.shell.session_base import SessionBase

if TYPE_CHECKING:
    from app.batch.looking import Waiting
    from app.checks.again import Rechecking
    from app.store.acts import Act
    from app.store.store import BatchStore


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """A batch's report, and whether there is more to look at: at once, or by recognition too."""

    report: Report
    is_unread: bool
    is_unseen: bool


class Session(SessionBase):
    """Pages read `batch`, `notice`, `report` and re-read on the signals; they keep no truth of their own."""

    changed = Signal(object)  # the new Batch
    report_changed = Signal(object)  # the Report of the newest batch
    _kept = Signal()  # from the thread that looks: some of it is in the batch

    def __init__(self, store: BatchStore, ask: Ask, *, recognises: bool = False,
                 executor: Executor | None = None, parent: QObject | None = None) -> None:
        """`executor`: tests hand in runner.Inline()."""
        super().__init__(ask, recognises=recognises, executor=executor, parent=parent)
        self.store = store
        self.report = Report()
        self.is_checked = False  # whether `report` is that of `batch`
        self.saved_at: datetime = clock.now()
        self._announced: Batch = store.batch
        self._announced_at = 0.0
        self._again: tuple[Rechecking, Waiting] | None = None  # remembers; in `_checking`'s thread
        self._checking = Latest(self.thinking, self)
        self._checking.ready.connect(self._checked)
        self._checking.failed.connect(ask.show_error)
        self._looking = Latest(executor, self)
        self._looking.ready.connect(self._looked)
        self._is_recognising = False
        self._looking.failed.connect(self._not_looked)
        self._kept.connect(self.announce)

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
    def next_undo(self) -> str | None:
        """What `undo` would take back, in words."""
        entry = self.store.next_undo
        return entry.what if entry is not None else None

    def apply(self, what: str, change: Callable[[Batch], Batch], *, act: Act | None = None) -> bool:
        """A person's decision: quick, pure, saved at once; False if it could not be (and was told). `act` as
        for the store's.
        """
        try:
            self.store.apply(what, change, act=act)
        except AppError as error:
            self.ask.show_error(error)
            return False
        self.announce()
        return True

    def run(self, what: str, work: Callable[[Job], T], then: Callable[[T], object] | None = None, *,
            reads: bool = False) -> None:
        """`reads`: it changes nothing in the batch, and may also be had of one that a colleague has."""
        if reads or not self.refuses():
            super().run(what, work, then)

    def refuses(self) -> bool:
        """Whether a colleague has the batch; then that was told."""
        try:
            self.store.refuse_if_away()
        except AppError as error:
            self.ask.show_error(error)
            return True
        return False

    def take_back(self) -> None:
        """It is worked on here again."""
        from app.batch.handing.hand import take_back

        self._stepped(lambda: take_back(self.store))

    @property
    def next_redo(self) -> str | None:
        """What `redo` would do again, in words."""
        found = self.store.next_redo
        return found.act.what if found is not None else None

    def undo(self) -> str | None:
        """Take the last act back; what it was."""
        return self._stepped(self.store.undo)

    def redo(self) -> str | None:
        """Do again what was taken back last; what it was."""
        return self._stepped(self.store.redo)

    def back_to(self, seq: int) -> int:
        """Take back all that was done after that act; how many acts."""
        return self._stepped(lambda: self.store.back_to(seq)) or 0

    def _stepped(self, step: Callable[[], T | None]) -> T | None:
        try:
            undone = step()
        except AppError as error:
            self.ask.show_error(error)
            return None
        if undone is not None:
            self.announce()
        return undone

    def recheck(self) -> None:
        """Ask for the report of the batch as it is now; `report_changed` brings it.

        What nobody looked at yet is looked at behind the clerk's work, and the batch checked again.
        """
        batch, recognises = self.batch, self.recognises
        self.is_checked = False

        def check(job: Job) -> Checked:
            if self._again is None:
                from app.batch.looking import Waiting
                from app.checks.again import Rechecking

                self._again = Rechecking(self.notice), Waiting(self.notice)
            rechecking, waiting = self._again
            return Checked(
                rechecking.report(batch, clock.today()), *waiting.of(batch, recognises=recognises)
            )

        self._checking.ask(check)

    def start(self) -> None:
        """Show what is there: once the pages are connected."""
        self.changed.emit(self.batch)
        self.recheck()

    def close(self) -> None:
        self.end_work()
        self._looking.shutdown()
        self._checking.shutdown()
        self.end_reading()
        self.store.close()

    def progressed(self, progress: Progress) -> None:
        """Show, twice a second, what long work has kept so far."""
        super().progressed(progress)
        if self.store.batch is not self._announced and time.monotonic() - self._announced_at > 0.5:
            self.announce()

    def announce(self) -> None:
        self.saved_at = clock.now()
        self._announced, self._announced_at = self.batch, time.monotonic()
        self.recheck()
        self.changed.emit(self.batch)

    def recognition_changed(self) -> None:
        if not self.recognises and self._is_recognising:
            self._is_recognising = False
            self.recognising.emit(0, 0)
            self._looking.ask(self._look)  # stops it; what else it would have looked at comes at once
        self.recheck()

    def _checked(self, answer: Checked) -> None:
        self.report = answer.report
        self.is_checked = not answer.is_unseen
        self.report_changed.emit(self.report)
        may_begin = not self._looking.busy or (self._is_recognising and answer.is_unread)
        if answer.is_unseen and not self.busy and may_begin:  # what is new goes before recognition
            self._is_recognising = False
            self._looking.ask(self._look)

    def _look(self, job: Job) -> int:
        from app.batch.looking import look, recognise

        seen = look(self.store, self.sandbox, job, self._kept.emit, recognises=self.recognises)
        if not self.recognises:
            return seen
        if seen:
            self._kept.emit()
        self._is_recognising = True
        return seen + recognise(self.store, job, self._kept.emit, self.recognising.emit)

    def _not_looked(self, error: AppError) -> None:
        """What was being looked at when the batch was handed over is looked at by whoever has it."""
        self._is_recognising = False
        if self.batch.handed is None:
            self.ask.show_error(error)

    def _looked(self, count: int) -> None:
        self._is_recognising = False
        self.recognising.emit(0, 0)
        self.announce()
