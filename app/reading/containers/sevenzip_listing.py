"""What 7-Zip lists of an archive or an image: as many members as it may have, and no more."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import IO

from app.model.source import Fault
from app.reading.confine import memory_limited
from app.reading.containers.entry import BLOCK, SHORTER
from app.reading.containers.sevenzip_program import run, said_by, watched
from app.reading.limits import CUT_SHORT, VOLUMES, Bad

_MOST_MEMBERS, _MOST_LISTING, _MOST_LINE = 200_000, 256 << 20, 1 << 20  # files, bytes, bytes
_MEMORY = 2_000_000_000  # bytes
_KEPT = frozenset((  # of what is listed of a member
    "Path", "Size", "CRC", "Folder", "Attributes", "Symbolic Link", "Hard Link", "Copy Link",
    "Alternate Stream", "Encrypted", "Modified", "Split Before", "Split After",
))  # fmt: skip
_TAIL = "压缩包末尾有读不出来的数据，可能已损坏"


@dataclass(slots=True)
class Listed:
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


def list_members(path: Path, *switches: str) -> tuple[list[Listed], Bad | None]:
    """And what 7-Zip found wrong, if it listed some all the same. Raises Bad, SandboxFailed."""
    with run("l", "-slt", *switches, path) as (process, said):
        assert process.stdout is not None
        lines = _lines(process.stdout)
        archive = set(takewhile(lambda line: line != "----------", lines))
        listed = [_parsed(block) for block in _blocks_of(lines)]
        process.wait()
        fault = said_by(said)
    if "Multivolume = +" in archive or any(m.has("Split Before") or m.has("Split After") for m in listed):
        raise Bad(Fault.UNREADABLE, VOLUMES)
    if process.returncode and fault is None:
        fault = Bad(Fault.UNREADABLE, CUT_SHORT)
    if "WARNINGS:" in archive and fault is None:  # data after the end: so looks a broken RAR 4 header
        fault = Bad(Fault.UNREADABLE, _TAIL)
    if fault is not None and not listed:
        raise fault
    return listed, fault


def _lines(output: IO[bytes]) -> Iterator[str]:
    """As they come: a small archive may tell of millions of members. Raises Bad."""
    left = _MOST_LISTING
    while line := output.readline(_MOST_LINE):  # splitlines would cut names at U+2028
        left -= len(line)
        if left < 0 or len(line) == _MOST_LINE:
            raise Bad(Fault.BOMB, "目录大得不合常理")
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _blocks_of(lines: Iterable[str]) -> Iterator[list[str]]:
    block: list[str] = []
    number = 0
    for line in lines:
        if line.startswith("Path = ") and block:
            yield block
            block, number = [], number + 1
            if number >= _MOST_MEMBERS:
                raise Bad(Fault.BOMB, f"文件超过 {_MOST_MEMBERS:,} 个")
        if line.partition(" =")[0] in _KEPT:
            block.append(line)
    if block:
        yield block


def _parsed(block: Sequence[str]) -> Listed:
    fields = {key: value.removeprefix(" ") for key, _, value in (line.partition(" =") for line in block)}
    size, crc = fields.get("Size", ""), fields.get("CRC", "")
    return Listed(
        name=fields.get("Path", ""),
        size=int(size) if re.fullmatch("[0-9]{1,19}", size) else 0,
        crc=int(crc, 16) if re.fullmatch("[0-9A-F]{8}", crc) else None,
        fields=fields,
    )


def file_sizes(path: Path, kind: str) -> dict[str, int]:
    """Path ("/" separated) → bytes of the files in a container of that `kind` (UDF) and no other.

    Raises Bad, SandboxFailed.
    """
    listed, fault = list_members(path, f"-t{kind}")
    if fault is not None:
        raise fault
    return {m.name.replace(os.sep, "/"): m.size for m in listed if not m.is_folder}


def content_of(path: Path, kind: str, name: str, size: int) -> Iterator[bytes]:
    """The bytes of one file that `file_sizes` told. Raises Bad when there are not `size` of them.

    This may run outside a sandbox's child: the program gets limits of its own.
    """
    names = [name.replace("/", os.sep)]
    with (
        run("x", "-so", f"-t{kind}", path, only=names) as (process, _),
        memory_limited(process.pid, _MEMORY),
        watched(process) as read,
    ):
        while size:
            block = read(min(BLOCK, size))
            if not block:
                raise Bad(Fault.UNREADABLE, SHORTER)
            size -= len(block)
            yield block
