"""Packs files the way enterprises do: zips of three systems, 7z, RAR, plain folders; times are fixed."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import py7zr
from py7zr.helpers import ArchiveTimestamp

from app.demo.campaign import Packing
from app.demo.rar_writer import write_rar4, write_rar5

STAMP = datetime(2023, 8, 18, 9, 30, tzinfo=UTC)  # every file's time
_TAKEN = 0.6  # share of an archive that arrived before its upload broke off
_DOS_DATE = (STAMP.year - 1980) << 9 | STAMP.month << 5 | STAMP.day
_DOS_TIME = STAMP.hour << 11 | STAMP.minute << 5
_INNER_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def pack(path: Path, files: Mapping[str, bytes], packing: Packing) -> None:
    """Write `files` (path inside → bytes) to `path` in the given way."""
    if packing is Packing.FOLDER:
        _write_folder(path, files)
    elif packing is Packing.SEVENZ:
        _write_7z(path, files)
    elif packing is Packing.RAR4:
        write_rar4(path, files)
    elif packing in (Packing.RAR5, Packing.RAR5_PASSWORD):
        write_rar5(path, files, password=packing is Packing.RAR5_PASSWORD)
    elif packing is Packing.ZIP_GBK:
        path.write_bytes(raw_zip({name.encode("gbk"): content for name, content in files.items()}))
    elif packing is Packing.ZIP_MAC:
        path.write_bytes(raw_zip({name.encode(): content for name, content in files.items()}))
    else:
        whole = zipped(files)
        path.write_bytes(whole[: int(len(whole) * _TAKEN)] if packing is Packing.ZIP_CUT else whole)
    set_times(path)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A sound zip: complete headers, UTF-8 names with their flag, what does not shrink stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(_info(name), content, _method(name))
    return out.getvalue()


def fixed_zip(content: bytes) -> bytes:
    """The same office file (OPC package) with every time in it fixed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _INNER_TIME.sub(rb"\g<1>" + f"{STAMP:%Y-%m-%dT%H:%M:%SZ}".encode(), part)
            new.writestr(_info(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def set_times(path: Path) -> None:
    """Give `path`, and what is below it, the campaign's time."""
    below = sorted(path.rglob("*"), reverse=True) if path.is_dir() else []
    for each in (*below, path):
        os.utime(each, (STAMP.timestamp(), STAMP.timestamp()))


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (STAMP.year, STAMP.month, STAMP.day, STAMP.hour, STAMP.minute, 0))
    info.create_system = 0  # as Windows writes it, wherever we run
    return info


def _method(name: str) -> int:
    packed = name.lower().endswith((".jpg", ".pdf", ".zip", ".docx"))
    return zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED


def raw_zip(files: Mapping[bytes, bytes]) -> bytes:
    """Stored members whose names are bytes without the UTF-8 flag (APPNOTE 4.3.7, 4.3.12, 4.3.16)."""
    body, directory = bytearray(), bytearray()
    for name, content in files.items():
        sizes = (zlib.crc32(content), len(content), len(content), len(name), 0)
        common = struct.pack("<HHHHHIIIHH", 20, 0, 0, _DOS_TIME, _DOS_DATE, *sizes)
        directory += b"PK\1\2" + struct.pack("<H", 20) + common
        directory += struct.pack("<HHHII", 0, 0, 0, 0x20, len(body)) + name
        body += b"PK\3\4" + common + name + content
    counts = (0, 0, len(files), len(files), len(directory), len(body), 0)
    return bytes(body + directory + b"PK\5\6" + struct.pack("<HHHHIIH", *counts))


def _write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _write_7z(path: Path, files: Mapping[str, bytes]) -> None:
    """Stored: the scans do not shrink, and LZMA2 would take most of the campaign's time."""
    stamp = ArchiveTimestamp.from_datetime(STAMP.timestamp())

    class Dated(py7zr.SevenZipFile):
        """py7zr gives members made from memory the present time."""

        @staticmethod
        def _make_file_info_from_name(bio: Any, size: int, arcname: str) -> Any:
            info = py7zr.SevenZipFile._make_file_info_from_name(bio, size, arcname)  # noqa: SLF001
            return {**info, "creationtime": stamp, "lastwritetime": stamp, "lastaccesstime": stamp}

    with Dated(path, "w", filters=[{"id": py7zr.FILTER_COPY}]) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
