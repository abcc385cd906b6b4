"""Packages: zip archives any reader takes, written in one pass with the SHA-256 of the archive.

Every local header is complete (no data descriptors: Java's ZipInputStream refuses them after STORED). A
stored member of known CRC-32 is written and hashed as it comes; of others the header is patched once they
are written. Source: APPNOTE.TXT 6.3.10, sections 4.3-4.5, appendix D (UTF-8 names).
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from isal import isal_zlib

BLOCK = 1 << 20  # bytes; read, hash and write unit
LEVEL = 1
_SAMPLES, _SAMPLE = 8, 16 << 10  # how many, and bytes each, are tried of a member
_DRIVE = re.compile("[A-Za-z]:")
_SAVING = 0.05  # a member whose first block shrinks by less is stored
_STORED, _DEFLATED = 0, 8
_UTF8 = 0x800
_MOST32 = 0xFFFFFFFF
_MOST16 = 0xFFFF
_MODE = 0o100644 << 16  # a plain file, for Unix; Windows looks at the low bytes only
_FIRST = int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())
_LAST = int(datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC).timestamp())


class Written(NamedTuple):
    """The archive: bytes and lower-case hex SHA-256."""

    size: int
    sha256: str


class Added(NamedTuple):
    """A member as it was read; `sha256` is taken only where its CRC-32 was not known beforehand."""

    size: int
    crc32: int
    sha256: str = ""


class _Entry(NamedTuple):
    name: bytes
    flags: int
    method: int
    stamp: tuple[int, int]
    crc: int
    packed: int
    size: int
    offset: int
    is_large: bool  # ZIP64 fields in its local header

    def local(self) -> bytes:
        """Section 4.3.7; in ZIP64 both sizes go to the extra field (4.5.3)."""
        version, extra = 20, b""
        packed, size = self.packed, self.size
        if self.is_large:
            version, extra = 45, struct.pack("<HHQQ", 1, 16, size, packed)
            packed = size = _MOST32
        return struct.pack(
            "<4s5H3L2H", b"PK\3\4", version, self.flags, self.method, *self.stamp,
            self.crc, packed, size, len(self.name), len(extra),
        ) + self.name + extra

    def central(self) -> bytes:
        """Section 4.3.12; only what does not fit goes to the extra field."""
        values = (self.size, self.packed, self.offset)
        large = [value for value in values if value >= _MOST32]
        extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
        size, packed, offset = (min(value, _MOST32) for value in values)
        version = 45 if large or self.is_large else 20
        return struct.pack(
            "<4s6H3L5H2L", b"PK\1\2", 3 << 8 | version, version, self.flags, self.method, *self.stamp,
            self.crc, packed, size, len(self.name), len(extra), 0, 0, 0, _MODE, offset,
        ) + self.name + extra


class ZipWriter:
    """Writes a new archive at `path`; a context manager, to be ended by `close`.

    OSErrors come out as they are. Leaving without `close` leaves the unfinished file where it is.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("w+b", buffering=0)
        self._entries: list[_Entry] = []
        self._names: set[bytes] = set()
        self._end = 0
        self._digest = hashlib.sha256()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, path: str, size: int, modified: int, chunks: Iterable[bytes], crc32: int = -1) -> Added:
        """Pack one member. `size` and `crc32` (-1: unknown) are what to expect, `modified` in wall-clock
        seconds from 1970. The caller compares: an archive with a member that differs is worth nothing.

        Raises ValueError for a path that is absolute, steps out, or is there already.
        """
        name = _safe_name(path)
        if name in self._names:
            raise ValueError(f"twice in one archive: {path}")
        blocks = _blocks(chunks)
        first = next(blocks, b"")
        flags = 0 if path.isascii() else _UTF8
        is_large = size + (size >> 10) + BLOCK >= _MOST32
        entry = _Entry(
            name, flags, _method(first), dos_stamp(modified), max(crc32, 0), size, size, self._end, is_large
        )
        blocks = chain((first,), blocks)
        is_known = crc32 >= 0 and entry.method == _STORED
        added = self._store(entry, blocks) if is_known else self._pack(entry, blocks, has_crc=crc32 >= 0)
        self._names.add(name)
        return added

    def _store(self, entry: _Entry, blocks: Iterable[bytes]) -> Added:
        """The header is complete before the data: one pass, one hash."""
        self._append(entry.local())
        crc, size = 0, 0
        for block in blocks:
            crc = isal_zlib.crc32(block, crc)
            size += len(block)
            self._append(block)
        self._entries.append(entry)
        return Added(size, crc)

    def _pack(self, entry: _Entry, blocks: Iterable[bytes], *, has_crc: bool) -> Added:
        """The header is patched afterwards, and the archive's hash taken from the page cache."""
        digest, crc, size = None if has_crc else hashlib.sha256(), 0, 0
        deflate = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15) if entry.method == _DEFLATED else None
        self._write(entry.local())
        start = self._end
        for block in blocks:
            crc = isal_zlib.crc32(block, crc)
            if digest:
                digest.update(block)
            size += len(block)
            self._write(deflate.compress(block) if deflate else block)
        if deflate:
            self._write(deflate.flush())
        packed = self._end - start
        if not entry.is_large and max(packed, size) >= _MOST32:
            raise ValueError("a member is longer than it said")
        entry = entry._replace(crc=crc, packed=packed, size=size)
        self._file.seek(entry.offset)
        _write_all(self._file, entry.local())
        self._hash_from(entry.offset)
        self._entries.append(entry)
        return Added(size, crc, digest.hexdigest() if digest else "")

    def close(self) -> Written:
        """Write the directory, by path; the archive's bytes and hash. Sections 4.3.14 to 4.3.16."""
        start = self._end
        for entry in sorted(self._entries):
            self._append(entry.central())
        self._append(_end_of_directory(len(self._entries), start, self._end - start))
        return Written(self._end, self._digest.hexdigest())

    def _append(self, content: bytes) -> None:
        """What is final as it is written."""
        self._write(content)
        self._digest.update(content)

    def _hash_from(self, start: int) -> None:
        """Up to the end, where the file is left."""
        self._file.seek(start)
        buffer = memoryview(bytearray(min(BLOCK, self._end - start)))
        while count := self._file.readinto(buffer):
            self._digest.update(buffer[:count])

    def _write(self, content: bytes) -> None:
        _write_all(self._file, content)
        self._end += len(content)


def dos_stamp(modified: int) -> tuple[int, int]:
    """(time, date) of section 4.4.6: wall clock, two-second steps, held within 1980 to 2107."""
    at = datetime.fromtimestamp(min(max(modified, _FIRST), _LAST), UTC)
    return at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day


def _safe_name(path: str) -> bytes:
    parts = path.replace("\\", "/").split("/")
    if "\0" in path or _DRIVE.match(path) or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"not a path inside an archive: {path}")
    name = path.encode("utf-8")
    if len(name) > _MOST16:
        raise ValueError("a path over 65,535 bytes")
    return name


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in blocks of BLOCK but for the last: ISA-L's output depends on how it is fed."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        held.append(chunk)
        size += len(chunk)
        while size >= BLOCK:
            whole = held[0] if len(held) == 1 else b"".join(held)
            yield whole[:BLOCK]
            size -= BLOCK
            held = [whole[BLOCK:]] if size else []
    if size:
        yield b"".join(held)


def _method(first: bytes) -> int:
    """By trial on samples of the first block: scans, photographs and archives hardly shrink."""
    if not first:
        return _STORED
    step = max(len(first) // _SAMPLES, _SAMPLE)
    deflate = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, -15)
    tried = shrunk = 0
    for at in range(0, len(first), step):
        sample = first[at : at + _SAMPLE]
        tried += len(sample)
        shrunk += len(deflate.compress(sample))
    shrunk += len(deflate.flush())
    return _DEFLATED if shrunk < tried * (1 - _SAVING) else _STORED


def _end_of_directory(count: int, start: int, size: int) -> bytes:
    end = struct.pack(
        "<4s4H2LH", b"PK\5\6", 0, 0, min(count, _MOST16), min(count, _MOST16),
        min(size, _MOST32), min(start, _MOST32), 0,
    )
    if count < _MOST16 and size < _MOST32 and start < _MOST32:
        return end
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 3 << 8 | 45, 45, 0, 0, count, count, size, start)
    return record + struct.pack("<4sLQL", b"PK\6\7", 0, start + size, 1) + end


def _write_all(file: BinaryIO, content: bytes) -> None:
    """An unbuffered file may take less than it is given."""
    view = memoryview(content)
    while view:
        view = view[file.write(view):]
