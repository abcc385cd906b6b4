"""A disc is done once every byte was read back: the right disc, and a record of it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.disc.drives import DiscDrive
from app.errors import Cancelled, DriveEmpty, DriveGone, SourceVanished, Unreadable, WrongDisc, WrongUse
from app.job import Job, Progress
from app.model.batch import Place
from app.model.disc import BD, DVD
from app.send.image import make_image
from app.send.readback import is_unfinished, read_back
from app.send.stage import stage
from app.store import records
from tests import disc_batches
from tests.disc_batches import READY, a_ready_store, a_store, change, small

PACKAGE = "data/全省质量标杆/申报材料/济南乙二食品有限公司.zip"


@pytest.fixture(scope="module")
def original(tmp_path_factory, sandbox):
    """A batch, its disc folder and its image; no test may change them."""
    tmp = tmp_path_factory.mktemp("readback")
    with pytest.MonkeyPatch.context() as patch, a_ready_store(tmp / "batch", sandbox, tmp / "in") as store:
        patch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
        (staging,) = stage(store, READY, tmp / "out", DVD, sandbox, Job())
        make_image(store, staging, Job())
        yield store


@pytest.fixture
def store(original, monkeypatch):
    """The batch before anything was read back."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
    original.apply("重新开始", lambda batch: replace(batch, readbacks={}))
    return original


@pytest.fixture
def staging(store):
    (made,) = store.batch.stagings.values()
    return made


@pytest.fixture
def folder(staging, tmp_path):
    return Path(shutil.copytree(staging.folder, tmp_path / "盘"))


@pytest.fixture
def image(staging, tmp_path):
    return Path(shutil.copy(staging.image, tmp_path / "盘.iso"))


def flip(path: Path, content: bytes) -> None:
    """One byte in the middle of where `content` lies."""
    whole = bytearray(path.read_bytes())
    whole[whole.index(content) + len(content) // 2] ^= 1
    path.write_bytes(whole)


def drive(source: Path) -> DiscDrive:
    return DiscDrive("/dev/sr0", "ASUS DRW-24", source)


# -- what is sound ----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["folder", "image"])
def test_a_sound_disc_is_recorded_with_day_and_place(store, staging, kind, request):
    place = request.getfixturevalue(kind)
    proof = read_back(store, place, Job())
    (readback,) = store.batch.readbacks.values()
    assert proof.is_sound
    assert proof.readback == readback
    assert (readback.disc_id, readback.check_code) == (staging.disc_id, staging.check_code)
    assert (readback.problems, readback.damaged, readback.medium) == (0, (), "DVD±R")
    assert (readback.place, readback.drive) == (Place(kind), str(place))
    assert readback.at.startswith("2023-08-24")
    assert readback.files == sum(path.is_file() for path in Path(staging.folder).rglob("*"))


def test_a_drive_is_called_by_its_name(store, image):
    readback = read_back(store, image, Job(), [drive(image)]).readback
    assert (readback.place, readback.drive) == (Place.DRIVE, "ASUS DRW-24")


def test_the_record_outlives_the_program_and_cannot_be_undone(store, image):
    read_back(store, image, Job())
    kept = records.from_records(records.to_records(store.batch))
    assert kept.readbacks == store.batch.readbacks
    assert store.next_undo is None or "读盘校验" not in store.next_undo.what


def test_read_twice_the_last_reading_counts(store, image, folder):
    read_back(store, folder, Job())
    (folder / PACKAGE).unlink()
    assert not read_back(store, folder, Job()).is_sound
    assert store.batch.readbacks["QLBG23_3701_01"].problems
    read_back(store, image, Job())
    assert len(store.batch.readbacks) == 1
    assert not store.batch.readbacks["QLBG23_3701_01"].problems


def test_bytes_are_counted_for_the_foot(store, image):
    seen: list[Progress] = []
    read_back(store, image, Job(seen.append))
    assert max(p.done_bytes for p in seen) == max(p.total_bytes for p in seen) > 0


# -- what is damaged --------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["folder", "image"])
def test_a_flipped_byte_names_the_file_and_the_enterprise(store, staging, kind, request):
    place = request.getfixturevalue(kind)
    content = (Path(staging.folder) / PACKAGE).read_bytes()
    if kind == "folder":
        (place / PACKAGE).unlink()
        (place / PACKAGE).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    else:
        flip(place, content)
    proof = read_back(store, place, Job())
    assert [finding.where for finding in proof.report.findings] == [PACKAGE]
    assert proof.readback.damaged == ("济南乙二食品有限公司",)
    assert proof.readback.problems == 1


def test_a_truncated_image_says_which_enterprises_it_hurts(store, image):
    os.truncate(image, image.stat().st_size - 40_000)
    proof = read_back(store, image, Job())
    assert proof.readback.problems
    assert proof.readback.damaged


def test_an_image_without_its_beginning_is_no_disc(store, image):
    image.write_bytes(bytes(40_000))
    with pytest.raises(Unreadable):
        read_back(store, image, Job())
    assert not store.batch.readbacks


def test_a_damaged_tag_manifest_is_a_fault_of_this_disc_and_no_other_disc(store, folder):
    tags = folder / "tagmanifest-sha256.txt"
    content = tags.read_text().replace("manifest-sha256.txt", "manifest-sha256.tx_")
    tags.unlink()
    tags.write_text(content)
    proof = read_back(store, folder, Job())
    assert "DISC-04" in {finding.check for finding in proof.report.findings}


# -- the wrong disc ---------------------------------------------------------------------------------
def test_a_disc_of_another_batch_is_told_before_it_is_read(store, tmp_path, sandbox):
    from app.model.batch import Sender

    with a_store(tmp_path / "other", Sender("青岛市工业和信息化局", "370200", "青岛市")) as other:
        other.apply("借来", lambda batch: replace(store.batch, sender=batch.sender, stagings={}))
        shutil.copytree(store.folder / "materials", other.folder / "materials", dirs_exist_ok=True)
        shutil.copytree(store.folder / "letters", other.folder / "letters", dirs_exist_ok=True)
        (made,) = stage(other, READY, tmp_path / "out", DVD, sandbox, Job())
    with pytest.raises(WrongDisc, match="QLBG23_3702_01"):
        read_back(store, Path(made.folder), Job())
    assert not store.batch.readbacks


def test_an_earlier_making_of_the_same_disc_is_told(store, folder, tmp_path, sandbox):
    before = store.batch
    change(store, "乙二", fields={"contact": "换了人"})
    stage(store, READY, tmp_path / "out", DVD, sandbox, Job())
    with pytest.raises(WrongDisc, match="另一次制作"):
        read_back(store, folder, Job())
    store.apply("还原", lambda _: before)


def test_without_a_staging_there_is_nothing_to_compare_with(tmp_path, folder):
    with a_store(tmp_path / "new") as empty, pytest.raises(WrongUse):
        read_back(empty, folder, Job())


def test_each_disc_of_a_set_is_recognised(tmp_path, sandbox, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
    with a_ready_store(tmp_path / "batch", sandbox, tmp_path / "in") as store:
        stagings = stage(store, READY, tmp_path / "out", small(BD, 650_000), sandbox, Job())
        assert len(stagings) > 1
        for each in reversed(stagings):
            assert read_back(store, Path(each.folder), Job()).readback.disc_id == each.disc_id
        assert sorted(store.batch.readbacks) == [each.disc_id for each in stagings]


# -- the drive --------------------------------------------------------------------------------------
def test_an_empty_drive_is_told(store, tmp_path):
    (tmp_path / "空").mkdir()
    for source in (tmp_path / "没有", tmp_path / "空"):
        with pytest.raises(DriveEmpty, match="ASUS"):
            read_back(store, source, Job(), [drive(source)])
    assert not store.batch.readbacks


def test_a_disc_pulled_out_meanwhile_is_no_damaged_disc(store, folder):
    def pull_out(progress: Progress) -> None:
        if progress.done_bytes:
            shutil.rmtree(folder, ignore_errors=True)

    with pytest.raises(DriveGone):
        read_back(store, folder, Job(pull_out))
    assert not store.batch.readbacks


def test_a_disc_is_proven_in_a_drive_alone_and_until_it_is_made_anew(store, staging, image):
    read_back(store, image, Job())
    assert not store.batch.is_verified(staging.disc_id)
    read_back(store, image, Job(), [drive(image)])
    assert store.batch.is_verified(staging.disc_id)
    assert not store.batch.with_staging(replace(staging, check_code="0")).is_verified(staging.disc_id)


def test_an_empty_or_missing_folder_is_told(store, tmp_path):
    (tmp_path / "空").mkdir()
    with pytest.raises(Unreadable):
        read_back(store, tmp_path / "空", Job())
    with pytest.raises(SourceVanished):
        read_back(store, tmp_path / "没有", Job())


def test_stopped_halfway_nothing_is_recorded_and_the_next_goes_on(store, image):
    seen: list[Progress] = []

    def stop(progress: Progress) -> None:
        seen.append(progress)
        if progress.done_bytes > progress.total_bytes * 0.6 > 0:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        read_back(store, image, job)
    assert not store.batch.readbacks
    assert is_unfinished(store, image)
    assert not is_unfinished(store, image.with_name("other.iso"))
    assert read_back(store, image, Job(), resume=True).is_sound
    assert not is_unfinished(store, image)
