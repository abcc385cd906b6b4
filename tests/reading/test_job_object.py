"""Windows limits a child's memory by a job object: the calls, told to a kernel32 that notes them."""

from __future__ import annotations

import ctypes
from typing import Any

import pytest

from app.job import Job
from app.reading import sandbox as module
from app.reading.job_object import BasicLimits, ExtendedLimits, IoCounters, JobObject
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.reading.sandbox_child import Report

GIB = 1 << 30
JOB, PROCESS = 70, 80  # handles


class Kernel:
    """`refuses`: the call that fails."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.calls = refuses, list[tuple[Any, ...]]()

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any) -> int:
            if name == "SetInformationJobObject":
                told = args[2]._obj
                basic = told.BasicLimitInformation.LimitFlags
                args = (*args[:2], basic, told.ProcessMemoryLimit, told.JobMemoryLimit, args[3])
            self.calls.append((name, *args))
            if name == self.refuses:
                return 0
            return {"CreateJobObjectW": JOB, "OpenProcess": PROCESS}.get(name, 1)

        return call


@pytest.mark.skipif(ctypes.sizeof(ctypes.c_void_p) != 8, reason="as winnt.h has them on x64")
def test_the_structures_are_those_of_winnt_h() -> None:
    assert [ctypes.sizeof(each) for each in (BasicLimits, IoCounters, ExtendedLimits)] == [64, 48, 144]
    assert BasicLimits.LimitFlags.offset == 16 and BasicLimits.Affinity.offset == 48
    assert (ExtendedLimits.ProcessMemoryLimit.offset, ExtendedLimits.JobMemoryLimit.offset) == (112, 120)


def test_a_process_is_limited_before_it_is_held_and_ends_with_the_job() -> None:
    kernel = Kernel()
    JobObject(4711, GIB, kernel).close()
    flags = 0x100 | 0x200 | 0x400 | 0x2000  # process memory, job memory, no dialog when it breaks, killed on close
    assert kernel.calls == [
        ("CreateJobObjectW", None, None),
        ("SetInformationJobObject", JOB, 9, flags, GIB, GIB, ctypes.sizeof(ExtendedLimits)),
        ("OpenProcess", 0x0101, False, 4711),
        ("AssignProcessToJobObject", JOB, PROCESS),
        ("CloseHandle", PROCESS),
        ("CloseHandle", JOB),
    ]


def test_a_limit_can_be_changed_while_it_runs_and_closing_twice_closes_once() -> None:
    kernel = Kernel()
    held = JobObject(4711, GIB, kernel)
    held.limit(3 * GIB)
    assert kernel.calls[-1][4:6] == (3 * GIB, 3 * GIB)
    held.close()
    held.close()
    assert kernel.calls.count(("CloseHandle", JOB)) == 1


@pytest.mark.parametrize(
    "call", ["CreateJobObjectW", "SetInformationJobObject", "OpenProcess", "AssignProcessToJobObject"]
)
def test_what_windows_refuses_is_an_error_and_leaves_no_handle(call: str) -> None:
    kernel = Kernel(refuses=call)
    with pytest.raises(OSError, match=call):
        JobObject(4711, GIB, kernel)
    opened = [name for name, *_ in kernel.calls if name in ("CreateJobObjectW", "OpenProcess") and name != call]
    assert len([name for name, *_ in kernel.calls if name == "CloseHandle"]) == len(opened)


def nothing(report: Report) -> None:
    pass


def test_a_sandbox_sets_the_limit_of_each_work_and_lets_go_with_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel, pids = Kernel(), list[int]()

    def held(pid: int, memory_bytes: int) -> JobObject:
        pids.append(pid)
        return JobObject(pid, memory_bytes, kernel)

    monkeypatch.setattr(module, "job_object_of", held)
    with Sandbox(workers=1) as sandbox:
        for memory in (GIB, 2 * GIB):
            sandbox.call(nothing, job=Job(), limits=Limits(memory_bytes=memory))
    limits = [call[5] for call in kernel.calls if call[0] == "SetInformationJobObject"]
    assert limits == [Limits().memory_bytes, GIB, 2 * GIB] and len(pids) == 1
    assert kernel.calls[-1] == ("CloseHandle", JOB)
