"""What a file is, by its content; its name decides only where the content cannot."""

from __future__ import annotations

import os
from typing import BinaryIO

from app.reading.limits import Bad
from app.reading.office import OLE_MAGIC, ole_kind
from app.reading.zip_directory import read_names

HEAD = 4096  # bytes `kind_of` wants to see

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"PK\x03\x04", "zip"), (0, b"PK\x05\x06", "zip"), (0, b"PK\x07\x08", "zip"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"), (0, b"Rar!\x1a\x07", "rar"),
    (0, b"\x1f\x8b\x08", "gz"), (0, b"BZh", "bz2"), (0, b"\xfd7zXZ\0", "xz"), (257, b"ustar", "tar"),
    (0, b"\xff\xd8\xff", "jpeg"), (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"II*\0", "tiff"), (0, b"MM\0*", "tiff"), (0, b"GIF87a", "gif"), (0, b"GIF89a", "gif"),
    (8, b"WEBP", "webp"), (4, b"ftyp", "mp4"), (0, b"{\\rtf", "rtf"),
    (0, b"L\0\0\0\x01\x14\x02\0", "lnk"), (0, OLE_MAGIC, "ole"),
    (0, b"MZ", "exe"), (0, b"\x7fELF", "exe"),
    (0, b"\xfe\xed\xfa\xce", "exe"), (0, b"\xfe\xed\xfa\xcf", "exe"),
    (0, b"\xce\xfa\xed\xfe", "exe"), (0, b"\xcf\xfa\xed\xfe", "exe"), (0, b"\xca\xfe\xba\xbe", "exe"),
)  # fmt: skip
_SCRIPTS = frozenset(
    (".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".ps1", ".wsf", ".wsh", ".hta", ".sh", ".reg", ".scf")
)
_OOXML = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def kind_of(head: bytes, name: str, whole: BinaryIO | None = None) -> str:
    """One of pdf jpeg png tiff gif bmp webp zip 7z rar tar gz bz2 xz docx xlsx pptx doc xls ppt et wps ole
    exe lnk script msi mp4 text html xml rtf ofd empty unknown.

    `head`: the first HEAD bytes. `whole` (seekable) tells what is inside a zip or OLE file; without it
    they stay "zip" and "ole". Office files with macros are docx, xlsx, pptx: see OfficeFacts.
    """
    if not head:
        return "empty"
    kind = next((kind for at, magic, kind in _MAGIC if head.startswith(magic, at)), "")
    if kind == "exe" and head[:2] == b"MZ" and _is_text(head):
        kind = ""
    if kind == "zip" and whole is not None:
        return zip_kind(whole)
    if kind == "ole" and whole is not None:
        return ole_kind(whole, name)
    return kind or _loose_kind(head, name)


def _loose_kind(head: bytes, name: str) -> str:
    """Kinds whose mark may stand after other bytes, or that are text."""
    if b"%PDF-" in head[:1024]:  # ISO 32000-1 appendix H, note 13
        return "pdf"
    if head[:2] == b"BM" and len(head) > 26 and head[6:10] == b"\0\0\0\0":
        return "bmp"
    return _text_kind(head, name) if _is_text(head) else "unknown"


def _text_kind(head: bytes, name: str) -> str:
    extension = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name, not a path
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")[:256].lower()
    if head[:2] == b"#!" or extension in _SCRIPTS:
        return "script"
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return "html"
    return "xml" if start.startswith(b"<?xml") else "text"


def _is_text(head: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or GB18030, without the control characters text never has."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b\x1a" for byte in head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):  # the head may end inside a character
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def names_in_zip(file: BinaryIO) -> frozenset[str]:
    """Names in its directory, decoded; empty when it cannot be read."""
    try:
        return frozenset(read_names(file))
    except Bad:
        return frozenset()


def zip_kind(file: BinaryIO) -> str:
    """docx, xlsx, pptx, ofd, or zip."""
    names = names_in_zip(file)
    if "[Content_Types].xml" in names:
        for start, kind in _OOXML:
            if any(name.startswith(start) for name in names):
                return kind
    return "ofd" if "OFD.xml" in names else "zip"
