"""What no build hands out of the packages it is made of: the list in left-out.txt."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

_LIST = Path(__file__).with_name("left-out.txt")


def is_left_out(place: str) -> bool:
    """`place`: of a file, below site-packages, parted by "/"."""
    fits = [taken_in for pattern, taken_in in _rules() if fnmatchcase(place, pattern)]
    return bool(fits) and not fits[-1]


@cache
def _rules() -> tuple[tuple[str, bool], ...]:
    """Patterns, and whether what fits is taken back in."""
    lines = (line.strip() for line in _LIST.read_text("utf-8").splitlines())
    return tuple((line.removeprefix("!"), line.startswith("!")) for line in lines if line and line[0] != "#")
