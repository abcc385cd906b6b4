"""The tree of one disc: written, and compared with what was meant."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.disc import bag, submission_json, texts
from app.disc.description import Contents, PackageOnDisc, TrackOnDisc
from app.disc.source import FolderSource
from app.errors import MaterialChanged, VerifyFailed, os_errors
from app.job import ByteCount, Job
from app.model.batch import Batch
from app.model.disc import DiscFile, DiscPlan, Entry, Manifest, Piece
from app.notices.notice import Notice, tracks_of
from app.paths import inside
from app.send.pack import Package
from app.writing import atomic
from app.writing.hashed import read_hashed

_COPIERS = 2  # SHA-256 lets go of the interpreter's lock
_LISTED = (  # in the tag manifest
    texts.README,
    texts.CATALOGUE,
    submission_json.FILE,
    bag.DECLARATION,
    bag.INFO,
    bag.MANIFEST,
)
TAGS = (*_LISTED, bag.TAG_MANIFEST)


def build(
    folder: Path,
    plan: DiscPlan,
    batch: Batch,
    notice: Notice,
    packages: Mapping[str, Package],
    batch_folder: Path,
    job: Job,
) -> Manifest:
    """Write the whole tree into `folder`, which must not exist, and read it back. Raises AppError."""
    others = [file for file in plan.files if file.piece is not Piece.TABLE]
    put = [_put_of(file, packages, notice, batch_folder) for file in others]
    count = ByteCount(job, sum(each.entry.size for each in put), "正在写光盘目录")
    entries = [each.entry for each in put]
    for file in plan.files:
        target = inside(folder, file.path)
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        if file.piece is Piece.TABLE:
            entries.append(_write_table(file, target, plan, batch, notice, batch_folder))
    with ThreadPoolExecutor(_COPIERS, "copy") as copiers:
        for _ in copiers.map(lambda each: each.into(folder, count.advance), put):
            pass
    manifest = Manifest(tuple(sorted(entries, key=lambda entry: entry.path)))
    _write_tags(folder, _contents_of(plan, batch, notice, packages, manifest))
    compare(folder, manifest)
    with os_errors(folder):
        for path in (*folder.rglob("*/"), folder):
            atomic.fsync_folder(path)
    return manifest


@dataclass(frozen=True, slots=True)
class _Put:
    """One file that is put on the disc: from where, and what it must be. `whose` it is, in words."""

    stored: Path
    entry: Entry
    whose: str
    is_ours: bool

    def into(self, folder: Path, advance: Callable[[int, str], None]) -> None:
        """What was handed in is read and hashed as it is copied, and never linked to: who changes the disc's
        folder changes nothing of the batch. A package of ours is a second name for the same bytes."""
        target = inside(folder, self.entry.path)
        if self.is_ours:
            with contextlib.suppress(OSError):  # no link reaches another disk
                os.link(self.stored, target)
                return advance(self.entry.size, target.name)
        if _copy(self.stored, target, advance) != self.entry.sha256:
            raise MaterialChanged(f"{self.whose}：{self.stored.name}")


def _put_of(file: DiscFile, packages: Mapping[str, Package], notice: Notice, batch_folder: Path) -> _Put:
    if file.packing is None:
        entry = Entry(file.path, file.size, file.sha256)
        return _Put(inside(batch_folder, file.stored), entry, notice.track(file.track).title, is_ours=False)
    package = packages[file.packing.enterprise]
    entry = Entry(file.path, package.size, package.sha256)
    return _Put(package.file, entry, file.packing.name, package.is_ours)


def _write_table(
    file: DiscFile, target: Path, plan: DiscPlan, batch: Batch, notice: Notice, batch_folder: Path
) -> Entry:
    from app.writing.tables.summary import write_summary

    stored = batch.templates.get(file.track, "")
    template = inside(batch_folder, stored) if stored else None
    write_summary(batch, file.track, notice, date.fromisoformat(plan.day), template, target)
    with os_errors(target):
        return _entry(file.path, target.read_bytes())


def _copy(stored: Path, target: Path, advance: Callable[[int, str], None]) -> str:
    """SHA-256 of what was read."""
    with os_errors(target), target.open("wb") as copy:

        def write(block: bytes) -> None:
            with os_errors(target):
                copy.write(block)

        digest = read_hashed(stored, advance, write, target.name)
        copy.flush()
        os.fsync(copy.fileno())
    return digest


def _contents_of(
    plan: DiscPlan, batch: Batch, notice: Notice, packages: Mapping[str, Package], manifest: Manifest
) -> Contents:
    """What the disc says of itself."""
    tracks = tuple(
        _track_of(track, plan, batch, notice, packages, manifest) for track in tracks_of(batch, notice)
    )
    decisions = tuple(batch.decisions[key] for key in sorted(batch.decisions))
    number = batch.correction.number if batch.correction else 0
    return Contents(plan, notice, batch.sender, tracks, decisions, manifest, number)


def _track_of(
    track: str,
    plan: DiscPlan,
    batch: Batch,
    notice: Notice,
    packages: Mapping[str, Package],
    manifest: Manifest,
) -> TrackOnDisc:
    from app.writing.tables.summary import summary_rows

    files = [file for file in plan.files if file.track == track]
    entries = {entry.path: entry for entry in manifest.entries}
    letter = next((entries[file.path] for file in files if file.piece is Piece.LETTER), None)
    table = next(entries[file.path] for file in files if file.piece is Piece.TABLE)
    on_disc = tuple(
        PackageOnDisc(
            file.packing.name,
            entries[file.path],
            packages[file.packing.enterprise].members,
            batch.said_parts(batch.enterprises[file.packing.enterprise]),
            batch.said_orders(batch.enterprises[file.packing.enterprise]),
            file.packing.enterprise,
        )
        for file in files
        if file.packing
    )
    rows = summary_rows(batch, track, notice)
    placed = tuple(each for each in plan.placed if each.track == track)
    return TrackOnDisc(notice.track(track), rows, letter, table, on_disc, placed)


def _write_tags(folder: Path, contents: Contents) -> None:
    tags = {
        texts.README: texts.readme(contents),
        texts.CATALOGUE: texts.catalogue(contents),
        submission_json.FILE: submission_json.encode(submission_json.describe(contents)),
        bag.DECLARATION: bag.declaration(),
        bag.INFO: bag.info(texts.info_tags(contents)),
        bag.MANIFEST: bag.manifest(contents.manifest.entries),
    }
    listed = [_entry(name, tag) for name, tag in tags.items()]
    for name, content in (*tags.items(), (bag.TAG_MANIFEST, bag.manifest(listed))):
        atomic.write_bytes(folder / name, content)


def compare(folder: Path, manifest: Manifest) -> None:
    """Names and sizes of the payload, every byte of the tag files. Raises VerifyFailed, AppError."""
    with os_errors(folder):
        there = FolderSource(folder).listing()
        wanted = {entry.path: entry.size for entry in manifest.entries}
        payload = {path: size for path, size in there.files.items() if path.startswith(bag.PAYLOAD)}
        is_odd = there.faults or there.unread or set(there.files) - set(payload) != set(TAGS)
        if is_odd or payload != wanted:
            raise VerifyFailed(folder.name)
        listed = [_entry(name, (folder / name).read_bytes()) for name in _LISTED]
        told = ((folder / bag.TAG_MANIFEST).read_bytes(), (folder / bag.MANIFEST).read_bytes())
        if told != (bag.manifest(listed), bag.manifest(manifest.entries)):
            raise VerifyFailed(folder.name)


def _entry(name: str, content: bytes) -> Entry:
    return Entry(name, len(content), hashlib.sha256(content).hexdigest())

