"""A build for Linux that asks for more than the oldest promised desktop has is refused."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from linux.elf import is_elf, needs
from linux.wanting import Desktop, faults, main, newest

TODAY = Desktop({"GLIBC": (99,)}, frozenset({"libc.so.6"}))
pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="no compiler")


def library(path: Path, source: str, *options: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["gcc", "-shared", "-fPIC", "-nostartfiles", "-x", "c", "-", "-o", str(path), *options],
                   input=source.encode(), check=True)  # fmt: skip
    return path


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A library that asks for `pow` as of glibc 2.29, beside one that it needs."""
    inner = tmp_path / "_internal"
    library(inner / "libown.so.1", "int own(void) { return 1; }", "-Wl,-soname,libown.so.1")
    source = "double pow(double, double); int own(void); double f(double x) { return own() + pow(x, x); }"
    library(inner / "sub" / "libask.so", source, f"-L{inner}", "-l:libown.so.1", "-lm")
    return tmp_path


def test_an_elf_file_tells_what_it_asks_for(built: Path) -> None:
    found = needs(built / "_internal" / "sub" / "libask.so")
    assert found.libraries == ("libown.so.1", "libm.so.6", "libc.so.6") or set(found.libraries) == {"libown.so.1", "libm.so.6"}
    assert "GLIBC_2.29" in found.versions and found.machine in ("x86_64", "aarch64")


def test_a_symbol_newer_than_the_desktops_is_named_with_its_file(built: Path) -> None:
    old = Desktop({"GLIBC": (2, 28)}, frozenset({"libc.so.6", "libm.so.6"}))
    assert list(faults(built, old)) == ["_internal/sub/libask.so asks for GLIBC_2.29"]
    assert list(faults(built, Desktop({"GLIBC": (2, 29)}, old.libraries))) == []


def test_a_library_that_nobody_has_is_named(built: Path) -> None:
    """What lies in the folder the program looks into is had; what lies elsewhere is not."""
    assert list(faults(built, TODAY)) == [
        "_internal/sub/libask.so asks for libm.so.6, which is neither in the folder nor on each desktop"]
    shutil.move(built / "_internal" / "libown.so.1", built / "_internal" / "sub" / "libown.so.1")
    assert any("asks for libown.so.1" in line for line in faults(built, TODAY))


def test_a_library_beside_is_had_where_the_file_says_so(tmp_path: Path) -> None:
    library(tmp_path / "sub" / "libown.so.1", "int own(void) { return 1; }", "-Wl,-soname,libown.so.1")
    library(tmp_path / "sub" / "libask.so", "int own(void); int f(void) { return own(); }", f"-L{tmp_path}/sub",
            "-l:libown.so.1", "-Wl,-rpath,$ORIGIN")  # fmt: skip
    assert list(faults(tmp_path, TODAY)) == []


def test_versions_are_compared_as_numbers(built: Path) -> None:
    assert list(faults(built, Desktop({"GLIBC": (2, 100)}, frozenset({"libm.so.6", "libc.so.6"})))) == []
    assert newest(built)["GLIBC"] == "2.29"


def test_what_is_no_program_is_passed_over(built: Path, tmp_path: Path) -> None:
    (built / "_internal" / "readme.txt").write_text("ELF")
    (built / "_internal" / "link.so").symlink_to("sub/libask.so")
    assert not is_elf(built / "_internal" / "readme.txt") and not is_elf(built / "_internal" / "link.so")
    assert not is_elf(built)


def test_the_command_ends_with_1_and_says_why(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(built) == 1
    assert "asks for GLIBC_2.29" in capsys.readouterr().out


def test_the_oldest_desktop_is_uos_20() -> None:
    told = Desktop.load("x86_64")
    assert told.newest["GLIBC"] == (2, 28) and "libc.so.6" in told.libraries and "libxcb-cursor.so.0" not in told.libraries
