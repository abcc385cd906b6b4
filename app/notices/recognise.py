"""What one file is by its name alone, as the examples of a notice have it."""

from __future__ import annotations

from app.notices.names import path_says
from app.notices.notice import Notice

ARCHIVES = frozenset({"zip", "7z", "rar", "tar", "gz"})


def recognise(path: str, kind: str, notice: Notice) -> str:
    """The material id that `path` tells, "" if none or several: the file's name first, then its folders'."""
    return path_says(path, kind, notice).material
