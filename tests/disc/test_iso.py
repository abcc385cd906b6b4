"""Disc images: the same names and bytes in every tree, or none at all."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pycdlib
import pytest

from app.disc.iso.volume import trees
from app.disc.iso.write import write_image
from app.errors import AppError, Cancelled, DiskFull, ReadFailed, VerifyFailed, WrongUse
from app.job import Job, Progress
from app.model.disc_names import NAME_UNITS
from tests.bags import CONTENTS, LABEL, files_of, make_bag, seen_by_7zip, seen_by_xorriso

GIB = 1 << 30


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    return make_bag(tmp_path / "光盘")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / f"{LABEL}.iso"


def in_its_own_process(code: str, *words: object, **environment: str) -> str:
    run = [sys.executable, "-c", code, *map(str, words)]
    return subprocess.run(
        run, capture_output=True, text=True, check=True, env={**os.environ, **environment}, cwd=Path.cwd()
    ).stdout


@pytest.mark.parametrize("tree", ["any", "norock"])
def test_xorriso_sees_the_same_names_and_bytes_in_both_trees(bag, out, tmp_path, tree) -> None:
    write_image(bag, LABEL, out, Job())
    assert seen_by_xorriso(out, tmp_path / "seen", tree=tree) == files_of(bag)


def test_7zip_sees_the_same_names_and_bytes(bag, out, tmp_path) -> None:
    write_image(bag, LABEL, out, Job())
    assert seen_by_7zip(out, tmp_path / "seen") == files_of(bag)


def test_the_plain_iso_9660_tree_holds_the_same_bytes_under_numbers(bag, out) -> None:
    write_image(bag, LABEL, out, Job())
    image = pycdlib.PyCdlib()
    image.open(str(out))
    paths = [f"{above.rstrip('/')}/{name}" for above, _, names in image.walk(iso_path="/") for name in names]
    seen = []
    for path in paths:
        content = io.BytesIO()
        image.get_file_from_iso_fp(content, iso_path=path)
        seen.append(content.getvalue())
    image.close()
    assert sorted(seen) == sorted(files_of(bag).values())
    assert all(re.fullmatch(r"(/D\d{4})*/F\d{4}\.[A-Z0-9]{0,3};1", path) for path in paths)


def test_the_image_says_what_was_written(bag, out) -> None:
    write_image(bag, LABEL, out, Job())
    assert len(trees(out).iso.files) == len(files_of(bag))
    assert out.stat().st_size == trees(out).size
    assert (trees(out).label, trees(out).joliet_label) == (LABEL, LABEL)


def test_the_same_folder_gives_the_same_bytes_at_any_time_in_any_time_zone(bag, out, tmp_path) -> None:
    write_image(bag, LABEL, out, Job())
    again = make_bag(tmp_path / "别处", dict(reversed(CONTENTS.items())))
    for file in again.rglob("*"):
        os.utime(file, (1, 1))
    code = (
        "import sys; from pathlib import Path; from app.job import Job; from app.disc.iso.write import write_image\n"
        "write_image(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), Job())"
    )
    in_its_own_process(code, again, LABEL, tmp_path / "again.iso", TZ="America/New_York", PYTHONHASHSEED="7")
    assert (tmp_path / "again.iso").read_bytes() == out.read_bytes()


def test_the_dates_on_the_disc_are_the_bags_day(tmp_path, out) -> None:
    write_image(make_bag(tmp_path / "bag", day="2024-02-29"), LABEL, out, Job())
    image = pycdlib.PyCdlib()
    image.open(str(out))
    date = image.get_record(joliet_path="/bagit.txt").date
    told = (date.years_since_1900, date.month, date.day_of_month, date.hour, date.gmtoffset)
    image.close()
    assert told == (124, 2, 29, 0, 32)  # 32 quarters of an hour: China


def test_pycdlib_has_its_own_clock_back_afterwards(bag, out) -> None:
    import time

    write_image(bag, LABEL, out, Job())
    assert pycdlib.pycdlib.time is pycdlib.headervd.time is pycdlib.dates.time is time  # type: ignore[attr-defined]


def test_pycdlib_still_needs_its_count_of_joliet_names_mended() -> None:
    """When this fails, Layout._joliet_name_and_parent_from_path can go."""
    image = pycdlib.PyCdlib()
    image.new(joliet=3)
    with pytest.raises(pycdlib.pycdlibexception.PyCdlibInvalidInput):
        image.add_directory("/D0001", joliet_path=f"/{'质' * 22}")


def test_a_name_of_as_many_units_as_joliet_takes_is_written_whole(tmp_path, out) -> None:
    for name in ("质" * 60 + ".zip", "𠮷" * 30 + ".zip", "a" * NAME_UNITS):
        folder = make_bag(tmp_path / "bag", {f"data/{name}": b"1"})
        write_image(folder, LABEL, out, Job())
        assert f"data/{name}" in trees(out).joliet.files
        assert f"data/{name}" in trees(out).rock_ridge.files
        shutil.rmtree(folder)


def test_many_files_fill_more_than_one_sector_of_every_directory(tmp_path, out) -> None:
    folder = make_bag(tmp_path / "bag", {f"data/第{n:03}号企业的申报材料.zip": b"%d" % n for n in range(300)})
    write_image(folder, LABEL, out, Job())
    assert seen_by_7zip(out, tmp_path / "seen") == files_of(folder)


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ({"data/" + "质" * 65: b""}, "最多 64 个"),
        ({"data/甲;乙.zip": b""}, ";"),
        ({"data/A.zip": b"", "data/a.zip": b""}, "同一个名称"),
        ({"data/é.zip": b"", "data/e\u0301.zip": b""}, "同一个名称"),
        ({"data/1/2/3/4/5/6/7/8.zip": b""}, "层数太多"),
    ],
)
def test_what_some_reading_system_would_show_otherwise_is_refused_by_name(
    tmp_path, out, contents, said
) -> None:
    if sys.platform == "win32" and "data/a.zip" in contents:
        pytest.skip("they are one file there")
    with pytest.raises(WrongUse) as told:
        write_image(make_bag(tmp_path / "bag", contents), LABEL, out, Job())
    assert said in told.value.detail
    assert not list(out.parent.iterdir())


@pytest.mark.parametrize("label", ["", "光盘", "qlbg23", "A" * 16, "A B"])
def test_a_label_that_some_system_would_show_otherwise_is_refused(bag, out, label) -> None:
    with pytest.raises(WrongUse):
        write_image(bag, label, out, Job())


def test_a_folder_that_is_no_disc_folder_is_refused(tmp_path, out) -> None:
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "甲.txt").write_text("x")
    with pytest.raises(WrongUse, match="不是制作好的光盘目录"):
        write_image(tmp_path / "some", LABEL, out, Job())


def test_a_file_of_4_gib_is_refused_by_name(bag, out) -> None:
    with (bag / "data" / "大.zip").open("wb") as file:
        file.truncate(4 * GIB)
    with pytest.raises(WrongUse, match=r"大.zip.*4 GiB"):
        write_image(bag, LABEL, out, Job())


def test_too_little_room_is_told_before_anything_is_written(bag, out) -> None:
    needed = shutil.disk_usage(out.parent).free // (3 * GIB) + 2
    if needed > 500:
        pytest.skip("this disk is too large to be too small")
    for number in range(needed):
        with (bag / "data" / f"{number}.zip").open("wb") as file:
            file.truncate(3 * GIB)
    with pytest.raises(DiskFull, match="只剩"):
        write_image(bag, LABEL, out, Job())
    assert not list(out.parent.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="its limits and its own memory are asked for as Unix has them")
def test_a_write_that_fails_half_way_leaves_the_old_image(tmp_path, out) -> None:
    folder = make_bag(tmp_path / "bag", {"data/甲.zip": b"x" * 3_000_000})
    out.write_bytes(b"old")
    code = (
        "import resource, sys; from pathlib import Path; from app.errors import AppError\n"
        "from app.job import Job; from app.disc.iso.write import write_image\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "try: write_image(Path(sys.argv[1]), 'A', Path(sys.argv[2]), Job())\n"
        "except AppError as error: print(error.code)"
    )
    assert in_its_own_process(code, folder, out).strip() == ReadFailed.code
    assert files_of(out.parent) == {out.name: b"old"}


@pytest.mark.parametrize("stop_at", [0.0, 0.3, 0.8])
def test_a_cancelled_image_leaves_nothing(tmp_path, out, stop_at) -> None:
    folder = make_bag(tmp_path / "bag", {f"data/{n}.zip": b"x" * 3_000_000 for n in range(3)})

    def report(progress: Progress) -> None:
        if progress.fraction >= stop_at:
            job.cancel()

    job = Job(report)
    with pytest.raises(Cancelled):
        write_image(folder, LABEL, out, job)
    assert not list(out.parent.iterdir())


def test_progress_is_told_in_bytes_and_never_goes_back(tmp_path, out) -> None:
    seen: list[Progress] = []
    write_image(make_bag(tmp_path / "bag", {"data/甲.zip": b"x" * 5_000_000}), LABEL, out, Job(seen.append))
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert max(p.done_bytes for p in seen if p.message == "正在写光盘映像") == out.stat().st_size


def test_bytes_that_are_not_those_of_the_manifest_are_never_kept(bag, out) -> None:
    out.write_bytes(b"old")
    damaged = bag / "data" / "Readme.TXT"
    damaged.write_bytes(b"MIXED CASE")
    with pytest.raises(VerifyFailed, match=r"Readme\.TXT：内容与清单不同"):
        write_image(bag, LABEL, out, Job())
    assert files_of(out.parent) == {out.name: b"old"}


def test_a_folder_that_was_made_anew_meanwhile_is_not_the_images(bag, out) -> None:
    def report(progress: Progress) -> None:
        if progress.message == "正在核对光盘映像":
            make_bag(bag, {**CONTENTS, "data/Readme.TXT": b"another"})

    with pytest.raises(VerifyFailed, match="tagmanifest"):
        write_image(bag, LABEL, out, Job(report))
    assert not list(out.parent.iterdir())


def test_a_file_that_no_manifest_lists_is_not_put_on_a_disc(bag, out) -> None:
    (bag / "data" / "多.txt").write_bytes(b"x")
    with pytest.raises(VerifyFailed, match=r"多\.txt：不在清单里"):
        write_image(bag, LABEL, out, Job())


@pytest.mark.skipif(sys.platform == "win32", reason="its limits and its own memory are asked for as Unix has them")
def test_memory_stays_flat_however_large_the_files(tmp_path, out) -> None:
    folder = make_bag(tmp_path / "bag", {"data/甲.zip": bytes(200 << 20)})
    code = (
        "import resource, sys; from pathlib import Path; from app.job import Job\n"
        "from app.disc.iso.write import write_image\n"
        "write_image(Path(sys.argv[1]), 'A', Path(sys.argv[2]), Job())\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    # a child's peak starts at its parent's size when it is forked, so a lean process starts it
    lean = (
        "import subprocess, sys; print(subprocess.run(sys.argv[1:], capture_output=True, text=True).stdout)"
    )
    kilobytes = in_its_own_process(lean, sys.executable, "-c", code, folder, out)
    assert int(kilobytes) < 150_000


def test_an_error_is_one_a_clerk_can_read(tmp_path, out) -> None:
    with pytest.raises(AppError) as told:
        write_image(tmp_path / "没有", LABEL, out, Job())
    assert told.value.code == "E301"
