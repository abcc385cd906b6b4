"""Packages: complete zip archives that every reader takes."""

import hashlib
import io
import os
import struct
import subprocess
import zipfile
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.reading.containers.sevenzip_program import binary
from app.writing.zip import BLOCK, Written, ZipWriter, dos_stamp

SEVEN = binary()
TEXT = ("质量管理体系运行记录，第%d页。\n" * 20000).encode()
NOISE = os.urandom(3 * BLOCK + 12345)


def make(path: Path, members: dict[str, bytes], step: int = 1 << 18, crcs: dict[str, int] = {}) -> Written:  # noqa: B006
    with ZipWriter(path) as archive:
        for name, content in members.items():
            chunks = (content[at : at + step] for at in range(0, len(content), step))
            archive.add(name, len(content), 1_690_000_000, chunks, crcs.get(name, -1))
        return archive.close()


def locals_of(content: bytes) -> list[tuple[str, int, int, int]]:
    """(name, flags, method, crc) by walking the local headers alone, as Java's ZipInputStream does."""
    found, at = [], 0
    while content[at : at + 4] == b"PK\3\4":
        _, flags, method, _, _, crc, packed, size, length, extra = struct.unpack_from(
            "<5H3L2H", content, at + 4
        )
        assert not flags & 8, "a data descriptor"
        if method == 0:
            assert packed == size
        name = content[at + 30 : at + 30 + length].decode("utf-8" if flags & 0x800 else "ascii")
        found.append((name, flags, method, crc))
        at += 30 + length + extra + packed
    assert content[at : at + 4] in (b"PK\1\2", b"PK\5\6")
    return found


def test_zipfile_and_7zip_both_read_the_archive(tmp_path):
    members = {"申报书（盖章）.pdf": NOISE, "证明材料/1 营业执照.jpg": b"x" * 10, "空.txt": b"", "a.txt": TEXT}
    written = make(tmp_path / "a.zip", members)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == members
    done = subprocess.run([SEVEN, "t", tmp_path / "a.zip"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    content = (tmp_path / "a.zip").read_bytes()
    assert written == (len(content), hashlib.sha256(content).hexdigest())


def test_local_headers_are_complete_and_chinese_names_say_utf8(tmp_path):
    make(tmp_path / "a.zip", {"申报书.pdf": NOISE, "a.txt": TEXT})
    found = locals_of((tmp_path / "a.zip").read_bytes())
    assert [(name, flags) for name, flags, _, _ in found] == [("申报书.pdf", 0x800), ("a.txt", 0)]
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert [crc for *_, crc in found] == [archive.getinfo(name).CRC for name, *_ in found]


def test_what_does_not_shrink_is_stored_and_the_rest_is_deflated(tmp_path):
    make(tmp_path / "a.zip", {"scan.jpg": NOISE, "text.txt": TEXT})
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert archive.getinfo("scan.jpg").compress_type == zipfile.ZIP_STORED
        assert archive.getinfo("text.txt").compress_type == zipfile.ZIP_DEFLATED
        assert archive.getinfo("text.txt").compress_size < len(TEXT) / 5


def test_the_members_hash_comes_back_where_its_crc_was_not_known(tmp_path):
    with ZipWriter(tmp_path / "a.zip") as archive:
        sha256 = hashlib.sha256(NOISE).hexdigest()
        assert archive.add("a", len(NOISE), 0, [NOISE]) == (len(NOISE), crc32(NOISE), sha256)
        assert archive.add("b", len(NOISE), 0, [NOISE], crc32(NOISE)) == (len(NOISE), crc32(NOISE), "")
        archive.close()


@pytest.mark.parametrize("content", [NOISE, TEXT])
def test_a_member_that_is_not_what_was_expected_shows_by_its_crc(tmp_path, content):
    with ZipWriter(tmp_path / "a.zip") as archive:
        added = archive.add("a", len(content), 0, [content[:-1] + b"\0"], crc32(content))
    assert added.crc32 != crc32(content)


def test_a_crc_known_beforehand_changes_no_byte(tmp_path):
    members = {"scan.jpg": NOISE, "text.txt": TEXT, "空.txt": b""}
    known = {name: crc32(content) for name, content in members.items()}
    one = make(tmp_path / "a.zip", members)
    assert make(tmp_path / "b.zip", members, crcs=known) == one
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_the_bytes_do_not_depend_on_how_the_content_arrives(tmp_path):
    mixed = {"a.txt": TEXT * 3, "b.bin": NOISE, "c": TEXT + NOISE}
    written = {make(tmp_path / f"{step}.zip", mixed, step) for step in (4099, 1 << 16, 1 << 20, 5 << 20)}
    assert len(written) == 1


def test_the_directory_is_in_order_of_paths(tmp_path):
    make(tmp_path / "a.zip", {"b": b"1", "c": b"2", "a": b"3"})
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["a", "b", "c"]


@pytest.mark.parametrize("path", ["", "/a", "../a", "a/../b", "a//b", "a/", "C:/a", "..\\a", "a\0b", "."])
def test_a_path_that_leaves_the_archive_is_refused(tmp_path, path):
    with ZipWriter(tmp_path / "a.zip") as archive, pytest.raises(ValueError):
        archive.add(path, 0, 0, [])


def test_the_same_path_twice_is_refused(tmp_path):
    with ZipWriter(tmp_path / "a.zip") as archive:
        archive.add("a", 0, 0, [])
        with pytest.raises(ValueError):
            archive.add("a", 0, 0, [])


def test_times_are_held_within_what_zip_can_say():
    assert dos_stamp(-5) == (0, 1 << 5 | 1)
    assert dos_stamp(1 << 40) == (23 << 11 | 59 << 5 | 29, 127 << 9 | 12 << 5 | 31)


def test_many_members_take_zip64_records(tmp_path):
    with ZipWriter(tmp_path / "a.zip") as archive:
        for number in range(65_600):
            archive.add(f"{number:05d}", 0, 0, ())
        archive.close()
    assert len(zipfile.ZipFile(tmp_path / "a.zip").namelist()) == 65_600


def test_a_member_that_may_pass_4_gib_gets_zip64_sizes_in_a_complete_header(tmp_path):
    with ZipWriter(tmp_path / "a.zip") as archive:
        archive.add("large.bin", 5 << 30, 0, [NOISE])
        archive.close()
    content = (tmp_path / "a.zip").read_bytes()
    assert struct.unpack_from("<H2L", content, 4)[0] == 45
    assert struct.unpack_from("<2L", content, 18) == (0xFFFFFFFF, 0xFFFFFFFF)
    assert struct.unpack_from("<HHQQ", content, 30 + len("large.bin")) == (1, 16, len(NOISE), len(NOISE))
    assert zipfile.ZipFile(tmp_path / "a.zip").read("large.bin") == NOISE
    assert subprocess.run([SEVEN, "t", tmp_path / "a.zip"], capture_output=True).returncode == 0


PART = st.text(st.characters(exclude_characters="/\\\0", exclude_categories=["Cs"]), min_size=1, max_size=12)
PATH = st.lists(PART.filter(lambda part: part not in (".", "..")), min_size=1, max_size=3).map("/".join)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(PATH.filter(lambda path: path[1:2] != ":"), st.binary(max_size=3000), max_size=6))
def test_any_names_and_contents_come_back(tmp_path, members):
    make(tmp_path / "a.zip", members, step=700)
    content = (tmp_path / "a.zip").read_bytes()
    assert [name for name, *_ in locals_of(content)] == list(members)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {info.orig_filename: archive.read(info) for info in archive.infolist()} == members
