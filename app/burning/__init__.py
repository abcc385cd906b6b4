"""Burning a finished image: one small face for the system's burners, chosen by what is present."""

from __future__ import annotations

import sys

from app.burning.burner import Burner, Drive
from app.errors import NoBurner

__all__ = ["Burner", "Drive", "find_burner"]

_NONE = {
    "win32": "系统里没有 isoburn.exe（Windows 自带的映像刻录程序）",
    "linux": "没有安装 xorriso，也没有 growisofs",
}


def find_burner() -> Burner:
    """Raises NoBurner with the reason and what to do instead."""
    if sys.platform == "win32":
        from app.burning import windows

        found = windows.burner()
    else:
        from app.burning import linux

        found = linux.burner()
    if found is None:
        raise NoBurner(_NONE.get(sys.platform, ""))
    return found
