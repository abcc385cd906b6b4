"""Real files, good and bad, made as they are needed."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from app.demo.rar_writer import write_rar4, write_rar5

Files = Mapping[str, bytes]
_TIME = (2023, 8, 9, 10, 20, 30)


def a_zip(
    path: Path, files: Files, encoding: str = "utf-8", method: int = zipfile.ZIP_DEFLATED, flag: bool | None = None
) -> Path:
    """`encoding` of the names; `flag` (UTF-8) defaults to set for non-ASCII names in UTF-8."""
    records = []
    for name, content in files.items():
        is_utf8 = encoding == "utf-8" and not name.isascii() if flag is None else flag
        records.append(_Member(name.encode(encoding), content, method, 0x0800 if is_utf8 else 0))
    path.write_bytes(_zip_bytes(records))
    return path


class _Member:
    """What is written of one member; every field may be made to lie."""

    def __init__(self, raw: bytes, content: bytes, method: int = 8, flags: int = 0) -> None:
        self.raw, self.method, self.flags = raw, method, flags
        self.size, self.crc = len(content), zlib.crc32(content)
        self.data = content if method != 8 else _deflated(content)
        self.attributes = 0o100644 << 16
        self.offset: int | None = None
        self.extra = b""


def _deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def _zip_bytes(members: list[_Member]) -> bytes:
    year, month, day, hour, minute, second = _TIME
    date, clock = (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2
    body, central = b"", b""
    for m in members:
        offset = len(body) if m.offset is None else m.offset
        common = (m.flags, m.method, clock, date, m.crc, len(m.data), m.size, len(m.raw), len(m.extra))
        if m.offset is None:
            body += struct.pack("<4sH4HLLLHH", b"PK\x03\x04", 20, *common) + m.raw + m.extra + m.data
        central += struct.pack("<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", 0x031E, 20, *common, 0, 0, 0, m.attributes, offset)
        central += m.raw + m.extra
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(members), len(members), len(central), len(body), 0)
    return body + central + end


def a_zip_with(path: Path, raw: bytes, content: bytes = b"x", **lies: object) -> Path:
    """One member whose headers say whatever `lies` names (method, flags, size, crc, attributes, extra)."""
    member = _Member(raw, content, method=0)
    for key, value in lies.items():
        setattr(member, key, value)
    path.write_bytes(_zip_bytes([member]))
    return path


def an_encrypted_zip(path: Path, files: Files) -> Path:
    """Members marked as encrypted (APPNOTE.TXT 4.4.4 bit 0)."""
    path.write_bytes(_zip_bytes([_Member(n.encode(), b"\0" * 12 + c, 0, 0x0801) for n, c in files.items()]))
    return path


def a_traversal_zip(path: Path) -> Path:
    return a_zip(path, {"../../evil.txt": b"evil", "申报书.pdf": b"good"})


def an_overlap_zip(path: Path) -> Path:
    """Two members that share the same bytes."""
    first, second = _Member(b"a.txt", b"zeros" * 100, 0), _Member(b"b.txt", b"zeros" * 100, 0)
    second.offset = 0
    path.write_bytes(_zip_bytes([first, second]))
    return path


def a_bomb(path: Path, megabytes: int = 150) -> Path:
    """Zeros: small as a file, large when unpacked; honest about it."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("零.bin", "w") as member:
        for _ in range(megabytes):
            member.write(bytes(1_000_000))
    return path


def a_7z(
    path: Path, files: Files, password: str | None = None, hide_names: bool = False, packed: bool = False
) -> Path:
    """Stored, or `packed` as one solid LZMA2 stream; with a password always packed."""
    import py7zr

    filters = [{"id": py7zr.FILTER_COPY}] if password is None and not packed else None
    with py7zr.SevenZipFile(path, "w", filters=filters, password=password, header_encryption=hide_names) as archive:
        for name, content in files.items():
            archive.writestr(content, name)
    return path


def a_rar4(path: Path, files: Files) -> Path:
    write_rar4(path, files)
    return path


def a_rar5(path: Path, files: Files, password: bool = False) -> Path:
    write_rar5(path, files, password)
    return path


def a_tar(path: Path, files: Files, mode: str = "w") -> Path:
    """`mode` w or w:gz."""
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_691_539_200
            archive.addfile(info, io.BytesIO(content))
    return path


def a_folder(path: Path, files: Files) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(content)
    return path


def a_pdf(pages: int = 1, text: str = "hello", password: str | None = None) -> bytes:
    """A PDF with a text layer (Latin letters); with `password` "" it is encrypted and opens without asking."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>"]
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    for n in range(pages):
        content = f"BT /F1 24 Tf 72 700 Td ({text}) Tj ET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    out += (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
        f"<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    ).encode()
    return out if password is None else _locked(out, password)


def _locked(content: bytes, password: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def an_ooxml(folder: str = "word", macros: bool = False) -> bytes:
    """The skeleton of a .docx (`word`), .xlsx (`xl`) or .pptx (`ppt`), with a macro project if wanted."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<x/>")
        if macros:
            archive.writestr(f"{folder}/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return out.getvalue()


def a_docx() -> bytes:
    return an_ooxml()


def a_docm() -> bytes:
    return an_ooxml(macros=True)


def an_ole(*streams: str) -> bytes:
    """An OLE compound file that holds only a directory with the named streams."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", header, 44, 1, 1)  # one FAT sector, directory in sector 1
    struct.pack_into("<IIIII", header, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    count = -(-(len(streams) + 1) // 4)
    chain = [0xFFFFFFFD, *range(2, count + 1), 0xFFFFFFFE]
    fat = struct.pack("<128I", *chain, *[0xFFFFFFFF] * (128 - len(chain)))
    entries = b"".join(_ole_entry(name, 5 if not n else 2) for n, name in enumerate(("Root Entry", *streams)))
    return bytes(header) + fat + entries.ljust(count * 512, b"\0")


def _ole_entry(name: str, kind: int) -> bytes:
    raw = name.encode("utf-16-le")
    entry = bytearray(128)
    entry[: len(raw)] = raw
    struct.pack_into("<HBB", entry, 64, len(raw) + 2, kind, 1)
    struct.pack_into("<IQ", entry, 116, 0xFFFFFFFE, 0)
    return bytes(entry)


def a_rar5_with(
    path: Path, files: Files, folder: str = "", link: str = "", hidden: bool = False, method: bytes = b""
) -> Path:
    """RAR 5.0 with a folder, a symbolic link, a file of another `method`, or (`hidden`) encrypted headers."""
    from app.demo import rar_writer as rar

    write_rar5(path, files)
    blocks = path.read_bytes()
    start, rest = blocks[: 8 + len(rar._block5(1, 0, b"\0"))], blocks[8 + len(rar._block5(1, 0, b"\0")) :]
    if hidden:  # archive encryption header: version, flags, KDF count, salt, check value
        path.write_bytes(start[:8] + rar._block5(4, 0, b"\0\1\x0f" + bytes(range(28))) + bytes(range(200)))
        return path
    extra = b""
    if folder:
        raw = folder.encode()
        fields = b"\0" + b"\1" + b"\0" + rar._vint(0o040755) + b"\0" + b"\1" + rar._vint(len(raw)) + raw
        extra += rar._block5(2, 0x02, fields)
    if method:
        fields = rar._vint(4) + b"\0" + rar._vint(9) + rar._vint(0o100644) + method + b"\1" + b"\1" + b"m"
        extra += rar._block5(2, 0x02, fields) + b"abcd"
    if link:
        raw, target = link.encode(), b"/etc/passwd"
        record = b"\5" + b"\1" + b"\0" + rar._vint(len(target)) + target
        record = rar._vint(len(record)) + record
        fields = rar._vint(len(record)) + b"\0" + b"\0" + b"\0" + rar._vint(0o120777) + b"\0" + b"\1"
        extra += rar._block5(2, 0x03, fields + rar._vint(len(raw)) + raw + record)
    path.write_bytes(start + extra + rest)
    return path
