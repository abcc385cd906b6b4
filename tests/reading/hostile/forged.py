"""Archives whose headers say what no honest packer writes: zip, 7z, RAR 5 and tar, one entry at a time."""

from __future__ import annotations

import io
import struct
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.demo import rar_writer as rar
from tests import builders

LINK = 0o120777


@dataclass(frozen=True)
class Forged:
    """One entry. `size` and `crc` are what its header says; None: the truth. `mode` is Unix'."""

    name: str
    content: bytes = b"ten bytes!"
    size: int | None = None
    crc: int | None = None
    mode: int = 0o100644
    link: str = ""
    method: int = 0

    @property
    def told_size(self) -> int:
        return len(self.content) if self.size is None else self.size

    @property
    def told_crc(self) -> int:
        return zlib.crc32(self.content) if self.crc is None else self.crc


def zip_of(path: Path, entries: Iterable[Forged]) -> Path:
    members = []
    for entry in entries:
        member = builders._Member(entry.name.encode(), entry.content, entry.method, 0x0800)
        member.size, member.crc, member.attributes = entry.told_size, entry.told_crc, entry.mode << 16
        members.append(member)
    path.write_bytes(builders._zip_bytes(members))
    return path


def zip64_of(path: Path, size: int, packed: int) -> Path:
    """One member whose sizes stand in a ZIP64 field (APPNOTE.TXT 4.5.3) and are lies."""
    member = builders._Member("大.bin".encode(), b"ten bytes!", 0, 0x0800)
    member.extra = struct.pack("<HHQQ", 1, 16, size, packed)
    member.size = 0xFFFFFFFF
    content = bytearray(builders._zip_bytes([member]))
    for mark, at in ((b"PK\3\4", 18), (b"PK\1\2", 20)):
        struct.pack_into("<L", content, content.index(mark) + at, 0xFFFFFFFF)
    path.write_bytes(content)
    return path


def tar_of(path: Path, entries: Iterable[Forged], mode: str = "w") -> Path:
    with tarfile.open(path, mode, format=tarfile.PAX_FORMAT) as archive:  # type: ignore[call-overload]
        for entry in entries:
            info = tarfile.TarInfo(entry.name)
            info.size = entry.told_size if entry.link == "" else 0
            if entry.link:
                info.type, info.linkname = tarfile.SYMTYPE, entry.link
            if entry.size is None or entry.link:
                archive.addfile(info, io.BytesIO(entry.content))
            else:  # its header lies: written past tarfile's own count
                raw = info.tobuf(tarfile.PAX_FORMAT) + entry.content.ljust(-(-len(entry.content) // 512) * 512, b"\0")
                archive.fileobj.write(raw)  # type: ignore[union-attr]
                archive.offset += len(raw)
    return path


def rar5_of(path: Path, entries: Iterable[Forged]) -> Path:
    blocks = [b"Rar!\x1a\x07\x01\x00", rar._block5(1, 0, rar._vint(0))]
    for entry in entries:
        raw, content = entry.name.encode(), b"" if entry.link else entry.content
        extra = b""
        if entry.link:
            target = entry.link.encode()
            record = b"\5\1\0" + rar._vint(len(target)) + target
            extra = rar._vint(len(record)) + record
        fields = (rar._vint(len(extra)) if extra else b"") + rar._vint(len(content)) + rar._vint(4)
        fields += rar._vint(0 if entry.link else entry.told_size) + rar._vint(entry.mode)
        fields += struct.pack("<I", zlib.crc32(b"") if entry.link else entry.told_crc)
        fields += rar._vint(entry.method) + rar._vint(1) + rar._vint(len(raw)) + raw + extra
        blocks.append(rar._block5(2, 0x02 | (0x01 if extra else 0), fields) + content)
    blocks.append(rar._block5(5, 0, rar._vint(0)))
    path.write_bytes(b"".join(blocks))
    return path


def sevenz_of(path: Path, entries: Iterable[Forged], coder: bytes = b"\x01\x00") -> Path:
    """One folder an entry, `coder` its flags and id (7zFormat.txt of the LZMA SDK); plain header."""
    listed = list(entries)
    packed = b"".join(entry.content for entry in listed)
    count = _number(len(listed))
    streams = b"\x06\x00" + count + b"\x09" + b"".join(_number(len(e.content)) for e in listed) + b"\x00"
    streams += b"\x07\x0b" + count + b"\x00" + (b"\x01" + coder) * len(listed)
    streams += b"\x0c" + b"".join(_number(e.told_size) for e in listed)
    streams += b"\x00\x08\x0a\x01" + b"".join(struct.pack("<I", e.told_crc) for e in listed) + b"\x00"
    names = b"\x00" + b"".join(e.name.encode("utf-16-le", "surrogatepass") + b"\0\0" for e in listed)
    modes = b"\x01\x00" + b"".join(struct.pack("<I", e.mode << 16 | 0x8000) for e in listed)
    files = b"\x05" + count + b"\x11" + _number(len(names)) + names + b"\x15" + _number(len(modes)) + modes + b"\x00"
    header = b"\x01\x04" + streams + b"\x00" + files + b"\x00"
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    path.write_bytes(b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + packed + header)
    return path


def _number(value: int) -> bytes:
    """7z's integer: the first byte's high ones say how many bytes follow."""
    for more in range(8):
        if value < 1 << (7 * (more + 1)):
            first = (0xFF00 >> more) & 0xFF | value >> (8 * more)
            return bytes((first,)) + (value & ((1 << 8 * more) - 1)).to_bytes(more, "little")
    return b"\xff" + value.to_bytes(8, "little")
