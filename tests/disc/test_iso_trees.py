"""Disc images read by every tree: ours, other tools', damaged and hostile ones."""

from __future__ import annotations

import contextlib
import io
import shutil
import struct
import subprocess
from collections.abc import Callable
from pathlib import Path

import pycdlib
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.disc.bag import TAG_MANIFEST
from app.disc.iso.check import check_image
from app.disc.iso.image import open_image
from app.disc.iso.volume import trees
from app.disc.iso.write import write_image
from app.errors import AppError, Cancelled, SourceVanished, Unreadable
from app.job import Job
from tests.bags import LABEL, files_of, make_bag, seen_by_xorriso, xorriso

SECTOR = 2048
LONG = f"data/全国先进/{'质' * 60}.zip"
WITHIN = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_bag(tmp_path_factory.mktemp("bag") / "光盘")


@pytest.fixture(scope="module")
def image(bag: Path) -> Path:
    out = bag.with_name(f"{LABEL}.iso")
    write_image(bag, LABEL, out, Job())
    return out


@pytest.fixture
def changed(image: Path, tmp_path: Path) -> Callable[..., Path]:
    """A copy with bytes written over: (place, bytes) each."""

    def change(*spots: tuple[int, bytes]) -> Path:
        content = bytearray(image.read_bytes())
        for place, new in spots:
            content[place : place + len(new)] = new
        copy = tmp_path / "changed.iso"
        copy.write_bytes(content)
        return copy

    return change


def told(image: Path) -> str:
    return "\n".join(f"{fault.where}：{fault.what}" for fault in check_image(image, Job()))


def names_and_places(image: Path) -> object:
    """What people see; the plain tree has the records of Rock Ridge, with numbers for names."""
    seen = trees(image)
    return seen.label, seen.rock_ridge, seen.joliet


def place_of(path: str, image: Path) -> int:
    """Where its bytes begin."""
    return trees(image).rock_ridge.files[path].sections[0][0] * SECTOR


def joliet_record(image: Path, name: str) -> int:
    """Where the Joliet record of that name begins."""
    content = image.read_bytes()
    root = struct.unpack_from("<I", content, 17 * SECTOR + 158)[0] * SECTOR
    return content.index(name.encode("utf-16-be"), root) - 33


def test_both_trees_show_the_names_and_sizes_of_the_folder(bag, image) -> None:
    seen = trees(image)
    sizes = {path: len(content) for path, content in files_of(bag).items()}
    for tree in (seen.rock_ridge, seen.joliet):
        assert {path: stored.size for path, stored in tree.files.items()} == sizes
        assert tree.folders == {"data", "data/全国先进", "data/省级"}
        assert not tree.faults


def test_a_sound_image_has_no_differences(image) -> None:
    assert check_image(image, Job()) == []


def test_a_byte_flipped_in_any_file_is_found_and_named(image, changed) -> None:
    content = image.read_bytes()
    for path, stored in trees(image).rock_ridge.files.items():
        for extent, size in stored.sections:
            for place in {extent * SECTOR, extent * SECTOR + size - 1} if size else ():
                damaged = changed((place, bytes([content[place] ^ 1])))
                assert path in told(damaged) or (path == TAG_MANIFEST and told(damaged))


@WITHIN
@given(st.data())
def test_a_byte_changed_in_the_structure_is_found_or_changes_nothing_that_is_seen(
    image, changed, data
) -> None:
    content = image.read_bytes()
    first_file = min(
        place_of(path, image) for path, each in trees(image).rock_ridge.files.items() if each.size
    )
    place = data.draw(st.integers(16 * SECTOR, first_file - 1).filter(lambda at: content[at]), label="place")
    new = data.draw(st.integers(0, 255), label="new")
    damaged = changed((place, bytes([new])))
    with contextlib.suppress(Unreadable):
        assert told(damaged) or names_and_places(damaged) == names_and_places(image)


@WITHIN
@given(st.integers(0, 200 * SECTOR))
@example(0)
@example(17 * SECTOR)
def test_a_truncated_image_is_unreadable_or_its_differences_are_named(image, tmp_path, length) -> None:
    content = image.read_bytes()
    short = tmp_path / "short.iso"
    short.write_bytes(content[: min(length, len(content) - SECTOR)])
    try:
        assert told(short)
    except Unreadable as error:
        assert "short.iso" in error.detail


@WITHIN
@given(st.lists(st.tuples(st.integers(0, 60 * SECTOR), st.binary(min_size=1, max_size=64)), max_size=20))
def test_garbage_ends_in_words_and_never_in_an_exception(image, changed, spots) -> None:
    damaged = changed(*spots)
    try:
        check_image(damaged, Job())
        disc = open_image(damaged)
    except AppError:
        return
    for path in disc.files:
        try:
            assert len(disc.read(path)) == disc.files[path]
        except OSError:
            continue


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", bytes(40 * SECTOR), b"CD001" * 20_000])
def test_what_is_no_image_is_unreadable(tmp_path, content) -> None:
    (tmp_path / "no.iso").write_bytes(content)
    for read in (trees, open_image, lambda path: check_image(path, Job())):
        with pytest.raises(Unreadable):
            read(tmp_path / "no.iso")


def test_an_image_that_is_not_there_is_told_as_such(tmp_path) -> None:
    with pytest.raises(SourceVanished):
        open_image(tmp_path / "没有.iso")


def test_a_name_that_only_one_tree_shows_is_found(image, changed) -> None:
    place = joliet_record(image, "Readme.TXT")
    wrong = changed((place + 33, "readme.TXT".encode("utf-16-be")))
    assert "data/Readme.TXT：这个文件只有 Linux 看得到" in told(wrong)
    assert "data/readme.TXT：这个文件只有 Windows 看得到" in told(wrong)


def test_two_files_swapped_in_one_tree_are_found(image, changed) -> None:
    content = image.read_bytes()
    one, other = joliet_record(image, "bagit.txt"), joliet_record(image, "bag-info.txt")
    where = slice(2, 18)  # extent and size
    first, second = content[one:][where], content[other:][where]
    wrong = told(changed((one + 2, second), (other + 2, first)))
    assert "bagit.txt：Linux 与 Windows 看到的不是同一处内容" in wrong
    assert "bag-info.txt：Linux 与 Windows 看到的不是同一处内容" in wrong


def test_a_place_told_in_two_ways_is_found(image, changed) -> None:
    place = joliet_record(image, "bagit.txt")
    assert "bagit.txt：Windows 看到的目录：目录记录里两处写的" in told(changed((place + 6, b"\0\0\0\1")))


def test_a_wrong_path_table_is_found(image, changed) -> None:
    table = struct.unpack_from("<I", image.read_bytes(), 17 * SECTOR + 140)[0] * SECTOR
    assert "Windows 看到的目录：文件夹索引与目录不一致" in told(changed((table + 2, b"\7\0\0\0")))


def test_two_plain_names_that_are_one_are_found(image, changed) -> None:
    place = image.read_bytes().index(b"F0002.TXT;1")
    wrong = told(changed((place, b"F0001")))
    assert "F0001.TXT：老系统看到的目录：同一个名称出现两次" in wrong
    assert "老系统看到的目录里不是同一些内容" in wrong


def test_an_image_without_a_joliet_tree_is_told(image, changed) -> None:
    assert "没有 Windows 看到的目录（Joliet）" in told(changed((17 * SECTOR + 88, b"   ")))


def test_a_directory_that_holds_itself_ends(image, changed) -> None:
    content = image.read_bytes()
    root = content[17 * SECTOR + 158 : 17 * SECTOR + 174]
    at = joliet_record(image, "data")
    assert "与另一个文件夹是同一处" in told(changed((at + 2, root)))


def test_continuation_areas_that_go_round_end(image, changed) -> None:
    """Rock Ridge keeps long names in areas of their own; this one goes on with itself."""
    content = image.read_bytes()
    entry = content.rindex(b"CE\x1c\x01")
    extent, offset = struct.unpack_from("<I4xI", content, entry + 4)
    loop = content[entry : entry + 20] + struct.pack("<II", 28, 0)
    area = extent * SECTOR + offset
    assert "扩展记录没有尽头" in told(changed((area, loop), (entry, loop)))


def test_a_name_that_leads_elsewhere_is_left_out(image, changed) -> None:
    content = image.read_bytes()
    entry = content.index(b"NM\x0e\x01\0bagit.txt")
    wrong = changed((entry + 5, b"../../etc"))
    assert "不是正常的名称" in told(wrong)
    assert not any(".." in path for path in open_image(wrong).files)


def test_checking_an_image_can_be_cancelled(image) -> None:
    job = Job()
    job.cancel()
    with pytest.raises(Cancelled):
        check_image(image, job)


# -- images that other tools made --------------------------------------------------------------------
def mkisofs(bag: Path, out: Path, *options: str) -> Path:
    xorriso("-as", "mkisofs", "-quiet", *options, "-o", out, bag)
    return out


def test_a_sound_image_of_our_own_is_read_by_rock_ridge(bag, image) -> None:
    disc = open_image(image)
    assert (disc.tree, disc.label, disc.faults) == ("Rock Ridge", LABEL, ())
    assert {path: disc.read(path) for path in disc.files} == files_of(bag)
    assert list(disc.files) == sorted(disc.files)


def test_an_image_by_xorriso_is_read_as_xorriso_reads_it(bag, tmp_path) -> None:
    disc = open_image(mkisofs(bag, tmp_path / "x.iso", "-R", "-J", "-iso-level", "3"))
    assert {path: disc.read(path) for path in disc.files} == files_of(bag)
    assert {path: disc.read(path) for path in disc.files} == seen_by_xorriso(
        disc.path, tmp_path / "seen", tree="any"
    )


def test_folders_that_rock_ridge_moved_are_found_where_they_belong(tmp_path) -> None:
    deep = tmp_path / "deep" / "/".join("甲乙丙丁戊己庚辛壬癸")
    deep.mkdir(parents=True)
    (deep / "深.txt").write_text("deep")
    for number, options in enumerate((("-R",), ("-R", "-rr_reloc_dir", "moved"))):
        disc = open_image(mkisofs(tmp_path / "deep", tmp_path / f"{number}.iso", *options))
        assert list(disc.files) == ["甲/乙/丙/丁/戊/己/庚/辛/壬/癸/深.txt"]
        assert not disc.faults


def test_a_link_on_a_disc_is_named_and_left_out(tmp_path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "链接").symlink_to("/etc/passwd")
    disc = open_image(mkisofs(tmp_path / "folder", tmp_path / "x.iso", "-R"))
    assert not disc.files
    assert [(fault.where, "链接" in fault.what) for fault in disc.faults] == [("链接", True)]


def test_an_image_of_genisoimage_with_joliet_alone_is_read(tmp_path) -> None:
    if shutil.which("genisoimage") is None:
        pytest.skip("genisoimage is not installed")
    bag = make_bag(tmp_path / "bag", {"data/质量标杆.zip": b"z" * 5000})
    out = tmp_path / "x.iso"
    subprocess.run(
        ["genisoimage", "-quiet", "-J", "-input-charset", "utf-8", "-o", str(out), str(bag)],
        check=True, capture_output=True,
    )  # fmt: skip
    disc = open_image(out)
    assert disc.tree == "Joliet"
    assert {path: disc.read(path) for path in disc.files} == files_of(bag)


def in_memory(**kinds: object) -> pycdlib.PyCdlib:
    image = pycdlib.PyCdlib()
    image.new(interchange_level=3, **kinds)
    return image


def test_an_image_with_plain_names_only_is_read(tmp_path) -> None:
    image = in_memory()
    image.add_fp(io.BytesIO(b"plain"), 5, "/README.TXT;1")
    image.write(str(tmp_path / "x.iso"))
    disc = open_image(tmp_path / "x.iso")
    assert (disc.tree, dict(disc.files), disc.read("README.TXT")) == ("ISO 9660", {"README.TXT": 5}, b"plain")


@pytest.mark.parametrize("keeps_iso", [True, False])
def test_a_udf_image_is_read_by_7zip(tmp_path, keeps_iso) -> None:
    image = in_memory(udf="2.60")
    image.add_directory("/D1", udf_path="/资料")
    image.add_fp(io.BytesIO(b"x" * 5000), 5000, "/D1/A.;1", udf_path="/资料/甲 [一].txt")
    image.add_fp(io.BytesIO(b"yy"), 2, "/B.;1", udf_path="/@乙.txt")
    made = io.BytesIO()
    image.write_fp(made)
    content = made.getvalue() if keeps_iso else made.getvalue().replace(b"CD001", bytes(5))
    (tmp_path / "x.iso").write_bytes(content)
    disc = open_image(tmp_path / "x.iso")
    assert disc.tree == "UDF"
    assert {path: disc.read(path) for path in disc.files} == {
        "资料/甲 [一].txt": b"x" * 5000,
        "@乙.txt": b"yy",
    }


def test_a_file_in_several_sections_is_read_in_order(tmp_path) -> None:
    """ISO 9660 level 3 lets a file go on in a second record: made here of two records of one name."""
    image = in_memory()
    image.add_fp(io.BytesIO(b"1" * SECTOR), SECTOR, "/A.TXT;1")
    image.add_fp(io.BytesIO(b"2" * 9), 9, "/B.TXT;1")
    made = io.BytesIO()
    image.write_fp(made)
    content = bytearray(made.getvalue())
    first, second = content.index(b"A.TXT;1"), content.index(b"B.TXT;1")
    content[first - 8] |= 0x80
    content[second : second + 1] = b"A"
    (tmp_path / "x.iso").write_bytes(content)
    disc = open_image(tmp_path / "x.iso")
    assert disc.read("A.TXT") == b"1" * SECTOR + b"2" * 9


def test_files_that_share_a_place_in_part_are_told(tmp_path) -> None:
    image = in_memory()
    image.add_fp(io.BytesIO(b"1" * 9 * SECTOR), 9 * SECTOR, "/A.TXT;1")
    image.add_fp(io.BytesIO(b"2" * 9), 9, "/B.TXT;1")
    made = io.BytesIO()
    image.write_fp(made)
    content = bytearray(made.getvalue())
    first, second = content.index(b"A.TXT;1") - 33, content.index(b"B.TXT;1") - 33
    (extent,) = struct.unpack_from("<I", content, first + 2)
    content[second + 2 : second + 10] = struct.pack("<I", extent + 1) + struct.pack(">I", extent + 1)
    (tmp_path / "x.iso").write_bytes(content)
    assert [fault.what for fault in open_image(tmp_path / "x.iso").faults] == ["与另一个文件占了同一处"]
