"""What Windows does otherwise, as far as another system can show it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from app import windows
from app.errors import FileInUse, NoPermission, from_os

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("told", "kind"), [(32, FileInUse), (33, FileInUse), (5, NoPermission), (0, NoPermission)])
def test_a_file_that_excel_holds_is_told_as_such_and_not_as_a_want_of_rights(told, kind, monkeypatch) -> None:
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(windows, "_open_error", lambda path: told)
    error = from_os(PermissionError(13, "Permission denied", "D:/汇总表.xlsx"))
    assert type(error) is kind and "汇总表.xlsx" in str(error)


@pytest.mark.parametrize("name", ["D:/报送/.0123456789abcdef.part", "D:/报送/.0123456789abcdef.part/data/甲.zip"])
def test_a_name_that_only_the_program_gives_is_never_told(name) -> None:
    assert from_os(OSError(28, "No space left on device", name)).detail == "D:/报送"
    assert from_os(OSError(28, "No space left on device"), name).detail == "D:/报送"


def test_elsewhere_nobody_asks() -> None:
    assert type(from_os(PermissionError(13, "Permission denied", "/root/a"))) is NoPermission
    assert not windows.is_held("/root/a")


def test_boxes_are_switched_off_by_the_call_that_windows_has(monkeypatch) -> None:
    seen: list[int] = []
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(windows, "_kernel", lambda: type("Kernel", (), {"SetErrorMode": staticmethod(seen.append)}))
    windows.without_boxes()
    assert seen == [0x8003]  # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX


def test_a_program_without_a_console_can_still_say_things(monkeypatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    windows.with_streams()
    print("到哪里都不去")
    print("这个也是", file=sys.stderr)
    assert sys.stdin.read() == "" and not sys.stderr.isatty()


@pytest.mark.parametrize("program", ["ui/__main__.py", "app/__main__.py"])
def test_a_child_of_the_built_program_is_on_its_way_before_the_window_is_read(program: str) -> None:
    """PyInstaller starts the whole program for each child; up to freeze_support() it reads no Qt."""
    script = f"import runpy, sys; runpy.run_path({str(ROOT / program)!r}); print([m for m in sys.modules if 'PySide6' in m])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
