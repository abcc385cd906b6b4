"""A disc that is copied while it is read: whatever reads it reads each byte once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from app.disc import bag, submission_json
from app.disc.source import DiscSource, Fault, Listing
from app.errors import os_errors
from app.model.disc_names import FreeNames, proposed_disc_name, unpack_faults
from app.paths import inside

_FEW = 200  # files of a disc: each is made to last by itself
_FSYNC_FROM = 1 << 20  # bytes, where there are more: ten thousand small files would take minutes


@dataclass(frozen=True, slots=True)
class SourceOver:
    """A source over another, of the same disc."""

    below: DiscSource

    @property
    def place(self) -> Path:
        return self.below.place

    @property
    def is_slow(self) -> bool:
        return self.below.is_slow

    @property
    def label(self) -> str:
        return self.below.label

    def is_there(self) -> bool:
        return self.below.is_there()


@dataclass(frozen=True, slots=True)
class NamedSource(SourceOver):
    """A disc under names that can be shown and kept, from the folder that is its root.

    `names`: path → path as the system below calls it (bytes that are no UTF-8 are read as GB18030).
    """

    found: Listing
    names: Mapping[str, str]

    def listing(self) -> Listing:
        return self.found.copy()

    def blocks(self, path: str, start: int) -> Iterator[bytes | memoryview]:
        return self.below.blocks(self.names[path], start)

    def mark(self, path: str) -> int:
        return self.below.mark(self.names[path])


def named(source: DiscSource) -> NamedSource:
    """The listing is taken once. A disc that lies in a folder of its own is taken from there."""
    listing = source.listing()
    shown = {path: readable(path) for path in listing.files}
    root = _root(list(shown.values()))
    names: dict[str, str] = {}
    twins: list[Fault] = []
    for path, show in sorted(shown.items(), key=lambda pair: (pair[0] != pair[1], pair)):  # right ones first
        if show.startswith(root) and names.setdefault(show[len(root):], path) != path:
            twins.append(Fault(show[len(root):], "另有一个文件，名称换了编码，没有看"))
    files = {show: listing.files[path] for show, path in sorted(names.items())}
    faults = [Fault(readable(f.where).removeprefix(root), f.what) for f in listing.faults] + twins
    unread = [Fault(readable(f.where).removeprefix(root), f.what) for f in listing.unread]
    odd = [Fault(readable(f.where).removeprefix(root), f.what) for f in listing.oddities]
    if apart := sum(not show.startswith(root) for show in shown.values()):
        odd.append(Fault(root.rstrip("/"), f"光盘的内容在这个文件夹里，外面另有 {apart} 个文件"))
    return NamedSource(source, Listing(files, faults, unread, odd), names)


def readable(path: str) -> str:
    """A name whose bytes are no UTF-8 reaches us with halves of pairs in it: GB18030 then."""
    if path.isascii() or not any("\ud800" <= c <= "\udfff" for c in path):
        return path
    return "/".join(_decoded(part) for part in path.split("/"))


def _decoded(part: str) -> str:
    try:
        raw = part.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return part.encode("utf-8", "replace").decode()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _root(paths: list[str]) -> str:
    """The folder that holds bagit.txt or submission.json, when only one does and the top has none."""
    if bag.DECLARATION in paths or submission_json.FILE in paths:
        return ""
    tags = (f"/{bag.DECLARATION}", f"/{submission_json.FILE}")
    roots = {path.rpartition("/")[0] + "/" for path in paths if path.endswith(tags)}
    return roots.pop() if len(roots) == 1 else ""


def stored_names(paths: Iterable[str], there: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """Path on the disc → path in the store: the same wherever every system can hold it.

    `there`: what is in the store already keeps its place.
    """
    stored = dict(there)
    free = FreeNames(stored.values())
    for path in sorted(set(paths) - set(stored)):
        name = "/".join(proposed_disc_name(part) if unpack_faults(part) else part for part in path.split("/"))
        stored[path] = free.take(name, _numbered)
    return stored


def _numbered(path: str, number: int) -> str:
    """A（2）（3）, as stores have had it from the first."""
    above, slash, last = path.rpartition("/")
    return f"{above}{slash}（{number}）{last}"


@dataclass(frozen=True, slots=True)
class CopyingSource(SourceOver):
    """Reads from `below` and writes the same bytes to `folder`, under the names of `stored`.

    A fault of our own disk is an AppError, never taken for a scratch of theirs.
    """

    folder: Path
    stored: Mapping[str, str] = field(default_factory=dict)

    def listing(self) -> Listing:
        return self.below.listing()

    def mark(self, path: str) -> int:
        return self.below.mark(path)

    def blocks(self, path: str, start: int) -> Iterator[bytes | memoryview]:
        target = inside(self.folder, self.stored[path])
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(target, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        size = start
        try:
            with os_errors(target):
                os.ftruncate(handle, start)
                os.lseek(handle, start, os.SEEK_SET)
            for block in self.below.blocks(path, start):
                with os_errors(target):
                    _write_all(handle, block)
                size += len(block)
                yield block
            if size >= _FSYNC_FROM or len(self.stored) <= _FEW:
                with os_errors(target):
                    os.fsync(handle)
        finally:
            os.close(handle)


def _write_all(handle: int, block: bytes | memoryview) -> None:
    left = memoryview(block)
    while left:
        left = left[os.write(handle, left):]
