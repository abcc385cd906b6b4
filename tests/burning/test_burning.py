"""An image goes to the system's burner, whole, or the clerk is told why not."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.burning import find_burner, linux, windows
from app.burning.burner import Burner, Drive
from app.errors import BurnFailed, Cancelled, DoesNotFit, NoBurner, SourceVanished
from app.job import Job, Progress
from app.model.disc import BD, CD, DVD
from tests.burners import FakeBurner

unix = pytest.mark.skipif(sys.platform == "win32", reason="runs shell scripts")
with_xorriso = pytest.mark.skipif(shutil.which("xorriso") is None, reason="xorriso is not installed")
DRIVE = Drive("/dev/sr0", "光驱")


@pytest.fixture
def image(tmp_path) -> Path:
    path = tmp_path / "QLBG23 {3701}.iso"
    path.write_bytes(os.urandom(6_000_000))
    return path


def program(tmp_path: Path, monkeypatch, name: str, script: str) -> Burner:
    """What is found when `name` is all that is installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(shutil, "which", lambda wanted: str(file) if wanted == name else None)
    found = linux.burner()
    assert found is not None and found.name == name
    return found


# -- a real one --------------------------------------------------------------------------------------
@unix
@with_xorriso
def test_xorriso_burns_the_image_byte_for_byte_and_closes_the_disc(image, tmp_path):
    burner, seen = linux.burner(), []
    burner.burn(image, Drive(f"stdio:{tmp_path / 'disc'}", "文件"), DVD, Job(seen.append))
    burnt = (tmp_path / "disc").read_bytes()
    assert burnt[:6_000_000] == image.read_bytes()
    assert set(burnt[6_000_000:]) == {0}
    fractions = [progress.fraction for progress in seen]
    assert fractions == sorted(fractions) and fractions[-1] == 1.0
    assert seen[-1].done_bytes == seen[-1].total_bytes == 6_000_000


@unix
@with_xorriso
def test_a_drive_that_is_gone_is_told(image):
    with pytest.raises(BurnFailed, match="光驱找不到了"):
        linux.burner().burn(image, Drive("/dev/sr77", ""), DVD, Job())


# -- what the programs are asked and what they say ----------------------------------------------------
@unix
@pytest.mark.parametrize(
    ("name", "medium", "asked"),
    [
        ("xorriso", DVD, "-as cdrecord -v dev=/dev/sr0 speed=8 -dao padsize=300k -eject {image}"),
        ("xorriso", BD, "-as cdrecord -v dev=/dev/sr0 speed=4 -dao padsize=300k -eject {image}"),
        ("growisofs", DVD, "-dvd-compat -speed=8 -Z /dev/sr0={image}"),
    ],
)
def test_the_disc_is_closed_at_a_moderate_speed(image, tmp_path, monkeypatch, name, medium, asked):
    burner = program(tmp_path, monkeypatch, name, f'echo "$@" > {tmp_path}/asked')
    burner.burn(image, DRIVE, medium, Job())
    assert (tmp_path / "asked").read_text().strip() == asked.replace("{image}", str(image))


@unix
@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("xorriso", "xorriso : UPDATE :    3 of   6 MB written (fifo 99%) [buf  50%]   3.8x."),
        ("growisofs", " 3145728/6000000 (52.4%) @3.9x, remaining 5:31 RBU 100.0% UBU  99.8%"),
    ],
)
def test_progress_is_read_from_its_lines(image, tmp_path, monkeypatch, name, lines):
    seen: list[Progress] = []
    program(tmp_path, monkeypatch, name, f"printf '%s\\r' '{lines}'").burn(image, DRIVE, DVD, Job(seen.append))
    assert [progress.done_bytes for progress in seen] == [0, 3 << 20, 6_000_000]


@unix
@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("xorriso : FAILURE : Drive already grabbed", "正被其他程序占用"),
        ("Cannot access '/dev/sr0': Permission denied", "没有使用光驱的权限"),
        (":-( /dev/sr0: media is not recognized as recordable: no media", "光驱里没有光盘"),
        ("libburn : SORRY : Media status : is written , is closed", "不是空白的"),
        (":-( write failed: Input/output error; I/O error", "写盘出错"),
        (":-( /dev/sr0: 2295104 blocks are free, 3000000 to be written!", "容量不够"),
        ("Segmentation fault", "代码 5"),
    ],
)
def test_a_failure_is_told_in_the_clerks_words(image, tmp_path, monkeypatch, said, told):
    burner = program(tmp_path, monkeypatch, "xorriso", f"echo \"{said}\" >&2; exit 5")
    with pytest.raises(BurnFailed, match=told):
        burner.burn(image, DRIVE, DVD, Job())


@unix
def test_cancelling_ends_the_program(image, tmp_path, monkeypatch):
    script = f"echo $$ > {tmp_path}/pid; echo 'xorriso : UPDATE :  1 of  6 MB written'; exec sleep 600"
    burner = program(tmp_path, monkeypatch, "xorriso", script)
    job = Job(lambda progress: job.cancel() if progress.done_bytes else None)
    with pytest.raises(Cancelled):
        burner.burn(image, DRIVE, DVD, job)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


# -- refusals ----------------------------------------------------------------------------------------
@unix
def test_an_image_larger_than_the_medium_never_reaches_the_burner(image, tmp_path, monkeypatch):
    burner = program(tmp_path, monkeypatch, "xorriso", f"touch {tmp_path}/started")
    for each in (burner, FakeBurner(tmp_path), windows.IsoBurn(Path("/bin/true"))):
        with pytest.raises(DoesNotFit, match=r"比一张 CD-R 多 1\.0 MB"):
            each.burn(image, DRIVE, replace(CD, capacity=5_000_000), Job())
    assert not (tmp_path / "started").exists()


def test_an_image_that_is_gone_is_told(tmp_path):
    with pytest.raises(SourceVanished):
        FakeBurner(tmp_path).burn(tmp_path / "no.iso", DRIVE, DVD, Job())


@unix
def test_without_any_burner_the_clerk_is_told_what_to_do_instead(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(NoBurner, match=r"没有安装 xorriso.*拷到有刻录机的电脑"):
        find_burner()


# -- other burners -----------------------------------------------------------------------------------
@unix
def test_windows_burns_by_its_own_program(image, tmp_path):
    assert windows.burner({"SystemRoot": str(tmp_path)}) is None
    program = tmp_path / "System32" / "isoburn.exe"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nfor each in "$@"; do echo "$each"; done > {tmp_path}/asked\n')
    program.chmod(0o755)
    burner = windows.burner({"SystemRoot": str(tmp_path)})
    assert burner is not None
    burner.burn(image, Drive("E:", "光驱 E:"), DVD, Job())
    assert (tmp_path / "asked").read_text().splitlines() == ["/Q", "E:", str(image)]


def test_the_burner_for_tests_burns_what_it_is_given(image, tmp_path):
    burner = FakeBurner(tmp_path, spoilt=10)
    (drive,) = burner.drives()
    burner.burn(image, drive, DVD, Job())
    assert Path(drive.id).read_bytes() == image.read_bytes()[:-10]
