"""A batch is deleted only where its name was said and nobody has it open; nothing beside it is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import BatchInUse, NotABatch, WrongName
from app.job import Job
from app.store.erase import erase, size_of
from app.store.store import BatchStore
from tests.road import baopan
from tests.ui.conftest import NOTICE_TOML, a_batch


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    BatchStore.create(tmp_path / "2023年 甲", a_batch(), NOTICE_TOML).close()
    (tmp_path / "2023年 甲" / "materials").mkdir(exist_ok=True)
    (tmp_path / "2023年 甲" / "materials" / "一.pdf").write_bytes(b"x" * 5000)
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "文件.txt").write_text("留着", "utf-8")
    return tmp_path / "2023年 甲"


def test_it_is_gone_and_what_lies_beside_it_is_not(batch: Path) -> None:
    assert erase(batch, "2023年 甲", Job()) > 5000
    assert [each.name for each in batch.parent.iterdir()] == ["别的"]


@pytest.mark.parametrize("named", ["", "甲", "2023年甲", "2023年 乙", "."])
def test_another_name_deletes_nothing(batch: Path, named: str) -> None:
    before = size_of(batch)
    with pytest.raises(WrongName):
        erase(batch, named, Job())
    assert size_of(batch) == before


def test_one_that_is_open_is_kept(batch: Path) -> None:
    import subprocess
    import sys

    code = ("import sys; from pathlib import Path; from app.store.store import BatchStore\n"
            "store = BatchStore.open(Path(sys.argv[1])); print('open', flush=True); input()")
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen([sys.executable, "-c", code, str(batch)], cwd=root, text=True,
                          stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline() == "open\n"
        with pytest.raises(BatchInUse):
            erase(batch, batch.name, Job())
        other.communicate("\n")
    assert BatchStore.open(batch).close() is None


@pytest.mark.parametrize("place", ["别的", "没有", "."])
def test_what_is_no_batch_is_never_deleted(batch: Path, place: str) -> None:
    folder = batch.parent / place
    with pytest.raises(NotABatch):
        erase(folder, folder.name, Job())
    assert (batch.parent / "别的" / "文件.txt").is_file()


def test_a_link_to_a_batch_is_not_followed(batch: Path) -> None:
    link = batch.parent / "链接"
    link.symlink_to(batch)
    with pytest.raises(NotABatch):
        erase(link, "链接", Job())
    (batch / "materials" / "外面").symlink_to(batch.parent / "别的")
    erase(batch, batch.name, Job())
    assert (batch.parent / "别的" / "文件.txt").is_file()


def test_the_command_line_wants_the_name_too(batch: Path) -> None:
    assert baopan("erase", batch, "--name", "甲")[0] == 2 and batch.is_dir()
    assert baopan("erase", batch, "--name", batch.name)[0] == 0 and not batch.exists()
