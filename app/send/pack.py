"""Packages are made: one zip an enterprise, checked against what was seen when it was collected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from app.errors import MaterialChanged, Unreadable, VerifyFailed, os_errors
from app.job import ByteCount, Job
from app.model.batch import Batch
from app.model.disc import Packed, Packing
from app.model.source import Container
from app.paths import inside
from app.reading.limits import Limits
from app.reading.sandbox import Report, SandboxError
from app.writing import atomic
from app.writing.hashed import read_hashed
from app.writing.zip import Written, ZipWriter

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

_WORKERS = 3  # one more than the sandbox has children: a package reaches the disk while the next are packed


@dataclass(frozen=True, slots=True)
class Package:
    """A package to be put on a disc; `file` is never written to.

    `is_ours`: packed by us, read or written in this run, and may be linked to; else it is what was handed in,
    and is read when it is copied.
    """

    file: Path
    size: int
    sha256: str
    members: int
    is_ours: bool = True


class _Sidecar(msgspec.Struct, frozen=True):
    """What is known of a finished package; beside it as `<recipe>.json`."""

    size: int
    sha256: str
    members: int


def pack_all(
    batch: Batch, packings: Sequence[Packing], batch_folder: Path, sandbox: Sandbox, job: Job
) -> dict[str, Package]:
    """Enterprise id → its package; finished ones of an earlier run are read and kept, two are made at a time.

    Raises AppError: MaterialChanged when a member is not what was collected, Unreadable when it cannot be
    read any more. What was finished by then stays.
    """
    with os_errors(batch_folder):
        packages_folder(batch_folder).mkdir(parents=True, exist_ok=True)
    passed = {packing.enterprise: _passed(packing, batch_folder) for packing in packings if packing.passed}
    wanted = {packing.recipe: packing for packing in packings if not packing.passed}
    known = {recipe: size_of(packing, batch_folder) or 0 for recipe, packing in wanted.items()}
    share = sum(known.values()) / (sum(packing.size for packing in wanted.values()) or 1)
    looking, making = job.part(0.0, share), job.part(share, 1.0)
    looked = ByteCount(looking, sum(known.values()), "正在核对做好的压缩包")

    def look(packing: Packing) -> Package | None:
        return found(packing, batch_folder, looked.advance)

    with ThreadPoolExecutor(_WORKERS, "pack") as workers:
        done = dict(zip(wanted, workers.map(look, wanted.values()), strict=True))
        missing = [packing for recipe, packing in wanted.items() if done[recipe] is None]
        count = ByteCount(making, sum(packing.size for packing in missing), "正在打包")

        def make(packing: Packing) -> Package:
            return _make(batch, packing, batch_folder, sandbox, making, count.advance)

        made = dict(zip([packing.recipe for packing in missing], workers.map(make, missing), strict=True))
    packages = {recipe: package for recipe, package in done.items() if package} | made
    return {each.enterprise: passed.get(each.enterprise) or packages[each.recipe] for each in packings}


def packages_folder(batch_folder: Path) -> Path:
    return batch_folder / "work" / "packages"


def found(
    packing: Packing, batch_folder: Path, advance: Callable[[int, str], object] = lambda *_: None
) -> Package | None:
    """The package that need not be made: passed through, or finished before and still the same, as read now.

    Raises AppError.
    """
    if packing.passed:
        return _passed(packing, batch_folder)
    file = packages_folder(batch_folder) / f"{packing.recipe}.zip"
    known = _known(file)
    if known is None or read_hashed(file, advance, item=packing.name) != known.sha256:
        return None
    return Package(file, known.size, known.sha256, known.members)


def _passed(packing: Packing, batch_folder: Path) -> Package:
    """By its size alone: the rest is told when it is copied."""
    file = inside(batch_folder, packing.passed)
    with os_errors(file):
        if file.stat().st_size != packing.size:
            raise MaterialChanged(f"{packing.name}：{file.name}")
    return Package(file, packing.size, packing.sha256, packing.members, is_ours=False)


def size_of(packing: Packing, batch_folder: Path) -> int | None:
    """Bytes of the package that need not be made, by what is written of it; None when it must be."""
    if packing.passed:
        return packing.size
    file = packages_folder(batch_folder) / f"{packing.recipe}.zip"
    known = _known(file)
    return known.size if known else None


def _known(file: Path) -> _Sidecar | None:
    """What was written of a finished package of the size it has now."""
    try:
        known = msgspec.json.decode(file.with_suffix(".json").read_bytes(), type=_Sidecar)
        return known if file.stat().st_size == known.size else None
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _make(
    batch: Batch, packing: Packing, folder: Path, sandbox: Sandbox, job: Job,
    advance: Callable[[int, str], None],
) -> Package:
    file = packages_folder(folder) / f"{packing.recipe}.zip"
    so_far = 0

    def progressed(done: int, item: str) -> None:
        nonlocal so_far
        advance(done - so_far, f"{packing.name}：{item}" if item else packing.name)
        so_far = done

    opened = []
    for ingredient in packing.ingredients:
        source = batch.sources[ingredient.source]
        container = Container.FILE if ingredient.whole else source.container
        opened.append(Opened(inside(folder, source.stored), container, ingredient.members))
    with atomic.replace_beside(file) as beside:
        limits = Limits()
        try:
            written = sandbox.call(
                pack_enterprise, opened, beside, limits, job=job, limits=limits, progressed=progressed
            )
        except SandboxError as error:
            raise Unreadable(f"{packing.name}：{error.item}") from error
        except MaterialChanged as error:
            raise MaterialChanged(f"{packing.name}：{error.detail}") from error
    with os_errors(file):
        sidecar = _Sidecar(written.size, written.sha256, packing.members)
        # not made to last: half of it, or none, only means that the package is packed again
        file.with_suffix(".json").write_bytes(msgspec.json.encode(sidecar))
    return Package(file, written.size, written.sha256, packing.members)


# -- in the child ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Opened:
    """One source as the child reads it, and what to take from it."""

    stored: Path
    container: Container
    members: tuple[Packed, ...]


def pack_enterprise(sources: Sequence[Opened], out: Path, limits: Limits, report: Report) -> Written:
    """Sources → one zip at `out`; its bytes and SHA-256. Raises VerifyFailed, AppError."""
    with os_errors(out), ZipWriter(out) as archive:
        done = 0
        for source in sources:
            done = _pack_source(archive, source, limits, done, report)
        return archive.close()


def _pack_source(archive: ZipWriter, source: Opened, limits: Limits, done: int, report: Report) -> int:
    """Bytes done when the source is through."""
    from app.reading.containers import stream  # slow to import, and of use to the child alone

    def alive(_: int, item: str) -> None:
        report(done, item)

    def counted(chunks: Iterable[bytes], item: str) -> Iterator[bytes]:
        nonlocal done
        for chunk in chunks:
            yield chunk
            done += len(chunk)
            report(done, item)

    wanted = {member.index: member for member in source.members}
    for item in stream(source.stored, source.container, limits, [], alive):
        member = wanted.pop(item.index, None)
        if member is not None:
            _pack_member(archive, source, member, counted(item.chunks, member.path))
    if wanted:
        first = next(iter(wanted.values()))
        raise MaterialChanged(f"{source.stored.name}：{first.path} 读不出来了")
    return done


def _pack_member(archive: ZipWriter, source: Opened, member: Packed, chunks: Iterable[bytes]) -> None:
    """By size and CRC-32 where it was taken when the member was collected, else by size and SHA-256."""
    try:
        written = archive.add(member.path, member.size, member.modified, chunks, member.crc32)
    except ValueError as error:
        raise VerifyFailed(f"{source.stored.name}：{member.path} 不能放进压缩包") from error
    same = written.crc32 == member.crc32 if member.crc32 >= 0 else written.sha256 == member.sha256
    if written.size != member.size or not same:
        raise MaterialChanged(f"{source.stored.name}：{member.path} 与收集时不同")
