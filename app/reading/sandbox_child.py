"""What a sandbox's child does: one piece of work after the other, with limits, until its parent is gone."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait

from app.errors import AppError
from app.windows import settle, without_boxes

Report = Callable[[int, str], None]  # bytes done so far, the item in hand

class _Stopped(BaseException):
    """The parent wants no more of this work; what is in hand is put away on the way out."""


_REPORT_EVERY = 0.05  # seconds; a pipe full of progress would cost more than the work
_KEPT = 64 << 20  # bytes that a child keeps when it has freed them


def serve(pipe: Connection, scratch: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the parent's to handle
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):
            os.setsid()
        os.nice(5)
    settle()
    without_boxes()
    tempfile.tempdir = scratch
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded: its threads wait by spinning
    _keep_freed_memory()
    threading.Thread(target=_die_with_parent, args=(scratch,), daemon=True).start()
    report = _reporter(pipe)
    try:
        pipe.send(("ready", None))
        while True:
            asked = pipe.recv()
            if asked is None:
                continue  # a wish to stop that came when the work was done
            work, args, memory_bytes = asked
            pipe.send(_answer(work, args, memory_bytes, report))
            _let_go()
    except (EOFError, OSError):
        shutil.rmtree(scratch, ignore_errors=True)  # the parent is gone


def _keep_freed_memory() -> None:
    """glibc gives every block of a megabyte back when it is freed, and is charged by the page for the next.

    mallopt(3): parameters -3 (M_MMAP_THRESHOLD) and -1 (M_TRIM_THRESHOLD), bytes. Other systems do without.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # musl has none
            library = ctypes.CDLL(None)
            library.mallopt(-3, _KEPT // 2)
            library.mallopt(-1, _KEPT)


def _let_go() -> None:
    """Readers leave circles of objects, each with what it read; gone through after every work, what they held
    serves the next one. What is still there is the program's own, and is not gone through again.
    """
    gc.collect()
    gc.freeze()


def _answer(
    work: Callable[..., object], args: tuple[object, ...], memory_bytes: int, report: Report
) -> tuple[str, object]:
    try:
        with _memory_limit(memory_bytes):
            return "done", work(*args, report)
    except AppError as error:
        return "error", error
    except _Stopped:
        return "stopped", None
    except Exception:
        return "broken", traceback.format_exc()


def _reporter(pipe: Connection) -> Report:
    last, last_item = 0.0, ""

    def report(done: int, item: str) -> None:
        nonlocal last, last_item
        now = time.monotonic()
        if item != last_item or now - last >= _REPORT_EVERY:
            last, last_item = now, item
            if pipe.poll():
                pipe.recv()  # at work, nothing comes but the wish to stop
                raise _Stopped
            pipe.send(("progress", (done, item)))

    return report


@contextmanager
def _memory_limit(memory_bytes: int) -> Iterator[None]:
    """Address space, where the system can limit it; Windows has no such call."""
    if sys.platform == "win32":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _die_with_parent(scratch: str) -> None:
    """Not prctl(PR_SET_PDEATHSIG): that one fires when the parent's *thread* ends."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    shutil.rmtree(scratch, ignore_errors=True)
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
