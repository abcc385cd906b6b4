"""An image of ours read back: both trees alike, every byte as its own manifests say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from app.disc import bag
from app.disc.fault import Fault
from app.disc.iso.compare import SEEN_BY, place
from app.disc.iso.records import SECTOR, Broken
from app.disc.iso.sectors import Image
from app.disc.iso.volume import Stored, Tree, Trees, trees
from app.errors import Unreadable
from app.job import ByteCount, Job

_THREADS = 2  # SHA-256 lets go of the interpreter's lock; neighbouring files, so a drive hardly seeks
_MOST_TEXT = 64 << 20  # bytes of a manifest
Proven = Mapping[tuple[int, int], str]  # (first byte, bytes) → SHA-256 (hex) of what was read there
_NOTHING: Proven = MappingProxyType({})


def check_image(path: Path, job: Job, proven: Proven = _NOTHING) -> list[Fault]:
    """Every difference between the trees, and between the bytes and the manifests; empty when it is sound.

    Each file is read once; what is `proven` was read while it was written, not again. Raises Unreadable when
    it is no image at all, Cancelled, AppError.
    """
    seen = trees(path)
    faults = [
        Fault(fault.where, f"{SEEN_BY[name]}：{fault.what}")
        for name, tree in seen.named().items()
        for fault in tree.faults
    ]
    if seen.rock_ridge is None or seen.joliet is None:
        missing = "Joliet" if seen.joliet is None else "Rock Ridge"
        return [*faults, Fault("", f"没有 {SEEN_BY[missing]}（{missing}）")]
    faults += _tree_differences(seen, seen.rock_ridge, seen.joliet)
    return faults + list(_byte_differences(path, seen.rock_ridge, job, proven))


def _tree_differences(seen: Trees, ridge: Tree, joliet: Tree) -> Iterator[Fault]:
    if seen.label != seen.joliet_label:
        yield Fault("", "Linux 与 Windows 看到的卷标不同")
    for path in sorted(ridge.folders ^ joliet.folders):
        yield Fault(path, _only_in(path in ridge.folders, "文件夹"))
    for path in sorted(ridge.files.keys() ^ joliet.files.keys()):
        yield Fault(path, _only_in(path in ridge.files, "文件"))
    for path in sorted(ridge.files.keys() & joliet.files.keys()):
        if place(ridge.files[path]) != place(joliet.files[path]):
            yield Fault(path, "Linux 与 Windows 看到的不是同一处内容")
    if _places(seen.iso) != _places(ridge):
        yield Fault("", f"{SEEN_BY['ISO 9660']}里不是同一些内容")


def _places(tree: Tree) -> list[tuple[tuple[int, int], ...]]:
    """Where its files lie: that is all which names that are numbers have in common with others."""
    return sorted(place(stored) for stored in tree.files.values())


def _only_in(is_ridge: bool, kind: str) -> str:
    here, there = ("Linux", "Windows") if is_ridge else ("Windows", "Linux")
    return f"这个{kind}只有 {here} 看得到，{there} 看不到"


def _byte_differences(path: Path, tree: Tree, job: Job, proven: Proven) -> Iterator[Fault]:
    expected: dict[str, str] = {}
    for name in (bag.TAG_MANIFEST, bag.MANIFEST):
        if name not in tree.files:
            yield Fault(name, "光盘上没有")
            continue
        text = _content(path, tree, name).decode("utf-8", "replace")
        listed, faults = bag.parse_manifest(text, "sha256")
        yield from (Fault(name, fault) for fault in faults)
        expected |= listed
    found = _digests(path, tree, job, proven)
    for each in sorted(expected.keys() - found.keys()):
        yield Fault(each, "在清单里，光盘上没有")
    for each, digest in found.items():
        if digest is None:
            yield Fault(each, "读不出来，或超出了映像的末尾")
        elif each not in expected and each != bag.TAG_MANIFEST:
            yield Fault(each, "不在清单里")
        elif digest != expected.get(each, digest):
            yield Fault(each, "内容与清单不同")


def _digests(path: Path, tree: Tree, job: Job, proven: Proven) -> dict[str, str | None]:
    """path → hex, in the order they lie; None for what could not be read."""
    ordered = sorted(tree.files, key=lambda each: (tree.files[each].sections, each))
    known = {each: _known(tree.files[each], proven) for each in ordered}
    left = [each for each, digest in known.items() if digest is None]
    count = ByteCount(job, sum(tree.files[each].size for each in left), "正在核对光盘映像")
    count.advance(0)
    with ThreadPoolExecutor(_THREADS, "image") as readers:
        digests = readers.map(lambda each: _digest(path, tree.files[each], each, count), left)
        return {**known, **dict(zip(left, digests, strict=True))}


def _known(stored: Stored, proven: Proven) -> str | None:
    lying = place(stored)
    return proven.get((lying[0][0] * SECTOR, lying[0][1])) if len(lying) == 1 else None


def _digest(path: Path, stored: Stored, name: str, count: ByteCount) -> str | None:
    item, digest = name.rsplit("/", 1)[-1], hashlib.sha256()
    try:
        with Image(path) as image:
            for extent, size in stored.sections:
                for block in image.chunks(extent, size):
                    digest.update(block)
                    count.advance(len(block), item)
    except Broken:
        return None
    return digest.hexdigest()


def _content(path: Path, tree: Tree, name: str) -> bytes:
    stored = tree.files.get(name, Stored(()))
    if stored.size > _MOST_TEXT:
        raise Unreadable(f"{path.name}：{name} 太大")
    try:
        with Image(path) as image:
            return b"".join(image.read(extent, size) for extent, size in stored.sections)
    except Broken:
        return b""  # told when every file is read
