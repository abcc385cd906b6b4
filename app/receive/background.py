"""Packages of a disc looked into while the next ones are still being copied."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app.batch.take_in import survey_source
from app.job import Job
from app.model.source import Source
from app.notices.notice import Notice
from app.reading.sandbox import Sandbox

SIDE_BY_SIDE = 2  # packages; as many as the sandbox has children


@dataclass(frozen=True, slots=True)
class BackgroundSurvey:
    """Looks by file and content: a file that was copied anew since is looked into anew.

    `row_first`: nothing waits for them, and a row is written without those that are not done.
    """

    notice: Notice
    sandbox: Sandbox
    job: Job
    readers: ThreadPoolExecutor
    stop: threading.Event
    row_first: bool = False
    begun: dict[Path, tuple[str, Future[Source]]] = field(default_factory=dict)

    def begin(self, file: Path, size: int, sha256: str) -> None:
        """`file` is whole and on our disk; returns at once, from any thread."""
        look = self.readers.submit(
            survey_source, file, size, {file.name: sha256}, self.notice, self.sandbox, self.job
        )
        self.begun[file] = (sha256, look)

    def found(self, file: Path, sha256: str) -> Source | None:
        """What `survey_source` says, once it is done; None when it was not begun. Raises what it raises."""
        known, look = self.begun.get(file, ("", None))
        return look.result() if look is not None and known == sha256 else None

    def done(self, file: Path, sha256: str) -> Source | None:
        """The same, when it is done by now and ended well."""
        known, look = self.begun.get(file, ("", None))
        is_there = look is not None and known == sha256 and look.done() and not look.cancelled()
        return look.result() if look is not None and is_there and look.exception() is None else None

    def settle(self) -> None:
        """Until no file is open any more: Windows neither renames nor deletes those."""
        wait([look for _, look in self.begun.values()])

    def end(self) -> None:
        """As `settle`, and soon: what is not done by now is left."""
        self.stop.set()
        for _, look in self.begun.values():
            look.cancel()
        self.settle()


class _Either(threading.Event):
    """Set when it is, or when the work it belongs to is stopped."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self._job = job

    def is_set(self) -> bool:
        return super().is_set() or self._job.cancelled


@contextmanager
def background_survey(
    notice: Notice, sandbox: Sandbox, job: Job, *, row_first: bool = False
) -> Iterator[BackgroundSurvey]:
    """`job` stops them; it is told nothing of their progress."""
    readers, stop = ThreadPoolExecutor(SIDE_BY_SIDE, "early"), _Either(job)
    try:
        yield BackgroundSurvey(notice, sandbox, Job(stop=stop), readers, stop, row_first)
    except BaseException:
        stop.set()
        raise
    finally:
        readers.shutdown(cancel_futures=True)
