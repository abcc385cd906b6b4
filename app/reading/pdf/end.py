"""Where a PDF ends. pypdf looks for its last line backwards: for seconds in a large file of noise."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import BinaryIO

from app.reading.at_hand import section_of

_MARKER = b"%%EOF"  # ISO 32000-1, 7.5.5
_TAIL = 4096  # bytes; where any sound file has it
_HEAD = 1024  # bytes; where a linearized file tells of itself
_BLOCK = 1 << 20


def up_to_its_end(file: BinaryIO, report: Callable[[], None]) -> BinaryIO | None:
    """The file, or so much of it as its last end marker closes; None where pypdf would find no end at all.

    pypdf takes a marker that starts a line, one anywhere in the last line, or the beginning of one there.
    None also for one made for the web that is shorter than it says: its first part has an end marker too.
    """
    length = file.seek(0, os.SEEK_END)
    file.seek(0)
    if length < _length_told(file.read(_HEAD)):
        return None
    file.seek(max(length - _TAIL, 0))
    tail = file.read(_TAIL).rstrip()
    if _MARKER in tail or tail.endswith((b"%%EO", b"%%E", b"%%", b"%")):
        file.seek(0)
        return file
    end = _last_marker(file, length, report)
    return None if end is None else section_of(file, 0, end)


def _length_told(head: bytes) -> int:
    """Bytes, by the dictionary of a linearized file (ISO 32000-1, annex F.3.3); 0 for any other."""
    place = head.find(b"/Linearized")
    told = re.search(rb"/L\s+(\d{1,15})\b", head[max(place - 256, 0) :]) if place >= 0 else None
    return int(told[1]) if told else 0


def _last_marker(file: BinaryIO, length: int, report: Callable[[], None]) -> int | None:
    """The place after the last marker that starts a line."""
    stop = length
    while stop > 0:
        report()
        start = max(stop - _BLOCK, 0)
        file.seek(start)
        block = file.read(stop - start)
        found = block.rfind(_MARKER)
        while found > 0 and block[found - 1] not in b"\r\n":
            found = block.rfind(_MARKER, 0, found)
        if found > 0 or found == start == 0:
            return start + found + len(_MARKER)
        stop = start + len(_MARKER) if start else 0  # one that lies across, with the line break before it
    return None
