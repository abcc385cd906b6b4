"""Whether one stream of a PDF can be decoded to its end (ISO 32000-1, 7.4), in bounded memory."""

from __future__ import annotations

import zlib
from typing import Any

from isal import isal_zlib

from app.reading.pdf import jpeg
from app.reading.pdf.zeros import has_zeros

_BLOCK = 1 << 20  # bytes decoded at once
_KEPT = 8 << 20  # bytes kept of what is looked into further: fonts, contents
_MOST = 1 << 30  # bytes decoded of one stream; no page needs more
HOLE = 48  # zeros in a row that neither words nor codes hold
_INFLATE = ("/FlateDecode", "/Fl")
_JPEG = ("/DCTDecode", "/DCT")
_FAX = ("/CCITTFaxDecode", "/CCF")
_HOLE_IN = dict.fromkeys((*_FAX, "/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"), HOLE)
_HOLE_IN["/JBIG2Decode"] = 256  # a symbol that is not coded at all may be white
_HALF_BYTE = 0x0F
_FLUSHED = b"\0\0\xff\xff"  # where a writer flushed and never said that this was all


class Broken(Exception):
    """The stream cannot be decoded."""


def decoded(stream: Any) -> bytes | None:
    """What it holds, up to 8 MB; None where that is coded in a way that is not decoded here.

    Raises Broken. `stream` is pypdf's; encrypted ones have been decrypted by it.
    """
    data: bytes = stream._data  # noqa: SLF001 - as it lies in the file; get_data() would forgive
    for name in _filters(stream):
        if name in _INFLATE:
            data = _inflated(data)
            continue
        if name in _JPEG and jpeg.is_broken(data):
            raise Broken
        least = _HOLE_IN.get(name, 0)
        if least and has_zeros(data, least) and (name not in _FAX or _is_two_dimensional(stream)):
            raise Broken
        return None
    return data


def forget(stream: Any) -> None:
    """Lets go of its bytes: pypdf keeps every object that it has read."""
    stream._data = b""  # noqa: SLF001


def _filters(stream: Any) -> list[str]:
    held = stream.get("/Filter")
    names = held if isinstance(held, list) else [] if held is None else [held]
    return [str(getattr(name, "get_object", lambda each=name: each)()) for name in names[:8]]


def _is_two_dimensional(stream: Any) -> bool:
    """Of fax codes those without fill bits: K below 0 (7.4.6)."""
    held = stream.get("/DecodeParms") or stream.get("/DP")
    held = held[-1] if isinstance(held, list) and held else held
    held = held.get_object() if hasattr(held, "get_object") else held
    kind = held.get("/K") if isinstance(held, dict) else None
    return isinstance(kind, int) and kind < 0


def _inflated(data: bytes) -> bytes:
    """Up to 8 MB of it, while all is decoded and compared with its checksum (RFC 1950).

    Only what is wrong for sure is Broken: a checksum that is not there was never written by some programs.
    """
    start = 0
    while start < min(len(data), 4) and data[start] in b"\r\n":
        start += 1
    head = data[start : start + 2]
    if len(head) < 2 or head[0] & _HALF_BYTE != zlib.DEFLATED or int.from_bytes(head, "big") % 31:
        raise Broken
    inflater, kept, count, checksum = isal_zlib.decompressobj(-zlib.MAX_WBITS), bytearray(), 0, 1
    block, rest = b"", data[start + 2 :]
    try:
        while not inflater.eof and count < _MOST:
            block = inflater.decompress(rest, _BLOCK)
            rest = inflater.unconsumed_tail
            if not block and not rest:
                break
            count += len(block)
            checksum = zlib.adler32(block, checksum)
            if len(kept) < _KEPT:
                kept += block
    except Exception as error:  # IsalError, which its stubs do not know as one
        raise Broken from error
    told = inflater.unused_data[:4]
    is_ended = inflater.eof or count >= _MOST or data.rstrip(b"\r\n").endswith(_FLUSHED)
    if not is_ended or (len(told) == 4 and int.from_bytes(told, "big") != checksum):
        raise Broken
    return bytes(kept)
