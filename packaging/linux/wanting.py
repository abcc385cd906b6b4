"""Whether a built folder starts on the oldest desktop that is promised: `python -m linux.wanting FOLDER`.

Every ELF file in it may ask for symbols no newer than `desktop.toml` says, and only for libraries that lie
in the folder or that it says each desktop has. Ends with 1 and a line for each fault otherwise.
"""

from __future__ import annotations

import platform
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from linux.elf import Needs, is_elf, needs

_DESKTOP = Path(__file__).with_name("desktop.toml")
_VERSION = re.compile(r"([A-Z]+)_(\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class Desktop:
    """`newest`: GLIBC → (2, 28); `libraries`: file names that it has."""

    newest: dict[str, tuple[int, ...]]
    libraries: frozenset[str]

    @classmethod
    def load(cls, machine: str = "") -> Desktop:
        """Of a machine as the kernel calls it; of this one unless told."""
        told = tomllib.loads(_DESKTOP.read_text("utf-8"))
        versions = told["newest"][machine or platform.machine()]
        newest = {name: _number(version) for name, version in versions.items()}
        return cls(newest, frozenset(name for names in told["libraries"].values() for name in names))


def faults(folder: Path, desktop: Desktop) -> Iterator[str]:
    """A line for each thing a file asks for that the desktop does not have; `folder` as it is handed out."""
    inner = folder / "_internal"
    for path in sorted(each for each in folder.rglob("*") if is_elf(each)):
        asked = needs(path)
        name = path.relative_to(folder).as_posix()
        for version in asked.versions:
            found = _VERSION.fullmatch(version)
            if found and found[1] in desktop.newest and _number(found[2]) > desktop.newest[found[1]]:
                yield f"{name} asks for {version}"
        for library in asked.libraries:
            if library not in desktop.libraries and not _lies_in(library, path, asked, inner):
                yield f"{name} asks for {library}, which is neither in the folder nor on each desktop"


def newest(folder: Path) -> dict[str, str]:
    """The newest version that anything in the folder asks for, of each library: GLIBC → 2.28."""
    found: dict[str, str] = {}
    for path in (each for each in folder.rglob("*") if is_elf(each)):
        for version in needs(path).versions:
            told = _VERSION.fullmatch(version)
            if told and _number(told[2]) > _number(found.get(told[1], "0")):
                found[told[1]] = told[2]
    return found


def _lies_in(library: str, path: Path, asked: Needs, inner: Path) -> bool:
    """Where the loader would look: what the file itself names, then `_internal`, which the program names."""
    origin = str(path.parent)
    own = (Path(each.replace("${ORIGIN}", origin).replace("$ORIGIN", origin)) for each in asked.search)
    return any((folder / library).exists() for folder in (*own, inner))


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(each) for each in version.split("."))


def main(folder: Path) -> int:
    found = list(faults(folder, Desktop.load()))
    told = (f"{name} {number}" for name, number in sorted(newest(folder).items()))
    print("\n".join(found) or "  ".join(told))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
