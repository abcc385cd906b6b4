"""What need not be done anew for every test: the samples are made once, children live on from sandbox to
sandbox, a scan is looked at once.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TypeVar

from app.batch import page_findings
from app.batch.page_findings import Unlooked
from app.job import Job
from app.reading.limits import Limits
from app.reading.pages.examine import PageFindings
from app.reading.sandbox import Sandbox, _Worker

_MOST_SPARE = 4

T = TypeVar("T")
is_on = False  # whether it is so for the test at hand


def made_once(folder: Path, make: Callable[[Path], T]) -> T:
    """What `make` makes in `folder`, by whichever worker comes first; the others wait for it."""
    told = folder.with_name(f"{folder.name}.made")
    with told.with_suffix(".lock").open("w") as lock:
        _wait_for(lock)
        if not told.exists():
            told.write_bytes(pickle.dumps(make(folder)))
        made: T = pickle.loads(told.read_bytes())
        return made


if sys.platform == "win32":
    import msvcrt

    def _wait_for(lock: IO[str]) -> None:
        """Windows gives up after ten seconds."""
        while True:
            with contextlib.suppress(OSError):
                msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK, 1)
                return
else:
    import fcntl

    def _wait_for(lock: IO[str]) -> None:
        fcntl.flock(lock, fcntl.LOCK_EX)


class Children:
    """To start one takes most of a second; killed ones do not come back."""

    def __init__(self) -> None:
        self._spare: list[_Worker] = []
        self._take, self._close = Sandbox._take, Sandbox.close

    def taken(self, sandbox: Sandbox) -> _Worker:
        if is_on and not sandbox._idle:
            while self._spare:
                worker = self._spare.pop()
                if worker.is_alive:
                    return worker
                worker.kill()
        return self._take(sandbox)

    def closed(self, sandbox: Sandbox) -> None:
        if not is_on:
            self._close(sandbox)
            return
        with sandbox._lock:
            sandbox._closed = True
            idle, sandbox._idle = sandbox._idle, []
        self._spare.extend(idle)
        while len(self._spare) > _MOST_SPARE:
            self._spare.pop(0).kill()

    def ended(self) -> None:
        while self._spare:
            self._spare.pop().kill()


class Sights:
    """What was seen on a scan, by its digest and what it was looked at for; `folder` is shared by all workers."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._seen = folder, page_findings._seen

    def seen(
        self, folder: Path, task: Sequence[Unlooked], sandbox: Sandbox, job: Job, limits: Limits
    ) -> list[tuple[Unlooked, PageFindings]]:
        if not is_on:
            return self._seen(folder, task, sandbox, job, limits)
        told = {one: found for one in task if (found := self._known(one)) is not None}
        if rest := [one for one in task if one not in told]:
            for one, found in self._seen(folder, rest, sandbox, job, limits):
                told[one] = found
                if all(fact is None or fact.state == "looked" for fact in (found.seals, found.pages)):
                    self._keep(one, found)
        return list(told.items())

    def _place(self, one: Unlooked) -> Path:
        pages = "-".join(f"{first}.{last}" for first, last in one.sealed)
        return self._folder / f"{one.sha256}{'s' * one.for_seals}{'p' * one.for_pages}{pages}"

    def _known(self, one: Unlooked) -> PageFindings | None:
        place = self._place(one)
        if not place.exists():
            return None
        found: PageFindings = pickle.loads(place.read_bytes())
        return found

    def _keep(self, one: Unlooked, found: PageFindings) -> None:
        place = self._place(one)
        beside = place.with_name(f"{place.name}.{os.getpid()}")
        beside.write_bytes(pickle.dumps(found))
        beside.replace(place)
