"""What is handed out for Windows: unpacked, it runs where it lies, asks the computer for nothing and writes nothing."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from windows import folder as module
from windows.folder import NAME, faults, lay_out, pack
from windows.site_packages import ROOT, locked

PARTS = {
    "python/python.exe": "…", "python/python311.dll": "…", "python/Lib/os.py": "import sys", "python/licences/zlib.txt": "…",
    "python/.recipe": "…", "packages/PySide6/__init__.py": "", "packages/PySide6/msvcp140.dll": "of Qt", "packages/PySide6/Qt6Core.dll": "…",
    "packages/PySide6/Qt6Quick.dll": "…", "packages/shiboken6/msvcp140.dll": "the same", "packages/lxml/etree.pyx": "…", "packages/a.dist-info/METADATA": "…",
    "packages/cv2/config.py": "", "packages/broken/template.py": "def {{ name }}:", "programs/baopan.exe": "…", "project/app/main.py": "x = 1", "project/app/__pycache__/main.cpython-311.pyc": "…",
    "project/ui/main.py": "y = 2", "project/resources/style.qss": "…",
}  # fmt: skip


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, content in PARTS.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path / "project")
    monkeypatch.setattr(module, "_write_licences", lambda packages, python, target: target.write_text("[]"))
    return lay_out(tmp_path / "python", tmp_path / "packages", tmp_path / "programs", tmp_path / "out")


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_person_sees_the_programs_and_all_else_lies_below(made: Path) -> None:
    assert made.name == NAME and {path.name for path in made.iterdir()} == {"baopan.exe", "请先读我.txt", "_internal"}
    assert {path.name for path in (made / "_internal").iterdir()} == {"app", "ui", "resources", "python"}


def test_what_is_first_read_is_read_right_by_windows_own_editor(made: Path) -> None:
    told = (made / "请先读我.txt").read_bytes()
    assert told.startswith(b"\xef\xbb\xbf") and b"\r\n" in told and told.count(b"\n") == told.count(b"\r\n")


def test_modules_are_looked_for_in_the_folder_alone(made: Path) -> None:
    """A python311._pth isolates: no registry, no PYTHONPATH, no packages of the user."""
    lines = (made / "_internal/python/python311._pth").read_text("ascii").splitlines()
    assert lines == ["python311.zip", "DLLs", "Lib", "Lib\\site-packages", ".."]


def test_others_modules_are_compiled_and_ours_can_be_read_as_well(made: Path) -> None:
    there = names(made / "_internal")
    assert "python/Lib/os.pyc" in there and "python/Lib/os.py" not in there
    assert {"app/main.py", f"app/__pycache__/main.{sys.implementation.cache_tag}.pyc"} <= there
    assert "python/Lib/site-packages/cv2/config.py" in there  # OpenCV reads it as a text
    assert "python/Lib/site-packages/broken/template.py" in there  # what is no module stays as it is


def test_compiled_modules_are_taken_whatever_their_date_says(made: Path) -> None:
    compiled = (made / "_internal/python/Lib/os.pyc").read_bytes()
    assert int.from_bytes(compiled[4:8], "little") == 0b01  # by hash, and unchecked (PEP 552)


def test_the_run_time_of_visual_c_lies_once_where_every_process_looks(made: Path) -> None:
    assert [name for name in names(made) if "msvcp140" in name] == ["_internal/python/msvcp140.dll"]


def test_what_nobody_needs_is_left_out(made: Path) -> None:
    there = " ".join(names(made))
    assert not [name for name in ("Quick", ".pyx", "licences/", ".recipe") if name in there]
    assert "Qt6Core.dll" in there and "METADATA" in there


def test_a_place_too_deep_to_be_unpacked_is_refused(made: Path) -> None:
    deep = made / "_internal" / "app" / ("深" * 70) / ("深" * 69)
    deep.mkdir(parents=True)
    assert [line.rpartition(": ")[2] for line in faults(made) if "深/深" in line] == [f"{len(f'{NAME}/_internal/app/') + 140} characters"]


def test_the_same_folder_makes_the_same_archive(made: Path) -> None:
    first = pack(made, "1.0", 1_700_000_000)
    before = first.read_bytes()
    for path in made.rglob("*.exe"):
        path.touch()
    assert pack(made, "1.0", 1_700_000_000).read_bytes() == before
    with zipfile.ZipFile(first) as archive:
        assert set(archive.namelist()) == {f"{NAME}/{name}" for name in names(made)}
        assert all(info.flag_bits & 0x800 for info in archive.infolist() if NAME in info.filename)  # names in UTF-8


def test_the_lock_is_read_as_windows_reads_it() -> None:
    pins = locked((ROOT / "requirements.lock").read_text("utf-8"))
    assert "--hash=sha256:" in pins["pyside6-essentials"] and pins["pyside6-essentials"].startswith("PySide6-Essentials==6.9.3 ".lower())
    assert {"colorama", "tzdata", "psycopg-binary"} <= set(pins)
    told = 'a==1 ; sys_platform == "win32" \\\n    --hash=sha256:0\nb==2 ; sys_platform != "win32" \\\n    --hash=sha256:1\nc==3\n'
    assert locked(told) == {"a": "a==1 --hash=sha256:0", "c": "c==3"}
