"""Which drives there are, as the kernel tells, and which of them a path lies on."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from app.disc.drives import DiscDrive, by_kernel, drive_of, place_named

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these paths are Linux', Windows' are letters")


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr(os, "access", lambda *_: False)
    devices = tmp_path / "block"
    for name in ("sda", "sr1", "sr0"):
        (devices / name / "device").mkdir(parents=True)
    (devices / "sr0" / "device" / "vendor").write_text("ASUS    \n")
    (devices / "sr0" / "device" / "model").write_text("DRW-24D5MT      \n")
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n/dev/sr0 /media/clerk/QL\\040盘 iso9660 ro 0 0\n")
    return devices, mounts


def test_only_optical_drives_are_listed_by_maker_and_model(system):
    first, second = by_kernel(*system)
    assert (first.id, first.name) == ("/dev/sr0", "ASUS DRW-24D5MT（sr0）")
    assert (second.id, second.name) == ("/dev/sr1", "光驱 sr1")


def test_where_a_disc_is_seen_is_told_also_with_spaces(system):
    first, second = by_kernel(*system)
    assert first.mounted == "/media/clerk/QL 盘"
    assert second.mounted == ""


def test_where_the_sectors_may_not_be_read_the_folder_is(system):
    first, second = by_kernel(*system)  # /dev/sr0 may be read by nobody here
    assert first.source == Path("/media/clerk/QL 盘")
    assert second.source == Path("/dev/sr1")
    assert drive_of(Path("/dev/sr0"), [first]) is first


def test_no_drive_is_no_error(tmp_path):
    assert by_kernel(tmp_path / "nothing", tmp_path / "nothing") == ()


@pytest.mark.parametrize(
    ("place", "is_it"),
    [
        ("/dev/sr0", True), ("/media/clerk/QL 盘", True), ("/media/clerk/QL 盘/data", True),
        ("/media/clerk/QL 盘2", False), ("/dev/sr1", False), ("/home/clerk/盘.iso", False),
    ],
)
def test_a_path_on_a_disc_belongs_to_its_drive(place, is_it):
    drive = DiscDrive("/dev/sr0", "ASUS", Path("/dev/sr0"), "/media/clerk/QL 盘")
    assert (drive_of(Path(place), [drive]) is drive) is is_it


def test_a_path_is_taken_as_it_is():
    assert place_named("/dev/sr0") == Path("/dev/sr0")
    assert place_named("光盘/QLBG23_3701_01.iso") == Path("光盘/QLBG23_3701_01.iso")
