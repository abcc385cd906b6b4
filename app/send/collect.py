"""收集材料: take packages in, name their enterprises, account for every file."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.batch.source_ids import next_number
from app.batch.take_in import LINK, take_in
from app.errors import AppError, DiskFull, SourceVanished, WrongUse, os_errors
from app.job import Job
from app.model.batch import Batch, Enterprise
from app.model.names import ARCHIVE, normalise_name
from app.model.names import name_from as name_from
from app.model.source import LeftOut, Source
from app.paths import inside, is_linked
from app.reading.sandbox import Sandbox
from app.store.acts import Act
from app.store.store import BatchStore
from app.writing.atomic import is_temporary, remove_folder

_OLD_PART = re.compile(r"s\d+\.part")  # what version 0.1.0 copied to


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of each thing that was dropped in; enterprise ids, and what was not taken with why."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    same: tuple[str, ...] = ()  # already there, byte for byte
    left_out: tuple[LeftOut, ...] = ()

    def together_with(self, more: Collected) -> Collected:
        return Collected(
            self.added + more.added, self.replaced + more.replaced, self.same + more.same,
            self.left_out + more.left_out,
        )  # fmt: skip


def packages_in(folder: Path) -> tuple[tuple[Path, ...], tuple[LeftOut, ...]]:
    """(packages, left out) of a folder that holds one package an enterprise. Raises AppError."""
    found: list[Path] = []
    loose: list[LeftOut] = []
    with os_errors(folder):
        for entry in sorted(os.scandir(folder), key=lambda e: e.name):
            if is_linked(entry):
                loose.append(LeftOut(entry.name, LINK))
            elif entry.is_dir() or (entry.is_file() and ARCHIVE.search(entry.name)):
                found.append(Path(entry.path))
            else:
                loose.append(LeftOut(entry.name, "散文件，不在哪家企业的文件夹或压缩包里"))
    return tuple(found), tuple(loose)


def collect(
    store: BatchStore,
    track: str,
    paths: Sequence[Path],
    *,
    each: bool = False,
    replace: bool = False,
    into: str = "",
    sandbox: Sandbox,
    job: Job,
    act: Act | None = None,
    seen: Callable[[Path], None] = lambda package: None,
) -> Collected:
    """Take each path in as one enterprise's package, or with `each` every child of it.

    `into` adds them to that enterprise instead; `replace` puts a package in place of the one
    whose enterprise has the same name, with `into` in place of all that it has. Two are read side by side;
    each is kept as soon as it is whole, in the order given, and `seen` called with its path. All of it is
    one act, that of `act` if one is given.
    Raises AppError when nothing of a path can be read.
    """
    _sweep(store.folder / "materials")
    packages, left_out = _expand(paths, each)
    weights = [_weight(path) for path in packages]
    result = Collected(left_out=left_out)
    first, act = next_number(store), act or Act()
    shares = job.shares(weights, "正在复制并计算校验值")

    def take(number: int) -> Source:
        source_id = f"s{first + number:04d}"
        return take_in(packages[number], store.folder, source_id, store.notice, sandbox, shares[number])

    with ThreadPoolExecutor(2) as readers:
        futures = [readers.submit(take, number) for number in range(len(packages))]
        try:
            for path, future in zip(packages, futures, strict=True):
                try:
                    source = future.result()
                except AppError as error:  # one that cannot be read does not hold up the others
                    if isinstance(error, DiskFull) or len(packages) == 1:
                        raise
                    lost = LeftOut(path.name, f"{error.title}；{error.advice}")
                    result = dataclasses.replace(result, left_out=(*result.left_out, lost))
                else:
                    result = _keep(store, track, source, replace, into, result, act)
                seen(path)
        except BaseException:
            job.cancel()
            for future in futures:
                future.cancel()
            raise
    return result


def _expand(paths: Sequence[Path], each: bool) -> tuple[list[Path], tuple[LeftOut, ...]]:
    packages: list[Path] = []
    left_out: list[LeftOut] = []
    for path in paths:
        if not path.exists():
            raise SourceVanished(str(path))
        if not each:
            packages.append(path)
            continue
        if not path.is_dir():
            raise WrongUse(f"“{path.name}”不是文件夹，不能把里面每一个当作一家")
        found, loose = packages_in(path)
        packages.extend(found)
        left_out.extend(loose)
    return packages, tuple(left_out)


def _weight(path: Path) -> int:
    """Bytes, roughly: for progress only."""
    if path.is_file():
        return path.stat().st_size
    total, waiting = 0, [str(path)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as found:
            for entry in found:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    total += entry.stat(follow_symlinks=False).st_size
    return total or 1


def _sweep(folder: Path) -> None:
    """What a killed program left half copied; the writer's lock says that nobody else is at it."""
    for part in folder.glob("*.part"):
        if is_temporary(part.name) or _OLD_PART.fullmatch(part.name):
            shutil.rmtree(part, ignore_errors=True)


def _keep(
    store: BatchStore, track: str, source: Source, replace: bool, into: str, so_far: Collected, act: Act
) -> Collected:
    batch = store.batch
    name = name_from(source.name)
    if into and replace and into not in so_far.replaced:  # what comes with it is added to it
        what = f"用新材料替换{batch.enterprises[into].name}的旧材料"
        store.apply(what, lambda old: _replacing(old, into, source), act=act)
        return dataclasses.replace(so_far, replaced=(*so_far.replaced, into))
    if into:
        one = batch.enterprises[into]
        store.apply(f"给{one.name}添加 {source.name}", lambda old: _adding(old, into, source), act=act)
        return dataclasses.replace(so_far, added=(*so_far.added, into))
    known = _same_name(batch, track, name)
    if known is not None and _is_same(batch, known, source):
        with suppress(AppError):  # it is nobody's, and the next collecting counts on from it
            remove_folder(inside(store.folder, f"materials/{source.id}"))
        return dataclasses.replace(so_far, same=(*so_far.same, known.id))
    if known is not None and replace:
        store.apply(f"用新收到的材料替换{known.name}", lambda old: _replacing(old, known.id, source), act=act)
        return dataclasses.replace(so_far, replaced=(*so_far.replaced, known.id))
    one = Enterprise(f"e{source.id[1:]}", track, name, (source.id,))
    store.apply(f"收下{name}", lambda old: old.with_enterprise(one, [source]), act=act)
    return dataclasses.replace(so_far, added=(*so_far.added, one.id))


def _adding(batch: Batch, key: str, source: Source) -> Batch:
    one = batch.enterprises[key]
    return batch.with_enterprise(dataclasses.replace(one, sources=(*one.sources, source.id)), [source])


def _replacing(batch: Batch, key: str, source: Source) -> Batch:
    """The row, the name and its confirmation stay; what was said of single files goes with them."""
    fresh = dataclasses.replace(batch.enterprises[key], sources=(source.id,), parts={}, made_of={})
    return batch.with_enterprise(fresh, [source])


def _same_name(batch: Batch, track: str, name: str) -> Enterprise | None:
    wanted = normalise_name(name)
    return next((e for e in batch.in_track(track) if normalise_name(e.name) == wanted), None)


def _is_same(batch: Batch, one: Enterprise, source: Source) -> bool:
    """The same bytes again: an archive by its digest, a folder by all its files'."""
    return any(
        old.container is source.container
        and old.size == source.size
        and (old.sha256 == source.sha256)
        and (bool(old.sha256) or [(m.path, m.sha256) for m in old.members]
             == [(m.path, m.sha256) for m in source.members])
        for old in batch.sources_of(one)
    )
