"""What every session has: one long work at a time, and children that read foreign files for it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from PySide6.QtCore import QObject, Signal

from app.errors import AppError, Cancelled
from app.job import Job, Progress
from app.reading.scratch import ScratchFolder
from ui.shell.ask import Ask
from ui.shell.pace import look_at_all_soon
from ui.shell.runner import Runner, is_anything_under_way

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

T = TypeVar("T")


class SessionBase(QObject):
    """`announce` is called whenever work has ended: say what may have changed by it."""

    busy_changed = Signal(bool)
    progress = Signal(object)  # Progress of the work under way
    recognising = Signal(int, int)  # scanned document n of m; 0 of 0: none
    recognition_switched = Signal(bool)
    stopped = Signal(str)  # the work was cancelled: its name
    noted = Signal(str)  # what came of something, where nothing has to be answered

    def __init__(self, ask: Ask, *, recognises: bool = False, executor: Executor | None = None,
                 parent: QObject | None = None) -> None:
        """`recognises`: scanned pages too. `executor`: tests hand in runner.Inline()."""
        super().__init__(parent)
        self.recognises = recognises
        self.ask, self.executor = ask, executor
        # counting and checking take turns: each thread more would take the window's share of Python
        self.thinking: Executor = executor or ThreadPoolExecutor(1, thread_name_prefix="thinking")
        self._sandbox: Sandbox | None = None
        self._scratch: ScratchFolder | None = None
        self._making, self._closed = threading.Lock(), False
        self._name = ""
        self._then: Callable[[object], object] | None = None
        self._runner = Runner(executor, self)
        self._runner.progressed.connect(self.progressed)
        self._runner.done.connect(self._done)
        self._runner.failed.connect(self._failed)
        self._runner.cancelled.connect(self._cancelled)

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
            self._scratch = ScratchFolder()
        return self._scratch.path

    def run(self, what: str, work: Callable[[Job], T], then: Callable[[T], object] | None = None) -> None:
        """Long work off the window's thread; the store may change in it. `then` gets its result, at home."""
        if self.busy:
            self.ask.tell("请稍候", f"“{self._name}”还在进行，完成或取消后再做这一步。")
            return
        self._name = what
        self._then = cast("Callable[[object], object] | None", then)
        self.busy_changed.emit(True)
        self._runner.start(work)

    def switch_recognition(self, on: bool) -> None:
        """Whether scanned pages are recognised; what was recognised stays."""
        if on != self.recognises:
            self.recognises = on
            self.recognition_switched.emit(on)
            self.recognition_changed()

    def recognition_changed(self) -> None:
        """Go on with it, or stop it."""

    def may_be_left(self) -> bool:
        """Unless something is under way that the person would rather see done."""
        doing = f"“{self.doing}”正在进行。已完成的部分会保留。"
        ask = self.ask
        return not self.busy or ask.confirm("还有工作没有做完", doing, "停下并离开", "继续做", loses=True)

    def cancel(self) -> None:
        self._runner.cancel()

    def announce(self) -> None:
        """The work has ended, well or not."""

    def progressed(self, progress: Progress) -> None:
        self.progress.emit(progress)

    def end_work(self) -> None:
        """Ask what is under way to stop, and wait for it."""
        self._runner.shutdown()

    def end_reading(self) -> None:
        """No more sandbox, no more previews."""
        with self._making:
            self._closed = True
        if self._sandbox is not None:
            self._sandbox.close()
        if self._scratch is not None:
            self._scratch.close()
        look_at_all_soon(is_anything_under_way)

    def _ended(self) -> Callable[[object], object] | None:
        then, self._then = self._then, None
        self.busy_changed.emit(False)
        self.announce()
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

