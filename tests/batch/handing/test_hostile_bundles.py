"""A bundle is foreign: whatever lies in it, nothing is written elsewhere, and nothing unfinished looks finished."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.batch.handing import look
from app.batch.handing.arrive import Arrival, as_new, weigh
from app.batch.handing.bundle import MANIFEST, BundleOdd
from app.batch.handing.hand import hand_over
from app.errors import AppError, BatchFromNewerVersion, NoticeInvalid, Unreadable
from app.job import Job
from app.reading.sandbox import Sandbox
from app.store import journal
from app.store.course import Relation
from app.store.journal import Entry
from app.store.store import BatchStore
from tests.disc_batches import a_store

NAME = "materials/s0001/申报书.pdf"
Members = dict[str, bytes]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Path:
    place = tmp_path_factory.mktemp("sound")
    with a_store(place / "济南") as store:
        (store.folder / "materials" / "s0001").mkdir()
        (store.folder / NAME).write_bytes(b"%PDF" + bytes(range(256)) * 8)
        return hand_over(store, "王芳", "李明", place / "济南", Job(), sandbox).path


def taken(bundle: Path, into: Path) -> Path:
    """Opened without a child: what is shown of the looking holds in one too."""
    arrival = Arrival(look._bundle(bundle, lambda _, __: None), Relation.OTHER)
    return as_new(arrival, into, "王芳", Job()).folder


def is_refused(bundle: Path, place: Path) -> bool:
    before = sorted(place.rglob("*"))
    try:
        taken(bundle, place / "乙处")
    except (BundleOdd, BatchFromNewerVersion, NoticeInvalid):
        assert not (place / "乙处").exists() or list((place / "乙处").iterdir()) == []
        assert [path for path in sorted(place.rglob("*")) if path.name != "乙处"] == before
        return True
    return False


def members_of(bundle: Path) -> Members:
    with zipfile.ZipFile(bundle) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def written(members: Members, out: Path, method: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out


def listing(members: Members) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(members[MANIFEST])
    return told


def with_member(members: Members, name: str, content: bytes) -> Members:
    """As somebody would who makes every digest right again."""
    told = listing(members)
    told["files"] = [each for each in told["files"] if each["path"] != name]
    digest = hashlib.sha256(content).hexdigest()
    told["files"].append({"path": name, "size": len(content), "sha256": digest, "at": 0})
    return {**members, name: content, MANIFEST: json.dumps(told).encode()}


def with_manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Members], Members]:
    def changed(members: Members) -> Members:
        told = listing(members)
        change(told)
        return {**members, MANIFEST: json.dumps(told).encode()}

    return changed


def test_the_sound_one_opens(sound: Path, tmp_path: Path) -> None:
    folder = taken(sound, tmp_path)
    assert (folder / NAME).read_bytes().startswith(b"%PDF")
    assert BatchStore.open(folder).close() is None
    assert not is_refused(written(members_of(sound), tmp_path / "again.批次包"), tmp_path)


OUTSIDE = (
    "../甲.pdf", "materials/../../甲.pdf", "/tmp/甲.pdf", "C:/甲.pdf", "materials/..\\..\\甲.pdf", "lock", "batch.json",
    "history.head", "materials", "光盘/甲.iso", "materials//甲.pdf", "materials/./甲.pdf", "work/甲.pdf", "materials/a\x01.pdf",
    "materials/" + "深/" * 400 + "甲.pdf",
)  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_what_would_lie_elsewhere_is_refused(sound: Path, tmp_path: Path, name: str) -> None:
    odd = written(with_member(members_of(sound), name, b"x"), tmp_path / "odd.批次包")
    assert is_refused(odd, tmp_path)


def a_chain_of_another_kind(members: Members) -> Members:
    """A history whose lines are whole and which is no batch's."""
    line = journal.encode(Entry(1, "2023-08-20T00:00:00+08:00", "", "", {"handed": (None, {"to": 1})}, schema=3))
    return with_member(members, "history.jsonl", line)


def a_newer_history(members: Members) -> Members:
    line = journal.encode(Entry(1, "", "", "", {}, schema=journal.SCHEMA + 1))
    return with_member(members, "history.jsonl", line)


LIES: tuple[Callable[[Members], Members], ...] = (
    with_manifest(lambda told: told["files"][0].update(sha256="0" * 64)),
    with_manifest(lambda told: told["files"][0].update(size=1 << 40)),
    with_manifest(lambda told: told["files"][0].update(size=-1)),
    with_manifest(lambda told: told["files"][0].update(at=1 << 80)),
    with_manifest(lambda told: told["files"].pop()),
    with_manifest(lambda told: told["files"].append(told["files"][0])),
    with_manifest(lambda told: told.update(folders=["../外面"])),
    with_manifest(lambda told: told.update(folders=[NAME])),
    with_manifest(lambda told: told.update(folders=[f"{NAME}/里面"])),
    with_manifest(lambda told: told.update(format=2)),
    with_manifest(lambda told: told.update(files={})),
    lambda members: {**members, MANIFEST: b"[" * 100_000},
    lambda members: {name: content for name, content in members.items() if name != MANIFEST},
    lambda members: {name: content for name, content in members.items() if name != NAME},
    lambda members: {**members, "materials/s0001/多.pdf": b"not listed"},
    lambda members: with_member(members, f"{NAME}/里面.pdf", b"below a file"),
    lambda members: with_member(members, "notice.toml", b"schema = 1\n"),
    lambda members: with_member(members, "history.jsonl", b""),
    lambda members: with_member(members, "history.jsonl", members["history.jsonl"].partition(b"\n")[0] + b"\n"),
    lambda members: with_member(members, "history.jsonl", members["history.jsonl"] + b"tail"),
    lambda members: with_member(members, "history.jsonl", b"00000000 " + b"[" * 200_000 + b"\n"),
    a_chain_of_another_kind, a_newer_history,
)  # fmt: skip


@pytest.mark.parametrize("lie", LIES)
def test_what_does_not_agree_is_refused(
    sound: Path, tmp_path: Path, lie: Callable[[Members], Members]
) -> None:
    assert is_refused(written(lie(members_of(sound)), tmp_path / "odd.批次包"), tmp_path)


def test_nothing_is_unfolded_and_so_there_are_no_bombs(sound: Path, tmp_path: Path) -> None:
    big = with_member(members_of(sound), "materials/s0001/大.pdf", bytes(50_000_000))
    assert is_refused(written(big, tmp_path / "odd.批次包", zipfile.ZIP_DEFLATED), tmp_path)


def test_a_link_is_but_its_bytes(sound: Path, tmp_path: Path) -> None:
    members = with_member(members_of(sound), "materials/s0001/链接.pdf", b"/etc/passwd")
    with zipfile.ZipFile(tmp_path / "odd.批次包", "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = 0o120777 << 16
            archive.writestr(info, content)
    link = taken(tmp_path / "odd.批次包", tmp_path) / "materials/s0001/链接.pdf"
    assert not link.is_symlink() and link.read_bytes() == b"/etc/passwd"


@given(st.integers(0, 1 << 20), st.integers(1, 255))
@settings(max_examples=40, deadline=None)
def test_a_changed_byte_is_refused_or_means_nothing(sound: Path, at: int, by: int) -> None:
    """Of the zip's own fields some are nobody's business, such as a time; what opens has every file whole."""
    content = bytearray(sound.read_bytes())
    content[at % len(content)] ^= by
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        (place / "odd.批次包").write_bytes(content)
        if not is_refused(place / "odd.批次包", place):
            assert (place / "乙处" / "odd" / NAME).read_bytes() == members_of(sound)[NAME]


@given(st.floats(0, 0.999))
@settings(max_examples=15, deadline=None)
def test_a_bundle_that_was_cut_off_is_refused(sound: Path, share: float) -> None:
    content = sound.read_bytes()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "odd.批次包").write_bytes(content[: int(len(content) * share)])
        assert is_refused(Path(name) / "odd.批次包", Path(name))


def test_what_is_no_bundle_is_told_in_a_sentence(sound: Path, tmp_path: Path, sandbox: Sandbox) -> None:
    """Through the child that looks at them."""
    (tmp_path / "a.批次包").write_bytes(b"not a bundle")
    (tmp_path / "夹").mkdir()
    for path, error in (("a.批次包", BundleOdd), ("夹", Unreadable), ("没有.批次包", AppError)):
        with pytest.raises(error):
            weigh(tmp_path / path, [tmp_path], Job(), sandbox)
