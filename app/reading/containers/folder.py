"""A folder or one loose file, as it lies in the batch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from app.errors import os_errors
from app.model.source import Fault
from app.paths import is_link, is_linked
from app.reading.containers.entry import BLOCK, Entry, nothing, wall_clock


def read_folder(folder: Path) -> Iterator[Entry]:
    """Every file below, sorted; links are named and not followed."""
    for path, name in walk(folder):
        if is_link(path.lstat()) or not path.is_file():
            yield Entry(name, 0, 0, nothing(), fault=Fault.LINK, detail="是链接，不是文件")
        else:
            yield _entry(path, name)


def read_file(path: Path) -> Iterator[Entry]:
    yield _entry(path, path.name)


def walk(folder: Path) -> Iterator[tuple[Path, str]]:
    """(path, relative name with "/") of all that is no folder, sorted; OSErrors pass as they are."""
    waiting = list(children(folder, ""))
    while waiting:  # no recursion: folders may be nested deeper than Python's stack
        entry, name = waiting.pop()
        if entry.is_dir(follow_symlinks=False) and not is_linked(entry):
            waiting.extend(children(Path(entry.path), name))
        else:
            yield Path(entry.path), name


def children(folder: Path, inside: str) -> Iterator[tuple[os.DirEntry[str], str]]:
    """Entries with their names below the walk's start, last one first: a stack gives them back sorted."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name, reverse=True)
    for entry in entries:
        yield entry, f"{inside}/{entry.name}" if inside else entry.name


def _entry(path: Path, name: str) -> Entry:
    with os_errors(path):
        stat = path.stat()
    return Entry(name, stat.st_size, wall_clock(stat.st_mtime), _blocks(path), file=path)


def _blocks(path: Path) -> Iterator[bytes]:
    with os_errors(path), path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
