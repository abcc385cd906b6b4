"""What a Linux program or library asks of the computer it runs on, read from its ELF file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_SECTION, _DYNAMIC = struct.Struct("<IIQQQQIIQQ"), struct.Struct("<qQ")
_NEED, _VERSION = struct.Struct("<HHIII"), struct.Struct("<IHHII")
_KIND_DYNAMIC, _KIND_VERSIONS_NEEDED = 6, 0x6FFFFFFE  # SHT_DYNAMIC, SHT_GNU_verneed
_WEAK = 2  # VER_FLG_WEAK: does without where there is none
_TAG_NEEDED, _TAG_RPATH, _TAG_RUNPATH = 1, 15, 29
_MACHINES = {62: "x86_64", 183: "aarch64"}


@dataclass(frozen=True, slots=True)
class Needs:
    """`libraries`: file names; `versions`: of symbols, as GLIBC_2.17; `search`: folders, as $ORIGIN/lib."""

    machine: str
    libraries: tuple[str, ...]
    versions: tuple[str, ...]
    search: tuple[str, ...]


def is_elf(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needs(path: Path) -> Needs:
    """Of a 64-bit little-endian ELF file. Raises ValueError for another kind, struct.error for a cut one."""
    data = path.read_bytes()
    if data[:6] != b"\x7fELF\x02\x01":
        raise ValueError(f"{path}: not 64-bit little-endian ELF")
    machine = _MACHINES.get(struct.unpack_from("<H", data, 18)[0], "other")
    sections = tuple(_sections(data))
    libraries, search, versions = [], [], list[str]()
    for kind, offset, size, text, count in sections:
        strings = sections[text][1] if text < len(sections) else 0
        if kind == _KIND_DYNAMIC:
            for tag, value in _DYNAMIC.iter_unpack(data[offset : offset + size // 16 * 16]):
                if tag == 0:
                    break
                if tag == _TAG_NEEDED:
                    libraries.append(_text(data, strings + value))
                elif tag in (_TAG_RPATH, _TAG_RUNPATH):
                    search += [each for each in _text(data, strings + value).split(":") if each]
        elif kind == _KIND_VERSIONS_NEEDED:
            versions += _versions(data, offset, count, strings)
    return Needs(machine, tuple(libraries), tuple(dict.fromkeys(versions)), tuple(search))


def _sections(data: bytes) -> Iterator[tuple[int, int, int, int, int]]:
    """Kind, offset, size, number of the section that has its strings, entries."""
    (at,), (size, count) = struct.unpack_from("<Q", data, 40), struct.unpack_from("<HH", data, 58)
    for number in range(count):
        _, kind, _, _, offset, length, link, info, _, _ = _SECTION.unpack_from(data, at + number * size)
        yield kind, offset, length, link, info


def _versions(data: bytes, offset: int, count: int, strings: int) -> Iterator[str]:
    for _ in range(count):
        _, many, _, first, following = _NEED.unpack_from(data, offset)
        at = offset + first
        for _ in range(many):
            _, flags, _, name, beyond = _VERSION.unpack_from(data, at)
            if not flags & _WEAK:
                yield _text(data, strings + name)
            at += beyond
        offset += following


def _text(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode("ascii")
