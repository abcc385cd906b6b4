"""What every container's reader yields: one entry at a time, in the order it is stored."""

from __future__ import annotations

import calendar
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.model.source import Fault

BLOCK = 1 << 20  # bytes read or handed on at a time
DAMAGED = "内容与校验值不符，已损坏"
LONGER = "比它声明的大"
SHORTER = "比它声明的小"


@dataclass(slots=True)
class Entry:
    """`chunks` may be walked once, before the next entry is asked for; it raises Bad.

    `fault`: known before reading, the bytes are not to be had. `file`: it lies there as it is. `lying`: it
    lies unpacked inside the archive; good until the next entry is asked for.
    """

    name: str
    size: int
    modified: int
    chunks: Iterator[bytes]
    uncertain_name: bool = False
    is_folder: bool = False
    fault: Fault | None = None
    detail: str = ""
    file: Path | None = None
    lying: BinaryIO | None = None


def nothing() -> Iterator[bytes]:
    return iter(())


def wall_clock(seconds: float) -> int:
    """UTC seconds → seconds of this computer's wall clock, as zip and RAR 4 count; 0 when out of range."""
    try:
        return calendar.timegm(time.localtime(seconds))
    except (OverflowError, OSError, ValueError):
        return 0
