"""A backup opens as a batch of its own and holds what the original holds."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.batch import backup
from app.batch.backup import back_up
from app.demo.cast import sender_named
from app.errors import Cancelled, VerifyFailed, WrongUse
from app.job import Job, Progress
from app.model.batch import Batch, Enterprise
from app.notices.read import load_notice
from app.store.store import BatchStore
from app.writing.atomic import beside_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    notice, content = load_notice("2023")
    with BatchStore.create(tmp_path / "批次", Batch(sender_named("370100"), notice.id, ""), content) as store:
        store.apply("收下", lambda b: b.with_enterprise(Enterprise("e1", "national", "甲有限公司", ())))
        (store.folder / "materials" / "s0001").mkdir()
        (store.folder / "materials" / "s0001" / "申报书.pdf").write_bytes(b"x" * 1000)
        (store.folder / "work").mkdir()
        (store.folder / "work" / "a.zip").write_bytes(b"y")
    return tmp_path / "批次"


def test_the_copy_opens_beside_the_open_original(folder: Path, tmp_path: Path) -> None:
    with BatchStore.open(folder) as store:
        copy = back_up(store, tmp_path / "U盘", Job()).folder
        with BatchStore.open(copy) as other:
            assert other.batch == store.batch
    assert (copy / "materials/s0001/申报书.pdf").read_bytes() == b"x" * 1000
    assert not (copy / "work").exists()


def test_a_backup_broken_off_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    job = Job(lambda progress: job.cancel() if isinstance(progress, Progress) else None)
    with BatchStore.open(folder) as store, pytest.raises(Cancelled):
        back_up(store, tmp_path / "U盘", job)
    assert list((tmp_path / "U盘").iterdir()) == []


def test_a_batch_is_not_backed_up_into_itself(folder: Path) -> None:
    with BatchStore.open(folder) as store, pytest.raises(WrongUse):
        back_up(store, folder / "materials", Job())


# -- what is restored is what was there ------------------------------------------------------------
NASTY = (  # as enterprises name them, and as our own temporary ones look
    "a.part.pdf", "附件.part", "x.part/申报书.pdf", "lock", "work", "cache", ".part", "…/。.pdf", "批次 备份/甲.zip",
    ".0123456789abcdef.part", "空 文件 ", "名" * 80, "a'b\"c", "\udcff坏名.pdf", ".隐藏", "history.jsonl", "𠮷.pdf",
)  # fmt: skip
name = st.sampled_from([part for each in NASTY for part in each.split("/")])


def everything(folder: Path, but: frozenset[str] = frozenset()) -> dict[str, bytes | None]:
    """Path → content, None for a folder; the files `but` at the top left out."""
    return {
        path.relative_to(folder).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in folder.rglob("*")
        if path.relative_to(folder).parts[0] not in but
    }


@given(st.dictionaries(st.lists(name, min_size=1, max_size=4).map(tuple), st.binary(max_size=50), max_size=8))
@settings(max_examples=15, deadline=None)
def test_restored_equals_original(tree: dict[tuple[str, ...], bytes]) -> None:
    notice, content = load_notice("2023")
    with tempfile.TemporaryDirectory() as place:
        batch = Batch(sender_named("370100"), notice.id, "")
        with BatchStore.create(Path(place) / "批次", batch, content) as store:
            for path, data in tree.items():
                file = store.folder.joinpath("materials", "s0001", *path)
                with contextlib.suppress(OSError):  # one name cannot be both file and folder
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(data)
            made = back_up(store, Path(place) / "U盘", Job())
            there = everything(store.folder, frozenset({"lock"}))
            assert everything(made.folder) == there
            assert made.files == sum(content is not None for content in there.values()) and made.remade == 1
            with BatchStore.open(made.folder) as other:
                assert other.batch == store.batch


def test_what_is_not_copied_is_counted_and_said(folder: Path, tmp_path: Path) -> None:
    ours = beside_of(folder / "materials" / "s0002")
    ours.mkdir()
    (ours / "半份.pdf").write_bytes(b"half")
    (folder / "materials" / "s0001" / "别处").symlink_to(tmp_path)
    with BatchStore.open(folder) as store:
        made = back_up(store, tmp_path / "U盘", Job())
    assert (made.remade, made.unfinished, made.links) == (2, 1, 1)
    everywhere = sum(path.is_file() and not path.is_symlink() for path in folder.rglob("*"))
    assert made.files + made.remade + made.unfinished == everywhere
    assert "已备份并读回核对 5 个文件" in made.words and "1 个没写完的临时文件" in made.words and "1 个链接" in made.words
    assert not (made.folder / "materials/s0001/别处").exists()


def test_a_copy_that_reads_back_otherwise_is_no_backup(folder: Path, tmp_path: Path, monkeypatch) -> None:
    real = backup._compare

    def spoilt(copy: Path, *more: object) -> None:
        (copy / "materials/s0001/申报书.pdf").write_bytes(b"x" * 999 + b"y")
        real(copy, *more)

    monkeypatch.setattr(backup, "_compare", spoilt)
    with BatchStore.open(folder) as store, pytest.raises(VerifyFailed, match=r"申报书\.pdf"):
        back_up(store, tmp_path / "U盘", Job())
    assert list((tmp_path / "U盘").iterdir()) == []


def test_a_change_while_it_is_copied_does_not_spoil_the_copy(folder: Path, tmp_path: Path) -> None:
    with BatchStore.open(folder) as store:
        before = store.batch
        job = Job(lambda _: store.apply("又收下", lambda b: b.with_enterprise(
            Enterprise(f"e{len(b.enterprises) + 1}", "national", "乙有限公司", ()))))
        made = back_up(store, tmp_path / "U盘", job)
        assert store.batch != before
    with BatchStore.open(made.folder) as other:
        assert other.batch == before
