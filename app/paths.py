"""The only place that knows where things are on this computer."""

from __future__ import annotations

import os
import re
import stat
import sys
from pathlib import Path

from platformdirs import PlatformDirs

_INSIDE = Path(__file__).resolve().parents[1]
RESOURCES = _INSIDE / "resources"
# What a person unpacked and sees: the programs lie there, all else of a build one folder below.
PROGRAM = _INSIDE.parent if _INSIDE.name == "_internal" else _INSIDE
PORTABLE = "便携模式"  # a file of this name beside the programs, whatever its ending: all is kept beside them
_KEPT = "数据"
_DIRS = PlatformDirs("Baopan", appauthor=False)


def user_dir() -> Path:
    """Settings and notices the user loaded; made when first asked for."""
    return _made("设置", _DIRS.user_data_dir)


def log_file() -> Path:
    return _made("日志", _DIRS.user_log_dir) / "baopan.log"


def documents_dir() -> Path:
    """Where new batches are offered to live."""
    return PROGRAM / _KEPT if is_portable() else Path(_DIRS.user_documents_dir)


def is_portable() -> bool:
    """Whether everything is kept beside the programs, to go with them on a stick; never in a user's folders.

    Not where they lie on what cannot be written to.
    """
    if not any(PROGRAM.glob(f"{PORTABLE}*")):
        return False
    try:
        (PROGRAM / _KEPT).mkdir(exist_ok=True)
    except OSError:
        return False
    return True


def _made(portable: str, otherwise: str) -> Path:
    folder = PROGRAM / _KEPT / portable if is_portable() else Path(otherwise)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def usual_place() -> Path:
    """Where people keep what is handed to them: the desktop, else their documents, else their home."""
    places = (Path(_DIRS.user_desktop_dir), documents_dir(), Path.home())
    return next((place for place in places if place.is_dir()), places[-1])


def stick() -> Path | None:
    """A removable drive that is in now, the first; nothing is read from it to tell."""
    if sys.platform == "win32":
        from app.windows import first_removable

        return first_removable()
    for mounts in (Path("/run/media"), Path("/media")):
        for place in (*mounts.glob("*/*"), *mounts.glob("*")):
            if place.is_mount():
                return place
    return None


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
    from app.errors import LeadsOutside  # not before the window's first paint

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
