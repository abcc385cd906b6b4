"""Packages told apart by track; a folder may hold one enterprise, several, or a folder for each track."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.errors import DiskFull, os_errors
from app.job import Job
from app.model.names import is_full_name, name_from, normalise_name
from app.model.source import LeftOut
from app.notices.notice import Notice
from app.paths import is_linked
from app.reading.sandbox import Sandbox
from app.send.collect import Collected, collect, packages_in
from app.send.dropped.unfinished import Rest
from app.store.acts import Act
from app.store.store import BatchStore


@dataclass(frozen=True, slots=True)
class Lot:
    """Packages of one track; `left_out`: what lies beside them and is none."""

    track: str
    packages: tuple[Path, ...]
    left_out: tuple[LeftOut, ...] = ()


def lot_of(track: str, folder: Path) -> Lot:
    """Every child is one enterprise. Raises AppError."""
    packages, left_out = packages_in(folder)
    return Lot(track, packages, left_out)


def track_told(folder: Path, notice: Notice) -> str | None:
    """The track that a folder is named after; an enterprise's name tells none."""
    told = () if is_full_name(folder.name) else notice.tracks_told(folder.name)
    return told[0] if len(told) == 1 else None


def are_enterprises(folder: Path, packages: Sequence[Path]) -> bool:
    """Whether nobody need be asked: each bears another enterprise's full name, the folder none."""
    names = {normalise_name(name_from(package.name)) for package in packages if is_full_name(package.name)}
    return not is_full_name(folder.name) and len(names) == len(packages)


def lots_in(folder: Path, notice: Notice) -> tuple[Lot, ...]:
    """One a track, where the folders in it are named after tracks, each after another; else none.

    Raises AppError.
    """
    inside: dict[str, Path] = {}
    loose: list[LeftOut] = []
    with os_errors(folder):
        for entry in sorted(os.scandir(folder), key=lambda each: each.name):
            track = track_told(Path(entry.path), notice) if entry.is_dir() and not is_linked(entry) else None
            if track is None and not entry.is_file(follow_symlinks=False):
                return ()
            if track is None:
                loose.append(LeftOut(entry.name, "散文件，不在哪家企业的文件夹或压缩包里"))
            elif track in inside:
                return ()
            else:
                inside[track] = Path(entry.path)
    lots = tuple(lot_of(track.id, inside[track.id]) for track in notice.tracks if track.id in inside)
    if not lots or not all(lot.packages for lot in lots):
        return ()
    return (replace(lots[0], left_out=(*loose, *lots[0].left_out)), *lots[1:])


def collect_lots(
    store: BatchStore, lots: Sequence[Lot], *, replaces: bool = False, sandbox: Sandbox, job: Job
) -> Collected:
    """Take all of them in, as one act; killed meanwhile, what is still to come is told by `unfinished`.

    Raises AppError and Cancelled; what a person stopped is not gone on with.
    """
    total, act = Collected(left_out=tuple(each for lot in lots for each in lot.left_out)), Act()
    rest = Rest(store.folder, [(lot.track, path) for lot in lots for path in lot.packages], replaces=replaces)
    rest.note()
    try:
        for lot, share in job.through([lot for lot in lots if lot.packages]):
            got = collect(
                store, lot.track, lot.packages, replace=replaces, sandbox=sandbox, job=share, act=act,
                seen=rest.seen,
            )
            total = total.together_with(got)
    except DiskFull:
        raise  # with room made, it goes on from here
    except BaseException:
        rest.forget()
        raise
    rest.forget()
    return total
