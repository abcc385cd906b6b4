"""What a build leaves out, to be small: what left-out.txt says, and libraries that nobody asks for then."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path, PurePath

from left_out import is_left_out
from linux.elf import is_elf, needs

# but for Python's own, which the program starts by name
_LIBRARY = re.compile(r"(?:[\w.+-]+\.libs/|PySide6/Qt/lib/)?lib(?!python)[\w.+-]+\.so(?:\.\d+)*")


def trimmed(files: Iterable[tuple[str, Path]], given: frozenset[str] = frozenset()) -> list[str]:
    """Names that stay, of (name in the build, file it comes from).

    `given`: file names of libraries that each desktop has. Of libraries that are there for others alone
    (beside them, in a *.libs folder or among Qt's), only those stay that something that stays asks for.
    """
    kept = {
        name: path for name, path in files
        if not is_left_out(name) and PurePath(name).name not in given
    }  # fmt: skip
    asked = {name: frozenset(needs(path).libraries) for name, path in kept.items() if is_elf(path.resolve())}
    return _wanted(kept, lambda name: asked.get(name, frozenset()))


def may_be_stripped(name: str, path: Path) -> bool:
    """Not what a wheel's maker put together anew, so that it finds its own in a *.libs folder."""
    if not is_elf(path.resolve()) or ".libs/" in name or name.startswith("PySide6/"):
        return False
    return not any(".libs" in folder for folder in needs(path).search)


def _wanted(names: Iterable[str], asked: Callable[[str], frozenset[str]]) -> list[str]:
    kept = list(names)
    while True:
        called = frozenset(library for name in kept for library in asked(name))
        still = [name for name in kept if not _LIBRARY.fullmatch(name) or PurePath(name).name in called]
        if still == kept:
            return kept
        kept = still
