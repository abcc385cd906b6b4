"""For speed nothing was given up: counted are the digests, and what is made to last before it gets its name.

Of the image, tests/disc/test_proven.py counts every block that is read back.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.disc import bag
from app.job import Job
from app.ledger import Ledger
from app.model.disc import DVD
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.receive.intake import receive
from app.send import pack
from app.send.collect import collect
from app.send.image import image_place, make_image
from app.send.stage import stage
from app.store.store import BatchStore
from app.writing.moving import move
from tests.builders import a_folder, a_zip
from tests.disc_batches import READY, TOML, a_store, attach, materials


class Counting:
    """SHA-256 → how often bytes of that digest were hashed to their end; inodes that were synced."""

    def __init__(self) -> None:
        self.digests: Counter[str] = Counter()
        self.synced: set[int] = set()

    def begin(self) -> None:
        self.digests.clear()
        self.synced.clear()

    def of(self, files: dict[str, Path]) -> dict[str, int]:
        return {path: self.digests[_sha256(file)] for path, file in files.items()}


_REAL = hashlib.sha256


def _sha256(file: Path) -> str:
    return _REAL(file.read_bytes()).hexdigest()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counts, fsync, new = Counting(), os.fsync, hashlib.new

    class Counted:
        def __init__(self, content: Any = b"", **_: object) -> None:
            self.digest_of, self.is_told = _REAL(content), False
            self.update = self.digest_of.update

        def hexdigest(self) -> str:
            told = self.digest_of.hexdigest()
            counts.digests[told] += not self.is_told
            self.is_told = True
            return told

        def digest(self) -> bytes:
            return bytes.fromhex(self.hexdigest())

    def synced(handle: int) -> None:
        counts.synced.add(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(hashlib, "sha256", Counted)
    monkeypatch.setattr(hashlib, "new", lambda name, *a, **k: Counted() if name == "sha256" else new(name, *a, **k))
    monkeypatch.setattr(os, "fsync", synced)
    return counts


class Here(Sandbox):
    """What a child would do is done here, where it is counted."""

    def call(self, work: Callable[..., Any], *args: object, job: Job, limits: Limits, progressed: Any = None) -> Any:
        return work(*args, progressed or (lambda *_: None))


@pytest.fixture
def store(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[BatchStore]:
    """One enterprise whose package is passed through, one whose package is made of loose files."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692835200")
    incoming = tmp_path / "来件"
    incoming.mkdir()
    with a_store(tmp_path / "批次") as batch:
        passed = a_zip(incoming / "山东甲一机械有限公司.zip", materials(1, 300_000))
        loose = a_folder(incoming / "济南乙二食品有限公司", materials(2, 300_000))
        collect(batch, "national", [passed], sandbox=sandbox, job=Job())
        collect(batch, "provincial", [loose], sandbox=sandbox, job=Job())
        for track in ("national", "provincial"):
            attach(batch, track)
        yield batch


def payload(disc: Path) -> dict[str, Path]:
    files = (path for path in (disc / bag.PAYLOAD).rglob("*") if path.is_file())
    return {path.relative_to(disc).as_posix(): path for path in files}


def inodes(folder: Path) -> set[int]:
    """Of all files and folders, itself among them."""
    return {path.stat().st_ino for path in (folder, *folder.rglob("*"))}


def test_of_a_disc_folder_each_byte_is_hashed_once_and_all_is_made_to_last_before_its_name(
    store, counting, tmp_path, monkeypatch
) -> None:
    seen: list[set[int]] = []

    def named(partial: Path, final: Path) -> None:
        seen.append(inodes(partial) - counting.synced)
        move(partial, final)

    monkeypatch.setattr("app.send.folder.move", named)
    (made,) = stage(store, READY, tmp_path / "盘", DVD, Here(), Job())
    files = payload(Path(made.folder))
    assert len(files) == 6 and set(counting.of(files).values()) == {1}
    assert seen == [set()], "nothing had its name before it was on the disk"
    assert (tmp_path / "盘").stat().st_ino in counting.synced


def test_a_package_is_made_to_last_before_it_is_known(store, counting, tmp_path, monkeypatch) -> None:
    """It is a second name of these bytes that goes on the disc."""
    seen: list[bool] = []

    def named(beside: Path, path: Path) -> None:
        if path.parent == pack.packages_folder(store.folder):
            seen.append(beside.stat().st_ino in counting.synced)
        move(beside, path)

    monkeypatch.setattr("app.writing.atomic.move", named)
    stage(store, READY, tmp_path / "盘", DVD, Here(), Job())
    assert seen == [True]
    assert pack.packages_folder(store.folder).stat().st_ino in counting.synced


def test_a_disc_that_stands_is_hashed_once_more_and_not_written(store, counting, tmp_path) -> None:
    (made,) = stage(store, READY, tmp_path / "盘", DVD, Here(), Job())
    before = inodes(Path(made.folder))
    counting.begin()
    stage(store, READY, tmp_path / "盘", DVD, Here(), Job())
    assert set(counting.of(payload(Path(made.folder))).values()) == {1}
    assert inodes(Path(made.folder)) == before and not before & counting.synced


def test_of_an_image_each_byte_is_hashed_once_and_it_is_made_to_last(store, counting, tmp_path, sandbox) -> None:
    """As it is read back, not as it is written."""
    (made,) = stage(store, READY, tmp_path / "盘", DVD, sandbox, Job())
    counting.begin()
    make_image(store, made, Job(), sandbox)
    assert set(counting.of(payload(Path(made.folder))).values()) == {1}
    assert {image_place(made).stat().st_ino, (tmp_path / "盘").stat().st_ino} <= counting.synced


def test_of_a_received_disc_each_byte_is_hashed_once_and_made_to_last_before_the_row(
    store, counting, tmp_path, sandbox, monkeypatch
) -> None:
    (made,) = stage(store, READY, tmp_path / "盘", DVD, sandbox, Job())
    register, missing = Ledger.register, []

    def rowed(ledger: Ledger, registration: Any) -> None:
        home = ledger.folder_of(registration.submission.id)
        (content,) = home.glob("*/内容")
        files = {path.stat().st_ino for path in content.rglob("*") if path.is_file()}
        assert len(files) == 13, "the payload and the tag files"
        missing.append({*files, home.stat().st_ino, home.parent.stat().st_ino} - counting.synced)
        register(ledger, registration)

    monkeypatch.setattr(Ledger, "register", rowed)
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        counting.begin()
        receive(ledger, Path(made.folder), clerk="王", looks=False, row_first=True, sandbox=sandbox, job=Job())
    assert missing == [set()]
    assert set(counting.of(payload(Path(made.folder))).values()) == {1}
