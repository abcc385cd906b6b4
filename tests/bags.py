"""Small bags to make disc images of, and what outside tools see in those images."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.disc import bag
from app.model.disc import Entry
from app.reading.containers.sevenzip_program import binary

LABEL = "QLBG23_3701_01"
CONTENTS = {
    f"data/全国先进/{'质' * 60}.zip": b"sixty" * 5000,
    f"data/全国先进/{'量' * 22}.zip": b"\0" * 2048,
    "data/全国先进/山东（甲）[乙]【丙】有限公司.zip": bytes(range(256)) * 9,
    "data/省级/𠮷林𬭸业.zip": b"beyond the basic plane",
    "data/省级/cafe\u0301.pdf": b"composed of two",
    "data/省级/空.txt": b"",
    "data/Readme.TXT": b"mixed case",
}


def make_bag(folder: Path, contents: Mapping[str, bytes] = CONTENTS, day: str = "2023-08-25") -> Path:
    """A bag on the disk, its payload in the order given."""
    entries = [_put(folder, path, content) for path, content in contents.items()]
    tags = {
        bag.DECLARATION: bag.declaration(),
        bag.INFO: bag.info([("Bagging-Date", day)]),
        bag.MANIFEST: bag.manifest(entries),
    }
    listed = [_put(folder, name, tag) for name, tag in tags.items()]
    _put(folder, bag.TAG_MANIFEST, bag.manifest(listed))
    return folder


def _put(folder: Path, path: str, content: bytes) -> Entry:
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return Entry(path, len(content), hashlib.sha256(content).hexdigest())


def files_of(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def xorriso(*words: object) -> str:
    """Its output; the test is skipped where it is not installed."""
    if shutil.which("xorriso") is None:
        pytest.skip("xorriso is not installed")
    done = subprocess.run(["xorriso", *map(str, words)], capture_output=True, text=True, check=True)
    return done.stdout


def seen_by_xorriso(image: Path, into: Path, *, tree: str) -> dict[str, bytes]:
    """`tree`: any (Rock Ridge) or norock (Joliet)."""
    into.mkdir()
    xorriso("-local_charset", "UTF-8", "-osirrox", "on", "-read_fs", tree, "-indev", image, "-extract", "/", into)
    subprocess.run(["chmod", "-R", "u+rwX", str(into)], check=True)  # the disc has everything read-only
    return files_of(into)


def seen_by_7zip(image: Path, into: Path) -> dict[str, bytes]:
    subprocess.run(
        [str(binary()), "x", "-bd", f"-o{into}", "--", str(image)], capture_output=True, check=True
    )
    return files_of(into)
