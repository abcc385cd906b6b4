"""The members of a ZIP, by its central directory; each is held to its size and CRC.

Not zipfile, which believes sizes.
"""

from __future__ import annotations

import bz2
import calendar
import lzma
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib  # 2–3 × zlib's speed

from app.errors import os_errors
from app.model.source import Fault
from app.reading.at_hand import section_of
from app.reading.containers.entry import BLOCK, DAMAGED, LONGER, SHORTER, Entry, nothing
from app.reading.limits import Bad
from app.reading.names import clean_text, decode_name
from app.reading.zip_directory import DEFLATED, ENCRYPTED, STORED, UTF8, Record, read_directory

_DEFLATE64, _BZIP2, _LZMA, _AES = 9, 12, 14, 99
_READABLE = (STORED, DEFLATED, _DEFLATE64, _BZIP2, _LZMA)
_WINDOWS_MADE = (0, 10, 11)  # "version made by": FAT, NTFS, MVS-as-NTFS; they may part folders by a backslash


def read_zip(path: Path) -> Iterator[Entry]:
    with os_errors(path), path.open("rb") as file:
        directory = read_directory(file)
        for record in directory.records:
            yield _entry(file, record)


def _entry(file: BinaryIO, record: Record) -> Entry:
    name, uncertain = decode_name(record.raw, bool(record.flags & UTF8), record.extra)
    if record.made_by in _WINDOWS_MADE and "/" not in name:
        name = name.replace("\\", "/")  # after decoding: 0x5C is a legal second byte in GBK
    name, broken = clean_text(name)
    entry = Entry(name, record.size, _wall_seconds(record.dos_time), nothing(), uncertain or broken)
    entry.is_folder = name.endswith("/")
    entry.fault, entry.detail = _fault(record)
    if entry.fault is None and not entry.is_folder:
        entry.chunks = _checked(file, record)
        if record.method == STORED and record.packed == record.size:
            entry.lying = section_of(file, record.start, record.size)
    return entry


def _fault(record: Record) -> tuple[Fault | None, str]:
    mode = record.attributes >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return Fault.LINK, "是链接或设备，不是文件"
    if record.overlaps:
        return Fault.OVERLAP, "与别的文件占用同一段数据"
    if record.flags & ENCRYPTED or record.method == _AES:
        return Fault.PASSWORD, ""
    if record.method == -1:
        return Fault.UNREADABLE, "压缩包里找不到它的数据"
    if record.method not in _READABLE:
        return Fault.METHOD, f"压缩方式 {record.method}"
    return None, ""


def _checked(file: BinaryIO, record: Record) -> Iterator[bytes]:
    crc = done = 0
    try:
        for chunk in _unpacked(file, record):
            done += len(chunk)
            if done > record.size:
                raise Bad(Fault.SIZE, LONGER)
            crc = isal_zlib.crc32(chunk, crc)
            yield chunk
    except (zlib.error, OSError, EOFError, lzma.LZMAError, ValueError) as error:
        raise Bad(Fault.CRC, DAMAGED) from error
    if done < record.size:
        raise Bad(Fault.SIZE, SHORTER)
    if crc != record.crc:
        raise Bad(Fault.CRC, DAMAGED)


def _unpacked(file: BinaryIO, record: Record) -> Iterator[bytes]:
    packed = _packed(file, record)
    if record.method == STORED:
        yield from packed
    elif record.method == DEFLATED:
        yield from _inflated(packed)
    else:
        unpack = _unpacker(record.method)
        for piece in packed:
            for place in range(0, len(piece), 4096):  # these cannot be told to stop: feed them little
                if chunk := unpack(piece[place : place + 4096]):
                    yield chunk


def _packed(file: BinaryIO, record: Record) -> Iterator[bytes]:
    place, left = record.start, record.packed
    while left:
        with os_errors(file.name):
            file.seek(place)
            block = file.read(min(BLOCK, left))
        if not block:
            raise EOFError
        place += len(block)
        left -= len(block)
        yield block


def _inflated(packed: Iterator[bytes]) -> Iterator[bytes]:
    inflater = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for piece in packed:
            while piece and not inflater.eof:
                yield inflater.decompress(piece, BLOCK)
                piece = inflater.unconsumed_tail
        yield inflater.flush()
    except isal_zlib.error as error:  # type: ignore[misc]  # its stub calls it a value
        raise EOFError from error
    if not inflater.eof:
        raise EOFError


def _unpacker(method: int) -> Callable[[bytes], bytes]:
    if method == _BZIP2:
        return bz2.BZ2Decompressor().decompress
    if method == _LZMA:
        return zipfile.LZMADecompressor().decompress  # type: ignore[attr-defined, no-any-return]
    import inflate64

    return inflate64.Inflater().inflate  # type: ignore[no-any-return]


def _wall_seconds(dos: int) -> int:
    """MS-DOS date and time, two seconds fine, as seconds from 1970."""
    day, clock = dos >> 16, dos & 0xFFFF
    ymd = 1980 + (day >> 9), day >> 5 & 15 or 1, day & 31 or 1
    try:
        return calendar.timegm((*ymd, clock >> 11, clock >> 5 & 63, (clock & 31) * 2))
    except ValueError:
        return 0
