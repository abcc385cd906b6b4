"""CPU time and memory of the same work on more and more input."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable

from app.reading.sandbox_child import _keep_freed_memory

_keep_freed_memory()  # as a child does: else what crosses a megabyte costs several times as much

Work = Callable[[], object]
_TRIES = 6  # another process may push this one's data out of the caches
_SPARE = 256 * 1024  # bytes; a cache that happened to be filled
TWICE = 2.8  # what is n log n grows by 2.2 when n doubles, what is quadratic by 4


def assert_grows_evenly(prepared: Callable[[int], Work], size: int, *, most: float = TWICE) -> None:
    """`prepared(n)` makes the work on input of size n; only the work is timed, again while it seems too long.

    What Python holds at once for twice the input is not above `most` times as much either.
    """
    gc.collect()
    gc.freeze()  # what other tests left is not gone through at every collection
    try:
        _assert_grows_evenly(prepared, size, most)
    finally:
        gc.unfreeze()


def _assert_grows_evenly(prepared: Callable[[int], Work], size: int, most: float) -> None:
    held, more = peak_bytes(prepared(size // 2)), peak_bytes(prepared(size))  # being watched, it takes long
    if more >= most * held + _SPARE:  # a thread that an earlier test left may have held something meanwhile
        held, more = peak_bytes(prepared(size // 2)), peak_bytes(prepared(size))
    assert more < most * held + _SPARE, f"twice the input holds {more / held:.1f} times as much"
    ratio = 0.0
    for _ in range(_TRIES):
        ratio = _seconds(prepared(2 * size)) / max(_seconds(prepared(size)), 1e-4)
        if ratio < most:
            return
    raise AssertionError(f"twice the input takes {ratio:.1f} times as long")


def _seconds(work: Work) -> float:
    """CPU time."""
    gc.collect()
    began = time.process_time()
    work()
    return time.process_time() - began


def peak_bytes(work: Work) -> int:
    """The most that Python held at once while at it."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
