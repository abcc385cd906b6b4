"""The one file: a zip that packs nothing, holding the history, the notice, all that was handed in, and a
manifest with the SHA-256 of each file.

`清单.json` (UTF-8): {"format": 1, "program", "folders": [path…], "files": [{"path", "size", "sha256", "at"}]}
`at`: time of modification, in nanoseconds. What else lies in a batch's folder can be made again from these.
"""

from __future__ import annotations

import errno
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

from app import __version__
from app.errors import AppError, SourceVanished, from_os, os_errors
from app.store.loading import HISTORY, NOTICE

FORMAT = 1
MANIFEST = "清单.json"
STATE = (HISTORY, NOTICE)
STORED = ("materials", "letters", "templates")  # folders of which the history tells
MOST_FILES = 90_000
_BLOCK = 1 << 20
_STAMP = (2000, 1, 1, 0, 0, 0)  # of each member; the manifest has the time
_TOO_LARGE = 223  # WinError: ERROR_FILE_TOO_LARGE


_Count = Annotated[int, msgspec.Meta(ge=0, le=(1 << 63) - 1)]


class BundleOdd(AppError):
    code, title, exit_code = "E313", "这个批次包不完整，或被改过", 2
    advice = "没有打开，也没有改动任何内容；请对方重新交一份，或换一个 U 盘再拷一次。"


class FileTooLarge(AppError):
    code, title = "E107", "这个盘放不下这么大的文件"
    advice = "这种格式（FAT32）的盘，一个文件不能超过 4 GB；请换一个盘，或换成 exFAT、NTFS 格式再试。"


class Listed(msgspec.Struct, frozen=True):
    """A file of the batch as the manifest has it; `path` below the batch's folder, "/" separated."""

    path: str
    size: _Count
    sha256: str
    at: _Count


class Manifest(msgspec.Struct, frozen=True):
    files: tuple[Listed, ...]
    folders: tuple[str, ...] = ()
    program: str = __version__
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Packed:
    """One file, and where its bytes begin in the bundle."""

    file: Listed
    start: int


class BundleWriter:
    """Writes a new bundle at `path`; what is added is hashed in the read that copies it. Raises AppError."""

    def __init__(self, path: Path, advance: Callable[[int, str], object]) -> None:
        self._path, self._advance = path, advance
        self.files: dict[str, Listed] = {}
        with os_errors(path):
            self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_STORED)

    def add_file(self, path: Path, name: str) -> None:
        with os_errors(path), path.open("rb", buffering=0) as source:
            facts = os.fstat(source.fileno())
            blocks = iter(lambda: _read(source, path), b"")
            self._add(name, facts.st_size, facts.st_mtime_ns, blocks)

    def add_bytes(self, name: str, content: bytes) -> None:
        self._add(name, len(content), 0, iter((content,)))

    def close(self, folders: tuple[str, ...]) -> None:
        """The manifest goes last."""
        content = msgspec.json.encode(Manifest(tuple(self.files.values()), folders))
        with _full_disk(self._path):
            self._zip.writestr(zipfile.ZipInfo(MANIFEST, _STAMP), content)
            self._zip.close()

    def abandon(self) -> None:
        """What was written so far is somebody else's to remove."""
        if self._zip.fp is not None:
            self._zip.fp.close()
        self._zip.fp = None

    def _add(self, name: str, size: int, at: int, blocks: Iterator[bytes]) -> None:
        info, digest, count = zipfile.ZipInfo(name, _STAMP), hashlib.sha256(), 0
        info.file_size = size
        is_large = size >= zipfile.ZIP64_LIMIT
        with _full_disk(self._path), self._zip.open(info, "w", force_zip64=is_large) as member:
            for block in blocks:
                digest.update(block)
                member.write(block)
                count += len(block)
                self._advance(len(block), name.rpartition("/")[2])
        if count != size:
            raise SourceVanished(name)  # it was cut short while it was read
        self.files[name] = Listed(name, size, digest.hexdigest(), at)


def _read(source: BinaryIO, path: Path) -> bytes:
    with os_errors(path):
        return source.read(_BLOCK)


@contextmanager
def _full_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno == errno.EFBIG or getattr(error, "winerror", None) == _TOO_LARGE:
            raise FileTooLarge(path.parent) from error
        raise from_os(error, path) from error


def read_out(
    bundle: BinaryIO, packed: Packed, advance: Callable[[int, str], object],
    then: Callable[[bytes], object] = lambda _: None,
) -> None:
    """Its bytes, block by block. Raises BundleOdd where they are not what the manifest says, OSError."""
    digest, left = hashlib.sha256(), packed.file.size
    bundle.seek(packed.start)
    while left:
        block = bundle.read(min(left, _BLOCK))
        if not block:
            break
        digest.update(block)
        then(block)
        left -= len(block)
        advance(len(block), packed.file.path.rpartition("/")[2])
    if left or digest.hexdigest() != packed.file.sha256:
        raise BundleOdd(packed.file.path)
