"""BagIt 1.0 (RFC 8493): tag files as bytes, and manifests read back."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from app import paths
from app.disc.fault import MOST_TOLD, more_of
from app.model.disc import Entry

DECLARATION = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
PAYLOAD = "data/"
STRONG = ("sha256", "sha512", "sha384")  # RFC 8493 section 2.4 wants a reader to know the first two
VERSIONS = ("0.93", "0.94", "0.95", "0.96", "0.97", "1.0")
ALGORITHMS = (*STRONG, "sha1", "md5")  # the others were common in BagIt 0.97
LISTS = re.compile(rf"(tag)?manifest-({'|'.join(ALGORITHMS)})\.txt")
_DECLARED = re.compile(rb"BagIt-Version: \d+\.\d+\r?\nTag-File-Character-Encoding: \S+\s*")
_LINE = re.compile(r"^([0-9A-Fa-f]+)[ \t]+\*?(.+)$")
_ENCODED = {"%0D": "\r", "%0d": "\r", "%0A": "\n", "%0a": "\n", "%25": "%"}
_MOST_LISTED = 200_000  # files of one manifest
_MOST_LINE = 4096  # characters; a path has 1,000 at most
_ENCODINGS = ("utf8", "utf16", "utf16le", "utf16be", "ascii", "usascii", "iso88591", "latin1",
              "gb2312", "gbk", "gb18030")  # fmt: skip
_DIGITS = {"sha256": 64, "sha512": 128, "sha384": 96, "sha1": 40, "md5": 32}


def declaration() -> bytes:
    """bagit.txt, section 2.1.1: no byte order mark."""
    return b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def info(tags: Iterable[tuple[str, str]]) -> bytes:
    """bag-info.txt, section 2.2.2, in UTF-8; empty values are left out, line breaks become spaces.

    Nothing is folded: a reader that joins folded lines puts spaces between Chinese characters.
    """
    lines = ((label, " ".join(value.split())) for label, value in tags)
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()


def manifest(entries: Iterable[Entry]) -> bytes:
    """As `canonical`, of SHA-256. Paths must hold no `%` or line break."""
    return canonical({entry.path: entry.sha256 for entry in entries})


def canonical(listed: Mapping[str, str]) -> bytes:
    """Section 2.1.3 in one form of many, in UTF-8: by path, lower-case hex, two spaces (`sha256sum -c`)."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(listed.items())).encode()


def parse_declaration(content: bytes) -> tuple[str, str]:
    """(version, encoding) of a bagit.txt; ValueError when it is none, or of a kind we do not know.

    Of encodings a few: Python has some that are none of text, or take for ever.
    """
    text = content.decode("utf-8-sig", "replace")
    tags = dict(parse_info(text))
    version = tags.get("bagit-version", "")
    if version not in VERSIONS:
        raise ValueError(version)
    encoding = tags.get("tag-file-character-encoding", "UTF-8")
    if re.sub("[-_]", "", encoding.lower()) not in _ENCODINGS:
        raise ValueError(encoding)
    return version, encoding


def is_strict(declared: bytes) -> bool:
    """Whether a bagit.txt is as section 2.1.1 of version 1.0 wants it: no byte order mark, no spaces more."""
    return _DECLARED.fullmatch(declared) is not None


def parse_info(text: str) -> Sequence[tuple[str, str]]:
    """(label in lower case, value) in order; folded lines are joined by a space."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
        elif ":" in line:
            label, value = line.split(":", 1)
            found.append((label.strip().lower(), value.strip()))
    return found


def parse_manifest(
    text: str, algorithm: str, *, has_percent: bool = True
) -> tuple[dict[str, str], list[str]]:
    """(path → lower-case hex, faults in Chinese). Paths are decoded; whether they are safe is asked apart.

    A faulty line is named, as long as they are few, and left out; a path told twice keeps its first digest.
    `has_percent`: "%" itself is encoded, which came with BagIt 1.0.
    """
    encoded = re.compile("%(?:0[AaDd]|25)" if has_percent else "%0[AaDd]")
    digests: dict[str, str] = {}
    faults, more = list[str](), 0
    for number, line in _lines(text):
        match = _LINE.match(line)
        path = encoded.sub(lambda m: _ENCODED[m[0]], match[2].removeprefix("./")) if match else ""
        fault = ""
        if match is None or len(match[1]) != _DIGITS[algorithm] or len(line) > _MOST_LINE:
            fault = f"第 {number} 行不是“摘要 路径”的写法"
        elif digests.get(path, match[1].lower()) != match[1].lower():
            fault = f"第 {number} 行：“{path}”列了两次，摘要不同"
        elif len(digests) < _MOST_LISTED:
            digests.setdefault(path, match[1].lower())
        else:
            fault = f"第 {number} 行：列的文件超过 {_MOST_LISTED:,} 个"
        if fault and len(faults) < MOST_TOLD - 1:
            faults.append(fault)
        elif fault:
            more += 1
    return digests, [*faults, more_of(more)] if more else faults


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """(number from 1, line), empty ones left out; one at a time, as there may be millions."""
    for number, line in enumerate(io.StringIO(text, newline="\n"), 1):
        if line.strip():
            yield number, line.rstrip("\r\n")


def unsafe(path: str) -> str:
    """Why a path of a manifest must not be followed; empty when it may be. Section 5.1.1."""
    return "是绝对路径或带盘符" if path.startswith("~") else paths.unsafe(path)
