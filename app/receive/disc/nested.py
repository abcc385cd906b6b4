"""Archives on a hand-made disc that hold what others put beside each other: all of it, a track, a city."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from app.disc.contents import Disc
from app.disc.copies import JoinedSource
from app.disc.copying import NamedSource
from app.disc.look import open_disc
from app.disc.source import Listing
from app.errors import Unreadable, os_errors
from app.job import Job
from app.model.names import ARCHIVE, is_full_name
from app.model.source import Fault
from app.notices.notice import Notice
from app.paths import inside
from app.reading.containers import container_in
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox, SandboxError
from app.reading.unpack import names_within, unpack
from app.receive.hand.units import SUMMARY, TABLE_ENDINGS, is_letter, package_units
from app.receive.hand.whose import Names

LIMITS = Limits(total_bytes=60_000_000_000, members=200_000)
_INNER = "包内"
_MOST = 8  # archives of one disc
_ROUNDS = 2  # an archive of archives of packages


def with_inner(
    disc: Disc, scratch: Path, notice: Notice, sandbox: Sandbox, job: Job
) -> tuple[Disc, Mapping[str, bool]]:
    """The disc with the files of such archives beside its own; and these → whether all of it could be had.
    They are unpacked to `scratch`, which must last as long as the disc is read. A disc that lists its files
    is left as it is; one that lists them and was packed itself comes alone, with no archives.

    Raises Cancelled, AppError where `scratch` cannot be written.
    """
    if disc.is_listed or disc.submission is not None:
        return disc, {}
    first, opener = disc, _Opener(scratch, notice, sandbox, job)
    asked: list[str] = []
    opened: dict[str, bool] = {}
    for _ in range(_ROUNDS):
        fresh = [path for path in _collective(disc.files, notice) if path not in asked]
        fresh = fresh[: _MOST - len(asked)]
        made = {path: opener.unpacked(disc, path) for path in fresh}
        held = {path: is_whole for path, is_whole in made.items() if is_whole is not None}
        asked += fresh
        if not held:
            break
        opened |= held
        inner = open_disc(scratch / _INNER, job, sandbox)
        if inner.is_listed or inner.submission is not None:
            return inner, {}
        disc = _joined(first, inner)
    return disc, opened


def _joined(first: Disc, inner: Disc) -> Disc:
    found = first.source.listing()
    files = dict(sorted({**inner.files, **found.files}.items()))
    given = {path: inner.source for path in inner.files if path not in found.files}
    listing = Listing(files, found.faults, found.unread, found.oddities)
    source = JoinedSource(first.source, cast("Mapping[str, NamedSource]", given), listing)
    return replace(first, source=source, files=files)


def _collective(files: Mapping[str, int], notice: Notice) -> list[str]:
    """Archives whose names tell no enterprise, but a kind, a track, a place; and one that is alone."""
    archives = [path for path in files if ARCHIVE.search(path)]
    names = Names((), notice)
    called = {path: path.rsplit("/", 1)[-1] for path in archives if not is_full_name(path)}
    is_alone = len(archives) == 1
    return [path for path, name in called.items() if is_alone or _is_collective(name, names, notice)]


def _is_collective(name: str, names: Names, notice: Notice) -> bool:
    words = (notice.campaign, *notice.region.bureaus)
    is_spoken = bool(notice.tracks_told(name) or SUMMARY.search(name)) or any(word in name for word in words)
    return is_spoken or names.is_kind(name) or names.is_of_place(name)


def _holds_several(names: Sequence[str], notice: Notice) -> bool:
    """Whether what lies in an archive is more than one enterprise's own: a table, a letter, packages."""
    sheets = (name for name in names if name.lower().endswith(TABLE_ENDINGS))
    if any(SUMMARY.search(name.rsplit("/", 1)[-1]) for name in sheets):
        return True
    told = Names((), notice)
    packages = [name for name in names if ARCHIVE.search(name) and not told.is_kind(name.rsplit("/", 1)[-1])]
    units = package_units(names, (), {}, notice)
    folders = {unit for unit, name in units.items() if is_full_name(name) and unit not in names}
    letters = any(is_letter(name) and "推荐" in name for name in names)
    return len(packages) > 1 or bool(folders) or letters or any(is_full_name(name) for name in packages)


@dataclass(frozen=True, slots=True)
class _Opener:
    scratch: Path
    notice: Notice
    sandbox: Sandbox
    job: Job

    def unpacked(self, disc: Disc, path: str) -> bool | None:
        """Whether all of it lies in a folder that is called as it is; None when it does not hold what several
        have, or is not to be opened: then it stays as it is, for a check to tell why.
        """
        local = local_file(disc, path, self.scratch, self.job)
        try:
            container = self.sandbox.call(container_in, local, job=self.job, limits=LIMITS)
            if not container.is_archive:
                return None
            names = self.sandbox.call(names_within, local, container, LIMITS, job=self.job, limits=LIMITS)
            if not _holds_several(names, self.notice):
                return None
            target = self._place(disc, path)
            with os_errors(target):
                target.mkdir(parents=True)
            limits = replace(LIMITS, total_bytes=min(LIMITS.total_bytes, self._room(target)))
            made = self.sandbox.call(unpack, local, container, target, limits, job=self.job, limits=limits)
        except (SandboxError, Unreadable):
            return None
        if any(trouble.fault is Fault.BOMB for trouble in made.troubles):
            shutil.rmtree(target, ignore_errors=True)
            return None
        return not made.troubles

    def _room(self, target: Path) -> int:
        """Bytes it may take: as much again will be wanted to keep it."""
        with os_errors(target):
            return shutil.disk_usage(target).free // 3

    def _place(self, disc: Disc, path: str) -> Path:
        stem = ARCHIVE.sub("", path)
        name = stem if not any(each.startswith(f"{stem}/") for each in disc.files) else f"{stem}（压缩包内）"
        return inside(self.scratch / _INNER, name)


def local_file(disc: Disc, path: str, scratch: Path, job: Job) -> Path:
    """Where a file of the disc can be read; a copy of what an image has. Raises AppError, Cancelled."""
    for folder in (scratch / _INNER, disc.source.place):
        if folder.is_dir() and (there := inside(folder, path)).is_file():
            return there
    digest, ending = hashlib.sha256(path.encode()).hexdigest()[:16], Path(path).suffix[:16]
    copy = inside(scratch, f"单独/{digest}{ending}")
    with os_errors(copy):
        if not copy.is_file() or copy.stat().st_size != disc.files.get(path, 0):
            copy.parent.mkdir(parents=True, exist_ok=True)
            with copy.open("wb") as file:
                for block in disc.source.blocks(path, 0):
                    job.check()
                    file.write(block)
    return copy
