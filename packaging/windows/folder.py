"""Lays out what is handed out for Windows: `python -m windows.folder PYTHON PACKAGES PROGRAMS OUT`.

    标杆报盘/                 unpack it and double-click 标杆报盘.exe
      标杆报盘.exe  baopan.exe    the window and the command line
      请先读我.txt
      _internal/              app, ui, resources, and python with its packages

PYTHON is a Python 3.11 for 64-bit Windows, its Lib as files or, from python.org, in python311.zip; PACKAGES
what site_packages.py fetched; PROGRAMS holds the two programs. Beside the folder its .zip is written.
"""

from __future__ import annotations

import os
import py_compile
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from left_out import is_left_out
from windows import wanting

ROOT = Path(__file__).resolve().parents[2]
NAME = "标杆报盘"
README = Path(__file__).with_name("请先读我.txt")
# Visual C++'s run time, which Qt's wheel brings, is for all: in the one folder where every process looks
_RUN_TIME = ("msvcp140*.dll", "vcruntime140*.dll")
# where modules are looked for, and nowhere else, whatever the computer is set to
_SEARCHED = "python311.zip\nDLLs\nLib\nLib\\site-packages\n..\n"
_OWN = ("app", "ui", "resources")
_UNSEEN = shutil.ignore_patterns("__pycache__", "*.pyc")
_READ_BY_ITSELF = ("cv2",)  # packages that read files of their own sources
_LONGEST = 150  # characters below the folder, of Windows' 260: it is unpacked to places with long names


def lay_out(python: Path, packages: Path, programs: Path, out: Path) -> Path:
    """The folder, made anew in `out`."""
    folder = out / NAME
    shutil.rmtree(folder, ignore_errors=True)
    inside = folder / "_internal"
    bare = shutil.ignore_patterns("__pycache__", "site-packages", ".*")
    shutil.copytree(python, inside / "python", ignore=bare)
    for name in _OWN:
        shutil.copytree(ROOT / name, inside / name, ignore=_UNSEEN)
    site = inside / "python" / "Lib" / "site-packages"
    _copy_packages(packages, site)
    for pattern in _RUN_TIME:
        for path in (site / "PySide6").glob(pattern):
            path.replace(inside / "python" / path.name)
        for path in (site / "shiboken6").glob(pattern):
            path.unlink()
    (inside / "python" / "python311._pth").write_text(_SEARCHED, "ascii", newline="\r\n")
    _compile(inside / "python" / "Lib", keeps_source=False)
    for name in ("app", "ui"):
        _compile(inside / name, keeps_source=True)
    _write_licences(packages, python, inside / "resources" / "licences.json")
    shutil.rmtree(inside / "python" / "licences", ignore_errors=True)
    for path in programs.iterdir():
        shutil.copy2(path, folder)
    (folder / README.name).write_text(README.read_text("utf-8"), "utf-8-sig", newline="\r\n")
    return folder


def _copy_packages(packages: Path, site: Path) -> None:
    for path in sorted(packages.rglob("*")):
        place = path.relative_to(packages)
        if path.is_file() and "__pycache__" not in place.parts and not is_left_out(place.as_posix()):
            (site / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, site / place)


def _compile(folder: Path, *, keeps_source: bool) -> None:
    """Once for all: the folder may lie where nothing can be written, and others' sources are read by nobody.

    Not looked at again by their date: unpacking may change it.
    """
    mode = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for source in sorted(folder.rglob("*.py")):
        told = source.relative_to(folder.parent).as_posix()
        try:
            made = None if keeps_source else str(source.with_suffix(".pyc"))
            py_compile.compile(str(source), made, told, doraise=True, invalidation_mode=mode)
        except py_compile.PyCompileError:
            continue  # a template, or of a Python to come
        if not keeps_source and source.parent.name not in _READ_BY_ITSELF:
            source.unlink()


def _write_licences(packages: Path, python: Path, target: Path) -> None:
    """As the packages for Windows tell them, and the parts of the interpreter."""
    script = (
        "import sys; from pathlib import Path; root, packages, python, target = map(Path, sys.argv[1:])\n"
        "own = [each for each in sys.path if 'site-packages' not in each]\n"
        "sys.path[:] = [str(root / 'packaging'), str(root), str(packages), *own]\n"
        "from windows.parts import write; write(python, target)"
    )
    told = [str(each.resolve()) for each in (ROOT, packages, python)]
    subprocess.run([sys.executable, "-I", "-c", script, *told, str(target.absolute())], check=True)


def faults(folder: Path) -> Iterator[str]:
    """A line for each reason not to hand it out."""
    yield from wanting.faults(folder, wanting.system_dlls())
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder.parent).as_posix()
        if len(place) > _LONGEST:
            yield f"{place}: {len(place)} characters"


def pack(folder: Path, version: str, seconds: int) -> Path:
    """All of it as a .zip, whose dates are `seconds` after 1970: the same folder makes the same file."""
    import time

    made = folder.with_name(f"{NAME}-{version}-Windows.zip")
    date = time.gmtime(max(seconds, 315_532_800))[:6]  # zip begins with 1980
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            info = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), date)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, path.read_bytes())
    return made


def main(python: Path, packages: Path, programs: Path, out: Path) -> int:
    from app import __version__

    out.mkdir(parents=True, exist_ok=True)
    folder = lay_out(python, packages, programs, out)
    found = list(faults(folder))
    if found:
        print("\n".join(found), file=sys.stderr)
        return 1
    made = pack(folder, __version__, int(os.environ.get("SOURCE_DATE_EPOCH", "0")))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder} {size / 1e6:.0f} MB, {made.name} {made.stat().st_size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
