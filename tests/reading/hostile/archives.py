"""Archives as many packers write them, all of them sound."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from app.demo import rar_writer as rar
from tests import builders
from tests.builders import a_7z, a_rar4, a_rar5, a_tar, a_zip
from tests.reading.hostile import corpus
from tests.reading.hostile.forged import Forged, sevenz_of

CONTENT = b"%PDF-1.4 " + b"".join(b"%d benchmark\n" % n for n in range(900))
FILES = {"申报书.txt": b"form " * 700, "证明/证书.bin": CONTENT, "空.txt": b""}
Make = Callable[[Path], object]


def by_seven_zip(*switches: str) -> Make:
    return corpus.by_seven_zip(*switches, files=FILES)


def by_zipfile(path: Path, method: int = zipfile.ZIP_DEFLATED, folders: bool = False, comment: bytes = b"") -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        if folders:
            archive.mkdir("证明")
        for name, content in FILES.items():
            archive.writestr(name, content)
        archive.comment = comment


def _streamed(path: Path) -> None:
    """To a pipe: data descriptors, no sizes in the local headers (APPNOTE.TXT 4.4.4 bit 3)."""

    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.held = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            self.held += data
            return len(data)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
    path.write_bytes(pipe.held)


def _zip64(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in FILES.items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(content)


def _zip64_end(path: Path) -> None:
    """A ZIP64 end record where none is needed (APPNOTE.TXT 4.3.14), as some streams are closed."""
    content = a_zip(path, FILES).read_bytes()
    end = content[-22:]
    count, size, offset = struct.unpack_from("<HLL", end, 10)
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(content) - 22, 1)
    path.write_bytes(content[:-22] + wide + locator + end[:10] + b"\xff\xff" + b"\xff" * 8 + end[20:])


def _by_macos(path: Path) -> None:
    """Archive Utility: UTF-8 without the flag, data descriptors, a second fork of each file."""
    inside = {**FILES, "__MACOSX/._申报书.txt": b"\0\5\x16\7" + bytes(80), ".DS_Store": b"\0\0\0\1Bud1"}
    body, central = b"", b""
    for name, content in inside.items():
        raw, data = name.encode(), builders._deflated(content)
        extra = struct.pack("<HHLL", 0x5855, 8, 1_691_539_200, 1_691_539_200)
        sizes = struct.pack("<LLL", zlib.crc32(content), len(data), len(content))
        at, head = len(body), struct.pack("<4HH", 20, 8, 8, 0x6000, 0x5709)
        body += b"PK\3\4" + head + bytes(12) + struct.pack("<HH", len(raw), len(extra)) + raw + extra + data
        body += b"PK\7\x08" + sizes
        central += b"PK\1\2" + struct.pack("<H", 0x0315) + head + sizes
        central += struct.pack("<HHHHHLL", len(raw), len(extra), 0, 0, 0, 0o100644 << 16, at) + raw + extra
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(inside), len(inside), len(central), len(body), 0)
    path.write_bytes(body + central + end)


def _by_explorer(path: Path) -> None:
    """Windows in Chinese: names in GBK without the flag, made by FAT."""
    content = bytearray(a_zip(path, FILES, "gbk").read_bytes())
    at = content.find(b"PK\1\2")
    while at >= 0:
        content[at + 4 : at + 6] = b"\x14\0"
        at = content.find(b"PK\1\2", at + 4)
    path.write_bytes(content)


def _added_to(path: Path) -> None:
    by_zipfile(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("后加.txt", b"later")


def _with_unicode_path(path: Path) -> None:
    """Info-ZIP's extra field with the right name beside one that says nothing (APPNOTE.TXT 4.6.9)."""
    members = []
    for number, (name, content) in enumerate(FILES.items()):
        member = builders._Member(b"#%d.txt" % number, content)
        field = struct.pack("<BI", 1, zlib.crc32(member.raw)) + name.encode()
        member.extra = struct.pack("<HH", 0x7075, len(field)) + field
        members.append(member)
    path.write_bytes(builders._zip_bytes(members))


def _tar(form: int, mode: str = "w") -> Make:
    def make(path: Path) -> None:
        with tarfile.open(path, mode, format=form) as archive:  # type: ignore[call-overload]
            folder = tarfile.TarInfo("证明")
            folder.type = tarfile.DIRTYPE
            archive.addfile(folder)
            for name, content in FILES.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))

    return make


def _old_tar(path: Path) -> None:
    """Version 7, before the word "ustar" stood in a header."""
    out = b""
    for name, content in FILES.items():
        info = tarfile.TarInfo(name)
        info.size = len(content)
        head = bytearray(info.tobuf(tarfile.USTAR_FORMAT, "utf-8"))
        head[257:512] = bytes(255)
        head[148:156] = b"        "
        head[148:156] = b"%06o\0 " % sum(head)
        out += bytes(head) + content + bytes(-len(content) % 512)
    path.write_bytes(out + bytes(1024))


def _many_streams(compress: Callable[[bytes], bytes]) -> Make:
    """As parallel packers write: one compressed stream behind another."""

    def make(path: Path) -> None:
        content = a_tar(path, FILES).read_bytes()
        path.write_bytes(b"".join(compress(content[at : at + 4000]) for at in range(0, len(content), 4000)))

    return make


def _rar5_without_crc(path: Path) -> None:
    blocks = [b"Rar!\x1a\x07\x01\x00", rar._block5(1, 0, rar._vint(0))]
    for name, content in FILES.items():
        raw = name.encode()
        fields = rar._vint(len(content)) + rar._vint(0) + rar._vint(len(content)) + rar._vint(0o100644)
        blocks.append(rar._block5(2, 2, fields + rar._vint(0) + b"\1" + rar._vint(len(raw)) + raw) + content)
    path.write_bytes(b"".join([*blocks, rar._block5(5, 0, rar._vint(0))]))


SOUND: Mapping[str, Make] = {
    "zipfile.zip": by_zipfile,
    "stored.zip": lambda path: by_zipfile(path, zipfile.ZIP_STORED),
    "bzip2.zip": lambda path: by_zipfile(path, zipfile.ZIP_BZIP2),
    "lzma.zip": lambda path: by_zipfile(path, zipfile.ZIP_LZMA),
    "folders.zip": lambda path: by_zipfile(path, folders=True),
    "comment.zip": lambda path: by_zipfile(path, comment="说明 PK\5\6".encode()),
    "streamed.zip": _streamed, "zip64.zip": _zip64, "zip64-end.zip": _zip64_end, "macos.zip": _by_macos,
    "explorer.zip": _by_explorer, "added.zip": _added_to, "unicode-path.zip": _with_unicode_path,
    **{f"7zip-{m}.zip": by_seven_zip(f"-mm={m}") for m in ("Copy", "Deflate", "Deflate64", "BZip2", "LZMA")},
    "7zip-mcu.zip": by_seven_zip("-mcu=on"), "7zip-mcl.zip": by_seven_zip("-mcl=on"),
    **{f"{m}.7z": by_seven_zip(f"-m0={m}") for m in ("Copy", "LZMA", "LZMA2", "PPMd", "BZip2", "Deflate", "Deflate64")},
    "bcj.7z": by_seven_zip("-m0=BCJ", "-m1=LZMA2"), "arm64.7z": by_seven_zip("-m0=ARM64", "-m1=LZMA2"),
    "delta.7z": by_seven_zip("-m0=Delta:4", "-m1=LZMA"), "not-solid.7z": by_seven_zip("-ms=off"),
    "plain-header.7z": by_seven_zip("-mhc=off"), "py7zr.7z": lambda path: a_7z(path, FILES, packed=True),
    "bare.7z": lambda path: sevenz_of(path, [Forged(n, c) for n, c in FILES.items() if c]),
    "4.rar": lambda path: a_rar4(path, FILES), "5.rar": lambda path: a_rar5(path, FILES), "no-crc.rar": _rar5_without_crc,
    "ustar.tar": _tar(tarfile.USTAR_FORMAT), "gnu.tar": _tar(tarfile.GNU_FORMAT), "pax.tar": _tar(tarfile.PAX_FORMAT),
    "v7.tar": _old_tar, "gnu.tar.gz": _tar(tarfile.GNU_FORMAT, "w:gz"), "gnu.tar.bz2": _tar(tarfile.GNU_FORMAT, "w:bz2"),
    "gnu.tar.xz": _tar(tarfile.GNU_FORMAT, "w:xz"), "streams.tar.gz": _many_streams(gzip.compress),
    "streams.tar.bz2": _many_streams(bz2.compress), "streams.tar.xz": _many_streams(lzma.compress),
    "padded.tar.gz": lambda path: path.write_bytes(gzip.compress(a_tar(path, FILES).read_bytes()) + bytes(512)),
}  # fmt: skip
