"""A limit on the memory of a program that we started ourselves."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from app.reading.job_object import job_object_of


@contextmanager
def memory_limited(pid: int, memory_bytes: int) -> Iterator[None]:
    """While this lasts; where the system has a way to (Linux by the process, Windows with what it starts)."""
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(OSError):  # ended already
            resource.prlimit(pid, resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    job_object = job_object_of(pid, memory_bytes)
    try:
        yield
    finally:
        if job_object is not None:
            job_object.close()
