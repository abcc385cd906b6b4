"""One disc read once, while it is copied to the work folder; goes on where it was broken off."""

from __future__ import annotations

import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from app import wording
from app.disc.contents import Disc
from app.disc.copying import CopyingSource, stored_names
from app.disc.read_through import read_through
from app.disc.source import Fault
from app.errors import DiskFull, os_errors
from app.job import Job
from app.model.names import ARCHIVE
from app.model.submission import Layout
from app.paths import inside
from app.receive.background import BackgroundSurvey
from app.receive.disc.opening import Opened

SHA = frozenset({"sha256"})
CONTENT = "内容"
_STATE = "已读.jsonl"
_SPARE = 64_000_000  # bytes that must stay free beside the copy
_SLOW = 100_000_000  # bytes a second; every optical drive and most sticks are slower


@dataclass(frozen=True, slots=True)
class Copied:
    """What was read of a disc, and lies in `content` under the names of `stored`.

    `work`: our folder for what is on its way. `digests`: path → algorithm → hex. `unread`: what could not be.
    """

    disc: Disc
    work: Path
    content: Path
    stored: Mapping[str, str]
    digests: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    unread: tuple[Fault, ...] = ()

    @property
    def damaged(self) -> set[str]:
        """Not read, or listed and not there, or not as listed."""
        return {fault.where for fault in self.unread} | self.wrong

    @property
    def wrong(self) -> set[str]:
        """Listed, but not there, or not as listed."""
        there = self.digests.items()
        return set(self.disc.expected) - {path for path, found in there if self.is_right(path, found)}

    def place_of(self, path: str) -> Path:
        return inside(self.content, self.stored[path])

    def is_right(self, path: str, found: Mapping[str, str]) -> bool:
        return all(found.get(name) == digest for name, digest in self.disc.expected.get(path, {}).items())


def copy_disc(
    opened: Opened, work: Path, given: Layout | None, surveys: BackgroundSurvey, job: Job
) -> Copied:
    """All of it to work/内容. `surveys` are begun as soon as a package is copied; `given`: the layout as a
    person corrected it. Raises DriveGone, DiskFull, Cancelled, AppError.
    """
    disc, content = opened.disc, work / CONTENT
    with os_errors(work):
        content.mkdir(parents=True, exist_ok=True)
    _check_room(work, sum(disc.files.values()))
    copied = Copied(disc, work, content, stored_names(disc.files))
    packages = _packages(opened, given or opened.layout)

    begun, done = time.monotonic(), 0

    def begin(path: str, found: Mapping[str, str]) -> None:
        """Where the row comes first, only while the disc is so slow that they cost it nothing."""
        nonlocal done
        done += disc.files[path]
        is_slow = done < _SLOW * (time.monotonic() - begun)
        if path in packages and (is_slow or not surveys.row_first):
            surveys.begin(copied.place_of(path), disc.files[path], found["sha256"])

    reading = replace(disc, source=CopyingSource(disc.source, content, copied.stored))
    digests, unread = read_through(reading, job.part(0.0, 0.95), work / _STATE, SHA, begin)
    return _without_losses(replace(copied, digests=digests, unread=tuple(unread)), job.part(0.95, 0.97))


def _packages(opened: Opened, layout: Layout | None) -> set[str]:
    """Files that hold what enterprises handed in; archives, where nobody has told yet which they are."""
    if layout is None:
        return {p for p in opened.disc.files if ARCHIVE.search(p) and p not in opened.opened}
    return {path for own in layout.tracks.values() for path in (*own.packages, own.letter)}


def _without_losses(copied: Copied, job: Job) -> Copied:
    """Read before a power cut, and not on our disk: read anew."""
    files, unread = copied.disc.files, {fault.where for fault in copied.unread}
    lost = {
        path: size for path, size in files.items()
        if path not in unread and size_of(copied.place_of(path)) != size
    }
    if not lost:
        return copied
    source = CopyingSource(copied.disc.source, copied.content, copied.stored)
    again, more = read_through(replace(copied.disc, source=source, files=lost), job, None, SHA)
    return replace(copied, digests={**copied.digests, **again}, unread=(*copied.unread, *more))


def size_of(path: Path) -> int:
    """Bytes; -1 when it is not there."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _check_room(folder: Path, size: int) -> None:
    with os_errors(folder):
        free = shutil.disk_usage(folder).free
        there = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    if size - there + _SPARE > free:
        raise DiskFull(f"需要 {wording.size(size - there + _SPARE)}，还剩 {wording.size(free)}")
