"""Office files: macros and encryption, and a tiny reader of OLE directories (MS-CFB)."""

from __future__ import annotations

import lzma
import os
import struct
import zipfile
import zlib
from typing import BinaryIO

from app.model.source import OfficeFacts

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# what zipfile raises of a damaged .docx or .xlsx, whatever it was packed with
DAMAGED_ZIP = (
    KeyError, OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip
_END_OF_CHAIN = 0xFFFFFFFA  # and above: no sector
_MAX_SECTORS = 4096  # of a directory; 16 entries in each are plenty
_MAIN_STREAMS = {"WordDocument": "doc", "Workbook": "xls", "Book": "xls", "PowerPoint Document": "ppt"}
_MSI_CLASS = bytes.fromhex("84100c0000000000c000000000000046")  # {000C1084-0000-0000-C000-000000000046}


def ole_streams(file: BinaryIO) -> dict[str, tuple[int, int]]:
    """Name → (first sector's place in the file, size) of all streams and storages; {} when it is no OLE.

    MS-CFB 2.2 (header), 2.3 (FAT), 2.6 (directory entries). A broken chain ends the list early.
    """
    file.seek(0)
    header = file.read(512)
    if len(header) < 512 or header[:8] != OLE_MAGIC:
        return {}
    shift = struct.unpack_from("<H", header, 30)[0]
    if shift not in (9, 12):
        return {}
    sector = 1 << shift
    fat_sectors = [n for n in struct.unpack_from("<109I", header, 76) if n < _END_OF_CHAIN]
    (number,) = struct.unpack_from("<I", header, 48)
    streams: dict[str, tuple[int, int]] = {}
    for _ in range(_MAX_SECTORS):
        if number >= _END_OF_CHAIN:
            break
        streams.update(_directory_sector(_sector(file, number, sector), sector))
        number = _next(file, number, sector, fat_sectors)
    return streams


def _directory_sector(data: bytes, sector: int) -> dict[str, tuple[int, int]]:
    found = {}
    for place in range(0, len(data) - 127, 128):
        entry = data[place : place + 128]
        length = struct.unpack_from("<H", entry, 64)[0]
        if entry[66] == 0 or not 2 <= length <= 64:
            continue
        name = entry[: length - 2].decode("utf-16-le", "replace")
        if entry[66] == 5 and entry[80:96] == _MSI_CLASS:
            name = "msi"
        start, size = struct.unpack_from("<IQ", entry, 116)
        found[name] = ((start + 1) * sector, size)
    return found


def _sector(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number + 1) * size)
    return file.read(size)


def _next(file: BinaryIO, number: int, size: int, fat_sectors: list[int]) -> int:
    index, place = divmod(number, size // 4)
    if index >= len(fat_sectors):
        return _END_OF_CHAIN
    table = _sector(file, fat_sectors[index], size)
    if len(table) < size:
        return _END_OF_CHAIN
    return int(struct.unpack_from("<I", table, place * 4)[0])


def ole_kind(file: BinaryIO, name: str) -> str:
    """doc, xls, ppt, et, wps, msi, or ole; an encrypted OOXML file by its extension."""
    streams = ole_streams(file)
    extension = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name, not a path
    if "msi" in streams:
        return "msi"
    if "EncryptedPackage" in streams:
        return extension[1:] if extension in (".docx", ".xlsx", ".pptx") else "ole"
    kind = next((kind for stream, kind in _MAIN_STREAMS.items() if stream in streams), "ole")
    return {("doc", ".wps"): "wps", ("xls", ".et"): "et"}.get((kind, extension), kind)


def office_facts(file: BinaryIO, kind: str, names: frozenset[str]) -> OfficeFacts | None:
    """`names` are those inside, when it is a zip (OOXML). None for what is no office file."""
    if names:
        is_office = "[Content_Types].xml" in names
        macros = any(name.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for name in names)
        return OfficeFacts(macros=macros) if is_office else None
    streams = ole_streams(file)
    if not streams or kind == "msi":
        return None
    macros = bool({"Macros", "_VBA_PROJECT_CUR", "VBA"} & streams.keys())
    encrypted = "EncryptedPackage" in streams or _is_encrypted(file, streams)
    return OfficeFacts(macros=macros, encrypted=encrypted)


def _is_encrypted(file: BinaryIO, streams: dict[str, tuple[int, int]]) -> bool:
    """Old Word: fEncrypted of its FIB, [MS-DOC] 2.5.2; old Excel: a FILEPASS record, [MS-XLS] 2.4.117."""
    if "WordDocument" in streams:
        file.seek(streams["WordDocument"][0])
        fib = file.read(12)
        return len(fib) == 12 and fib[:2] == b"\xec\xa5" and bool(fib[11] & 0x01)
    book = streams.get("Workbook") or streams.get("Book")
    if book is None:
        return False
    file.seek(book[0])
    head = file.read(512)
    place = 0
    while place + 4 <= len(head):
        record, size = struct.unpack_from("<HH", head, place)
        if record == 0x002F:
            return True
        if record == 0:
            return False
        place += 4 + size
    return False
