"""A disc together with other copies of it: files its directory has lost come from those."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.disc.contents import Disc, read_disc
from app.disc.copying import NamedSource, SourceOver
from app.disc.source import DiscSource, Fault, Listing
from app.model.submission import Layout, TrackLayout
from app.reading.sandbox_child import Report

_ROUNDS = 3  # a manifest that was lost lists more that was lost


@dataclass(frozen=True, slots=True)
class JoinedSource(SourceOver):
    """`given`: path → the copy that has it; everything else is the first disc's."""

    given: Mapping[str, NamedSource]
    found: Listing

    def listing(self) -> Listing:
        return self.found.copy()

    def blocks(self, path: str, start: int) -> Iterator[bytes | memoryview]:
        return self._of(path).blocks(path, start)

    def mark(self, path: str) -> int:
        return self._of(path).mark(path)

    def is_there(self) -> bool:
        return self.below.is_there() and all(copy.is_there() for copy in self.given.values())

    def _of(self, path: str) -> DiscSource:
        return self.given.get(path, self.below)


def joined(first: DiscSource, copies: Sequence[NamedSource], report: Report) -> DiscSource:
    """What the disc's manifests list, or what lies in a folder that cannot be opened, and only copies have.

    A copy may hold more; that is not of this disc. What is taken is compared with the manifest later on, like
    everything else. Raises AppError.
    """
    source = first
    for _ in range(_ROUNDS if copies else 0):
        disc = read_disc(source, report)
        given = {path: copy for copy in reversed(copies) for path in _lost(disc, copy.listing())}
        if not given:
            break
        source = _with(source, given, copies)
    return source


def _lost(disc: Disc, copy: Listing) -> list[str]:
    """Paths of `copy`: listed by the disc and not there, or below a folder it cannot open."""
    folders = [_folder(fault) for fault in disc.unread]
    return [
        path for path in copy.files
        if path not in disc.files and (path in disc.expected or _is_below(path, folders))
    ]


def _with(
    source: DiscSource, given: Mapping[str, NamedSource], copies: Sequence[NamedSource]
) -> JoinedSource:
    found = source.listing()
    sizes = {path: copy.listing().files[path] for path, copy in given.items()}
    files = dict(sorted({**found.files, **sizes}.items()))
    whole = [copy.listing() for copy in copies]
    unread = [fault for fault in found.unread if not any(_opens(fault, copy) for copy in whole)]
    return JoinedSource(source, given, Listing(files, found.faults, unread, found.oddities))


def _opens(fault: Fault, copy: Listing) -> bool:
    """What the disc could not list, the copy lists."""
    folder = _folder(fault)
    damaged = [_folder(each) for each in copy.unread]
    is_damaged = any(each.startswith(folder) or folder.startswith(each) for each in damaged)
    return not is_damaged and any(_is_below(path, [folder]) for path in copy.files)


def _folder(fault: Fault) -> str:
    """With "/" at its end; "" for the disc's root."""
    path = fault.where.rstrip("/")
    return "" if path in ("", ".") else f"{path}/"


def _is_below(path: str, folders: Sequence[str]) -> bool:
    """In one of the folders, or the very file that could not be looked at."""
    return any(path.startswith(folder) or f"{path}/" == folder for folder in folders)


def completed(layout: Layout, found: Layout, fresh: Collection[str]) -> Layout:
    """`layout`, which a person may have corrected, with the `fresh` files as they are recognised by now."""
    tracks = dict(layout.tracks)
    for track, own in found.tracks.items():
        old = tracks.get(track, TrackLayout())
        packages = {path: name for path, name in own.packages.items() if _holds(path, fresh)}
        letter = old.letter or (own.letter if own.letter in fresh else "")
        table = old.table or (own.table if own.table in fresh else "")
        if packages or (letter, table) != (old.letter, old.table):
            tracks[track] = TrackLayout(letter, table, {**packages, **old.packages}, old.joined)
    unknown = tuple(sorted({*layout.unknown, *(path for path in found.unknown if path in fresh)}))
    beside = tuple(sorted({*layout.beside, *(path for path in found.beside if path in fresh)}))
    return replace(layout, tracks=tracks, unknown=unknown, beside=beside)


def _holds(package: str, fresh: Collection[str]) -> bool:
    return any(path == package or path.startswith(f"{package}/") for path in fresh)
