"""What one file is: its witnesses are its own words and its name, judged by the notice's patterns."""

from __future__ import annotations

from app.notices.notice import Notice

ARCHIVES = frozenset({"zip", "7z", "rar", "tar", "gz"})


def recognise(path: str, kind: str, notice: Notice) -> str:
    """The material id that `path` tells, "" if none: the file's name first, then its nearest folder."""
    for part in reversed(path.split("/")):
        for material in notice.by_specialty:
            if (not material.kinds or kind in material.kinds) and material.says(part):
                return material.id
    return ""
