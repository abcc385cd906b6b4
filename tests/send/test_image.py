"""The image beside a disc folder: whole, the same twice, never half; the copy on a stick as good as it."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from app.disc.iso.image import open_image
from app.errors import Cancelled, DiskFull, SourceVanished, WrongUse
from app.job import Job, Progress
from app.model.disc import DVD
from app.send.image import export_image, image_place, is_image_of, make_image
from app.send.stage import stage
from app.store import records
from tests import disc_batches
from tests.bags import files_of
from tests.disc_batches import READY, a_ready_store, change


@pytest.fixture
def made(tmp_path, sandbox, monkeypatch):
    """A store with one finished disc folder, and its staging."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
    with a_ready_store(tmp_path / "batch", sandbox, tmp_path / "in") as store:
        (staging,) = stage(store, READY, tmp_path / "out", DVD, sandbox, Job())
        yield store, staging


def own_copy(path: Path) -> None:
    """Files on a staging folder may be links to the originals: a change must not reach those."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)


def test_it_lies_beside_the_folder_holds_the_same_and_is_recorded(made):
    store, staging = made
    image = make_image(store, staging, Job())
    assert image == Path(staging.folder).parent / f"{staging.disc_id}.iso"
    seen = open_image(image)
    assert {path: seen.read(path) for path in seen.files} == files_of(Path(staging.folder))
    assert seen.label == staging.disc_id
    assert store.batch.stagings[staging.disc_id].image == str(image)
    assert store.next_undo is None or "映像" not in store.next_undo.what


def test_the_record_outlives_the_program(made):
    store, staging = made
    image = make_image(store, staging, Job())
    kept = records.from_records(records.to_records(store.batch))
    assert kept.stagings[staging.disc_id].image == str(image)


def test_the_same_again_changes_nothing(made):
    store, staging = made
    image = make_image(store, staging, Job())
    before, entries = (image.stat().st_ino, image.stat().st_mtime_ns), len(store.history)
    make_image(store, store.batch.stagings[staging.disc_id], Job())
    assert (image.stat().st_ino, image.stat().st_mtime_ns) == before
    assert len(store.history) == entries


def test_a_byte_flipped_in_an_image_that_is_there_is_made_right(made):
    store, staging = made
    image = make_image(store, staging, Job())
    content = image.read_bytes()
    letter = (Path(staging.folder) / "data/全省质量标杆/推荐文件.pdf").read_bytes()
    at = content.index(letter) + len(letter) // 2
    image.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    assert is_image_of(image, staging, Job())  # by what it says of itself
    assert make_image(store, staging, Job()).read_bytes() == content


@pytest.mark.parametrize("fault", ["truncated", "other", "gone"])
def test_an_image_that_is_not_whole_or_of_another_disc_is_made_anew(made, fault):
    store, staging = made
    image = make_image(store, staging, Job())
    content = image.read_bytes()
    if fault == "truncated":
        os.truncate(image, len(content) // 2)
    elif fault == "other":
        image.write_bytes(content.replace(b"manifest-sha256.txt", b"manifest-sha256.txT"))
    else:
        image.unlink()
    assert not is_image_of(image, staging, Job())
    assert make_image(store, staging, Job()).read_bytes() == content


def test_a_folder_that_changed_since_is_refused(made):
    store, staging = made
    tags = Path(staging.folder) / "tagmanifest-sha256.txt"
    own_copy(tags)
    tags.write_bytes(tags.read_bytes() + b"\n")
    with pytest.raises(WrongUse, match="改动"):
        make_image(store, staging, Job())
    assert not image_place(staging).exists()


def test_a_folder_that_is_gone_is_told(made):
    store, staging = made
    with pytest.raises(SourceVanished):
        make_image(store, replace(staging, folder=f"{staging.folder}-没有"), Job())


def test_an_image_of_what_the_disc_was_does_not_stay_for_anybody_to_burn(made, sandbox):
    store, staging = made
    image = make_image(store, staging, Job())
    change(store, "乙二", fields={"contact": "换了人"})
    stage(store, READY, image.parent, DVD, sandbox, Job())
    assert not image.exists()
    assert store.batch.stagings[staging.disc_id].image == ""


def test_stopping_leaves_nothing_under_the_name(made):
    store, staging = made
    job: Job

    def stop(progress: Progress) -> None:
        if progress.fraction > 0.3:
            job.cancel()

    job = Job(stop)
    with pytest.raises(Cancelled):
        make_image(store, staging, job)
    out = image_place(staging).parent
    assert [path.name for path in out.iterdir()] == [staging.disc_id]
    assert store.batch.stagings[staging.disc_id].image == ""


# -- to a stick -------------------------------------------------------------------------------------
def test_a_copy_is_the_same_byte_for_byte(made, tmp_path):
    store, staging = made
    image, seen = make_image(store, staging, Job()), []
    target = tmp_path / "U盘"
    target.mkdir()
    export_image(image, target / image.name, Job(seen.append))
    assert (target / image.name).read_bytes() == image.read_bytes()
    assert [path.name for path in target.iterdir()] == [image.name]
    assert {p.message for p in seen} == {"正在复制光盘映像", "正在核对复制的映像"}
    assert all(p.total_bytes for p in seen)


def test_a_copy_that_was_stopped_leaves_what_was_there(made, tmp_path):
    store, staging = made
    image = make_image(store, staging, Job())
    target = tmp_path / "旧.iso"
    target.write_bytes(b"old")
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        export_image(image, target, job)
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*.part"))


def test_an_image_is_not_copied_onto_itself(made):
    store, staging = made
    image = make_image(store, staging, Job())
    with pytest.raises(WrongUse):
        export_image(image, image, Job())
    assert is_image_of(image, staging, Job())


def test_a_stick_that_is_full_is_told_before(made, tmp_path, monkeypatch):
    store, staging = made
    image = make_image(store, staging, Job())
    full = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr("app.send.image.shutil.disk_usage", lambda _: full)
    with pytest.raises(DiskFull, match="只剩 10 字节"):
        export_image(image, tmp_path / "x.iso", Job())
    assert not (tmp_path / "x.iso").exists()
