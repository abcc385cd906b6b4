"""What a Windows program or library asks for when it is loaded, read from its PE file.

Fields as Microsoft's "PE Format" has them, of 64-bit files (PE32+).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_AT_HEADER, _SECTIONS, _OPTIONAL_SIZE, _OPTIONAL = 0x3C, 6, 20, 24
_PE32_PLUS, _IMPORTS = 0x20B, 120  # magic; where the optional header tells of the import directory
_SECTION, _IMPORT = struct.Struct("<8xIIII16x"), struct.Struct("<IIIII")


def is_pe(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(2) == b"MZ"


def libraries(path: Path) -> tuple[str, ...]:
    """Names of the DLLs that are loaded with it, in small letters.

    Raises ValueError for another kind of file, struct.error for one that is cut short.
    """
    data = path.read_bytes()
    header = struct.unpack_from("<I", data, _AT_HEADER)[0]
    if data[header : header + 4] != b"PE\0\0":
        raise ValueError(f"{path}: no PE file")
    if struct.unpack_from("<H", data, header + _OPTIONAL)[0] != _PE32_PLUS:
        raise ValueError(f"{path}: not for 64-bit Windows")
    return tuple(dict.fromkeys(name.lower() for name in _names(data, header)))


def _names(data: bytes, header: int) -> Iterator[str]:
    count, size = (struct.unpack_from("<H", data, header + at)[0] for at in (_SECTIONS, _OPTIONAL_SIZE))
    first = header + _OPTIONAL + size
    sections = [_SECTION.unpack_from(data, first + 40 * number) for number in range(count)]

    def place(address: int) -> int:
        """In the file, of what lies at `address` once it is loaded."""
        for length, start, _, offset in sections:
            if start <= address < start + max(length, 1):
                return int(address - start + offset)
        raise ValueError(f"address {address:#x} lies in no section")

    imports = struct.unpack_from("<I", data, header + _OPTIONAL + _IMPORTS)[0]
    if not imports:
        return
    at = place(imports)
    while (name := _IMPORT.unpack_from(data, at)[3]) != 0:
        start = place(name)
        yield data[start : data.index(b"\0", start)].decode("ascii")
        at += _IMPORT.size
