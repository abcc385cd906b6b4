"""Finished disc folders: found again, replaced as a whole, made good after a killed run."""

from __future__ import annotations

import re
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.disc import bag, submission_json
from app.disc.source import read_bounded
from app.errors import AppError, NotOurs, os_errors
from app.job import ByteCount, Job
from app.model.disc import Entry, Manifest
from app.paths import inside
from app.send.tree import TAGS, compare
from app.writing import atomic
from app.writing.hashed import read_hashed
from app.writing.moving import move, remove_tree

_READERS = 2  # SHA-256 lets go of the interpreter's lock


@dataclass(frozen=True, slots=True)
class Finished:
    """A disc folder that stands; `day` it was made on, ISO 8601; `plan`: digest of what it was made from."""

    manifest: Manifest
    day: str
    plan: str


def finished(final: Path, plan: str, job: Job) -> Finished | None:
    """`final` when it was made of this plan and is still whole: every byte is read. Raises Cancelled."""
    said = submission_json.decode(_said(final))
    if said is None or said.plan != plan:
        return None
    manifest = Manifest(said.entries)
    try:
        compare(final, manifest)
        is_whole = _is_whole(final, manifest, ByteCount(job, manifest.size, "正在核对做好的光盘目录"))
    except AppError:
        return None
    return Finished(manifest, said.day.isoformat(), plan) if is_whole else None


def _is_whole(final: Path, manifest: Manifest, count: ByteCount) -> bool:
    """Raises Cancelled, AppError."""

    def digest_of(entry: Entry) -> str:
        return read_hashed(inside(final, entry.path), count.advance)

    with ThreadPoolExecutor(_READERS, "hash") as readers:
        digests = readers.map(digest_of, manifest.entries)
        return all(digest == entry.sha256 for digest, entry in zip(digests, manifest.entries, strict=True))


def put_in_place(final: Path) -> None:
    """`<final>.partial` takes the name; what was there goes only once the new one stands. Raises AppError."""
    old, partial = _beside(final, ".old"), partial_of(final)
    with os_errors(final):
        if final.exists():
            move(final, old)
        move(partial, final)
        atomic.fsync_folder(final.parent)
        if old.exists():
            _remove(old)


def recover_interrupted(final: Path) -> None:
    """What a killed run left: an old disc comes back, an unfinished one goes. Raises NotOurs, AppError."""
    old, partial = _beside(final, ".old"), partial_of(final)
    with os_errors(final):
        refuse_foreign(old)
        if old.exists() and not final.exists():
            move(old, final)
        elif old.exists():
            _remove(old)
        if partial.is_symlink() or partial.exists():
            discard(partial)


def discard(partial: Path) -> None:
    """Remove an unfinished tree. Raises NotOurs when it holds what we never write, AppError."""
    with os_errors(partial):
        if partial.is_symlink() or not _holds_only_ours(partial):
            raise NotOurs(str(partial))
        remove_tree(partial)


def _holds_only_ours(folder: Path) -> bool:
    known = {*TAGS, *(atomic.beside_of(folder / tag).name for tag in TAGS), bag.PAYLOAD.rstrip("/")}
    return folder.is_dir() and {item.name for item in folder.iterdir()} <= known


def refuse_foreign(final: Path) -> None:
    """Raises NotOurs when something is there that we did not make; an empty folder is anybody's."""
    is_empty = final.is_dir() and not any(final.iterdir())
    if final.is_symlink() or (final.exists() and not is_empty and not _is_ours(final)):
        raise NotOurs(str(final))


def remove_former(out: Path, group: str, kept: Collection[str]) -> None:
    """Discs of ours in `out` from an earlier, larger set of this group, unfinished ones too.

    What is not ours, or holds something that is not, stays. Raises AppError.
    """
    with os_errors(out):
        for path in sorted(out.iterdir()):
            match = re.fullmatch(f"({re.escape(group)}_\\d\\d)(|\\.old|\\.partial)", path.name)
            if match is None or match[1] in kept or path.is_symlink() or not _holds_only_ours(path):
                continue
            if match[2] == ".partial":
                remove_tree(path)
            elif _is_ours(path):
                _remove(path)


def _remove(folder: Path) -> None:
    """A folder of ours; what shows that it is ours goes last, so that the next run can end it."""
    for item in sorted(folder.iterdir()):
        if item.is_dir() and not item.is_symlink():
            remove_tree(item)
        elif item.name != submission_json.FILE:
            item.unlink()
    (folder / submission_json.FILE).unlink(missing_ok=True)
    folder.rmdir()


def partial_of(final: Path) -> Path:
    return _beside(final, ".partial")


def _beside(final: Path, suffix: str) -> Path:
    return final.with_name(final.name + suffix)


def _said(folder: Path) -> bytes:
    """The submission.json of a folder; empty when there is none."""
    path = folder / submission_json.FILE
    if folder.is_symlink() or not path.is_file():
        return b""
    return read_bounded(path, submission_json.MOST_BYTES)


def _is_ours(folder: Path) -> bool:
    return submission_json.is_ours(_said(folder))
