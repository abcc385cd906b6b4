"""How figures, sizes and dates are written for a Chinese reader."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import StrEnum
from typing import Self

MB = 1_000_000
# What steers a terminal or turns the order of what is read: C0, DEL, C1, marks of direction, line separators
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
UNFINISHED = r"\.[0-9a-f]{16}\.part"  # what is written beside another is called so, until it is whole
_OURS = re.compile(rf"[/\\]{UNFINISHED}.*", re.DOTALL)


def told_place(path: str) -> str:
    """A path as a clerk knows it: of what only the program names, the folder it lies in."""
    return _OURS.sub("", path)


def megabytes(size: int) -> str:
    """Bytes as MB (10^6) with one decimal, as the notice counts them: 530.2 MB."""
    return f"{size / MB:,.1f} MB"


def size(count: int) -> str:
    """Bytes in the unit that reads best, decimal units: 980 字节, 12.6 MB, 2.29 GB."""
    if count < 1000:
        return f"{count} 字节"
    if count < MB:
        return f"{count / 1000:.0f} KB"
    if count < 1000 * MB:
        return f"{count / MB:.1f} MB"
    return f"{count / 1000 / MB:.2f} GB"


def day(value: date) -> str:
    """2023年8月31日 (GB/T 9704 7.3.5.4: month and day without leading zero)."""
    return f"{value.year}年{value.month}月{value.day}日"


def minute(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M}"


def handed_in(attempt: int, corrections: int) -> str:
    """补正第 1 次. A second disc need not be a correction: a sender may hand its tracks in one by one."""
    if corrections:
        return f"补正第 {corrections} 次"
    return "首次报送" if attempt == 1 else f"第 {attempt} 次报送"


def duration(seconds: float) -> str:
    """Time left, roughly: 约 10 秒, 约 3 分钟."""
    if seconds < 60:
        return f"约 {max(1, round(seconds))} 秒"
    if seconds < 3600:
        return f"约 {round(seconds / 60)} 分钟"
    return f"约 {seconds / 3600:.1f} 小时"


def visible(text: str) -> str:
    """Foreign text with what could steer a terminal, or show “txt.exe” as “exe.txt”, as a sign for it: ␛,
    〔U+202E〕. Tabs and line breaks stay.
    """
    return _STEERING.sub(lambda m: chr(0x2400 + ord(m[0])) if m[0] < " " else f"〔U+{ord(m[0]):04X}〕", text)


class Titled(StrEnum):
    """A word of the data with what a clerk calls it, `title`: MUST = "must", "必须补正"."""

    _value_: str
    title: str  # type: ignore[assignment]  # not str.title

    def __new__(cls, value: str, title: str = "") -> Self:
        made = str.__new__(cls, value)
        made._value_, made.title = value, title
        return made
