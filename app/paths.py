"""The only place that knows where things are on this computer."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from platformdirs import PlatformDirs

from app.errors import LeadsOutside

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
_DIRS = PlatformDirs("Baopan", appauthor=False)


def user_dir() -> Path:
    """Settings and notices the user loaded; made when first asked for."""
    folder = Path(_DIRS.user_data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_file() -> Path:
    folder = Path(_DIRS.user_log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "baopan.log"


def documents_dir() -> Path:
    """Where new batches are offered to live."""
    return Path(_DIRS.user_documents_dir)


def free_folder(base: Path) -> Path:
    """`base`, or the first `base (n)` that is not there yet."""
    found, number = base, 1
    while found.exists():
        number += 1
        found = base.with_name(f"{base.name} ({number})")
    return found


# -- paths that others wrote -----------------------------------------------------------------------
def inside(root: Path, path: str) -> Path:
    """Where `path` ("/" separated: a disc's, or one that was put down) lies below `root`, no link on the way.

    The only way from such words to a Path. Raises LeadsOutside.
    """
    if unsafe(path):
        raise LeadsOutside(path)
    place = root
    for part in path.split("/"):
        place = place / part
        try:
            if is_link(os.lstat(place)):
                raise LeadsOutside(path)
        except OSError:
            break  # nothing there yet, or not for us: whoever opens it is told
    return root / path


def unsafe(path: str) -> str:
    """Why a path must not be followed, on any system; empty when it may be."""
    parts = path.replace("\\", "/").split("/")
    if path[:1] in ("/", "\\") or re.match("[A-Za-z]:", path):
        return "是绝对路径或带盘符"
    if ".." in parts:
        return "含有“..”，会指到光盘以外"
    if "" in parts or "." in parts or "\0" in path:
        return "不是正常的路径"
    return ""


def is_linked(entry: os.DirEntry[str]) -> bool:
    """A symbolic link, or a junction, which `os.DirEntry` knows only from Python 3.12."""
    try:
        return is_link(entry.stat(follow_symlinks=False))
    except OSError:
        return False  # gone meanwhile: who opens it is told


def is_link(status: os.stat_result) -> bool:
    """Of an lstat: Windows' junctions too."""
    junction = getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)
    return stat.S_ISLNK(status.st_mode) or (
        junction is not None and getattr(status, "st_reparse_tag", 0) == junction
    )
