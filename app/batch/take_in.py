"""Copy what was dropped into the batch, hashed in the same read, and look inside it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from isal import isal_zlib

from app import wording
from app.errors import AppError, DiskFull, PathTooLong, SourceVanished, Unreadable, from_os, os_errors
from app.job import ByteCount, Job
from app.model.source import Container, Fault, LeftOut, Source, Trouble
from app.notices.notice import Notice
from app.paths import inside, is_linked
from app.reading.containers import container_named
from app.reading.containers.folder import children
from app.reading.limits import Limits
from app.reading.names import clean_text, is_beyond_reason, safe_path
from app.reading.sandbox import Sandbox, SandboxError, Stuck
from app.reading.survey import LEFTOVER, Survey, is_leftover, survey_copy
from app.writing.atomic import beside_of, fsync_folder, remove_folder
from app.writing.moving import move

_BLOCK = 1 << 20
_SPARE = 64_000_000  # bytes that must stay free beside the copy
_STUCK_TRIES = 4  # members whose readers hang, one found at a time
LINK = "是链接，不是文件；请换成它指向的文件"
_SPECIAL = "不是普通文件"
_TOO_DEEP = "文件夹套得太深，请移到上面几层后重新收集"
_BAD_NAME = "文件名含有不能使用的字符，请改名后重新收集"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One file to copy: where it is, its place below the source ("/" separated), its size now."""

    path: Path
    name: str
    size: int


def take_in(
    path: Path,
    batch_folder: Path,
    source_id: str,
    notice: Notice,
    sandbox: Sandbox,
    job: Job,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> Source:
    """Copies `path` (archive, folder or loose file) to materials/<source_id>/ and surveys the copy.

    What is wrong with it is in the Source. Raises AppError when the whole cannot be copied (vanished, no
    rights, disk full) and Cancelled; nothing is left behind then.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow links and lose the name
    name = clean_text(path.name)[0] or "资料"
    final = inside(batch_folder, f"materials/{source_id}")
    part = beside_of(final)
    with os_errors(path):
        if not path.is_file() and not path.is_dir():
            raise (Unreadable if path.exists() else SourceVanished)(path)  # a pipe would never end
    with os_errors(final):
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
    try:
        source = _copy(path, part / name, notice, job.part(0.0, 0.6))
        found = _survey(source, part / name, notice, sandbox, job.part(0.6, 1.0), limits)
        _move_into_store(part, final)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return replace(
        found, id=source_id, origin=clean_text(str(path))[0], stored=f"materials/{source_id}/{name}"
    )


def survey_source(
    stored: Path, size: int, digests: Mapping[str, str], notice: Notice, sandbox: Sandbox, job: Job
) -> Source:
    """Surveys what was copied before, as `take_in` does; id, origin and stored are left to the caller.

    `digests`: sha256 of the file by its name, or of a folder's files by their paths below it; what is not
    told is hashed. Raises AppError, Cancelled.
    """
    copied = _Copied(size, dict(digests), {}, [])
    return _survey(copied, stored, notice, sandbox, job, Limits())


def _move_into_store(part: Path, final: Path) -> None:
    with os_errors(final):
        remove_folder(final)  # copied by a run that was stopped before the batch knew of it
        move(part, final)
        fsync_folder(final.parent)


@dataclass(slots=True)
class _Copied:
    """What the copying learned."""

    size: int
    digests: dict[str, str]
    crcs: dict[str, int]
    left_out: list[LeftOut]


def _copy(path: Path, to: Path, notice: Notice, job: Job) -> _Copied:
    copied = _Copied(0, {}, {}, [])
    if not path.is_dir():
        with os_errors(path):
            wanted = _Wanted(path, to.name, path.stat().st_size)
        _check_room(to, wanted.size)
        count = ByteCount(job, wanted.size, "正在收进材料")
        copied.size = _copy_file(wanted, to, copied, count.advance)
        return copied
    patterns = tuple(re.compile(pattern, re.IGNORECASE) for pattern in notice.leftovers)
    with os_errors(to):
        to.mkdir()
    with os_errors(path):
        wanted_files = list(_wanted(path, patterns, copied.left_out, job))
    _check_room(to, sum(wanted.size for wanted in wanted_files))
    count = ByteCount(job, sum(wanted.size for wanted in wanted_files), "正在收进材料")
    for wanted in wanted_files:
        _copy_into(wanted, inside(to, wanted.name), copied, count)
    return copied


def _copy_into(wanted: _Wanted, target: Path, copied: _Copied, count: ByteCount) -> None:
    """A file that cannot be read any more is left out with its reason; a fault of our own disk ends all."""
    try:
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        copied.size += _copy_file(wanted, target, copied, count.advance)
    except AppError as error:
        if error.detail == str(target) and not isinstance(error, PathTooLong):
            raise
        with contextlib.suppress(OSError):
            target.unlink(missing_ok=True)
        copied.left_out.append(LeftOut(wanted.name, error.title))


def _wanted(
    folder: Path, patterns: tuple[re.Pattern[str], ...], left_out: list[LeftOut], job: Job
) -> Iterator[_Wanted]:
    """Files below, sorted; what is not to be copied goes to `left_out`. OSError for `folder` itself."""
    waiting = list(children(folder, ""))
    while waiting:
        job.check()
        entry, name = waiting.pop()
        reason = _why_not(entry, name, patterns)
        if reason:
            left_out.append(LeftOut(clean_text(name)[0], reason))
        elif entry.is_dir(follow_symlinks=False):
            try:
                waiting.extend(children(Path(entry.path), name))
            except OSError as error:
                left_out.append(LeftOut(name, from_os(error).title))
        else:
            yield _Wanted(Path(entry.path), name, _size_of(entry))


def _size_of(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat(follow_symlinks=False).st_size
    except OSError:
        return 0  # vanished meanwhile; the copying will say so


def _why_not(entry: os.DirEntry[str], name: str, patterns: tuple[re.Pattern[str], ...]) -> str:
    if is_linked(entry):
        return LINK
    if is_leftover(name, patterns):
        return LEFTOVER
    if is_beyond_reason(name):
        return _TOO_DEEP
    if clean_text(name)[1] or safe_path(name) != name:
        return _BAD_NAME
    if not entry.is_dir(follow_symlinks=False) and not entry.is_file(follow_symlinks=False):
        return _SPECIAL
    return ""


def _check_room(to: Path, size: int) -> None:
    with os_errors(to):
        free = shutil.disk_usage(to.parent).free
    if size + _SPARE > free:
        raise DiskFull(f"需要 {wording.size(size + _SPARE)}，还剩 {wording.size(free)}")


def _copy_file(
    wanted: _Wanted, target: Path, copied: _Copied, advance: Callable[[int, str], None]
) -> int:
    """Bytes as read, once; digests go to `copied`. The time of modification is kept."""
    sha256, crc32, size = hashlib.sha256(), 0, 0
    with os_errors(wanted.path), wanted.path.open("rb") as source:
        facts = os.fstat(source.fileno())
        with os_errors(target), target.open("wb") as copy:
            while block := _read(source, wanted.path):
                sha256.update(block)
                crc32 = isal_zlib.crc32(block, crc32)
                copy.write(block)
                size += len(block)
                advance(len(block), wanted.name)
            copy.flush()
            if size >= _BLOCK:  # ten thousand small ones would take minutes; all are verified when packed
                os.fsync(copy.fileno())
    with os_errors(target):
        os.utime(target, ns=(facts.st_mtime_ns, facts.st_mtime_ns))
    copied.digests[wanted.name], copied.crcs[wanted.name] = sha256.hexdigest(), crc32
    return size


def _read(source: BinaryIO, path: Path) -> bytes:
    with os_errors(path):  # inside another file's: a bad USB stick is not to be taken for a bad disk
        return source.read(_BLOCK)


def _survey(
    copied: _Copied, stored: Path, notice: Notice, sandbox: Sandbox, job: Job, limits: Limits
) -> Source:
    """Looks inside, again without the facts of a member whose reader hung; what never ends is a Trouble."""
    stuck: frozenset[str] = frozenset()
    total = max(copied.size, 1)

    def progressed(done: int, item: str) -> None:
        job.at(done / total, "正在查看内容", item, min(done, total), total)

    for _ in range(_STUCK_TRIES):
        work = partial(survey_copy, known=copied.digests, crcs=copied.crcs, stuck=stuck)
        try:
            container, found = sandbox.call(
                work, stored, notice.leftovers, limits, job=job, limits=limits, progressed=progressed
            )
            return _source(copied, stored, container, found)
        except SandboxError as error:
            fault = _fault_of(error)
            if error.item in stuck or not error.item:
                break
            stuck |= {error.item}
    return _source(copied, stored, container_named(stored), Survey((), (), (fault,), False))


def _fault_of(error: SandboxError) -> Trouble:
    if isinstance(error, Stuck):
        return Trouble(Fault.STUCK, error.item, "读取时停住不动，已停止")
    if "MemoryError" in error.detail:
        return Trouble(Fault.BOMB, error.item, "打开它需要的内存太大")
    return Trouble(Fault.UNREADABLE, error.item, "读取程序无法打开它")


def _source(copied: _Copied, stored: Path, container: Container, found: Survey) -> Source:
    digest = "" if container is Container.FOLDER else copied.digests.get(stored.name, "")
    return Source(
        id="",
        origin="",
        stored="",
        container=container,
        size=copied.size,
        sha256=digest,
        members=found.members,
        left_out=(*copied.left_out, *found.left_out),
        troubles=found.troubles,
        complete_zip=found.complete_zip,
    )
