"""One thing is opened at a time: the window waits for it with a line at its foot; it can be asked to stop."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.job import Job, Progress
from ui.shell.foot import FootStrip
from ui.shell.page import warm_up
from ui.shell.runner import Runner


class Opening(QObject):
    """`opened` carries what the work returned, `failed` an AppError; neither comes when it was cancelled."""

    opened = Signal(object)
    failed = Signal(object)

    def __init__(self, waiting: QWidget, executor: Executor | None, parent: QObject) -> None:
        """`waiting`: disabled meanwhile. `executor`: tests hand in runner.Inline()."""
        super().__init__(parent)
        self._waiting = waiting
        self.foot = FootStrip()
        self.foot.hide()
        self._runner = Runner(executor, self)
        self._runner.progressed.connect(self.foot.show_progress)
        self._runner.done.connect(self.opened)
        self._runner.failed.connect(self.failed)
        self._runner.cancelled.connect(self.end)
        self.foot.cancel.connect(self._runner.cancel)

    @property
    def busy(self) -> bool:
        return self._runner.busy

    def start(self, words: str, pages: str, work: Callable[[Job], object]) -> None:
        """`pages`: the side's, whose code is read off the window's thread too, before anything is opened."""
        self._waiting.setEnabled(False)
        self.foot.show_busy(True)
        self.foot.show_progress(Progress(0.0, words))
        self.foot.show()

        def both(job: Job) -> object:
            warm_up(pages)
            return work(job)

        self._runner.start(both)

    def end(self) -> None:
        """It is there, or will not come."""
        self.foot.hide()
        self._waiting.setEnabled(True)

    def shutdown(self) -> None:
        self._runner.shutdown()
