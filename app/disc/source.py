"""Where a disc is read from: a folder, a mounted drive, an image or a raw drive."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Protocol

from app.disc.drives import disc_drives, drive_of
from app.disc.fault import Fault as Fault
from app.disc.iso.compare import EMPTY
from app.disc.iso.image import DiscImage, open_image
from app.disc.iso.records import SECTOR, Broken
from app.disc.iso.sectors import BLOCK, Image
from app.errors import AppError, SourceVanished, Unreadable, os_errors
from app.paths import inside, is_link, unsafe

_MOST_DEPTH, _MOST_FILES = 64, 200_000  # of a folder; an image has its own bounds
_TOO_MANY = "文件夹太深，或文件太多，有的没有看"


@dataclass(slots=True)
class Listing:
    """What is there: `files` path → bytes; `faults` of the directory; `unread`: what could not be listed.

    `oddities` do no harm to the files, and no list of files vouches for them, such as empty folders.
    """

    files: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: list[Fault] = field(default_factory=list)
    oddities: list[Fault] = field(default_factory=list)

    def copy(self) -> Listing:
        return Listing(dict(self.files), list(self.faults), list(self.unread), list(self.oddities))


class DiscSource(Protocol):
    @property
    def place(self) -> Path: ...

    @property
    def is_slow(self) -> bool:
        """An optical drive: one file at a time, or it seeks itself to death."""

    @property
    def label(self) -> str:
        """The volume's, or empty."""

    def listing(self) -> Listing: ...

    def blocks(self, path: str, start: int) -> Iterator[bytes | memoryview]:
        """From byte `start`, which is where an earlier walk stopped. Raises OSError, AppError."""

    def mark(self, path: str) -> int:
        """Changes when the file may have changed (nanoseconds). Raises OSError."""

    def is_there(self) -> bool:
        """False once the disc was taken out or the stick was pulled."""


def open_source(place: Path) -> DiscSource:
    """Raises SourceVanished, Unreadable when a file is no image, AppError."""
    with os_errors(place):
        if not place.exists():
            raise SourceVanished(str(place))
        if place.is_fifo() or place.is_socket():  # which would be waited for
            raise Unreadable(place.name)
        return FolderSource(place) if place.is_dir() else ImageSource(place, open_image(place))


@dataclass(frozen=True, slots=True)
class FolderSource:
    place: Path

    @property
    def is_slow(self) -> bool:
        return drive_of(self.place, disc_drives()) is not None

    @property
    def label(self) -> str:
        return ""

    def listing(self) -> Listing:
        listing = Listing()
        waiting = [self._items("", listing)]
        while waiting:
            path, item = next(waiting[-1], ("", None))
            if item is None:
                waiting.pop()
            elif not _is_folder(path, item, listing):
                continue
            elif len(waiting) >= _MOST_DEPTH or len(listing.files) >= _MOST_FILES:
                listing.faults.append(Fault(path, _TOO_MANY))
            else:
                waiting.append(self._items(f"{path}/", listing))
        return listing

    def _items(self, above: str, listing: Listing) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """What lies in a folder, by path."""
        try:
            with os.scandir(self.place / above) as items:
                found = sorted(islice(items, _MOST_FILES), key=lambda item: item.name)
                if next(items, None) is not None:
                    listing.faults.append(Fault(above.rstrip("/") or ".", _TOO_MANY))
        except OSError:
            listing.unread.append(Fault(above or ".", "文件夹打不开"))
            return
        if above and not found:
            listing.oddities.append(Fault(above.rstrip("/"), EMPTY))
        yield from ((above + item.name, item) for item in found)

    def blocks(self, path: str, start: int) -> Iterator[bytes | memoryview]:
        """Each block is valid until the next."""
        file = inside(self.place, path)
        buffer = memoryview(bytearray(min(BLOCK, file.stat().st_size + 1)))
        with file.open("rb", buffering=0) as content:
            content.seek(start)
            while got := content.readinto(buffer):
                yield buffer[:got]

    def mark(self, path: str) -> int:
        return inside(self.place, path).stat().st_mtime_ns

    def is_there(self) -> bool:
        try:
            with os.scandir(self.place) as items:
                return next(items, None) is not None
        except OSError:
            return False


def _is_folder(path: str, item: os.DirEntry[str], listing: Listing) -> bool:
    """Of a folder; anything else is put down."""
    try:
        status = item.stat(follow_symlinks=False)
    except OSError:
        listing.unread.append(Fault(path, "读不出来"))
        return False
    if is_link(status) or not (stat.S_ISDIR(status.st_mode) or stat.S_ISREG(status.st_mode)):
        listing.faults.append(Fault(path, "不是文件，而是指向别处的链接或设备"))
    elif unsafe(path):
        listing.faults.append(Fault(path, unsafe(path)))
    elif stat.S_ISREG(status.st_mode):
        listing.files[path] = status.st_size
    else:
        return True
    return False


@dataclass(frozen=True, slots=True)
class ImageSource:
    """An .iso, or a drive that is read without mounting it."""

    place: Path
    image: DiscImage

    @property
    def is_slow(self) -> bool:
        return not self.place.is_file()

    @property
    def label(self) -> str:
        return self.image.label

    def listing(self) -> Listing:
        image = self.image
        return Listing(dict(image.files), list(image.faults), oddities=list(image.oddities))

    def blocks(self, path: str, start: int) -> Iterator[bytes | memoryview]:
        return self.image.chunks(path, start)

    def mark(self, path: str) -> int:
        return self.place.stat().st_mtime_ns if self.place.is_file() else 0

    def is_there(self) -> bool:
        try:
            with Image(self.place) as image:
                return bool(image.read(16, SECTOR))
        except (AppError, Broken):
            return False


def read_bounded(path: Path, most: int) -> bytes:
    """A file of a folder; empty when it is larger than `most` bytes. Raises AppError."""
    with os_errors(path), path.open("rb") as file:
        content = file.read(most + 1)
    return content if len(content) <= most else b""


def read_small(source: DiscSource, path: str, size: int, most: int = 64 << 20) -> bytes:
    """A small file of `size` bytes; empty when it is not there (no bytes), too large or cannot be read."""
    if not 0 < size <= most:
        return b""
    try:
        return b"".join(bytes(block) for block in source.blocks(path, 0))
    except OSError:
        return b""
