"""Names of members: which characters they mean, and whether they stay inside their folder."""

from __future__ import annotations

import re
import struct
import zlib

from app.model.source import Fault

MOST_PATH = 2_000  # characters with all folders; what takes longer names apart would take long
_MOST_FOLDERS = 200  # inside one another
_UNICODE_PATH = 0x7075  # Info-ZIP Unicode Path Extra Field, APPNOTE.TXT 4.6.9
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_DRIVE = re.compile(r"[A-Za-z]:")


def decode_name(raw: bytes, is_utf8: bool, extra: bytes = b"") -> tuple[str, bool]:
    """The name a zip entry means, and whether that is uncertain.

    In turn: the UTF-8 flag (APPNOTE.TXT 4.4.4 bit 11), the Unicode path extra field (with the CRC of
    the raw name), strict UTF-8, GB18030. Guessing by statistics fails on short names.
    """
    if not is_utf8:
        named = _unicode_path(raw, extra)
        if named is not None:
            return named, False
    try:
        return raw.decode("utf-8"), False
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace"), True


def _unicode_path(raw: bytes, extra: bytes) -> str | None:
    for kind, field in extra_fields(extra):
        if kind == _UNICODE_PATH and len(field) > 5 and field[0] == 1:
            (checksum,) = struct.unpack_from("<I", field, 1)
            if checksum == zlib.crc32(raw):  # else the name was changed by a tool that knew only the other
                try:
                    return field[5:].decode("utf-8")
                except UnicodeDecodeError:
                    return None
    return None


def extra_fields(extra: bytes) -> list[tuple[int, bytes]]:
    """(header id, data) of each; a malformed rest is dropped."""
    fields, place = [], 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        fields.append((kind, extra[place + 4 : place + 4 + size]))
        place += 4 + size
    return fields


def clean_text(name: str) -> tuple[str, bool]:
    """Without lone surrogates, which neither JSON nor a disc can carry; and whether there were any."""
    try:
        name.encode("utf-8")
        return name, False
    except UnicodeEncodeError:
        return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace"), True


def is_beyond_reason(path: str) -> bool:
    """Longer or deeper than any system can have it; Python's own walks end at a thousand folders."""
    return len(path) > MOST_PATH or path.count("/") > _MOST_FOLDERS


def safe_path(name: str) -> str | Fault:
    r"""`name` as a relative path with "/", or TRAVERSAL for what could lead outside or deceive.

    Refused: empty, absolute, drive letter, UNC, `..` (also between backslashes), NUL and control characters.
    A backslash in a name is kept: whether it separates was decided where the zipper was known.
    """
    if _CONTROL.search(name) or name[:1] in ("/", "\\") or _DRIVE.match(name):
        return Fault.TRAVERSAL
    if ".." in re.split(r"[/\\]", name):
        return Fault.TRAVERSAL
    path = "/".join(part for part in name.split("/") if part not in ("", "."))
    if not path or _DRIVE.match(path) or path[0] == "\\":
        return Fault.TRAVERSAL
    return path
