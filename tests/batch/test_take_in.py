"""What is dropped in is copied whole, seen through, and never changed."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.batch.take_in import take_in
from app.errors import Cancelled, DiskFull, NoPermission, SourceVanished
from app.job import Job, Progress
from app.model.source import Container, Fault, LeftOut, PdfFacts, Source, Trouble
from app.notices.read import load_notice
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.reading.survey import LEFTOVER
from tests.builders import a_bomb, a_folder, a_pdf, a_traversal_zip, a_zip

NOTICE = load_notice("2023")[0]
FILES = {"申报书.pdf": a_pdf(2), "证明材料/营业执照.txt": b"text", "空.txt": b""}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(workers=1) as sandbox:
        yield sandbox


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    (tmp_path / "批次").mkdir()
    return tmp_path / "批次"


def take(path: Path, batch: Path, sandbox: Sandbox, job: Job | None = None, limits: Limits = Limits()) -> Source:  # noqa: B008
    return take_in(path, batch, "s1", NOTICE, sandbox, job or Job(), limits)


def everything(folder: Path) -> list[tuple[str, int, int]]:
    return sorted(
        (str(p.relative_to(folder)), p.lstat().st_mtime_ns, p.lstat().st_size) for p in folder.rglob("*")
    )


def test_an_archive_is_copied_as_it_is(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    path = a_zip(tmp_path / "甲公司.zip", FILES)
    os.utime(path, (1_600_000_000, 1_600_000_000))
    source = take(path, batch, sandbox)
    copy = batch / source.stored
    assert (source.stored, source.origin, source.name) == ("materials/s1/甲公司.zip", str(path), "甲公司.zip")
    assert copy.read_bytes() == path.read_bytes()
    assert copy.stat().st_mtime == 1_600_000_000
    assert (source.container, source.size) == (Container.ZIP, path.stat().st_size)
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert [member.path for member in source.members] == list(FILES)
    assert source.complete_zip


def test_a_folder_is_copied_file_by_file(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    folder = a_folder(tmp_path / "乙公司", {**FILES, "Thumbs.db": b"x", "__MACOSX/._a": b""})
    before = everything(folder)
    source = take(folder, batch, sandbox)
    assert everything(folder) == before
    assert {m.path: m.sha256 for m in source.members} == {
        name: hashlib.sha256(content).hexdigest() for name, content in FILES.items()
    }
    assert (source.size, source.sha256) == (sum(map(len, FILES.values())), "")
    assert {entry.reason for entry in source.left_out} == {LEFTOVER} and len(source.left_out) == 2
    copy = batch / source.stored
    assert {name: (copy / name).read_bytes() for name in FILES} == FILES
    assert not (copy / "Thumbs.db").exists()


def test_a_loose_file_is_its_own_member(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    (tmp_path / "申报书.pdf").write_bytes(FILES["申报书.pdf"])
    source = take(tmp_path / "申报书.pdf", batch, sandbox)
    assert source.container is Container.FILE
    assert [(m.path, m.sha256, m.kind) for m in source.members] == [("申报书.pdf", source.sha256, "pdf")]


def test_an_empty_folder_is_a_source_without_members(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    source = take(a_folder(tmp_path / "丙", {}), batch, sandbox)
    assert (source.members, source.troubles, source.left_out) == ((), (), ())


def test_links_and_pipes_are_left_out_with_a_reason(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    folder = a_folder(tmp_path / "丁", {"a.txt": b"a"})
    (folder / "etc").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    (folder / "坏\n名.txt").write_bytes(b"x")
    source = take(folder, batch, sandbox)
    assert [m.path for m in source.members] == ["a.txt"]
    assert {entry.path: entry.reason for entry in source.left_out} == {
        "etc": "是链接，不是文件；请换成它指向的文件",
        "pipe": "不是普通文件",
        "坏\n名.txt": "文件名含有不能使用的字符，请改名后重新收集",
    }


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_left_out_with_a_reason(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    folder = a_folder(tmp_path / "丁", {"a.txt": b"a", "密.txt": b"x"})
    (folder / "密.txt").chmod(0)
    assert take(folder, batch, sandbox).left_out == (LeftOut("密.txt", NoPermission.title),)


def test_a_file_that_vanishes_meanwhile_is_left_out(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    folder = a_folder(tmp_path / "丁", {"a.txt": b"a", "b.txt": b"b"})
    job = Job(lambda progress: (folder / "b.txt").unlink() if progress.item == "a.txt" and progress.done_bytes == 1
              and (folder / "b.txt").exists() else None)  # fmt: skip
    source = take(folder, batch, sandbox, job)
    assert [m.path for m in source.members] == ["a.txt"]
    assert source.left_out == (LeftOut("b.txt", SourceVanished.title),)


def test_a_source_that_is_gone_is_an_error_and_leaves_nothing(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    with pytest.raises(SourceVanished):
        take(tmp_path / "没有.zip", batch, sandbox)
    assert list(batch.rglob("*")) == []


def test_a_full_disk_is_told_before_anything_is_copied(
    tmp_path: Path, batch: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_zip(tmp_path / "甲.zip", FILES)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))  # type: ignore[attr-defined]
    with pytest.raises(DiskFull):
        take(path, batch, sandbox)
    assert not list((batch / "materials").iterdir())


def test_a_cancelled_copy_leaves_nothing(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    path = a_zip(tmp_path / "甲.zip", FILES)
    job = Job(lambda _: job.cancel())
    with pytest.raises(Cancelled):
        take(path, batch, sandbox, job)
    assert list((batch / "materials").iterdir()) == []


def test_bad_archives_are_sources_with_troubles(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    outside = everything(tmp_path)
    source = take(a_traversal_zip(tmp_path / "甲.zip"), batch, sandbox)
    assert [t.fault for t in source.troubles] == [Fault.TRAVERSAL]
    assert [t.fault for t in take(a_bomb(tmp_path / "乙.zip"), batch, sandbox).troubles] == [Fault.BOMB]
    assert {name for name, *_ in everything(tmp_path)} - {name for name, *_ in outside} == {
        "甲.zip", "乙.zip", "批次/materials", "批次/materials/s1", "批次/materials/s1/乙.zip"
    }  # fmt: skip


def test_a_pdf_that_hangs_its_reader_does_not_hide_the_others(
    tmp_path: Path, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(_HANGS_ON_PDFIUM)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hook"))  # in the child alone
    path = a_zip(tmp_path / "甲.zip", {"a.txt": b"a", "b.pdf": a_pdf(), "c.txt": b"c"})
    with Sandbox(workers=1) as sandbox:
        source = take(path, batch, sandbox, limits=Limits(stall_seconds=0.7))
    assert [(m.path, bool(m.sha256)) for m in source.members] == [("a.txt", True), ("b.pdf", True), ("c.txt", True)]
    assert source.members[1].pdf == PdfFacts("stuck", "stuck")


_HANGS_ON_PDFIUM = """
import sys, time
class Hang:
    def find_spec(self, name, path=None, target=None):
        if name == "pypdfium2":
            time.sleep(60)
sys.meta_path.insert(0, Hang())
"""


def test_a_reader_that_never_ends_is_a_trouble(
    tmp_path: Path, batch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(_HANGS_ON_PDFIUM.replace("pypdfium2", "py7zr"))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hook"))
    path = tmp_path / "甲.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(100))
    with Sandbox(workers=1) as sandbox:
        source = take(path, batch, sandbox, limits=Limits(stall_seconds=0.5))
    assert source.troubles == (Trouble(Fault.STUCK, "", "读取时停住不动，已停止"),)
    assert source.members == ()


def test_ten_thousand_files_are_no_burden(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    folder = tmp_path / "多"
    for number in range(100):
        (folder / f"{number:02d}").mkdir(parents=True)
    for number in range(10_000):
        (folder / f"{number % 100:02d}" / f"{number}.txt").write_bytes(b"%d" % number)
    source = take(folder, batch, sandbox)
    assert len(source.members) == 10_000 and all(m.sha256 for m in source.members) and not source.left_out


def test_progress_never_goes_back_and_counts_bytes(tmp_path: Path, batch: Path, sandbox: Sandbox) -> None:
    seen: list[Progress] = []
    take(a_zip(tmp_path / "甲.zip", {"a.bin": bytes(range(256)) * 20_000}, method=0), batch, sandbox, Job(seen.append))
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions) and max(progress.done_bytes for progress in seen) >= 5_120_000
