"""One face for all containers: what kind it is, and one safe pass over its members.

Runs in a sandbox child. A fault of what is read is appended to `troubles`; AppError means that the
program could not read its own copy.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.errors import os_errors
from app.model.source import Container, Fault, Trouble
from app.reading.containers.entry import Entry, nothing
from app.reading.containers.folder import read_file, read_folder
from app.reading.containers.sevenz import read_sevenz
from app.reading.containers.sevenzip_binary import read_by_program
from app.reading.containers.tar import is_tar, read_tar
from app.reading.containers.zip import read_zip
from app.reading.kinds import HEAD, kind_of
from app.reading.limits import VOLUMES, Bad, Budget, Limits
from app.reading.names import MOST_PATH, is_beyond_reason, safe_path

Report = Callable[[int, str], None]

ARCHIVES = {"zip": Container.ZIP, "7z": Container.SEVENZ, "rar": Container.RAR, "tar": Container.TAR}
_PACKED = ("gz", "bz2", "xz")  # kinds of one packed stream: a tar, or any one file
_TARS = (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz")
_BY_NAME = {
    ".zip": Container.ZIP, ".7z": Container.SEVENZ, ".rar": Container.RAR,
    ".001": Container.SEVENZ, ".z01": Container.ZIP, **dict.fromkeys(_TARS, Container.TAR),
}  # fmt: skip
_VOLUME = re.compile(r"\.(\d{3}|z\d\d|r\d\d|part\d+\.rar)$", re.IGNORECASE)
_REASONS = {
    Fault.TRAVERSAL: "它的路径会写到文件夹以外，或含有控制字符",
    Fault.PASSWORD: "需要密码才能打开",
    Fault.METHOD: "用了本程序读不了的压缩方式",
}


@dataclass(slots=True)
class Item:
    """One sound member. `chunks` must be consumed or left before the next item is asked for.

    If `chunks` meets a fault it ends early, and `is_sound` turns false. `file`: the member lies there
    as it is (folders and loose files). `lying`: it lies unpacked inside the archive.
    """

    index: int
    path: str
    size: int
    modified: int
    uncertain_name: bool
    chunks: Iterator[bytes]
    file: Path | None = None
    lying: BinaryIO | None = None
    is_sound: bool = True


def container_of(path: Path) -> Container:
    """By content; where the content says nothing, an archive's extension is believed (and found unreadable).

    Raises AppError when the file cannot be opened.
    """
    if path.is_dir():
        return Container.FOLDER
    with os_errors(path), path.open("rb") as file:
        kind = kind_of(file.read(HEAD), path.name, file)
        return archive_in(file, kind, path.name) or Container.FILE


def container_named(path: Path) -> Container:
    """By its first bytes and its name alone: what is believed of a file that nobody could look into."""
    if path.is_dir():
        return Container.FOLDER
    with os_errors(path), path.open("rb") as file:
        head = file.read(HEAD)
    return archive_in(io.BytesIO(), kind_of(head, path.name), path.name) or Container.FILE


def container_in(path: Path, report: Report) -> Container:
    """As `container_of`; what it is shows only in its directory, which is foreign: asked of a child."""
    report(0, path.name)
    return container_of(path)


def archive_in(file: BinaryIO, kind: str, name: str) -> Container | None:
    """What archive a file of this kind is, by its name where the content is beyond telling; None for none."""
    if kind in ARCHIVES:
        return ARCHIVES[kind]
    if kind in _PACKED and is_tar(file):
        return Container.TAR
    named = next((held for ending, held in _BY_NAME.items() if name.lower().endswith(ending)), None)
    if kind in _PACKED:
        return named if named is Container.TAR else None
    return named if kind in ("unknown", "empty") else None


def stream(
    stored: Path,
    container: Container,
    limits: Limits,
    troubles: list[Trouble],
    report: Report,
    budget: Budget | None = None,
    unread: list[Item] | None = None,
) -> Iterator[Item]:
    """ONE pass over all sound members in stored order. `budget` is handed on to nested archives.

    `unread` takes the members that are known by name only (password, unknown method, no data).
    """
    if budget is None:
        budget = Budget(limits, packed_bytes(stored, container))
    known_by_name = unread if unread is not None else []
    seen: set[str] = set()
    try:
        for index, entry in enumerate(_READERS[container](stored)):
            report(budget.bytes, entry.name[:MOST_PATH])
            item = _item(index, entry, budget, seen, troubles)
            if item is None:
                continue
            if not item.is_sound:
                known_by_name.append(item)
                continue
            item.chunks = _counted(item, entry.chunks, budget, troubles, report)
            yield item
            if container.is_one_way:
                _drain(item.chunks)
            if budget.is_spent:
                return
    except Bad as bad:
        troubles.append(_trouble(bad, bad.path, stored.name))


def _trouble(bad: Bad, path: str, archive: str = "") -> Trouble:
    is_volume = bad.fault is Fault.UNREADABLE and _VOLUME.search(archive)
    return Trouble(bad.fault, path, VOLUMES if is_volume else bad.detail or _REASONS.get(bad.fault, ""))


def _drain(chunks: Iterator[bytes]) -> None:
    """What was left unread comes out of a stream all the same; its faults are told."""
    for _ in chunks:
        pass


def packed_bytes(stored: Path, container: Container) -> int:
    """0: not packed."""
    with os_errors(stored):
        return stored.stat().st_size if container.is_archive else 0


_READERS: Mapping[Container, Callable[[Path], Iterator[Entry]]] = {
    Container.ZIP: read_zip,
    Container.SEVENZ: read_sevenz,
    Container.RAR: read_by_program,
    Container.TAR: read_tar,
    Container.FOLDER: read_folder,
    Container.FILE: read_file,
}


def _item(index: int, entry: Entry, budget: Budget, seen: set[str], troubles: list[Trouble]) -> Item | None:
    """The entry as an Item, unsound if it cannot be read; None for folders and for what is refused.

    What is wrong is said in `troubles`.
    """
    if is_beyond_reason(entry.name):
        named, depth = f"{_printable(entry.name[:80])}…", entry.name.count("/")
        detail = f"它的名称有 {len(entry.name):,} 个字、{depth:,} 层文件夹，不合常理"
        troubles.append(Trouble(Fault.TRAVERSAL, named, detail))
        return None
    path = safe_path(entry.name)
    if isinstance(path, Fault):
        if not entry.is_folder or entry.name not in (".", "./"):  # tar names its own root
            troubles.append(Trouble(path, _printable(entry.name), _REASONS[path]))
        return None
    if entry.is_folder:
        return None
    if entry.fault is not None:
        troubles.append(Trouble(entry.fault, path, entry.detail or _REASONS.get(entry.fault, "")))
        if entry.fault in (Fault.LINK, Fault.OVERLAP):
            return None
    if path in seen:
        troubles.append(Trouble(Fault.OVERLAP, path, "压缩包里有两个同名的文件"))
        return None
    seen.add(path)
    try:
        budget.expect(entry.size if entry.fault is None else 0)
    except Bad as bad:
        raise Bad(bad.fault, bad.detail, path) from bad
    is_sound = entry.fault is None
    known = (entry.size, entry.modified, entry.uncertain_name)
    return Item(index, path, *known, nothing(), entry.file, entry.lying, is_sound)


def _counted(
    item: Item, chunks: Iterator[bytes], budget: Budget, troubles: list[Trouble], report: Report
) -> Iterator[bytes]:
    report(budget.bytes, item.path)
    try:
        for chunk in chunks:
            budget.spend(len(chunk))
            report(budget.bytes, item.path)
            yield chunk
    except Bad as bad:
        item.is_sound = False
        troubles.append(_trouble(bad, item.path))


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
