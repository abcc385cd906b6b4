"""Discs by the command line: made, burnt, read back, vouched for on paper; whatever is wrong is one line."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import pytest

from app.disc import drives
from app.disc.drives import DiscDrive
from app.disc.iso.image import open_image
from app.job import Job
from app.model.disc import CD, DVD
from app.reading.sandbox import Sandbox
from app.send.stage import stage
from app.store.store import BatchStore
from tests import disc_batches
from tests.bags import files_of
from tests.disc_batches import READY, a_ready_store, small
from tests.road import baopan, done

DISC = "QLBG23_3701_01"
PACKAGE = "data/全省质量标杆/申报材料/济南乙二食品有限公司.zip"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch with a set of two, their folders and images in `光盘` beside it."""
    from app.send.image import make_image

    tmp: Path = tmp_path_factory.mktemp("disc")
    with pytest.MonkeyPatch.context() as patch, Sandbox(2) as box:
        patch.setenv("SOURCE_DATE_EPOCH", disc_batches.DAY)
        with a_ready_store(tmp / "批次", box, tmp / "in") as store:
            for each in stage(store, READY, tmp / "光盘", small(DVD, 650_000), box, Job()):
                make_image(store, each, Job())
    return tmp


@pytest.fixture
def place(original: Path, tmp_path: Path) -> Path:
    """A copy for each test; its batch knows the discs of the original."""
    shutil.copytree(original, tmp_path, dirs_exist_ok=True)
    return tmp_path


def readbacks(batch: Path) -> dict[str, int]:
    with BatchStore.open(batch) as store:
        return {key: each.problems for key, each in store.batch.readbacks.items()}


def one_line(err: str) -> str:
    assert len(err.strip().splitlines()) == 1, err
    return err


# -- the image --------------------------------------------------------------------------------------
def test_stage_makes_the_image_beside_the_folder(clean_batch: Path, tmp_path: Path) -> None:
    shutil.copytree(clean_batch, tmp_path / "批次")
    told = done("stage", tmp_path / "批次", "--out", tmp_path / "光盘", "--iso")
    image = tmp_path / "光盘" / f"{DISC}.iso"
    assert f"光盘映像：{image}" in told
    seen = open_image(image)
    assert {path: seen.read(path) for path in seen.files} == files_of(tmp_path / "光盘" / DISC)
    before = image.stat().st_mtime_ns
    assert done("stage", tmp_path / "批次", "--out", tmp_path / "光盘", "--iso") == told
    assert image.stat().st_mtime_ns == before
    assert "每个文件一致" in done("verify", image)


# -- verify -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", [DISC, f"{DISC}.iso"])
def test_a_folder_and_an_image_are_verified_alike(place: Path, form: str) -> None:
    assert "每个文件一致" in done("verify", place / "光盘" / form)
    told = json.loads(done("verify", place / "光盘" / form, "--json"))
    assert (told["verdict"], told["subjects"]) == ("ok", [{"id": "disc", "name": form}])


def test_the_code_on_the_paper_decides(place: Path) -> None:
    with BatchStore.open(place / "批次") as store:
        code = store.batch.stagings[DISC].check_code
    image = place / "光盘" / f"{DISC}.iso"
    done("verify", image, "--code", code.lower())
    exit_code, out, _ = baopan("verify", image, "--code", "0000-0000-0000", "--json")
    assert exit_code == 1
    assert [f["check"] for f in json.loads(out)["findings"]] == ["DISC-04"]


def test_a_set_is_verified_as_a_whole_and_a_missing_disc_named(place: Path) -> None:
    first, second = (place / "光盘" / f"QLBG23_3701_0{number}.iso" for number in (1, 2))
    assert "每个文件一致" in done("verify", first, second)
    code, out, _ = baopan("verify", first, first)
    assert code == 1
    assert "缺第 2 张" in out
    assert "不止一次" in out


def test_a_flipped_byte_in_an_image_is_named(place: Path) -> None:
    disc, image = _disc_with(place, PACKAGE)
    content, whole = (disc / PACKAGE).read_bytes(), bytearray(image.read_bytes())
    whole[whole.index(content) + 9] ^= 1
    image.write_bytes(whole)
    code, out, _ = baopan("verify", image, "--json")
    assert code == 1
    assert [f["where"] for f in json.loads(out)["findings"] if f["state"] == "found"] == [PACKAGE]


def _disc_with(place: Path, path: str) -> tuple[Path, Path]:
    folder = next(each.parent for each in (place / "光盘").glob("*/data") if (each.parent / path).exists())
    return folder, folder.with_name(f"{folder.name}.iso")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("verify", "{file}"), "读不出来"),
        (("verify", "{tmp}/没有.iso"), "找不到"),
        (("verify", "{iso}", "{iso}", "--code", "0000-0000-0000"), "一次核对一张"),
        (("readback", "{batch}", "{file}"), "读不出来"),
        (("readback", "{batch}", "{tmp}/没有"), "找不到"),
        (("burn", "{batch}", "--disc", "QLBG23_9999_01"), "没有光盘"),
        (("papers", "{batch}", "--out", "{disc}"), "不能存到光盘目录里面"),
    ],
)
def test_wrong_use_is_one_chinese_line(original: Path, place: Path, words: tuple[str, ...], says: str) -> None:
    file = place / "说明.iso"
    file.write_text("不是映像")
    names = {"tmp": place, "batch": place / "批次", "file": file, "disc": original / "光盘" / DISC}
    names["iso"] = place / "光盘" / f"{DISC}.iso"
    code, _, err = baopan(*(word.format(**names) for word in words))
    assert code == 2
    assert says in one_line(err)


def test_an_empty_drive_is_called_so(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = DiscDrive("/dev/sr0", "ASUS DRW-24", place / "sr0")
    monkeypatch.setattr(drives, "disc_drives", lambda: (empty,))
    for words in (("verify", place / "sr0"), ("readback", place / "批次", place / "sr0")):
        code, _, err = baopan(*words)
        assert code == 2
        assert "光驱里没有可读的光盘：ASUS DRW-24" in one_line(err)


# -- read back --------------------------------------------------------------------------------------
def test_reading_back_is_recorded_for_the_disc_that_was_there(original: Path) -> None:
    batch = original / "批次"
    for number in (2, 1):
        told = done("readback", batch, original / "光盘" / f"QLBG23_3701_0{number}.iso")
        assert f"已记录：QLBG23_3701_0{number}" in told
    assert readbacks(batch) == {DISC: 0, "QLBG23_3701_02": 0}
    assert "读盘校验 QLBG23_3701_01：每个文件一致" in done("history", batch)


def test_a_truncated_disc_is_recorded_as_hurt(original: Path, tmp_path: Path) -> None:
    image = Path(shutil.copy(original / "光盘" / f"{DISC}.iso", tmp_path))
    with image.open("r+b") as file:
        file.truncate(image.stat().st_size - 30_000)
    code, out, _ = baopan("readback", original / "批次", image, "--json")
    assert code == 1
    assert {f["check"] for f in json.loads(out)["findings"]} >= {"DISC-05"}
    assert readbacks(original / "批次")[DISC] > 0


# -- burn and paper ---------------------------------------------------------------------------------
def test_a_disc_is_burnt_and_read_back(original: Path, tmp_path: Path) -> None:
    """xorriso's pseudo-drive takes the place of a real one."""
    if shutil.which("xorriso") is None:
        pytest.skip("xorriso is not installed")
    disc = tmp_path / "blank"
    disc.touch()
    told = done("burn", original / "批次", "--drive", f"stdio:{disc}", "--disc", DISC)
    assert f"已刻录：{DISC}" in told
    assert "每个文件一致" in done("readback", original / "批次", disc)


def test_a_blank_that_is_too_small_is_refused(original: Path, tmp_path: Path) -> None:
    before = CD.capacity
    object.__setattr__(CD, "capacity", 100_000)
    try:
        code, _, err = baopan("burn", original / "批次", "--drive", f"stdio:{tmp_path}/x", "--medium", "cd")
    finally:
        object.__setattr__(CD, "capacity", before)
    assert code == 1
    assert "CD-R" in one_line(err)
    assert not list(tmp_path.iterdir())


def test_viruses_are_looked_for_by_the_program_that_was_named(original: Path, tmp_path: Path) -> None:
    shutil.copytree(original / "批次", tmp_path / "批次")
    program = tmp_path / "scan.py"
    program.write_text("import sys; print(sys.argv[1] + '/data/a.zip: X FOUND'); sys.exit(1)")
    code, _, err = baopan("scan", tmp_path / "批次")
    assert code == 2 and "没有找到查毒程序" in err
    assert sys.executable in done("scanner", f'"{sys.executable}" "{program}"')
    code, out, _ = baopan("scan", tmp_path / "批次")
    assert code == 1 and "发现病毒" in out and "data/a.zip" in out
    program.write_text("")
    assert done("scan", tmp_path / "批次").count("未发现病毒") == 2
    done("papers", tmp_path / "批次", "--out", tmp_path / "纸")


def test_the_papers_are_printed(original: Path, tmp_path: Path) -> None:
    told = done("papers", original / "批次", "--out", tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["交接登记表.pdf", "光盘盘面.pdf", "光盘封面清单.pdf"])
    assert "交接登记表：" in told
