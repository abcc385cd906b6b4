"""What a disc holds (a folder, an image or a drive) and what its tag files say; no payload is read yet."""

from __future__ import annotations

import codecs
import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import NamedTuple

from app.disc import bag
from app.disc.claims import upheld
from app.disc.fault import Fault, Faults
from app.disc.source import DiscSource, read_small
from app.disc.submission_json import FILE, MOST_BYTES, DiscSubmission, decode
from app.model.disc import code_of
from app.reading.sandbox_child import Report

_MOST_TEXT = 64 << 20  # bytes; a manifest above this is none
_MOST_TAGS = 1 << 20  # bytes; nor are bagit.txt and bag-info.txt above this
_PLAIN_TAGS = (bag.DECLARATION, bag.INFO, "fetch.txt")


@dataclass(frozen=True, slots=True)
class Disc:
    """`files` path → bytes; `expected` path as it is there (or as listed, if it is not) → algorithm → hex.

    `unread`: what could not be read so far. `faults`: of the tag files. `packages`: path → enterprise.
    `extra`: no list vouches for these; `oddities`: what else no list vouches for, and lists in another form
    than ours. `listed_by`: the algorithms of its manifests; none when it has no manifest. `digest`: SHA-256
    of its tagmanifest-sha256.txt in hex, or "".
    `submission`: what our program wrote of it, where that is in order.
    """

    source: DiscSource
    id: str
    files: Mapping[str, int]
    expected: Mapping[str, Mapping[str, str]]
    listed_by: frozenset[str]
    extra: tuple[str, ...]
    faults: tuple[Fault, ...]
    oddities: tuple[Fault, ...]
    unread: tuple[Fault, ...]
    packages: Mapping[str, str]
    sizes: Mapping[str, int]
    digest: str
    membership: Membership
    submission: DiscSubmission | None

    @property
    def is_listed(self) -> bool:
        return bool(self.listed_by)

    @property
    def code(self) -> str:
        """Its 校验码, or ""."""
        return code_of(self.digest)


@dataclass(frozen=True, slots=True)
class Membership:
    """Which set it says it is of: disc `number` of `of`; 0 when it does not say.

    `edition` is the same for all discs that were made together; `names`: number → enterprises on it.
    """

    group: str = ""
    number: int = 0
    of: int = 0
    edition: str = ""
    names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


class _Reader:
    def __init__(self, source: DiscSource, report: Report) -> None:
        self.source, self._report = source, report
        listing = source.listing()
        self.files, self.unread = listing.files, listing.unread
        self.faults, self.oddities = Faults(), Faults()
        for fault in listing.faults:
            self.faults.add(fault.where, fault.what)
        for odd in listing.oddities:
            self.oddities.add(odd.where, odd.what)

    def fault(self, name: str, what: str) -> None:
        """Of a tag file."""
        self.faults.add(name, what, name)

    def read(self, name: str, most: int = _MOST_TEXT) -> bytes:
        """A tag file's bytes; that one cannot be read is noted when every byte is read."""
        self._report(0, name)
        return read_small(self.source, name, self.files.get(name, 0), most)

    def manifests(self, stem: str, declared: Declared) -> Iterator[tuple[str, str, dict[str, str]]]:
        """(algorithm, file name, path → hex), faults noted and unsafe paths left out."""
        for algorithm in bag.ALGORITHMS:
            name = f"{stem}-{algorithm}.txt"
            if name not in self.files:
                continue
            content = self.read(name)
            text = content.decode(declared.encoding, "replace").removeprefix("\ufeff")
            listed, faults = bag.parse_manifest(text, algorithm, has_percent=declared.version == "1.0")
            if content != bag.canonical(listed):
                self.oddities.add(name, "不是标准写法：一行一个，小写摘要、两个空格，按路径排列")
            for fault in faults:
                self.fault(name, fault)
            for path in [path for path in listed if bag.unsafe(path)]:
                self.fault(name, f"所列的“{path}”{bag.unsafe(path)}，没有去读")
                del listed[path]
            yield algorithm, name, listed


def _silent(done: int, item: str) -> None:
    pass


def read_disc(source: DiscSource, report: Report = _silent) -> Disc:
    """Hostile and damaged discs too: whatever is wrong with it comes back as faults.

    Parses foreign bytes: asked for by way of app.disc.look, which has a child do it. `report` is told which
    tag file is in hand.
    """
    reader = _Reader(source, report)
    there = {nfc(path): path for path in reader.files}
    declared = _declared(reader)
    expected, listed_by, extra = _wanted(reader, there, declared)
    said = _upheld(decode(reader.read(FILE, MOST_BYTES)), reader, there, expected)
    packages, sizes = _packages(said, reader.files)
    info = dict(bag.parse_info(reader.read(bag.INFO, _MOST_TAGS).decode(declared.encoding, "replace")))
    _check_oxum(reader, info)
    _check_twice_told(reader, said, info)
    tags = reader.read(bag.TAG_MANIFEST)
    own_id = said.disc.id if said else info.get("external-identifier", "")
    return Disc(
        source,
        own_id or source.label or source.place.name,
        reader.files,
        expected,
        listed_by,
        extra,
        tuple(reader.faults.all()),
        tuple(reader.oddities.all()),
        tuple(reader.unread),
        packages,
        sizes,
        hashlib.sha256(tags).hexdigest() if tags else "",
        _membership(said, info),
        said,
    )


def _membership(said: DiscSubmission | None, info: Mapping[str, str]) -> Membership:
    """By bag-info.txt, which any bag may have; what only ours say, by submission.json."""
    group = info.get("bag-group-identifier", "")
    match = re.fullmatch(r"(\d{1,4}) of (\d{1,4})", info.get("bag-count", ""))
    number, of = (int(match[1]), int(match[2])) if match else (0, 0)
    if said is None or not group:
        return Membership(group, number, of)
    names: dict[int, list[str]] = {}
    for line in said.set:
        last = line.disc.rpartition("_")[2]
        names.setdefault(int(last) if last.isdecimal() and len(last) < 4 else 0, []).append(line.enterprise)
    numbered = {key: tuple(each) for key, each in names.items()}
    return Membership(group, number, of, edition_told(said), numbered)


def edition_told(said: DiscSubmission) -> str:
    """The day, the sender, what lies where. Ledgers keep a digest of it: it must stay the same for ever."""
    sender = {key: getattr(said.sender, key) for key in ("name", "code", "city", "contact", "phone")}
    placed = [
        {key: getattr(line, key) for key in ("track", "enterprise", "file", "disc")} for line in said.set
    ]
    return json.dumps([said.day.isoformat(), sender, placed], sort_keys=True)


def nfc(path: str) -> str:
    """Names are compared in NFC: some systems take them apart when they copy."""
    return unicodedata.normalize("NFC", path)


class Declared(NamedTuple):
    version: str
    encoding: str


def _declared(reader: _Reader) -> Declared:
    """Version and encoding of the tag files; 1.0 and UTF-8 when bagit.txt does not say."""
    is_bag = any(name.startswith("manifest-") for name in reader.files) or bag.DECLARATION in reader.files
    content = reader.read(bag.DECLARATION, _MOST_TAGS)
    try:
        declared = Declared(*bag.parse_declaration(content))
    except ValueError:
        if is_bag:
            reader.fault(bag.DECLARATION, "缺少，或不是 BagIt 的写法（0.93 到 1.0 版）")
        return Declared("1.0", "utf-8")
    if content.startswith(codecs.BOM_UTF8) or (declared.version == "1.0" and not bag.is_strict(content)):
        reader.fault(bag.DECLARATION, "开头有 BOM 标记，或多了空格：不合 BagIt 的写法")
    return declared


def _wanted(
    reader: _Reader, there: Mapping[str, str], declared: Declared
) -> tuple[dict[str, dict[str, str]], frozenset[str], tuple[str, ...]]:
    """(path → algorithm → hex, algorithms, what no list vouches for)."""
    expected: dict[str, dict[str, str]] = {}
    listings = [*reader.manifests("manifest", declared)]
    tags = [*reader.manifests("tagmanifest", declared)]
    for algorithm, name, listed in (*listings, *tags):
        for path, digest in listed.items():
            if path.startswith(bag.PAYLOAD) is not name.startswith("manifest"):
                reader.fault(name, f"不该列有“{path}”")
                continue
            actual = _actual(path, reader, there)
            if expected.setdefault(actual, {}).setdefault(algorithm, digest) != digest:
                reader.fault(name, f"“{path}”列了两次，只差字的编码，摘要不同")
    for algorithm, name, _ in listings:
        for path in expected:
            if path.startswith(bag.PAYLOAD) and algorithm not in expected[path]:
                reader.fault(name, f"没有列出“{path}”，别的清单里有")
    if "fetch.txt" in reader.files:
        reader.fault("fetch.txt", "要求从别处取得文件，光盘本身不完整")
    for _, name, _ in (*listings[1:], *tags[1:]):
        reader.oddities.add(name, "是另一套摘要的清单：校验码只担保一套")
    vouching = (*listings, *tags[:1])  # the code is of the first tag manifest
    known = {_actual(path, reader, there) for _, _, listed in vouching for path in listed}
    known |= {name for _, name, _ in tags} or set(filter(_is_standard, reader.files))
    listed_by = frozenset(algorithm for algorithm, _, _ in listings)
    strongest = {path: _strongest(digests) for path, digests in expected.items()}
    return strongest, listed_by, tuple(path for path in reader.files if path not in known)


def _actual(path: str, reader: _Reader, there: Mapping[str, str]) -> str:
    """As it is called there, where it is there."""
    return path if path in reader.files else there.get(nfc(path), path)


def _is_standard(path: str) -> bool:
    """A tag file that stands for itself where there is no tag manifest."""
    return path in _PLAIN_TAGS or bag.LISTS.fullmatch(path) is not None


def _strongest(digests: dict[str, str]) -> dict[str, str]:
    """Where a strong digest is listed, weak ones add time and nothing else."""
    strong = {algorithm: digest for algorithm, digest in digests.items() if algorithm in bag.STRONG}
    return strong or digests


def _upheld(
    said: DiscSubmission | None, reader: _Reader, there: Mapping[str, str],
    expected: Mapping[str, Mapping[str, str]],
) -> DiscSubmission | None:
    hidden = tuple(fault.where.rstrip("/") + "/" for fault in reader.unread if fault.where != ".")

    def may_be_there(path: str) -> bool:
        return path in reader.files or path.startswith(hidden)

    def lie(path: str, what: str) -> None:
        reader.faults.add(path, what, FILE)

    return said and upheld(said, expected, may_be_there, lambda path: _actual(path, reader, there), lie)


def _packages(said: DiscSubmission | None, files: Mapping[str, int]) -> tuple[dict[str, str], dict[str, int]]:
    """(path → enterprise, path → bytes told) by submission.json; by the names of zips where it is missing."""
    packages = {path: PurePosixPath(path).stem for path in files if _is_package(path)}
    packages |= {package.path: package.enterprise for package in said.packages} if said else {}
    return packages, {entry.path: entry.size for entry in said.entries} if said else {}


def _is_package(path: str) -> bool:
    return path.startswith(bag.PAYLOAD) and path.lower().endswith((".zip", ".7z", ".rar"))


def _check_twice_told(reader: _Reader, said: DiscSubmission | None, info: Mapping[str, str]) -> None:
    if said is not None:
        for label, own in (
            ("external-identifier", said.disc.id), ("bag-count", f"{said.disc.number} of {said.disc.of}")
        ):  # fmt: skip
            if info.get(label, own) != own:
                reader.fault(FILE, f"写的是“{own}”，{bag.INFO} 写的是“{info[label]}”")


def _check_oxum(reader: _Reader, info: Mapping[str, str]) -> None:
    said = info.get("payload-oxum", "")
    payload = [size for path, size in reader.files.items() if path.startswith(bag.PAYLOAD)]
    actual = f"{sum(payload)}.{len(payload)}"
    if said and said != actual:
        reader.fault(bag.INFO, f"记载的载荷是 {said}（字节数.文件数），光盘上是 {actual}")
