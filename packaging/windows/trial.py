"""On Windows, in what is handed out: `python.exe trial.py STEP …`, a function below; test.sh calls it."""

from __future__ import annotations

import ctypes
import getpass
import importlib
import os
import runpy
import subprocess
import sys
import time
from pathlib import Path

MODULES = (
    "_asyncio", "_bz2", "_ctypes", "_decimal", "_elementtree", "_hashlib", "_lzma", "_multiprocessing",
    "_overlapped", "_queue", "_socket", "_sqlite3", "_ssl", "_uuid", "_zoneinfo", "msvcrt", "pyexpat",
    "select", "unicodedata", "winreg", "winsound", "zlib",
)  # fmt: skip
PROGRAM = Path(sys.executable).parents[2] / "baopan.exe"
HERE = Path(__file__).parent
RECOGNISING = ("check", "receive")  # is tried by selfcheck; here it would take many minutes
SEARCHED = tuple(sys.path)
CHINESE = 936  # the code page of Windows in Chinese


def surroundings() -> None:
    """The interpreter is whole and keeps to itself; the user and the code page are those of an office."""
    for name in MODULES:
        importlib.import_module(name)
    page = getattr(ctypes, "windll").kernel32.GetACP()  # noqa: B009 - only Windows has it
    inside = Path(sys.executable).parents[1]
    foreign = [each for each in SEARCHED if not Path(each).is_relative_to(inside)]
    print(sys.version, page, getpass.getuser(), sys.executable)
    assert page == CHINESE and " " in getpass.getuser() and not foreign and sys.flags.isolated


def baopan(*words: object) -> tuple[int, str, str]:
    """(exit code, stdout, stderr) of a process of its own, as a clerk starts it."""
    start = time.monotonic()
    more = ("--no-ocr",) if words[0] in RECOGNISING else ()
    command = [PROGRAM, *map(str, words), *more]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace")
    shown = " ".join(str(word) for word in words[:1] + words[2:] if "json" not in str(word))
    print(f"  {ran.returncode}  {time.monotonic() - start:5.1f} s  {shown[:100]}", flush=True)
    return ran.returncode, ran.stdout, ran.stderr


def road() -> None:
    """The sample campaign by the command line, from nothing to discs that are verified."""
    import tests.road as road
    from app.demo import Campaign, make_demo

    setattr(road, "baopan", baopan)  # noqa: B010 - each call in this module goes by it
    folder = HERE / "全程 样例"
    campaign: Campaign = make_demo(folder / "样例")
    batch = folder / "批次"
    road.to_clean_batch(campaign, batch)
    assert road.report(batch)["verdict"] == "ok"
    road.done("stage", batch, "--out", folder / "光盘", "--iso")
    road.done("papers", batch, "--out", folder / "交接材料")
    discs = sorted((folder / "光盘").iterdir())
    for disc in discs:
        print("    ", disc.name, road.done("verify", disc).strip().splitlines()[0])
    ledger = folder / "台账"
    road.done("ledger-new", ledger)
    for disc in (each for each in discs if each.is_dir()):
        code, _, said = baopan("receive", ledger, disc)
        assert code in (0, 1), said


def tour(out: str) -> None:
    """The sample through the window, a picture of every page."""
    with_test_tools()
    sys.argv[1:] = [out]
    runpy.run_module("tests.tour", run_name="__main__", alter_sys=True)


def tests(*wanted: str) -> None:
    import pytest

    with_test_tools()
    os.chdir(HERE)
    sys.exit(pytest.main(["-p", "no:cacheprovider", "-q", "-ra", *wanted]))


def with_test_tools() -> None:
    """The part of Qt that plays a person, which no program asks for."""
    import PySide6.QtWidgets

    more = HERE / "packages" / "PySide6"
    PySide6.__path__.append(str(more))
    getattr(os, "add_dll_directory")(more)  # noqa: B009 - only Windows has it


if __name__ == "__main__":
    for name in ("stdout", "stderr"):
        getattr(sys, name).reconfigure(encoding="utf-8", errors="replace")
    sys.path[:] = [str(HERE), *SEARCHED, str(HERE / "packages")]
    globals()[sys.argv[1]](*sys.argv[2:])
