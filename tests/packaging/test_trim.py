"""What a build leaves out, and that what it then has is asked for."""

from __future__ import annotations

import subprocess
from pathlib import Path

from left_out import is_left_out
from linux.locked import development, without_tests
from release.trim import _wanted, may_be_stripped

ROOT = Path(__file__).resolve().parents[2]


def test_nothing_of_our_own_is_left_out() -> None:
    ours = [path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()]
    assert ours and not [name for name in ours if is_left_out(name)]


def test_a_library_stays_as_long_as_something_that_stays_asks_for_it() -> None:
    asks = {
        "PIL/_imaging.so": {"libjpeg.so.62"}, "pillow.libs/libjpeg.so.62": set(), "pillow.libs/libavif.so.16": {"libaom.so.3"},
        "libaom.so.3": set(), "libpython3.11.so.1.0": set(), "numpy/core.so": {"libm.so.6"}, "_brotli.cpython-311-x86_64-linux-gnu.so": set(),
    }  # fmt: skip
    stay = _wanted(asks, lambda name: frozenset(asks[name]))
    assert set(asks) - set(stay) == {"pillow.libs/libavif.so.16", "libaom.so.3"}


def test_what_only_tests_need_is_not_brought_for_a_build() -> None:
    lock = "a==1 \\\n    --hash=sha256:1\npytest-qt==4 \\\n    --hash=sha256:2\n    --hash=sha256:3\nb==2\n"
    assert without_tests(lock, {"pytest-qt"}) == "a==1 \\\n    --hash=sha256:1\nb==2\n"
    left = development()
    assert {"pytest", "mypy", "bagit"} <= left and not {"pyinstaller", "numpy", "shiboken6"} & left


def test_what_was_put_together_anew_keeps_its_symbols(tmp_path: Path) -> None:
    """patchelf moved parts of it about: strip would tear them apart."""
    plain = tmp_path / "plain.so"
    subprocess.run(["gcc", "-shared", "-nostdlib", "-x", "c", "/dev/null", "-o", plain], check=True)
    again = tmp_path / "again.so"
    subprocess.run(["gcc", "-shared", "-nostdlib", "-x", "c", "/dev/null", "-Wl,-rpath,$ORIGIN/../a.libs", "-o", again], check=True)
    assert may_be_stripped("typst/plain.so", plain) and not may_be_stripped("PIL/again.so", again)
    assert not may_be_stripped("pillow.libs/plain.so", plain) and not may_be_stripped("PySide6/QtCore.abi3.so", plain)
    (tmp_path / "no.so").write_text("INPUT(other.so)")
    assert not may_be_stripped("no.so", tmp_path / "no.so")
