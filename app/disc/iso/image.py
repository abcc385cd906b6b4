"""A disc image or drive read like a folder, without mounting it: also those that other tools made."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.disc.fault import Fault, Faults
from app.disc.iso.compare import hidden, oddities
from app.disc.iso.records import SECTOR, Broken
from app.disc.iso.sectors import Image
from app.disc.iso.volume import Stored, has_udf, trees_of
from app.errors import AppError, Unreadable
from app.reading.containers.sevenzip_listing import content_of, file_sizes
from app.reading.limits import Bad
from app.reading.names import safe_path

_UDF = "UDF"


@dataclass(frozen=True, slots=True)
class DiscImage:
    """`files`: path ("/" separated) → bytes, sorted. `tree`: which of the image's trees they are from.

    `faults`: what is wrong with that tree, which is then read as far as it goes, and what another one shows
    besides; `oddities`: names that another one has otherwise. Nothing stays open, and several threads may
    read different files at once.
    """

    path: Path
    label: str
    tree: str
    files: Mapping[str, int]
    faults: tuple[Fault, ...]
    places: Mapping[str, Stored]
    oddities: tuple[Fault, ...] = ()

    def chunks(self, path: str, start: int = 0) -> Iterator[bytes | memoryview]:
        """One file from byte `start`, at which an earlier block ended, in blocks, each valid until the next.

        Raises OSError as a folder would, AppError.
        """
        if self.tree == _UDF:  # by a program that only reads from the beginning
            try:
                yield from _after(content_of(self.path, _UDF, path, self.files[path]), start)
            except Bad as error:
                raise OSError(errno.EIO, "unreadable", path) from error
            return
        try:
            with Image(self.path) as image:
                for extent, size in self.places[path].sections:
                    skipped = min(start, size)
                    start -= skipped
                    yield from image.chunks(extent + skipped // SECTOR, size - skipped)
        except (Broken, AppError) as error:  # an AppError: it can be opened no more
            raise OSError(errno.EIO, "unreadable", path) from error

    def read(self, path: str) -> bytes:
        """A whole file; ask for its size first. Raises OSError, AppError."""
        return b"".join(bytes(block) for block in self.chunks(path))


def open_image(path: Path) -> DiscImage:
    """By Rock Ridge, else Joliet, else UDF, else the plain names; the first that is whole.

    UDF comes before the plain names because images for UDF carry a note there, and no files. Raises
    Unreadable when it is no disc image, AppError.
    """
    with Image(path) as image:
        by_udf = has_udf(image)
        try:
            seen = trees_of(image)
        except Unreadable:
            if not by_udf:
                raise
            return _udf(path, "")
    if by_udf and seen.rock_ridge is None and seen.joliet is None:
        return _udf(path, seen.label)
    named = seen.named()
    name = next((each for each in named if named[each].is_whole), next(iter(named)))
    tree = named[name]
    places = {each: tree.files[each] for each in sorted(tree.files)}
    sizes = {each: stored.size for each, stored in places.items()}
    faults = (*tree.faults, *hidden(name, seen), *(_hidden_by_udf(path, sizes) if by_udf else ()))
    return DiscImage(path, seen.label, name, sizes, faults, places, tuple(oddities(name, seen)))


def _hidden_by_udf(path: Path, sizes: Mapping[str, int]) -> Iterator[Fault]:
    """Windows shows UDF where a disc has it: the same files, or it is another disc there."""
    try:
        shown = file_sizes(path, _UDF)
    except Bad:
        yield Fault("", "另有一套目录（UDF）读不出来")
        return
    for each in sorted({*shown, *sizes}):
        if shown.get(each) != sizes.get(each):
            yield Fault(each, f"另一套目录（UDF）里{'不是这样' if each in shown else '没有'}")


def _after(blocks: Iterator[bytes], start: int) -> Iterator[bytes]:
    for block in blocks:
        skipped = min(start, len(block))
        start -= skipped
        if skipped < len(block):
            yield block[skipped:]


def _udf(path: Path, label: str) -> DiscImage:
    """By 7-Zip, which reads UDF up to 2.60."""
    try:
        sizes = file_sizes(path, _UDF)
    except Bad as error:
        raise Unreadable(f"{path.name}：光盘的目录（UDF）读不出来") from error
    faults = Faults()
    for name in [name for name in sizes if safe_path(name) != name]:
        faults.add(name, "不是正常的名称")
        del sizes[name]
    return DiscImage(path, label, _UDF, dict(sorted(sizes.items())), tuple(faults.all()), {})
