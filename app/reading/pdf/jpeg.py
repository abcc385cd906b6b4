"""Whether a JPEG inside a PDF is whole, without drawing it (ITU-T T.81, annex B)."""

from __future__ import annotations

from collections.abc import Iterator

from app.reading.pdf.zeros import has_zeros

_BEFORE = 16  # bytes of line breaks that some writers leave in front
_ZEROS = 40  # in a row
_EOB = 0x00  # the symbol that ends a block (F.1.2.2)
_SOI, _FILL = 0xD8, 0xFF
_SOS, _DHT, _DQT, _BASELINE = 0xDA, 0xC4, 0xDB, (0xC0, 0xC1)
_FRAMES = (0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)


def is_broken(data: bytes) -> bool:
    """Its headers are no chain, or a stretch of zeros lies in its picture that no encoder writes.

    What says nothing for sure is sound: a picture cut short by a few lines, bits flipped in the coded data.
    """
    start = data.find(b"\xff\xd8", 0, _BEFORE)
    if start < 0:
        return True
    seen: set[int] = set()
    first_codes: dict[int, int] = {}  # of the tables for AC: which symbol the code of zeros alone stands for
    for marker, at, end in _segments(data, start + 2):
        seen.add(marker)
        if marker == _DHT:
            first_codes |= _first_codes(data[at:end])
        if marker == _SOS:
            has_frame = any(frame in seen for frame in _FRAMES)
            return not has_frame or _has_hole(data, at, end, first_codes if seen & set(_BASELINE) else {})
    return True


def _segments(data: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """(marker, where what it holds begins, where it ends), as far as they follow each other."""
    while at + 4 <= len(data) and data[at] == _FILL:
        marker = data[at + 1]
        if marker == _FILL:
            at += 1
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if size < 2 or marker < 0xC0 or at + 2 + size > len(data):
            return
        yield marker, at + 4, at + 2 + size
        at += 2 + size


def _first_codes(tables: bytes) -> dict[int, int]:
    """Table → the symbol of its shortest code, which is zeros alone (C.2); of tables for AC (B.2.4.2)."""
    found, at = {}, 0
    while at + 17 < len(tables):
        if tables[at] >> 4 == 1:
            found[tables[at] & 0xF] = tables[at + 17]
        at += 17 + sum(tables[at + 1 : at + 17])
    return found


def _has_hole(data: bytes, at: int, end: int, first_codes: dict[int, int]) -> bool:
    """A stretch of zeros where zeros are not the code of an even area.

    Tables made for the very picture may give that code to the end of a block: there a white area is zeros.
    """
    count = data[at] if at < end else 0
    if not count or at + 2 * count >= end:
        return True
    table = data[at + 2] & 0xF  # of the first component, which is the brightness
    if table not in first_codes or first_codes[table] == _EOB:
        return False
    return has_zeros(data, _ZEROS, end)
