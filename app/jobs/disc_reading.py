"""What a disc holds (a folder, an image or a drive) and what its tag files say; no payload is read yet."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from app.reading.disc_image import DiscImage
from app.writing import bag, disc_texts

_BLOCK = 1 << 20  # bytes
_MOST_TEXT = 64 << 20  # bytes; a tag file above this is none
_PLAIN_TAGS = (bag.DECLARATION, bag.INFO)


@dataclass(frozen=True, slots=True)
class Fault:
    """`where` is a path from the disc's root."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Disc:
    """`files` path → bytes; `wanted` path as it is there (or as listed, if it is not) → algorithm → hex.

    `unread`: what could not be read so far. `faults`: of the tag files. `told`: submission.json, or empty.
    `packages`: path → enterprise. `image`: where the bytes are when it was not read as a folder.
    """

    folder: Path
    id: str
    files: Mapping[str, int]
    wanted: Mapping[str, Mapping[str, str]]
    is_listed: bool
    extra: tuple[str, ...]
    faults: tuple[Fault, ...]
    unread: tuple[Fault, ...]
    packages: Mapping[str, str]
    sizes: Mapping[str, int]
    image: DiscImage | None = None

    def blocks(self, path: str) -> Iterator[bytes | memoryview]:
        """The bytes of one of its files, each block valid until the next. Raises OSError, AppError."""
        if self.image is not None:
            yield from self.image.chunks(path)
            return
        buffer = memoryview(bytearray(min(_BLOCK, self.files[path] + 1)))
        with (self.folder / path).open("rb", buffering=0) as content:
            while got := content.readinto(buffer):
                yield buffer[:got]


@dataclass(slots=True)
class _Reader:
    """Of a folder."""

    folder: Path
    files: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    unread: list[Fault] = field(default_factory=list)

    def walk(self, above: str = "") -> None:
        try:
            items = sorted(os.scandir(self.folder / above), key=lambda item: item.name)
        except OSError:
            self.unread.append(Fault(above or ".", "文件夹打不开"))
            return
        for item in items:
            path = f"{above}{item.name}"
            try:
                status = item.stat(follow_symlinks=False)
            except OSError:
                self.unread.append(Fault(path, "读不出来"))
                continue
            if stat.S_ISDIR(status.st_mode):
                self.walk(f"{path}/")
            elif stat.S_ISREG(status.st_mode):
                self.files[path] = status.st_size
            else:
                self.faults.append(Fault(path, "不是文件，而是指向别处的链接或设备"))

    def read(self, name: str) -> bytes:
        """A tag file's bytes; empty when it is not there or cannot be read (which is noted)."""
        if not 0 < self.files.get(name, 0) <= _MOST_TEXT:
            return b""
        try:
            return self.content(name)
        except OSError:
            return b""  # noted once more, and for good, when every byte is read

    def content(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def manifests(self, stem: str, encoding: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        """(algorithm, file name, path → hex), faults noted and unsafe paths left out."""
        for algorithm in bag.ALGORITHMS:
            name = f"{stem}-{algorithm}.txt"
            if name not in self.files:
                continue
            text = self.read(name).decode(encoding, "replace").removeprefix("\ufeff")
            listed, faults = bag.parse_manifest(text, algorithm)
            self.faults.extend(Fault(name, fault) for fault in faults)
            for path in [path for path in listed if bag.unsafe(path)]:
                self.faults.append(Fault(name, f"所列的“{path}”{bag.unsafe(path)}，没有去读"))
                del listed[path]
            yield algorithm, name, listed


class _ImageReader(_Reader):
    """Of an image or a drive that is read by its sectors."""

    def __init__(self, image: DiscImage) -> None:
        super().__init__(image.path)
        self._image = image

    def walk(self, above: str = "") -> None:
        self.files.update(self._image.files)
        self.faults += [Fault(fault.where or ".", fault.what) for fault in self._image.faults]

    def content(self, name: str) -> bytes:
        return self._image.read(name)


def read_disc(folder: Path) -> Disc:
    """Hostile and damaged discs too: whatever is wrong with it comes back as faults."""
    return _disc(_Reader(folder), None)


def read_image(image: DiscImage) -> Disc:
    """The same, of an image or a drive."""
    return _disc(_ImageReader(image), image)


def _disc(reader: _Reader, image: DiscImage | None) -> Disc:
    reader.walk()
    there = {nfc(path): path for path in reader.files}
    encoding = _declared(reader)
    wanted, is_listed = _wanted(reader, there, encoding)
    told = _told(reader)
    packages, sizes = _packages(told, reader.files, there)
    has_tags = any(not path.startswith(bag.PAYLOAD) for path in wanted)
    extra = tuple(p for p in reader.files if p not in wanted and not _may_be_unlisted(p, has_tags))
    _check_oxum(reader, encoding)
    return Disc(
        reader.folder,
        str(told.get("disc", {}).get("id", "")) or (image.label if image else "") or reader.folder.name,
        reader.files,
        wanted,
        is_listed,
        extra,
        tuple(reader.faults),
        tuple(reader.unread),
        packages,
        sizes,
        image,
    )


def nfc(path: str) -> str:
    """Names are compared in NFC: some systems take them apart when they copy."""
    return unicodedata.normalize("NFC", path)


def _declared(reader: _Reader) -> str:
    """The encoding of the tag files; UTF-8 when bagit.txt does not say."""
    is_bag = any(name.startswith("manifest-") for name in reader.files) or bag.DECLARATION in reader.files
    try:
        _, encoding = bag.parse_declaration(reader.read(bag.DECLARATION))
    except ValueError:
        if is_bag:
            reader.faults.append(Fault(bag.DECLARATION, "缺少，或不是 BagIt 0.97、1.0 的写法"))
        return "utf-8"
    return encoding


def _wanted(
    reader: _Reader, there: Mapping[str, str], encoding: str
) -> tuple[dict[str, dict[str, str]], bool]:
    wanted: dict[str, dict[str, str]] = {}
    listings = [*reader.manifests("manifest", encoding)]
    tags = [*reader.manifests("tagmanifest", encoding)]
    for algorithm, name, listed in (*listings, *tags):
        for path, digest in listed.items():
            if path.startswith(bag.PAYLOAD) is not name.startswith("manifest"):
                reader.faults.append(Fault(name, f"不该列有“{path}”"))
                continue
            actual = path if path in reader.files else there.get(nfc(path), path)
            wanted.setdefault(actual, {})[algorithm] = digest
    for algorithm, name, _ in listings:
        for path in wanted:
            if path.startswith(bag.PAYLOAD) and algorithm not in wanted[path]:
                reader.faults.append(Fault(name, f"没有列出“{path}”，别的清单里有"))
    if "fetch.txt" in reader.files:
        reader.faults.append(Fault("fetch.txt", "要求从别处取得文件，光盘本身不完整"))
    return wanted, bool(listings)


def _may_be_unlisted(path: str, has_tag_manifest: bool) -> bool:
    """The tag manifests themselves always; the tag files of the standard where there is no tag manifest."""
    if path.startswith("tagmanifest-"):
        return True
    standard = path in _PLAIN_TAGS or path.startswith("manifest-") or path == "fetch.txt"
    return standard and not has_tag_manifest


def _told(reader: _Reader) -> dict[str, Any]:
    try:
        told = json.loads(reader.read(disc_texts.SUBMISSION) or b"{}")
    except (ValueError, RecursionError):
        return {}
    is_known = isinstance(told, dict) and isinstance(told.get("disc"), dict)
    return told if is_known and isinstance(told.get("tracks"), list) else {}


def _packages(
    told: Mapping[str, Any], files: Mapping[str, int], there: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, int]]:
    """(path → enterprise, path → bytes) from submission.json; by the names of zips where it is missing."""
    packages = {path: PurePosixPath(path).stem for path in files if _is_package(path)}
    sizes: dict[str, int] = {}
    for track in told.get("tracks", ()):
        listed = track.get("packages", ()) if isinstance(track, dict) else ()
        for package in listed if isinstance(listed, list) else ():
            try:
                path = there.get(nfc(package["path"]), package["path"])
                packages[path], sizes[path] = str(package["enterprise"]), int(package["size"])
            except (KeyError, TypeError, ValueError):
                continue  # its digest still decides
    return packages, sizes


def _is_package(path: str) -> bool:
    return path.startswith(bag.PAYLOAD) and path.lower().endswith((".zip", ".7z", ".rar"))


def _check_oxum(reader: _Reader, encoding: str) -> None:
    tags = dict(bag.parse_info(reader.read(bag.INFO).decode(encoding, "replace")))
    said = tags.get("payload-oxum", "")
    payload = [size for path, size in reader.files.items() if path.startswith(bag.PAYLOAD)]
    actual = f"{sum(payload)}.{len(payload)}"
    if said and said != actual:
        reader.faults.append(
            Fault(bag.INFO, f"记载的载荷是 {said}（字节数.文件数），光盘上是 {actual}")
        )
