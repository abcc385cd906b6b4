"""Whether a folder holds every DLL that is loaded from it: `python -m windows.wanting FOLDER`.

Wine has Microsoft's run-time libraries of its own, a fresh Windows has none: what starts there may not start
here. Ends with 1 and a line for each fault.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from windows.pe import is_pe, libraries

_SYSTEM = Path(__file__).with_name("system-dlls.txt")
_BY_THE_SYSTEM = ("api-ms-win-", "ext-ms-win-")
# beside the interpreter, where every process of the program looks
EVERYWHERE = "_internal/python"
_TOLD = {"PySide6": "shiboken6"}  # a package → one that it loads before it reads its own modules


def faults(folder: Path, system: frozenset[str]) -> Iterator[str]:
    """A line for each DLL that would not be found; `folder` as it is handed out."""
    common = _names(folder / EVERYWHERE)
    for path in sorted(each for each in folder.rglob("*") if is_pe(each)):
        there = common | _names(path.parent) | _packed_with(path, folder)
        for name in libraries(path):
            if name not in system and not name.startswith(_BY_THE_SYSTEM) and name not in there:
                yield f"{path.relative_to(folder).as_posix()} asks for {name}"


def system_dlls() -> frozenset[str]:
    """Names, in small letters, of what every Windows 10 has."""
    return frozenset(line for line in _SYSTEM.read_text("utf-8").split() if not line.startswith("#"))


def _names(folder: Path) -> frozenset[str]:
    return frozenset(path.name.lower() for path in folder.glob("*.dll"))


def _packed_with(path: Path, folder: Path) -> frozenset[str]:
    """Wheels keep foreign DLLs in NAME.libs beside NAME, and tell Windows of them when they are imported;
    Qt's plugins and modules find those of their package.
    """
    for parent in path.parents:
        if parent.parent.name == "site-packages":
            others = (f"{parent.name}.libs", _TOLD.get(parent.name, parent.name))
            return _names(parent).union(*(_names(parent.with_name(other)) for other in others))
        if parent == folder:
            break
    return frozenset()


def main(folder: Path) -> int:
    found = list(faults(folder, system_dlls()))
    print("\n".join(found) or "every DLL is there")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
