"""Electronic signatures (电子签名) of a PDF: who signed, and whether the signed bytes are the file's.

Only what the bytes themselves tell (ISO 32000-1, 12.8): no certificate is trusted, no chain is looked at.
Runs in a sandbox child; needs no reader of PDFs, for signatures always stand in the open.
"""

from __future__ import annotations

import hashlib
import mmap
import re
from itertools import islice
from pathlib import Path

from app.errors import os_errors
from app.model.documents.pages import Signature

_MOST = 8  # told of one file
_CONTENTS = 1 << 20  # bytes of one signature in hexadecimal; real ones take some 20,000
_SPACE = b"\r\n\t \x00"  # may follow what was signed without changing it
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s+(\d{1,12})\s*\]")
_DIGEST = bytes.fromhex("06092a864886f70d010904")  # messageDigest (RFC 5652, 11.2)
_BY_LENGTH = {20: ("sha1",), 32: ("sha256", "sm3"), 48: ("sha384",), 64: ("sha512",)}
_NAMED = 60  # characters of a signer's name


def signatures_of(path: Path) -> tuple[Signature, ...]:
    """In order of the file; () where it holds none. Raises AppError where it cannot be read at all."""
    with os_errors(path), path.open("rb") as file:
        if file.read(1024).find(b"%PDF-") < 0:
            return ()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            found = [match.groups() for match in islice(_RANGE.finditer(whole), _MOST)]
            told = (_signature(whole, *map(int, numbers)) for numbers in found)
            return tuple(one for one in told if one is not None)


def _signature(whole: mmap.mmap, first: int, count: int, second: int, rest: int) -> Signature | None:
    """None where the numbers make no sense."""
    size, gap = len(whole), second - first - count
    if first or not 0 < count < second <= size or second + rest > size or not 2 < gap <= _CONTENTS:
        return None
    try:
        contents = bytes.fromhex(whole[count:second].strip().strip(b"<>").decode("ascii"))
    except ValueError:
        return None
    contents = _der(contents)
    end = second + rest
    is_last = size - end < 1024 and not whole[end:].strip(_SPACE)
    is_intact = _is_intact(whole, ((first, count), (second, rest)), contents)
    return Signature(_signer(contents), is_last, is_intact)


def _der(padded: bytes) -> bytes:
    """Without the zeros behind it (X.690, 8.1.3)."""
    if len(padded) < 2 or padded[1] < 0x80:
        return padded[: 2 + padded[1]] if len(padded) > 1 else padded
    long = padded[1] & 0x7F
    return padded[: 2 + long + int.from_bytes(padded[2 : 2 + long], "big")]


def _signer(contents: bytes) -> str:
    """The common name of the certificate that issued no other; "" where none can be read."""
    from cryptography.hazmat.primitives.serialization.pkcs7 import load_der_pkcs7_certificates
    from cryptography.x509.oid import NameOID

    try:
        certificates = load_der_pkcs7_certificates(contents)
        issuers = {one.issuer for one in certificates if one.issuer != one.subject}
        own = [one for one in certificates if one.subject not in issuers] or certificates
        names = own[0].subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        said = str(names[0].value) if names else ""
    except Exception:  # what is not as the standard wants it raises whatever the parser trips over
        return ""
    return "".join(sign for sign in said if sign.isprintable())[:_NAMED]


def _is_intact(whole: mmap.mmap, signed: tuple[tuple[int, int], ...], contents: bytes) -> bool | None:
    """Whether the bytes that were signed are those of the file; None where it cannot be told."""
    at = contents.find(_DIGEST)
    if at < 0:
        return None
    held = contents[at + len(_DIGEST) : at + len(_DIGEST) + 4]  # SET { OCTET STRING }
    if len(held) < 4 or held[0] != 0x31 or held[2] != 0x04 or held[3] not in _BY_LENGTH:
        return None
    digest = contents[at + len(_DIGEST) + 4 :][: held[3]]
    ways = [way for way in _BY_LENGTH[held[3]] if way in hashlib.algorithms_available]
    for way in ways:
        found = hashlib.new(way, usedforsecurity=False)
        for start, length in signed:
            for place in range(start, start + length, 1 << 20):
                found.update(whole[place : min(place + (1 << 20), start + length)])
        if found.digest() == digest:
            return True
    return False if len(ways) == len(_BY_LENGTH[held[3]]) else None
