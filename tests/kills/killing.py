"""Runs an act in a process of its own and kills it -9 at a moment; all imports are done before the fork."""

from __future__ import annotations

import logging
import multiprocessing
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import forkserver

_HUNG = 120.0  # seconds
_CONTEXT = multiprocessing.get_context("forkserver")


def _ready() -> None:
    """What readers are forked from runs: who is killed while it asks for a reader takes it along."""
    _CONTEXT.set_forkserver_preload(["app.reading.sandbox_child", "app.reading.survey", "app.send.pack", "numpy", "pypdfium2"])
    heard, nobody = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nobody, 2)  # it says so at length
    try:
        while True:
            with suppress(OSError, EOFError):
                forkserver.ensure_running()
                asked = _CONTEXT.Process(target=int)
                asked.start()
                asked.join()
                break
    finally:
        os.dup2(heard, 2)
        os.close(heard)
        os.close(nobody)


def alone(work: Callable[[], object], kill_after: float | None = None) -> tuple[float, bool]:
    """(seconds that `work` ran in a process of its own, whether it was killed). Raises RuntimeError when it failed,
    or hung."""
    _ready()
    sys.stdout.flush()
    began = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        _be(work)
    ended = os.pidfd_open(pid)
    try:
        waiting = select.poll()
        waiting.register(ended, select.POLLIN)
        if not waiting.poll((_HUNG if kill_after is None else kill_after) * 1000):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    finally:
        os.close(ended)
    if status not in (0, signal.SIGKILL) or (status and kill_after is None):
        raise RuntimeError(f"it ended with {status}")
    return time.perf_counter() - began, status == signal.SIGKILL


def _be(work: Callable[[], object]) -> None:
    """In the child. Its readers are true processes that see it die, only that they start at once."""
    code = 1
    try:
        logging.disable(logging.CRITICAL)
        forkserver._forkserver.ensure_running = lambda: None  # it runs, and is no child of this process
        multiprocessing.get_context = lambda method=None: _CONTEXT
        work()
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)
