"""Packages unpacked for the experts: by group, once, nothing outside, what cannot be had is told."""

from __future__ import annotations

import pytest

from app.errors import Cancelled, NotOurs
from app.job import Job
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from app.reading.unpack import unpack
from app.receive.experts import MARKER, TOLD, export_packages
from tests.builders import a_7z, a_folder, a_traversal_zip, a_zip
from tests.disc_batches import tree
from tests.receive.facts import a_submission, an_entry
from tests.receive.ledgers import a_ledger, registered

FILES = {"申报书.pdf": b"%PDF-1.4", "证明材料/营业执照.jpg": b"\xff\xd8"}


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(1) as box:
        yield box


def received(ledger, folder, *packages):
    jinan = a_submission()
    entries = [
        an_entry(jinan, f"济南{at}公司", at, "national", id=f"e{at}", fields={"area": str(1 + at % 2)})
        for at in range(1, len(packages) + 1)
    ]
    registered(ledger, jinan, entries, (), packages)


def test_each_group_has_its_folder_and_each_enterprise_its_own(tmp_path, sandbox):
    with a_ledger(tmp_path / "台账") as ledger:
        packages = (
            a_zip(tmp_path / "1.zip", FILES, encoding="gbk"), a_7z(tmp_path / "2.7z", FILES),
            a_folder(tmp_path / "3", FILES),
        )  # fmt: skip
        received(ledger, tmp_path, *packages)
        done = export_packages(ledger, tmp_path / "评审", sandbox, Job())
        assert done.left_out == () and len(done.folders) == 3
        found = tree(tmp_path / "评审")
    folders = (
        "质量工程技术/济南市_01_济南1公司", "全面质量管理/济南市_02_济南2公司", "质量工程技术/济南市_03_济南3公司",
    )  # fmt: skip
    for folder in folders:
        assert found[f"全国质量标杆/{folder}/证明材料/营业执照.jpg"] == b"\xff\xd8"
    assert len(found) == 7


def test_a_second_export_leaves_what_is_done_and_adds_what_is_new(tmp_path, sandbox):
    with a_ledger(tmp_path / "台账") as ledger:
        received(ledger, tmp_path, a_zip(tmp_path / "1.zip", FILES))
        (first,) = export_packages(ledger, tmp_path / "评审", sandbox, Job()).folders
        (first / "专家笔记.txt").write_text("好")
        again = export_packages(ledger, tmp_path / "评审", sandbox, Job())
        assert (again.folders, again.kept) == ((), (first,))
        assert (first / "专家笔记.txt").exists()


def test_a_cancelled_export_leaves_no_half_folder_and_goes_on(tmp_path, sandbox):
    with a_ledger(tmp_path / "台账") as ledger:
        packages = [a_zip(tmp_path / f"{n}.zip", FILES) for n in (1, 2)]
        received(ledger, tmp_path, *packages)
        job = Job(lambda progress: job.cancel() if progress.fraction > 0 else None)
        with pytest.raises(Cancelled):
            export_packages(ledger, tmp_path / "评审", sandbox, job)
        assert not list((tmp_path / "评审").rglob("*.part"))
        done = export_packages(ledger, tmp_path / "评审", sandbox, Job())
        assert (len(done.folders), len(done.kept)) == (1, 1)


def test_a_hostile_package_writes_nothing_outside_and_the_others_go_on(tmp_path, sandbox):
    with a_ledger(tmp_path / "台账") as ledger:
        broken = tmp_path / "坏.zip"
        broken.write_bytes(b"PK\x03\x04" + b"x" * 100)
        received(ledger, tmp_path, a_traversal_zip(tmp_path / "逃.zip"), broken, a_zip(tmp_path / "好.zip", FILES))
        done = export_packages(ledger, tmp_path / "评审" / "内", sandbox, Job())
        assert {told.path.partition("：")[0] for told in done.left_out} == {"济南1公司", "济南2公司"}
        assert [path.name for path in (tmp_path / "评审").iterdir()] == ["内"]
        assert any("申报书" in path for path in tree(tmp_path / "评审"))
        told = (tmp_path / "评审" / "内" / TOLD).read_text("utf-8-sig")
        assert "济南1公司" in told and "济南2公司" in told
        again = export_packages(ledger, tmp_path / "评审" / "内", sandbox, Job())
        assert (again.left_out, len(again.kept)) == (done.left_out, 3)


def test_a_folder_with_something_else_is_not_touched(tmp_path, sandbox):
    (tmp_path / "别的").mkdir()
    (tmp_path / "别的" / "文件.txt").write_text("x")
    with a_ledger(tmp_path / "台账") as ledger, pytest.raises(NotOurs):
        export_packages(ledger, tmp_path / "别的", sandbox, Job())
    assert not (tmp_path / "别的" / MARKER).exists()


def test_names_no_system_can_have_are_changed_and_told(tmp_path):
    names = {"a*b.txt": b"1", "a＊b.txt": b"2", "CON.txt": b"3", "x": b"4", "X": b"5"}
    long = "/".join(["很长的文件夹名称"] * 30) + "/末.pdf"
    package = a_zip(tmp_path / "p.zip", {**names, long: b"6"})
    done = unpack(package, container_of(package), tmp_path / "out", Limits(), lambda *_: None)
    found = tree(tmp_path / "out")
    assert sorted(found.values()) == [b"1", b"2", b"3", b"4", b"5", b"6"]
    assert found["路径过长的文件/末.pdf"] == b"6"
    assert len({name.casefold() for name in found}) == 6
    assert dict(done.renamed)["CON.txt"] == "CON_.txt"
