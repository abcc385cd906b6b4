"""tar, plain or under gzip, bzip2 or xz, in one pass."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from app.errors import os_errors
from app.model.source import Fault
from app.reading.containers.entry import BLOCK, Entry, nothing, wall_clock
from app.reading.limits import CUT_SHORT, Bad
from app.reading.names import clean_text

_MOST_PAX = 1 << 16  # bytes of the extended header of a member; a path has 4,096 at most
_LENGTH, _DIGITS = re.compile(rb"([0-9]{1,6}) "), re.compile(rb"[0-9]{1000}")
_BROKEN = (tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, gzip.BadGzipFile, ValueError, OSError)


def read_tar(path: Path) -> Iterator[Entry]:
    with os_errors(path), path.open("rb") as file:
        stream = _decompressed(file)
        try:
            count, after = 0, b""
            with _opened(stream) as archive:
                while (member := archive.next()) is not None:
                    count += 1
                    entry = _entry(archive, member)
                    yield entry
                    for _ in entry.chunks:  # a stream cannot be skipped
                        pass
                while block := archive.fileobj.read(BLOCK):  # the checksum of gzip stands at its very end
                    after = after or block
            if not count and (after.strip(b"\0") or len(after) < 512):
                raise tarfile.ReadError("zeros where the first header should be")
        except _BROKEN as error:
            raise Bad(Fault.UNREADABLE, CUT_SHORT) from error


def _opened(stream: IO[bytes]) -> tarfile.TarFile:
    return tarfile.open(
        fileobj=stream, mode="r|", encoding="utf-8", errors="surrogateescape", tarinfo=_Strict
    )


class _Strict(tarfile.TarInfo):
    """A damaged header in the midst is an error; tarfile takes it for the end, and the rest is lost unsaid.

    So is an end without the zeros that close a tar (POSIX pax, "ustar interchange format"): it was cut.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Strict:
        try:
            return super().frombuf(buf, encoding, errors)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # two blocks of zeros: the end
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from error

    def _proc_pax(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        """Held to its form before tarfile's expressions see it: they go back and forth in a long one."""
        if self.size > _MOST_PAX:
            raise tarfile.ReadError("an extended header beyond all reason")
        stream = archive.fileobj
        header = stream.read(-(-self.size // 512) * 512)
        if not _is_pax(header):
            raise tarfile.ReadError("no extended header")
        archive.fileobj = _Ahead(header, archive, stream)  # type: ignore[assignment]
        return super()._proc_pax(archive)  # type: ignore[misc, no-any-return]


class _Ahead:
    """What was read of a stream already, given once; the stream itself is in its place again after."""

    def __init__(self, header: bytes, archive: tarfile.TarFile, stream: Any) -> None:
        self._header, self._archive, self._stream = header, archive, stream

    def read(self, size: int) -> bytes:
        self._archive.fileobj = self._stream
        return self._header


def _is_pax(header: bytes) -> bool:
    """POSIX pax, "pax Header Block": each record "length keyword=value", a line, zeros after the last."""
    place = 0
    while place < len(header) and header[place]:
        length = _LENGTH.match(header, place)
        end = place + int(length[1]) if length else 0
        if length is None or end > len(header) or header[end - 1 : end] != b"\n":
            return False
        if b"=" not in header[length.end() : end]:
            return False
        place = end
    return _DIGITS.search(header) is None


def is_tar(file: BinaryIO) -> bool:
    """Whether a tar header stands at the start, under a compression too."""
    try:
        head = _decompressed(file).read(512)
    except _BROKEN:
        return False
    return len(head) == 512 and head[257:262] == b"ustar"


def _decompressed(file: BinaryIO) -> IO[bytes]:
    file.seek(0)
    head = file.read(6)
    file.seek(0)
    if head[:2] == b"\x1f\x8b":
        return cast(IO[bytes], gzip.open(file))
    if head[:3] == b"BZh":
        return bz2.open(file)
    if head == b"\xfd7zXZ\0":
        return lzma.open(file)
    return file


def _entry(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Entry:
    name, uncertain = _name(member.name)
    entry = Entry(name, member.size, wall_clock(member.mtime), nothing(), uncertain, member.isdir())
    if not member.isdir() and not member.isreg():
        entry.fault, entry.detail = Fault.LINK, "是链接或设备，不是文件"
    elif member.size < 0:
        entry.size, entry.fault, entry.detail = 0, Fault.SIZE, "大小是负数"
    elif member.isreg():
        entry.chunks = _blocks(archive, member)
    return entry


def _name(name: str) -> tuple[str, bool]:
    raw = name.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return clean_text(raw.decode("gb18030", "replace"))[0], True


def _blocks(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    source = archive.extractfile(member)
    assert source is not None
    left = member.size
    while left:
        try:
            block = source.read(min(BLOCK, left))
        except _BROKEN as error:
            raise Bad(Fault.UNREADABLE, CUT_SHORT) from error
        if not block:
            raise Bad(Fault.UNREADABLE, CUT_SHORT)
        left -= len(block)
        yield block
