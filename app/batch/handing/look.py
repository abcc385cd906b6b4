"""A bundle looked at in a child: its directory, manifest, history and notice are foreign.

What comes back has been bounded there; all that is done with it here is to read bytes at known places.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from app.batch.handing import bundle
from app.batch.handing.bundle import BundleOdd, Manifest, Packed, read_out
from app.checks.notices import parse_notice
from app.errors import Unreadable, os_errors
from app.job import Job
from app.model.batch import Batch
from app.model.handing.handed import Handed
from app.paths import unsafe
from app.reading.limits import Bad, Limits
from app.reading.names import is_beyond_reason, safe_path
from app.reading.sandbox import Sandbox, SandboxError, one_of
from app.reading.sandbox_child import Report
from app.reading.zip_directory import STORED, UTF8, Record, read_directory
from app.store import course
from app.store.course import Step
from app.store.loading import HISTORY, NOTICE

_LIMITS = Limits(stall_seconds=120.0)
_MOST_HISTORY, _MOST_NOTICE, _MOST_MANIFEST = 256 << 20, 4 << 20, 64 << 20  # bytes
_NOT_ON_WINDOWS = frozenset('<>:"|?*\\')


@dataclass(frozen=True, slots=True)
class Counts:
    """What a person knows a batch by."""

    enterprises: int
    files: int
    decisions: int

    @classmethod
    def of(cls, batch: Batch) -> Counts:
        files = sum(len(source.members) for source in batch.sources.values())
        return cls(len(batch.enterprises), files, len(batch.decisions))

    @property
    def words(self) -> str:
        return f"企业 {self.enterprises} 家、材料 {self.files} 个、核对结论 {self.decisions} 条"


@dataclass(frozen=True, slots=True)
class Bundle:
    """`packed` by path; `steps` of its history. Nothing but its state was read to its end yet."""

    path: Path
    packed: dict[str, Packed]
    folders: tuple[str, ...]
    steps: tuple[Step, ...]
    handed: Handed
    sender: str
    counts: Counts

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(each.file.size for each in self.packed.values())


def look_at(path: Path, job: Job, sandbox: Sandbox | None = None) -> Bundle:
    """Raises SourceVanished, BundleOdd, BatchFromNewerVersion, Cancelled, AppError."""
    job.at(0, "正在看交来的批次", path.name)
    with os_errors(path):
        if not path.is_file():
            raise Unreadable(path.name) if path.exists() else FileNotFoundError(2, "", str(path))
    with one_of(sandbox) as children:
        try:
            return children.call(_bundle, path, job=job, limits=_LIMITS)
        except SandboxError as error:
            raise BundleOdd(path.name) from error


# -- in the child ----------------------------------------------------------------------------------
def _bundle(path: Path, report: Report) -> Bundle:
    report(0, path.name)
    with os_errors(path), path.open("rb") as file:
        try:
            return _told(path, file)
        except (Bad, ValueError, KeyError, TypeError, RecursionError, msgspec.MsgspecError) as error:
            raise BundleOdd(path.name) from error


def _told(path: Path, file: BinaryIO) -> Bundle:
    records = _records(file)
    manifest = _manifest(file, records.pop(bundle.MANIFEST))
    packed = {}
    for each in manifest.files:
        record = records.pop(each.path)
        if record.size != each.size or each.path in packed or not _is_ours(each.path):
            raise ValueError(each.path)
        packed[each.path] = Packed(each, record.start)
    if records or not all(_is_stored(folder) for folder in manifest.folders):
        raise ValueError("more than the manifest lists")
    parse_notice(_content(file, packed[NOTICE], _MOST_NOTICE))
    log, batch = course.whole(_content(file, packed[HISTORY], _MOST_HISTORY))
    assert batch.handed is not None
    steps = course.steps_of(log)
    return Bundle(path, packed, manifest.folders, steps, batch.handed, batch.sender.name, Counts.of(batch))


def _records(file: BinaryIO) -> dict[str, Record]:
    """By name. Nothing is packed, nothing lies over another: no bundle unfolds to more than it is long."""
    directory = read_directory(file)
    found: dict[str, Record] = {}
    for record in directory.records:
        name = record.raw.decode("utf-8")
        is_plain = record.method == STORED and record.packed == record.size and record.local_agrees
        is_told = record.raw.isascii() or record.flags & UTF8
        if name in found or record.overlaps or not is_plain or not is_told:
            raise ValueError(name)
        found[name] = record
    return found


def _manifest(file: BinaryIO, record: Record) -> Manifest:
    if record.size > _MOST_MANIFEST:
        raise ValueError("a manifest beyond reason")
    file.seek(record.start)
    told = msgspec.json.decode(file.read(record.size), type=Manifest)
    if told.format != bundle.FORMAT:
        raise BundleOdd(f"它的格式是第 {told.format} 版，由更新版本的程序写成，请用新版程序打开")
    return told


def _content(file: BinaryIO, packed: Packed, most: int) -> bytes:
    if packed.file.size > most:
        raise ValueError(packed.file.path)
    blocks: list[bytes] = []
    read_out(file, packed, lambda _, __: None, blocks.append)
    return b"".join(blocks)


def _is_ours(path: str) -> bool:
    return path in bundle.STATE or _is_stored(path)


def _is_stored(path: str) -> bool:
    """A place below one of the folders a batch keeps what was handed in, on any system."""
    if unsafe(path) or safe_path(path) != path or is_beyond_reason(path):
        return False
    if sys.platform == "win32" and _NOT_ON_WINDOWS & set(path):
        return False
    return path.partition("/")[0] in bundle.STORED and "/" in path
