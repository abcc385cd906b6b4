"""What only Windows has: files that another program keeps to itself, boxes that wait for nobody.

Calls and numbers as fileapi.h, errhandlingapi.h and winerror.h have them.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

_SHARING_VIOLATION, _LOCK_VIOLATION = 32, 33
_GENERIC_READ, _OPEN_EXISTING = 0x80000000, 3
_FAIL_CRITICAL_ERRORS, _NO_FAULT_BOX, _NO_OPEN_FILE_BOX = 0x0001, 0x0002, 0x8000


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


def without_boxes() -> None:
    """No message box for a crash, an empty drive or a file that cannot be opened: nobody would see it."""
    if sys.platform == "win32":
        _kernel().SetErrorMode(_FAIL_CRITICAL_ERRORS | _NO_FAULT_BOX | _NO_OPEN_FILE_BOX)


def with_streams() -> None:
    """A program without a console has none of the three; what is written to them is lost."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - as long as we live


def _kernel() -> Any:
    import ctypes  # 15 ms that a start elsewhere does without

    kernel = getattr(ctypes, "WinDLL")("kernel32", use_last_error=True)  # noqa: B009 - likewise
    kernel.CreateFileW.restype = ctypes.c_void_p
    return kernel
