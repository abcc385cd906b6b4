"""The tree of one disc: written, and compared with what was meant."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from app.disc import bag, submission_json, texts
from app.disc.description import Contents, PackageOnDisc, TrackOnDisc
from app.disc.source import FolderSource
from app.errors import VerifyFailed, os_errors
from app.job import ByteCount, Job
from app.model.batch import Batch
from app.model.disc import DiscFile, DiscPlan, Entry, Manifest, Piece
from app.notices.notice import Notice, tracks_of
from app.send.pack import Package
from app.writing import atomic

_BLOCK = 1 << 20  # bytes
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
    linked = [file for file in plan.files if file.piece is not Piece.TABLE]
    sources = {file.path: _source_of(file, packages, batch_folder) for file in linked}
    count = ByteCount(job, sum(entry.size for _, entry in sources.values()), "正在写光盘目录")
    entries = []
    for file in plan.files:
        target = folder / file.path
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        if file.piece is Piece.TABLE:
            entries.append(_write_table(file, target, plan, batch, notice, batch_folder))
        else:
            stored, entry = sources[file.path]
            _link(stored, entry, target, count.advance)
            entries.append(entry)
    manifest = Manifest(tuple(sorted(entries, key=lambda entry: entry.path)))
    _write_tags(folder, _contents_of(plan, batch, notice, packages, manifest))
    compare(folder, manifest)
    with os_errors(folder):
        for path in (*folder.rglob("*/"), folder):
            atomic.fsync_folder(path)
    return manifest


def _source_of(file: DiscFile, packages: Mapping[str, Package], batch_folder: Path) -> tuple[Path, Entry]:
    if file.packing is None:
        return batch_folder / file.stored, Entry(file.path, file.size, file.sha256)
    package = packages[file.packing.enterprise]
    return package.file, Entry(file.path, package.size, package.sha256)


def _write_table(
    file: DiscFile, target: Path, plan: DiscPlan, batch: Batch, notice: Notice, batch_folder: Path
) -> Entry:
    from app.writing.tables.summary import write_summary

    stored = batch.templates.get(file.track, "")
    template = batch_folder / stored if stored else None
    write_summary(batch, file.track, notice, date.fromisoformat(plan.day), template, target)
    with os_errors(target):
        return _entry(file.path, target.read_bytes())


def _link(stored: Path, entry: Entry, target: Path, advance: Callable[[int, str], None]) -> None:
    """A second name for the same bytes; a copy, hashed as it is made, where no link can reach."""
    item = entry.path.rsplit("/", 1)[-1]
    with os_errors(stored):
        if stored.stat().st_size != entry.size:
            raise VerifyFailed(item)
    try:
        os.link(stored, target)
    except OSError:
        _copy(stored, entry, target, lambda done: advance(done, item))
    else:
        advance(entry.size, item)


def _copy(stored: Path, entry: Entry, target: Path, advance: Callable[[int], None]) -> None:
    digest = hashlib.sha256()
    with os_errors(target), stored.open("rb", buffering=0) as source, target.open("wb") as copy:
        while block := source.read(_BLOCK):
            digest.update(block)
            copy.write(block)
            advance(len(block))
        copy.flush()
        os.fsync(copy.fileno())
    if digest.hexdigest() != entry.sha256:
        raise VerifyFailed(entry.path.rsplit("/", 1)[-1])


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
            batch.said_roles(batch.enterprises[file.packing.enterprise]),
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

