"""Packages of a disc looked into while the next ones are still being copied."""

from __future__ import annotations

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
    """Looks by file and content: a file that was copied anew since is looked into anew."""

    notice: Notice
    sandbox: Sandbox
    job: Job
    readers: ThreadPoolExecutor
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

    def settle(self) -> None:
        """Until no file is open any more: Windows neither renames nor deletes those."""
        wait([look for _, look in self.begun.values()])


@contextmanager
def background_survey(notice: Notice, sandbox: Sandbox, job: Job) -> Iterator[BackgroundSurvey]:
    """`job` stops them; it is told nothing of their progress."""
    readers = ThreadPoolExecutor(SIDE_BY_SIDE, "early")
    try:
        yield BackgroundSurvey(notice, sandbox, job.quiet(), readers)
    finally:
        readers.shutdown(cancel_futures=True)
