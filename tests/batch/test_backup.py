"""A backup opens as a batch of its own and holds what the original holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.batch.backup import back_up
from app.demo.cast import sender_named
from app.errors import Cancelled, WrongUse
from app.job import Job, Progress
from app.model.batch import Batch, Enterprise
from app.notices.read import load_notice
from app.store.store import BatchStore


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
        copy = back_up(store, tmp_path / "U盘", Job())
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
