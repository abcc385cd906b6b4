"""Writes small RAR archives with stored members, for samples and tests.

No free program writes RAR; the layout of a stored archive is public (RARLAB: "RAR 5.0 archive format",
technote.txt of unrar for version 4) and short.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PASSWORD = "baopan"  # what `password=True` encrypts with
_MTIME = 1_691_539_200  # 2023-08-09 00:00:00 UTC
_DOS_TIME = ((2023 - 1980) << 25) | (8 << 21) | (9 << 16)
_KDF_LOG = 10  # 2^10 rounds: a sample need not resist anybody


def write_rar5(path: Path, files: Mapping[str, bytes], password: bool = False) -> None:
    """RAR 5.0, every member stored. With `password` the members' bytes are AES-256 encrypted."""
    blocks = [b"Rar!\x1a\x07\x01\x00", _block5(1, 0, _vint(0))]
    for name, content in files.items():
        blocks.append(_file5(name, content, password))
    blocks.append(_block5(5, 0, _vint(0)))
    path.write_bytes(b"".join(blocks))


def write_rar4(path: Path, files: Mapping[str, bytes]) -> None:
    """RAR 4 (2.9), every member stored, names in UTF-8."""
    blocks = [b"Rar!\x1a\x07\x00", _block4(0x73, 0, b"\0" * 6)]
    for name, content in files.items():
        raw = name.encode()
        fields = struct.pack(
            "<IIBIIBBHI",
            *(len(content), len(content), 3, zlib.crc32(content), _DOS_TIME, 20, 0x30, len(raw), 0o100644),
        )
        blocks.append(_block4(0x74, 0x8000 | 0x0200, fields + raw) + content)
    blocks.append(_block4(0x7B, 0x4000, b""))
    path.write_bytes(b"".join(blocks))


def _vint(number: int) -> bytes:
    """RAR 5.0's integer: seven bits a byte, low ones first, high bit set on all but the last."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*out, number))


def _block5(kind: int, flags: int, fields: bytes) -> bytes:
    body = _vint(kind) + _vint(flags) + fields
    sized = _vint(len(body)) + body
    return struct.pack("<I", zlib.crc32(sized)) + sized


def _file5(name: str, content: bytes, password: bool) -> bytes:
    raw = name.encode()
    extra, stored = _encrypted5(name, content) if password else (b"", content)
    fields = (_vint(len(extra)) if extra else b"") + _vint(len(stored))
    fields += _vint(0x02 | 0x04) + _vint(len(content)) + _vint(0o100644)  # has mtime, has CRC-32
    fields += struct.pack("<II", _MTIME, zlib.crc32(content))
    fields += _vint(0) + _vint(1) + _vint(len(raw)) + raw + extra  # stored, Unix
    return _block5(2, 0x02 | (0x01 if extra else 0), fields) + stored


def _encrypted5(name: str, content: bytes) -> tuple[bytes, bytes]:
    """(file encryption record, encrypted bytes). Salt and IV come from the name: samples must repeat."""
    salt, iv = hashlib.md5(name.encode()).digest(), hashlib.md5(content).digest()
    rounds = 1 << _KDF_LOG
    key = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, rounds)
    folded = bytearray(8)
    for place, byte in enumerate(hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), salt, rounds + 32)):
        folded[place % 8] ^= byte
    check = bytes(folded) + hashlib.sha256(folded).digest()[:4]
    record = _vint(0x01) + _vint(0) + _vint(0x01) + bytes((_KDF_LOG,)) + salt + iv + check
    padded = content + b"\0" * (-len(content) % 16)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return _vint(len(record)) + record, encryptor.update(padded) + encryptor.finalize()


def _block4(kind: int, flags: int, fields: bytes) -> bytes:
    body = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(body) & 0xFFFF) + body
