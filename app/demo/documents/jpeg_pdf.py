"""JPEG pages → PDF, as scanners write it: a DCT-coded picture a page, no text (ISO 32000-1, 7.4.8)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

from app.demo.documents.scan import DPI


def jpeg_pdf(pages: Sequence[bytes]) -> bytes:
    """The catalogue stands last, so a file that broke off cannot be opened. Same pages, same bytes."""
    objects: list[bytes] = []
    kids = " ".join(f"{3 * number + 3} 0 R" for number in range(len(pages)))
    for jpeg in pages:
        objects.extend(_page(jpeg, first=len(objects) + 1, parent=3 * len(pages) + 1))
    objects.append(f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode())
    objects.append(f"<</Type/Catalog/Pages {len(objects)} 0 R>>".encode())
    objects.append(b"<</Producer(Office Scanner 3.1)/CreationDate(D:20230818093000+08'00')>>")
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
    size, root = len(objects) + 1, len(objects) - 1
    out += f"trailer\n<</Size {size}/Root {root} 0 R/Info {root + 1} 0 R>>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _page(jpeg: bytes, first: int, parent: int) -> tuple[bytes, bytes, bytes]:
    """Picture, contents and page, numbered `first`, `first` + 1, `first` + 2."""
    width, height, colours = jpeg_size(jpeg)
    space = "DeviceGray" if colours == 1 else "DeviceRGB"
    w, h = width * 72 / DPI, height * 72 / DPI
    picture = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/{space}/BitsPerComponent 8"
        f"/Filter/DCTDecode/Length {len(jpeg)}>>stream\n"
    ).encode() + jpeg + b"\nendstream"
    drawn = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Im0 Do Q".encode()
    contents = f"<</Length {len(drawn)}>>stream\n".encode() + drawn + b"\nendstream"
    page = (
        f"<</Type/Page/Parent {parent} 0 R/MediaBox[0 0 {w:.2f} {h:.2f}]/Contents {first + 1} 0 R"
        f"/Resources<</XObject<</Im0 {first} 0 R>>>>>>"
    ).encode()
    return picture, contents, page


def jpeg_size(jpeg: bytes) -> tuple[int, int, int]:
    """(width, height, components) from the first frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while jpeg[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    height, width, colours = struct.unpack_from(">HHB", jpeg, at + 5)
    return width, height, colours
