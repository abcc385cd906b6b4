"""Whose work the interpreter for Windows is made of: what was compiled into it, beside the packages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from app.program.licences import Licence, licences

# names as python.sh has them → terms, as SPDX has them; versions are those of Debian's packages
_TERMS = {
    "python": "PSF-2.0", "zlib": "Zlib", "bzip2": "bzip2-1.0.6", "xz": "0BSD", "libffi": "MIT",
    "expat": "MIT", "sqlite": "blessing", "openssl": "Apache-2.0", "mingw-w64-common": "ZPL-2.1 AND MIT",
    "gcc-mingw-w64-base": "GPL-3.0-or-later WITH GCC-exception-3.1",
}  # fmt: skip
_SHOWN = {"python": "Python", "gcc-mingw-w64-base": "GCC 运行库", "mingw-w64-common": "mingw-w64 运行库"}
_RUN_TIME = Licence(
    "Microsoft Visual C++ 运行库", "", "Microsoft Software License", "随 Qt for Python 的安装包提供。"
)


def write(python: Path, target: Path) -> None:
    """As `write_licences` of app/program/licences.py does, for the packages that are found first."""
    own = tuple(_compiled_in(python / "licences"))
    names = {each.name for each in own}
    told = (*(each for each in licences() if each.name not in names), *own, _RUN_TIME)
    found = [asdict(each) for each in sorted(told, key=lambda each: each.name.lower())]
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")


def _compiled_in(folder: Path) -> Iterator[Licence]:
    """None where Python was not compiled here: then its own licence tells of its parts."""
    listed = folder / "versions"
    for line in listed.read_text("utf-8").splitlines() if listed.is_file() else ():
        name, _, version = line.partition(" ")
        text = (folder / f"{name}.txt").read_text("utf-8", "replace")
        yield Licence(_SHOWN.get(name, name), version, _TERMS[name], text)
