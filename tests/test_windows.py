"""What Windows does otherwise, as far as another system can show it."""

from __future__ import annotations

import ast
import ctypes
import importlib
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from app import windows
from app.errors import FileInUse, NoPermission, PathTooLong, SourceVanished, from_os
from tests.test_architecture import ROOT, SOURCES
from ui.shell import pace

LONG = "D:/" + "/".join(["很长的文件夹名称"] * 30) + "/申报书.pdf"


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
    assert sys.stdin.read() == "" and sys.stdout.writable() and sys.stderr.writable()


@pytest.mark.parametrize("program", ["ui/__main__.py", "app/__main__.py"])
def test_a_child_of_the_built_program_is_on_its_way_before_the_window_is_read(program: str) -> None:
    """PyInstaller starts the whole program for each child; up to freeze_support() it reads no Qt."""
    script = f"import runpy, sys; runpy.run_path({str(ROOT / program)!r}); print([m for m in sys.modules if 'PySide6' in m])"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


@pytest.fixture
def block(monkeypatch) -> ctypes.Array[ctypes.c_ubyte]:
    """What Windows knows of the process, as far as it is asked for here."""
    made = (ctypes.c_ubyte * 16)(*[0b0000_0100] * 16)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(windows, "_environment_block", lambda: ctypes.addressof(made))
    monkeypatch.setattr(windows, "_takes_long_paths", False)
    return made


def of_version(monkeypatch, *version: int) -> None:
    monkeypatch.setattr(sys, "getwindowsversion", lambda: SimpleNamespace(platform_version=version), raising=False)


def test_long_paths_are_asked_for_by_one_bit_and_nothing_else_is_touched(block, monkeypatch) -> None:
    of_version(monkeypatch, 10, 0, 19045)
    windows.with_long_paths()
    assert list(block) == [4, 4, 4, 0b1000_0100, *[4] * 12]
    assert type(from_os(FileNotFoundError(2, "No such file", LONG))) is SourceVanished


def test_where_windows_takes_none_a_path_is_told_to_be_too_long_and_not_to_be_gone(block, monkeypatch) -> None:
    of_version(monkeypatch, 6, 1, 7601)
    windows.with_long_paths()
    assert list(block) == [4] * 16
    assert type(from_os(FileNotFoundError(2, "No such file", LONG))) is PathTooLong
    assert type(from_os(FileNotFoundError(2, "No such file", "D:/短.pdf"))) is SourceVanished
    assert type(from_os(FileNotFoundError(2, "No such file", "\\\\?\\" + LONG))) is SourceVanished


@pytest.mark.skipif(sys.platform != "win32", reason="what Windows itself does")
def test_a_long_path_is_written_and_read(tmp_path) -> None:
    windows.settle()
    folder = tmp_path.joinpath(*["很长的文件夹名称" * 4] * 10)
    folder.mkdir(parents=True)
    (folder / "申报书.pdf").write_bytes(b"%PDF")
    assert len(str(folder)) > 300 and (folder / "申报书.pdf").read_bytes() == b"%PDF"


@pytest.mark.skipif(sys.platform == "win32", reason="told to another system's interpreter")
def test_who_waits_for_python_sleeps_as_windows_counts_in_milliseconds(monkeypatch) -> None:
    try:
        with monkeypatch.context() as patch:
            patch.setattr("sys.platform", "win32")
            assert importlib.reload(pace)._SWITCH * 1000 >= 1
    finally:
        importlib.reload(pace)


def test_it_wakes_when_it_asked_to(monkeypatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(windows, "_library", lambda name: SimpleNamespace(timeBeginPeriod=lambda ms: seen.append((name, ms))))
    windows.with_a_fine_clock()
    assert seen == [("winmm", 1)]


@pytest.mark.parametrize(("line", "platform", "told"), [
    ("D:\\甲 公司.zip".encode(), "win32", "D:\\甲 公司.zip"), ("D:\\甲 公司.zip".encode("gbk"), "win32", "D:\\甲 公司.zip"),
    (b"\xff\xff", "win32", "\ufffd\ufffd"), (b"ok \xff", "linux", "ok \ufffd"),
])  # fmt: skip
def test_what_a_program_says_is_read_as_windows_consoles_write_it(line, platform, told, monkeypatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(windows, "_CONSOLE", "gbk")
    assert windows.said(line) == told


def starts(tree: ast.AST) -> list[ast.Call]:
    """Calls that start another program."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    named = ("run", "Popen", "call", "check_call", "check_output", "getoutput", "system", "popen", "startfile")
    return [
        call for call in calls
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
        and call.func.value.id in ("subprocess", "os") and (call.func.attr in named or call.func.attr.startswith("spawn"))
    ]  # fmt: skip


def is_quiet(call: ast.Call) -> bool:
    return any(each.arg == "creationflags" and ast.unparse(each.value) == "NO_WINDOW" for each in call.keywords)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_black_window_comes_up_for_a_program_that_is_started(path: Path) -> None:
    assert [ast.unparse(call) for call in starts(ast.parse(path.read_text("utf-8"))) if not is_quiet(call)] == []


@pytest.mark.parametrize(("line", "loud"), [
    ("subprocess.run(['a'])", True), ("subprocess.Popen(['a'], creationflags=0)", True), ("os.system('a')", True),
    ("subprocess.run(['a'], creationflags=NO_WINDOW)", False), ("os.path.join('a')", False), ("job.run()", False),
])  # fmt: skip
def test_a_program_that_would_show_one_is_known(line: str, loud: bool) -> None:
    assert any(not is_quiet(call) for call in starts(ast.parse(line))) is loud
