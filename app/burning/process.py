"""A burning program under way: its lines as they come, ended when the job is cancelled."""

from __future__ import annotations

import logging
import os
import queue
import re
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Sequence

from app.errors import BurnFailed, Cancelled, os_errors
from app.job import Job
from app.windows import NO_WINDOW, said

_log = logging.getLogger(__name__)
_EVERY = 0.2  # seconds between two looks at the job
_GRACE = 5.0  # seconds a program has to end by itself
_KEPT = 40  # last lines, to see why it failed
_BREAK = re.compile(rb"[\r\n]+")


def run(command: Sequence[str], told: Callable[[str], None], job: Job) -> tuple[int, str]:
    """(exit code, its last lines). `told` gets every line. Raises Cancelled, AppError."""
    with os_errors(command[0]):
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C"}, creationflags=NO_WINDOW,
        )  # fmt: skip
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(process, lines), name="burner", daemon=True)
    reader.start()
    last: deque[str] = deque(maxlen=_KEPT)
    try:
        _follow(lines, last, told, job)
        return process.wait(), "\n".join(last)
    finally:
        _end(process)
        reader.join()
        assert process.stdout is not None
        process.stdout.close()


def failed(code: int, said: str, reasons: Sequence[tuple[Sequence[str], str]]) -> BurnFailed:
    """`reasons`: what the program's words, without case, mean to a clerk; the first that is found counts."""
    _log.warning("burning ended with %d: %s", code, said)
    lowered = said.lower()
    for words, reason in reasons:
        if any(each in lowered for each in words):
            return BurnFailed(reason)
    return BurnFailed(f"刻录程序报告错误，代码 {code}")


def _follow(
    lines: queue.SimpleQueue[str | None], last: deque[str], told: Callable[[str], None], job: Job
) -> None:
    while True:
        if job.cancelled:
            raise Cancelled
        try:
            line = lines.get(timeout=_EVERY)
        except queue.Empty:
            continue
        if line is None:
            return
        last.append(line)
        told(line)


def _read(process: subprocess.Popen[bytes], lines: queue.SimpleQueue[str | None]) -> None:
    assert process.stdout is not None
    held = b""
    while block := process.stdout.read1(4096):  # type: ignore[attr-defined]
        *whole, held = _BREAK.split(held + block)
        for line in whole:
            lines.put(said(line))
    if held:
        lines.put(said(held))
    lines.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
