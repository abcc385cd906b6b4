"""The central directory of a ZIP (PKWARE APPNOTE.TXT 6.3.10): what it lists, where it lies, what it claims.

Not zipfile: one name with a false UTF-8 flag makes it refuse the whole archive, and it hides raw names.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import os_errors
from app.model.source import Fault
from app.reading.limits import CUT_SHORT, VOLUMES, Bad
from app.reading.names import decode_name, extra_fields

STORED, DEFLATED = 0, 8
ENCRYPTED = 0x0001 | 0x0040 | 0x2000  # traditional, strong, masked headers
UTF8 = 0x0800
_DESCRIPTOR = 0x0008
_MOST_BYTES, _MOST_RECORDS = 64 << 20, 100_000  # of a directory, before the limits can count its members
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_LOCAL = struct.Struct("<4s2B4HL2L2H")


@dataclass(slots=True)
class Record:
    """One entry of the central directory; `offset` is the local header's place in the file."""

    raw: bytes
    made_by: int
    flags: int
    method: int
    dos_time: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    extra: bytes
    start: int = 0  # of its data
    local_agrees: bool = True
    overlaps: bool = False

    @property
    def end(self) -> int:
        return self.start + self.packed


@dataclass(slots=True)
class Directory:
    """All records, and what lies around them."""

    records: list[Record]
    start: int
    prefix: int  # bytes before the archive (a self-extractor's program)
    trailing: int  # bytes after it


def read_names(file: BinaryIO) -> list[str]:
    """The names in its directory, as decoded. Raises Bad."""
    records = _directory(file).records
    return [decode_name(record.raw, bool(record.flags & UTF8), record.extra)[0] for record in records]


def is_complete(path: Path) -> bool:
    """Whether any reader takes it as it is: every header complete, names UTF-8, nothing but the archive."""
    with os_errors(path), path.open("rb") as file:
        try:
            directory = read_directory(file)
        except Bad:
            return False
    if directory.prefix or directory.trailing:
        return False
    place = 0
    for record in sorted(directory.records, key=lambda record: record.offset):
        if record.offset != place or not _is_plain(record):
            return False
        place = record.end
    return place == directory.start


def _is_plain(record: Record) -> bool:
    if record.flags & (ENCRYPTED | _DESCRIPTOR) or record.method not in (STORED, DEFLATED):
        return False
    has_own_name = record.raw.isascii() or record.flags & UTF8
    return bool(has_own_name) and record.local_agrees and b"\\" not in record.raw


def read_directory(file: BinaryIO) -> Directory:
    """Raises Bad(UNREADABLE), or Bad(BOMB) for a directory beyond all reason."""
    directory = _directory(file)
    _place(file, directory.records, directory.start)
    return directory


def _directory(file: BinaryIO) -> Directory:
    length = file.seek(0, os.SEEK_END)
    end, tail_start = _find_end(file, length)
    _, disk_numbers, size, offset, comment = end[0], end[1:5], end[5], end[6], end[7]
    at = tail_start
    count = disk_numbers[3]
    trailing = length - (tail_start + _END.size + comment)
    if 0xFFFF in disk_numbers or 0xFFFFFFFF in (size, offset):
        wide = _find_zip64(file, tail_start)
        if wide is not None:
            at, disk_numbers, count, size, offset = wide
    if disk_numbers[0] or disk_numbers[1]:
        raise Bad(Fault.UNREADABLE, VOLUMES)
    start = at - size
    prefix = start - offset
    if start < 0 or prefix < 0 or (prefix and _begins_with_a_member(file)):
        raise Bad(Fault.UNREADABLE, CUT_SHORT)  # what was found is the directory of a member
    if size > _MOST_BYTES or count > _MOST_RECORDS:
        raise Bad(Fault.BOMB, "压缩包的目录大得不合常理")
    file.seek(start)
    records = list(_records(file.read(size), count, prefix))
    if not records and start > 0:  # an end record of zeros makes an empty archive of any file
        raise Bad(Fault.UNREADABLE, "压缩包的目录已损坏")
    return Directory(records, start, prefix, trailing)


def _begins_with_a_member(file: BinaryIO) -> bool:
    """Which a directory of what comes later does not list; a self-extractor begins with its program."""
    file.seek(0)
    return file.read(4) == b"PK\x03\x04"


def _find_end(file: BinaryIO, length: int) -> tuple[tuple[int, ...], int]:
    reach = min(length, _END.size + 0xFFFF)
    file.seek(length - reach)
    tail = file.read(reach)
    place = tail.rfind(b"PK\x05\x06")
    while place >= 0:
        if place + _END.size <= len(tail):
            end = _END.unpack_from(tail, place)
            if place + _END.size + end[7] <= len(tail):
                return end, length - reach + place
        place = tail.rfind(b"PK\x05\x06", 0, place)
    file.seek(0)
    raise Bad(Fault.UNREADABLE, VOLUMES if file.read(4) == b"PK\x07\x08" else CUT_SHORT)


def _find_zip64(file: BinaryIO, end: int) -> tuple[int, tuple[int, ...], int, int, int] | None:
    """(its place, disk numbers, entries, directory size, directory offset); APPNOTE.TXT 4.3.14–15."""
    if end < 76:
        return None
    file.seek(end - 20)
    signature, _, _, _ = struct.unpack("<4sLQL", file.read(20))
    if signature != b"PK\x06\x07":
        return None
    file.seek(end - 76)  # version 1 record, 56 bytes, right before its locator
    fields = struct.unpack("<4sQ2H2L4Q", file.read(56))
    if fields[0] != b"PK\x06\x06":
        raise Bad(Fault.UNREADABLE, CUT_SHORT)
    return end - 76, (fields[4], fields[5]), fields[7], fields[8], fields[9]


def _records(data: bytes, count: int, prefix: int) -> Iterator[Record]:
    place = found = 0
    while place + _CENTRAL.size <= len(data):
        f = _CENTRAL.unpack_from(data, place)
        if f[0] != b"PK\x01\x02":
            break
        name_at = place + _CENTRAL.size
        extra_at = name_at + f[12]
        raw, extra = data[name_at:extra_at], data[extra_at : extra_at + f[13]]
        packed, size, offset = _wide(extra, f[10], f[11], f[18])
        yield Record(
            raw, f[2], f[5], f[6], f[8] << 16 | f[7], f[9], packed, size, f[17], offset + prefix, extra
        )
        place = extra_at + f[13] + f[14]
        found += 1
        if found > _MOST_RECORDS:  # the count it declares is 16 bits only
            raise Bad(Fault.BOMB, "压缩包的目录大得不合常理")
    if place != len(data) or found & 0xFFFF != count & 0xFFFF:
        raise Bad(Fault.UNREADABLE, "压缩包的目录已损坏")


def _wide(extra: bytes, packed: int, size: int, offset: int) -> tuple[int, int, int]:
    """ZIP64 extended information, APPNOTE.TXT 4.5.3: only the fields that did not fit, in this order."""
    for kind, field in extra_fields(extra):
        if kind == 1:
            numbers = iter(struct.unpack(f"<{len(field) // 8}Q", field[: len(field) // 8 * 8]))
            size = next(numbers, size) if size == 0xFFFFFFFF else size
            packed = next(numbers, packed) if packed == 0xFFFFFFFF else packed
            offset = next(numbers, offset) if offset == 0xFFFFFFFF else offset
    return packed, size, offset


def _place(file: BinaryIO, records: list[Record], directory_start: int) -> None:
    """Read each local header; find where data begins and which members share bytes."""
    reached, last = 0, None
    for record in sorted(records, key=lambda record: record.offset):
        file.seek(min(record.offset, directory_start))  # it may claim 2**64
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size or header[:4] != b"PK\x03\x04":
            record.start, record.local_agrees, record.method = record.offset, False, -1
            continue
        f = _LOCAL.unpack(header)
        raw, extra = file.read(f[10]), file.read(f[11])
        record.start = record.offset + _LOCAL.size + f[10] + f[11]
        packed, size, _ = _wide(extra, f[8], f[9], 0)
        described = f[3] & _DESCRIPTOR and not packed
        record.local_agrees = raw == record.raw and f[4] == record.method and (
            bool(described) or (packed == record.packed and size == record.size and f[7] == record.crc)
        )
        if record.offset < reached:
            record.overlaps = True
            if last is not None:
                last.overlaps = True
        if record.end > directory_start:
            record.overlaps = True
        if record.end > reached:
            reached, last = record.end, record
