"""Where the program keeps things on this computer, and what whoever maintains it has to know of a fault."""

from __future__ import annotations

import platform
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app import PRODUCT, __version__, wording
from app.paths import documents_dir, log_file, user_dir

_OURS = re.compile(r'File "[^"]*?\b((?:app|ui)[/\\][\w/\\]+\.py)", line (\d+)')
_KIND = re.compile(r"^(?:\w+\.)*([A-Z]\w*(?:Error|Exception|Interrupt|Damaged|InUse))\b")
_LEVEL = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ (WARNING|ERROR|CRITICAL) ")
_TAIL, _MOST = 400_000, 12  # bytes of the log looked at; faults told


@dataclass(frozen=True, slots=True)
class Place:
    title: str
    path: Path


def places(base: Path | None = None) -> tuple[Place, ...]:
    """What lies where; ledgers lie where a person put them. `base`: of new batches, where it is set."""
    return (
        Place("新批次", base or documents_dir() / PRODUCT), Place("设置与载入的通知", user_dir()),
        Place("日志", log_file()),
    )  # fmt: skip


def diagnosis(*more: str) -> str:
    """Lines for a maintainer: the computer, the program, kinds of faults and where in our code each arose.

    Neither names of enterprises or people nor paths of theirs: of the log its own words are never taken.
    `more`: lines that only a window can tell.
    """
    lines = [
        f"{PRODUCT} {__version__}", f"Python {platform.python_version()} {sys.platform} {platform.machine()}",
        f"系统 {platform.platform()}", *more, *(_room(each) for each in places()), *_faults(),
    ]  # fmt: skip
    return "\n".join(lines)


def _room(place: Place) -> str:
    folder = next(each for each in (place.path, *place.path.parents) if each.is_dir())
    try:
        return f"{place.title}所在磁盘 剩余 {wording.size(shutil.disk_usage(folder).free)}"
    except OSError:
        return f"{place.title}所在磁盘 读不到"


def _faults() -> Iterator[str]:
    """WARNING 3 · ERROR 1, then each kind of fault with its place in our code, the latest first."""
    lines = _log_lines()
    counts = Counter(found[1] for line in lines if (found := _LEVEL.match(line)))
    yield "日志 " + (" · ".join(f"{level} {count}" for level, count in counts.items()) or "没有警告和错误")
    arose, faults = "", list[str]()
    for line in lines:
        if place := _OURS.search(line):
            arose = f"{place[1]}:{place[2]}"
        elif (kind := _KIND.match(line)) and arose:
            faults.append(f"{kind[1]} {arose}")
            arose = ""
    yield from list(dict.fromkeys(reversed(faults)))[:_MOST]


def _log_lines() -> list[str]:
    try:
        with log_file().open("rb") as log:
            log.seek(max(log_file().stat().st_size - _TAIL, 0))
            return log.read().decode("utf-8", "replace").splitlines()
    except OSError:
        return []
