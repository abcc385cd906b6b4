"""RAR 4 and RAR 5, and the 7z that py7zr cannot open, by 7-Zip's program."""

from __future__ import annotations

import calendar
import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO
from zlib import crc32

from app.model.source import Fault
from app.reading.containers.entry import BLOCK, DAMAGED, SHORTER, Entry, nothing
from app.reading.containers.sevenzip_listing import Listed, list_members
from app.reading.containers.sevenzip_program import has_password, run, said_by
from app.reading.limits import Bad
from app.reading.names import clean_text


def read_by_program(path: Path) -> Iterator[Entry]:
    listed, fault = list_members(path)
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


def _entry(member: Listed) -> Entry:
    name, uncertain = clean_text(member.name.replace(os.sep, "/"))
    entry = Entry(name, member.size, _modified(member.fields.get("Modified", "")), nothing(), uncertain)
    entry.is_folder = member.is_folder
    entry.fault, entry.detail = _fault(member)
    return entry


def _fault(member: Listed) -> tuple[Fault | None, str]:
    attributes = member.fields.get("Attributes", "").split()
    unix = next((part for part in attributes if len(part) == 10), "-")
    linked = any(member.fields.get(key) for key in ("Symbolic Link", "Hard Link", "Copy Link"))
    if linked or unix[0] not in "-d" or member.has("Alternate Stream"):
        return Fault.LINK, "是链接或设备，不是文件"
    if member.has("Encrypted") and not has_password():
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

    def __init__(self, path: Path, members: Sequence[Listed], whole: bool) -> None:
        self._path, self._pending, self._whole = path, list(members), whole
        self._open = contextlib.ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._stderr: IO[bytes] | None = None
        self.fault: Bad | None = None

    def of(self, member: Listed) -> Iterator[bytes]:
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
        self._process, self._stderr = self._open.enter_context(run("x", "-so", self._path, only=names))

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
        self.fault = self.fault or said_by(self._stderr)
        self.close()
        return well

    def _failed(self, member: Listed, detail: str) -> Bad:
        """Why: asked of 7-Zip for this member alone."""
        self.close()
        with run("t", self._path, only=[member.name]) as (process, said):
            process.communicate()
            why = said_by(said)
        return why if why is not None and why.fault is not Fault.UNREADABLE else Bad(Fault.CRC, detail)

    def close(self) -> None:
        self._open.close()
        self._process = self._stderr = None
