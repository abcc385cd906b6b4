"""Packages are taken in whole or not at all, accounted for, and never written over one another."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.demo.cast import sender_named
from app.errors import NoPermission, SourceVanished, WrongUse
from app.job import Job
from app.model.batch import Batch
from app.notices.read import load_notice
from app.paths import is_link
from app.reading.sandbox import Sandbox
from app.send.collect import collect, packages_in
from app.store.store import BatchStore
from app.writing.atomic import is_temporary
from tests.builders import a_pdf, a_zip

ONE, TWO = "山东一机械有限公司", "山东二电子有限公司"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(1) as children:
        yield children


@pytest.fixture
def store(tmp_path: Path) -> Iterator[BatchStore]:
    notice, content = load_notice("2023")
    with BatchStore.create(tmp_path / "批次", Batch(sender_named("370100"), notice.id, ""), content) as opened:
        yield opened


def a_folder(home: Path, name: str, *files: str) -> Path:
    folder = home / name
    for file in files or ("申报书.pdf", "典型经验材料.pdf", "证明材料/营业执照.pdf"):
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(a_pdf(text=hashlib.sha256(f"{name}{file}".encode()).hexdigest()))
    return folder


def names(store: BatchStore) -> list[str]:
    return list(store.batch.listed("provincial"))


def taken(store: BatchStore, sandbox: Sandbox, *paths: Path, **how: object) -> object:
    return collect(store, "provincial", paths, sandbox=sandbox, job=Job(), **how)  # type: ignore[arg-type]


def test_each_path_is_one_enterprise_and_originals_stay_as_they_were(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, ONE)
    archive = tmp_path / f"02 {TWO}（申报材料）.zip"
    a_zip(archive, {"申报书.pdf": b"x", "Thumbs.db": b"y"})
    before = {p: (p.stat().st_mtime_ns, p.read_bytes()) for p in tmp_path.rglob("*.*") if p.is_file()}
    got = taken(store, sandbox, folder, archive)
    assert names(store) == [ONE, TWO] and len(got.added) == 2  # type: ignore[attr-defined]
    assert all((p.stat().st_mtime_ns, p.read_bytes()) == seen for p, seen in before.items() if "批次" not in str(p))
    assert not list((store.folder / "materials").glob("*.part"))


def test_digests_are_those_of_the_bytes(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, ONE)
    taken(store, sandbox, folder)
    source = next(iter(store.batch.sources.values()))
    for member in source.members:
        content = (folder / member.path).read_bytes()
        assert member.sha256 == hashlib.sha256(content).hexdigest() and member.size == len(content)
        assert (store.folder / source.stored / member.path).read_bytes() == content


def test_a_folder_of_packages_leaves_loose_files_out_and_says_so(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    home = tmp_path / "总"
    a_folder(home, ONE)
    a_zip(home / f"{TWO}.zip", {"申报书.pdf": b"x"})
    (home / "通知.docx").write_bytes(b"z")
    got = taken(store, sandbox, home, each=True)
    assert sorted(names(store)) == sorted([ONE, TWO])
    assert [left.path for left in got.left_out] == ["通知.docx"]  # type: ignore[attr-defined]
    found, loose = packages_in(home)
    assert len(found) + len(loose) == len(list(home.iterdir()))


def test_a_package_that_goes_loses_its_name_before_a_file_of_it(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed half-way, nothing that is half bears a name; the next collecting sweeps it."""
    folder, materials = a_folder(tmp_path, ONE), store.folder / "materials"
    taken(store, sandbox, folder)
    seen: list[str] = []
    removed = shutil.rmtree
    monkeypatch.setattr(shutil, "rmtree", lambda path, *args, **named: (seen.append(Path(path).name), removed(path, *args, **named)))
    taken(store, sandbox, folder)
    assert seen and all(map(is_temporary, seen)) and len(list(materials.iterdir())) == 1


def test_the_same_package_again_changes_nothing(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, ONE)
    taken(store, sandbox, folder)
    before = store.batch
    got = taken(store, sandbox, folder)
    assert store.batch == before and len(got.same) == 1  # type: ignore[attr-defined]
    assert len(list((store.folder / "materials").iterdir())) == 1


def test_a_changed_package_replaces_or_stands_beside_as_asked(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, ONE)
    taken(store, sandbox, folder)
    a_folder(tmp_path, ONE, "补充.pdf")
    taken(store, sandbox, folder)
    assert names(store) == [ONE, ONE]
    store.undo()
    taken(store, sandbox, folder, replace=True)
    assert names(store) == [ONE]
    assert len(list((store.folder / "materials").iterdir())) == 3  # what was handed in stays on disk
    store.undo()
    assert len(store.batch.members_of(store.batch.in_track("provincial")[0])) == 3


def test_a_loose_file_joins_an_enterprise(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    taken(store, sandbox, a_folder(tmp_path, ONE))
    loose = tmp_path / "承诺书.pdf"
    loose.write_bytes(a_pdf(text="pledge"))
    key = store.batch.order["provincial"][0]
    taken(store, sandbox, loose, into=key)
    members = [member.path for _, member in store.batch.members_of(store.batch.enterprises[key])]
    assert names(store) == [ONE] and "承诺书.pdf" in members


def test_one_that_cannot_be_read_does_not_hold_up_the_others(
    store: BatchStore, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import app.send.collect as module

    bad, good = a_folder(tmp_path, ONE), a_folder(tmp_path, TWO)
    real = module.take_in  # type: ignore[attr-defined]

    def sometimes(path: Path, *rest: object) -> object:
        if path == bad:
            raise NoPermission(str(path))
        return real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "take_in", sometimes)
    got = taken(store, sandbox, bad, good)
    assert names(store) == [TWO] and "没有读写权限" in got.left_out[0].reason  # type: ignore[attr-defined]
    with pytest.raises(NoPermission):
        taken(store, sandbox, bad)


def test_what_is_not_there_and_what_is_no_folder_is_told(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    with pytest.raises(SourceVanished):
        taken(store, sandbox, tmp_path / "没有")
    archive = tmp_path / f"{ONE}.zip"
    a_zip(archive, {"a": b""})
    with pytest.raises(WrongUse):
        taken(store, sandbox, archive, each=True)


def test_numbers_are_never_used_twice_even_after_undo(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    taken(store, sandbox, a_folder(tmp_path, ONE))
    store.undo()
    taken(store, sandbox, a_folder(tmp_path, TWO))
    assert list(store.batch.sources) == ["s0002"] and list(store.batch.enterprises) == ["e0002"]


def test_killed_in_the_middle_it_goes_on_from_what_was_whole(tmp_path: Path) -> None:
    notice, content = load_notice("2023")
    BatchStore.create(tmp_path / "批次", Batch(sender_named("370100"), notice.id, ""), content).close()
    home = tmp_path / "总"
    first = a_folder(home, ONE)
    second = a_folder(home, TWO)
    with (second / "证明材料" / "大.pdf").open("wb") as file:
        file.truncate(4_000_000_000)
    work = subprocess.Popen(
        [sys.executable, "-m", "app", "collect", str(tmp_path / "批次"), "--track", "全省", "--each", str(home)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )
    history = tmp_path / "批次" / "history.jsonl"
    while ONE not in history.read_text("utf-8"):
        assert work.poll() is None
    os.killpg(work.pid, signal.SIGKILL)
    work.wait()
    (second / "证明材料" / "大.pdf").unlink()
    with BatchStore.open(tmp_path / "批次") as store, Sandbox(1) as sandbox:
        assert names(store) == [ONE]
        got = taken(store, sandbox, home, each=True)
        assert names(store) == [ONE, TWO] and len(got.same) == 1  # type: ignore[attr-defined]
        assert not list((store.folder / "materials").glob("*.part"))
    assert (first / "申报书.pdf").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_each_follows_no_link_and_says_so(store: BatchStore, sandbox: Sandbox, tmp_path: Path) -> None:
    inbox, elsewhere = tmp_path / "收到的", tmp_path / "别处"
    a_folder(inbox, ONE)
    a_folder(elsewhere, TWO)
    a_zip(elsewhere / f"{TWO}.zip", {"申报书.pdf": b"x"})
    (inbox / f"{TWO}.zip").symlink_to(elsewhere / f"{TWO}.zip")
    (inbox / TWO).symlink_to(elsewhere / TWO)
    got = taken(store, sandbox, inbox, each=True)
    assert names(store) == [ONE]
    assert {each.path: "链接" in each.reason for each in got.left_out} == {  # type: ignore[attr-defined]
        TWO: True, f"{TWO}.zip": True,
    }
    (tmp_path / "捷径").symlink_to(elsewhere)  # a path that a person names is theirs
    taken(store, sandbox, tmp_path / "捷径" / TWO)
    assert names(store) == [ONE, TWO]


def test_a_junction_is_a_link_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Junction:
        st_mode, st_reparse_tag = 0o40755, 0xA0000003

    monkeypatch.setattr("stat.IO_REPARSE_TAG_MOUNT_POINT", 0xA0000003, raising=False)
    assert is_link(Junction())  # type: ignore[arg-type]
