"""One directory of an ISO 9660 image as bytes: its records, and what Rock Ridge adds to them.

ECMA-119 section 9.1 (directory record), SUSP 1.12 section 5 (CE, SP, ST), RRIP 1.12 section 4
(NM, PX, SL, CL, RE, ZF). Every length is bounded by what holds it; nothing here reads a file.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

SECTOR = 2048  # bytes
_SHORTEST = 34  # bytes of a record with a name of one byte
_FOLDER, _ASSOCIATED, _MORE = 0x02, 0x04, 0x80
_NM_MORE, _NM_SELF = 0x01, 0x06
_MOST_AREAS = 32  # continuation areas of one record; a name of 255 bytes needs one
_MOST_DEPTH, _MOST_FOLDERS = 64, 65_535  # of a path table, whose folder numbers have 16 bits
_LINK_MODE = 0o120000
_FILE_MODES = (0, 0o040000, 0o100000)

Sectors = Callable[[int, int], bytes]  # (extent, bytes) → exactly so many bytes; raises Broken


class Broken(Exception):
    """A structure of the image cannot be followed; the words say why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Record:
    """`extent` in sectors, `size` in bytes. `name` as stored. `has_more`: the next record goes on with it."""

    name: bytes
    extent: int
    size: int
    is_folder: bool
    has_more: bool
    is_plain: bool
    agrees: bool
    system_use: bytes


@dataclass(slots=True)
class Extra:
    """What Rock Ridge says of one record. `moved_to`: the extent of a directory that lies elsewhere (CL)."""

    name: bytes | None = None
    mode: int = 0
    moved_to: int | None = None
    is_moved: bool = False
    is_compressed: bool = False
    skip: int | None = None

    @property
    def is_file_or_folder(self) -> bool:
        return self.mode & 0o170000 in _FILE_MODES


def records(content: bytes) -> Iterator[Record]:
    """Section 6.8.1: a record never crosses a sector; a length of 0 ends the sector. Raises Broken."""
    for start in range(0, len(content), SECTOR):
        place, end = start, min(start + SECTOR, len(content))
        while place < end and (length := content[place]):
            if length < _SHORTEST or place + length > end:
                raise Broken("目录记录的长度不对")
            yield _record(content[place : place + length])
            place += length


def _record(raw: bytes) -> Record:
    extent, extent_big = struct.unpack_from("<I", raw, 2)[0], struct.unpack_from(">I", raw, 6)[0]
    size, size_big = struct.unpack_from("<I", raw, 10)[0], struct.unpack_from(">I", raw, 14)[0]
    flags, unit, gap, length = raw[25], raw[26], raw[27], raw[32]
    name = raw[33 : 33 + length]
    if len(name) != length:
        raise Broken("目录记录里的名称超出了记录")
    return Record(
        name=name,
        extent=extent + raw[1],  # the data begin after the extended attribute record (9.1.2)
        size=size,
        is_folder=bool(flags & _FOLDER),
        has_more=bool(flags & _MORE),
        is_plain=not (flags & _ASSOCIATED or unit or gap),
        agrees=(extent, size) == (extent_big, size_big),
        system_use=raw[33 + length + (length + 1) % 2 :],
    )


def extra(record: Record, skip: int, read: Sectors) -> Extra:
    """Follows continuation areas. Raises Broken when one lies outside or never ends."""
    said = Extra()
    area = record.system_use[skip:]
    for _ in range(_MOST_AREAS):
        onward = _take(area, said)
        if onward is None:
            return said
        extent, offset, length = onward
        if offset + length > 16 * SECTOR:
            raise Broken("扩展记录的长度不对")
        area = read(extent, offset + length)[offset:]
    raise Broken("扩展记录没有尽头")


def _take(area: bytes, said: Extra) -> tuple[int, int, int] | None:
    """Reads the entries of one area; (extent, offset, length) of the next, if there is one."""
    onward, place = None, 0
    while place + 4 <= len(area):
        kind, length = area[place : place + 2], area[place + 2]
        if length < 4 or place + length > len(area) or kind == b"ST":
            break
        _note(kind, area[place + 4 : place + length], said)
        if kind == b"CE" and length >= 28:
            extent, offset, size = (struct.unpack_from("<I", area, place + 4 + 8 * i)[0] for i in range(3))
            onward = (extent, offset, size)
        place += length
    return onward


def _note(kind: bytes, data: bytes, said: Extra) -> None:
    if kind == b"NM" and data and not data[0] & _NM_SELF:
        said.name = (said.name or b"") + data[1:]
    elif kind == b"PX" and len(data) >= 4:
        said.mode = struct.unpack_from("<I", data)[0]
    elif kind == b"SL":
        said.mode = _LINK_MODE
    elif kind == b"CL" and len(data) >= 4:
        said.moved_to = struct.unpack_from("<I", data)[0]
    elif kind == b"RE":
        said.is_moved = True
    elif kind == b"ZF":
        said.is_compressed = True
    elif kind == b"SP" and len(data) >= 3 and data[:2] == b"\xbe\xef":
        said.skip = data[2]


def path_table(content: bytes, order: str) -> dict[int, tuple[bytes, ...]]:
    """extent → names from the root down (ECMA-119 section 9.4). Raises Broken."""
    paths: list[tuple[bytes, ...]] = []
    found: dict[int, tuple[bytes, ...]] = {}
    place = 0
    while place + 8 <= len(content) and content[place]:
        length, attributes = content[place], content[place + 1]
        extent, parent = struct.unpack_from(f"{order}IH", content, place + 2)
        name = content[place + 8 : place + 8 + length]
        if paths and not 1 <= parent <= len(paths):
            raise Broken("上级文件夹不对")
        above = paths[parent - 1] if paths else ()
        if len(above) > _MOST_DEPTH or len(paths) > _MOST_FOLDERS:
            raise Broken("太深或太多")
        paths.append((*above, name) if paths else ())
        found[extent + attributes] = paths[-1]
        place += 8 + length + length % 2
    return found
