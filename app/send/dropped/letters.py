"""Sealed letters that come together: of which track each is, by its name, else by whom it lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.job import Job
from app.model.batch import Batch
from app.notices.notice import Notice, tracks_of
from app.reading.sandbox import Sandbox
from app.send.letter import attach_letter, seen_of
from app.store.acts import Act
from app.store.store import BatchStore


@dataclass(frozen=True, slots=True)
class LettersTold:
    """`of`: track → its letter, in the notice's order; one letter may stand for several tracks.

    `untold`: those of which a person has to say it, also where two are told to be of one track.
    """

    of: Mapping[str, Path]
    untold: tuple[Path, ...] = ()


def letters_told(
    paths: Sequence[Path], batch: Batch, notice: Notice, sandbox: Sandbox, job: Job
) -> LettersTold:
    """Scans are not recognised here: of those the files' names alone tell. Raises Cancelled, AppError."""
    each = job.through(tuple(dict.fromkeys(paths)))
    told = {path: _told(path, batch, notice, sandbox, share) for path, share in each}
    claimed = [track for tracks in told.values() for track in tracks]
    doubled = {track for track in claimed if claimed.count(track) > 1}
    untold = tuple(path for path, tracks in told.items() if not tracks or doubled & set(tracks))
    by_track = {track: path for path, tracks in told.items() if path not in untold for track in tracks}
    return LettersTold({own.id: by_track[own.id] for own in notice.tracks if own.id in by_track}, untold)


def attach_letters(store: BatchStore, of: Mapping[str, Path], sandbox: Sandbox, job: Job) -> None:
    """Each to its track, as one act. Raises what `attach_letter` does; those before stay attached."""
    act = Act()
    for (track, path), share in job.through(tuple(of.items())):
        attach_letter(store, track, path, sandbox, share, act=act)


def _told(path: Path, batch: Batch, notice: Notice, sandbox: Sandbox, job: Job) -> tuple[str, ...]:
    listed = tracks_of(batch, notice)
    if len(listed) == 1:
        return listed
    named = notice.tracks_told(path.stem)
    if len(named) == 1:
        return named
    member = seen_of(path, sandbox, job)
    text = _plain(member.pdf.text) if member is not None and member.pdf is not None else ""
    return tuple(track for track in listed if any(_plain(name) in text for name in batch.listed(track)))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
