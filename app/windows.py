"""What only Windows has: files that another program keeps to itself, boxes that wait for nobody, short paths.

Calls and numbers as fileapi.h, errhandlingapi.h, winbase.h, timeapi.h and winerror.h have them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33
_GENERIC_READ, _GENERIC_WRITE, _OPEN_EXISTING = 0x80000000, 0x40000000, 3
_SHARE_ALL, _NO_BUFFERING = 7, 0x20000000
_FAIL_CRITICAL_ERRORS, _NO_FAULT_BOX, _NO_OPEN_FILE_BOX = 0x0001, 0x0002, 0x8000
_MAX_PATH = 260  # UTF-16 units with the closing zero; a folder has to leave twelve more for a name of 8.3
_KNOWS_LONG_PATHS = (10, 0, 15063)  # Windows 10 1703
_PEB_BITS, _LONG_PATH_AWARE = 3, 0x80  # a byte of the process environment block, and its bit

# of a program that is started to be listened to: no black window comes up for it (CREATE_NO_WINDOW)
NO_WINDOW = 0x0800_0000 if sys.platform == "win32" else 0
_CONSOLE = "oem"  # the code page of consoles, as Python calls it on Windows alone

_REMOVABLE = 2  # DRIVE_REMOVABLE
_takes_long_paths = False


def settle() -> None:
    """Once in each process, before it works."""
    with_streams()
    if sys.platform == "win32":
        _kernel().SetErrorMode(_FAIL_CRITICAL_ERRORS | _NO_OPEN_FILE_BOX)
        with_long_paths()


def with_long_paths() -> None:
    """Paths of more than 260 characters are opened like any other, whatever the computer is set to.

    Windows asks a bit of the process for it, which it sets itself only where an administrator allowed that
    in the registry. Go's runtime sets it so, too (initLongPathSupport in runtime/os_windows.go).
    """
    global _takes_long_paths
    if sys.platform != "win32" or sys.getwindowsversion().platform_version < _KNOWS_LONG_PATHS:
        return
    import ctypes

    bits = ctypes.c_ubyte.from_address(_environment_block() + _PEB_BITS)
    bits.value |= _LONG_PATH_AWARE
    _takes_long_paths = True


def first_removable() -> Path | None:
    """The first drive that is (GetLogicalDrives, GetDriveTypeW: DRIVE_REMOVABLE); none is touched for it."""
    if sys.platform != "win32":
        return None
    there = _kernel().GetLogicalDrives()
    letters = (chr(ord("A") + place) for place in range(2, 26) if there >> place & 1)
    roots = (f"{letter}:\\" for letter in letters)
    return next((Path(root) for root in roots if _kernel().GetDriveTypeW(root) == _REMOVABLE), None)


def is_too_long(path: Path | str) -> bool:
    """Whether Windows calls it not found because of its length alone."""
    if sys.platform != "win32" or _takes_long_paths or str(path).startswith("\\\\?\\"):
        return False
    return len(str(Path(path).absolute()).encode("utf-16-le", "surrogatepass")) // 2 >= _MAX_PATH - 12


def is_held(path: Path | str) -> bool:
    """Whether another program has the file open for itself alone: the C library calls that no permission."""
    return sys.platform == "win32" and _open_error(str(path)) in (_SHARING_VIOLATION, _LOCK_VIOLATION)


def _open_error(path: str) -> int:
    """GetLastError of opening it alone to read it; 0 where that can be done."""
    import ctypes

    kernel = _kernel()
    handle = kernel.CreateFileW(path, _GENERIC_READ, 0, None, _OPEN_EXISTING, 0, None)
    if handle in (-1, ctypes.c_void_p(-1).value):
        told: int = getattr(ctypes, "get_last_error")()  # noqa: B009 - only Windows has it
        return told
    kernel.CloseHandle(ctypes.c_void_p(handle))
    return 0


def open_unbuffered(path: Path, flags: int) -> int:
    """A descriptor that reads, or with O_RDWR writes too, past the system's cache. Raises OSError."""
    import ctypes
    import msvcrt

    access = _GENERIC_READ | (_GENERIC_WRITE if flags & os.O_RDWR else 0)
    handle = _kernel().CreateFileW(str(path), access, _SHARE_ALL, None, _OPEN_EXISTING, _NO_BUFFERING, None)
    if handle in (-1, ctypes.c_void_p(-1).value):
        raise OSError(getattr(ctypes, "get_last_error")(), "CreateFileW", str(path))  # noqa: B009 - likewise
    opened: int = getattr(msvcrt, "open_osfhandle")(handle, flags | getattr(os, "O_BINARY", 0))  # noqa: B009
    return opened


def without_boxes() -> None:
    """No message box for a crash, an empty drive or a file that cannot be opened: nobody would see it."""
    if sys.platform == "win32":
        _kernel().SetErrorMode(_FAIL_CRITICAL_ERRORS | _NO_FAULT_BOX | _NO_OPEN_FILE_BOX)


def with_streams() -> None:
    """A program without a console has none of the three; what is written to them is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as we live


def said(line: bytes) -> str:
    """What another program wrote: UTF-8, and where it is not that, on Windows, as consoles have it."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode(_CONSOLE if sys.platform == "win32" else "utf-8", "replace")


def with_a_fine_clock() -> None:
    """Who waits for a millisecond is woken after one, not with the clock's next tick, up to 15.6 ms later."""
    if sys.platform == "win32":
        _library("winmm").timeBeginPeriod(1)


def _environment_block() -> int:
    import ctypes

    ask = _library("ntdll").RtlGetCurrentPeb
    ask.restype = ctypes.c_void_p
    address: int = ask()
    return address


def _kernel() -> Any:
    import ctypes  # 15 ms that a start elsewhere does without

    kernel = _library("kernel32")
    kernel.CreateFileW.restype = ctypes.c_void_p
    return kernel


def _library(name: str) -> Any:
    import ctypes

    return getattr(ctypes, "WinDLL")(name, use_last_error=True)  # noqa: B009 - only Windows has it
