"""A slow PC: one core, 1 GB of memory, a disk of 60 MB/s. The whole road of both sides is gone, the window lives.

Control groups hold it to that where this is root: version 2, else 1, which holds back what a process reads and
what it waits for to be written, not what the system writes behind it. Elsewhere RLIMIT_AS alone does. The figures
say which it was.
"""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from app import clock
from app.checks import check_batch
from app.job import Job
from app.ledger import Ledger
from app.model.disc import DVD
from app.notices.read import load_notice
from app.paths import RESOURCES
from app.reading.sandbox import Sandbox
from app.send.image import make_image
from app.send.stage import stage
from app.store.store import BatchStore
from tests.bench import ground, window, work
from tests.bench.measure import Figure, cost_of

_MB = 1_000_000
_MEMORY, _DISK = 1_000 * _MB, 60 * _MB  # bytes; bytes a second
_ENTERPRISES, _EACH = 24, 10 * _MB
_TRIES = 50  # a tenth of a second each
_STALL = 500  # ms: a click is answered, however late
_V2, _V1 = Path("/sys/fs/cgroup"), Path("/sys/fs/cgroup/memory")


def run(folder: Path) -> list[Figure]:
    """In processes of their own, which are held to it together."""
    with _held(folder) as limits:
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench.slow", str(folder)], cwd=RESOURCES.parent, text=True,
            stdout=subprocess.PIPE, preexec_fn=limits.enter, check=False,
        )
    told = [line.split("\t") for line in done.stdout.splitlines()]
    figures = [Figure(f"slow: {what}", float(value), float(bound), False, limits.words) for what, value, bound in told]
    return [*figures, Figure("slow: what did not come to its end", float(done.returncode != 0), 0, False)]


@dataclass(frozen=True, slots=True)
class _Limits:
    words: str
    groups: tuple[Path, ...]
    has_memory: bool

    def enter(self) -> None:
        """In the child, before it becomes another program."""
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        for group in self.groups:
            with (group / "cgroup.procs").open("r+") as procs:
                procs.write(str(os.getpid()))
        if not self.has_memory:
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[_Limits]:
    device = folder.stat().st_dev
    disk = f"{os.major(device)}:{os.minor(device)}"
    name = f"baopan-bench-{os.getpid()}"
    made: list[Path] = []

    def put(above: Path, settings: dict[str, str]) -> bool:
        """Whether there is such a group now, and it holds its processes to all of that."""
        group = above / name
        try:
            group.mkdir()
            made.append(group)
            for file, value in settings.items():
                with (group / file).open("r+") as told:  # the kernel's own: nothing is made there
                    told.write(value)
        except OSError:
            return False
        return True

    held = ["one core"]
    whole = {"memory.max": f"{_MEMORY}", "memory.swap.max": "0", "io.max": f"{disk} rbps={_DISK} wbps={_DISK}"}
    memory = (_V2 / "cgroup.controllers").is_file() and put(_V2, whole)
    if memory:
        held.append("1 GB and 60 MB/s by cgroup v2")
    elif memory := put(_V1, {"memory.limit_in_bytes": str(_MEMORY)}):
        held.append("1 GB by cgroup v1")
        ways = {f"blkio.throttle.{way}_bps_device": f"{disk} {_DISK}" for way in ("read", "write")}
        if put(_V1.with_name("blkio"), ways):
            held.append("60 MB/s by cgroup v1, but for what the system itself writes behind")
    else:
        held.append("1 GB of addresses by RLIMIT_AS, the disk as it is")
    try:
        yield _Limits("; ".join(held), tuple(made), memory)
    finally:
        for group in made:
            _leave(group)


def _leave(group: Path) -> None:
    """Once the last of its processes has gone."""
    for _ in range(_TRIES):
        try:
            return group.rmdir()
        except OSError:
            time.sleep(0.1)


def main(folder: Path) -> None:
    """Prints a line a figure: what, how much, the bound."""
    peaks: list[int] = []

    def done(what: str, work: Callable[[], object]) -> None:
        begin = time.perf_counter()
        peaks.append(cost_of(work).peak)
        print(f"{what}, s\t{time.perf_counter() - begin:.1f}\t600", flush=True)

    paths = ground.packages(folder / "in", _ENTERPRISES, 10, _EACH)
    with Sandbox() as sandbox:
        done("24 enterprises of 240 MB collected and decided",
             lambda: ground.clean_batch(folder / "batch", paths, sandbox).close())
        with BatchStore.open(folder / "batch") as store:
            report = ground.all_seen(check_batch(store.batch, store.notice, clock.today()))
            done("staged", lambda: stage(store, report, folder / "discs", DVD, sandbox, Job()))
            (staging,) = store.batch.stagings.values()
            done("image written and proven", lambda: make_image(store, staging, Job(), sandbox))
        with Ledger.create(folder / "ledger", load_notice("2023")[1]) as ledger:
            keys: list[str] = []
            done("received to the row", lambda: keys.append(work.row(ledger, Path(staging.folder), sandbox)))
            done("received to the first verdict", lambda: work.surveyed_soon(ledger, keys[0], sandbox))
    print(f"peak memory of all processes, MB\t{max(peaks) / _MB:.0f}\t{_MEMORY / _MB:.0f}", flush=True)
    (folder / "window").mkdir()
    for what, value, *_ in window.run(folder / "window"):
        print(f"{what}\t{value:.1f}\t{_STALL}", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
