"""A Windows job object: the memory a child and its own children may have together, and their end with ours.

Structures and flags as in winnt.h; the calls as Microsoft's "Job Objects" tells them.
"""

from __future__ import annotations

import ctypes
import logging
import sys
from typing import Any

_LOG = logging.getLogger(__name__)
_EXTENDED_LIMIT_INFORMATION = 9  # JOBOBJECTINFOCLASS
_PROCESS_MEMORY, _JOB_MEMORY, _DIE_ON_UNHANDLED_EXCEPTION, _KILL_ON_JOB_CLOSE = 0x100, 0x200, 0x400, 0x2000
_FLAGS = _PROCESS_MEMORY | _JOB_MEMORY | _DIE_ON_UNHANDLED_EXCEPTION | _KILL_ON_JOB_CLOSE
_TERMINATE, _SET_QUOTA = 0x0001, 0x0100  # access that assigning a process needs


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class IoCounters(ctypes.Structure):
    """IO_COUNTERS: operations read, written, other; bytes of each."""

    _fields_ = tuple((f"{kind}{what}Count", ctypes.c_uint64) for what in ("Operation", "Transfer")
                     for kind in ("Read", "Write", "Other"))  # fmt: skip


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION: 144 bytes where pointers have eight."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", IoCounters),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


class JobObject:
    """Holds process `pid` and whatever it starts; when it is closed, or we end, they are ended."""

    def __init__(self, pid: int, memory_bytes: int, kernel: Any = None) -> None:
        """`kernel`: kernel32. Raises OSError."""
        self._kernel = kernel if kernel is not None else _kernel32()
        self._handle = self._kernel.CreateJobObjectW(None, None)
        if not self._handle:
            raise _error("CreateJobObjectW")
        try:
            self.limit(memory_bytes)
            self._assign(pid)
        except OSError:
            self.close()
            raise

    def limit(self, memory_bytes: int) -> None:
        """From now on, for each process and for all of them. Raises OSError."""
        limits = ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _FLAGS
        limits.ProcessMemoryLimit = limits.JobMemoryLimit = memory_bytes
        size = ctypes.sizeof(limits)
        kind, told = _EXTENDED_LIMIT_INFORMATION, ctypes.byref(limits)
        if not self._kernel.SetInformationJobObject(self._handle, kind, told, size):
            raise _error("SetInformationJobObject")

    def close(self) -> None:
        if self._handle:
            self._kernel.CloseHandle(self._handle)
            self._handle = None

    def _assign(self, pid: int) -> None:
        process = self._kernel.OpenProcess(_SET_QUOTA | _TERMINATE, False, pid)
        if not process:
            raise _error("OpenProcess")
        try:
            if not self._kernel.AssignProcessToJobObject(self._handle, process):
                raise _error("AssignProcessToJobObject")
        finally:
            self._kernel.CloseHandle(process)


def job_object_of(pid: int, memory_bytes: int) -> JobObject | None:
    """None on other systems, and where Windows refuses: then a child can be ended all the same, if later."""
    if sys.platform != "win32":
        return None
    try:
        return JobObject(pid, memory_bytes)
    except OSError:
        _LOG.exception("no job object for process %d: its memory is not limited", pid)
        return None


def _error(call: str) -> OSError:
    if sys.platform == "win32":
        return OSError(ctypes.get_last_error(), call)
    return OSError(call)


def _kernel32() -> Any:
    if sys.platform != "win32":
        raise OSError(0, "kernel32")
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    handle, number = ctypes.c_void_p, ctypes.c_uint32
    for name, result, *told in (
        ("CreateJobObjectW", handle, ctypes.c_void_p, ctypes.c_wchar_p),
        ("SetInformationJobObject", ctypes.c_int, handle, ctypes.c_int, ctypes.c_void_p, number),
        ("OpenProcess", handle, number, ctypes.c_int, number),
        ("AssignProcessToJobObject", ctypes.c_int, handle, handle),
        ("CloseHandle", ctypes.c_int, handle),
    ):
        call = getattr(kernel, name)
        call.restype, call.argtypes = result, told
    return kernel
