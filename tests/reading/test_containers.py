"""Every container comes out the same; every fault is named; nothing raises."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.model.source import Container, Fault, Trouble
from app.reading.containers import container_of, stream
from app.reading.limits import Limits
from app.reading.survey import survey
from tests.builders import (
    Files,
    a_7z,
    a_bomb,
    a_folder,
    a_rar4,
    a_rar5,
    a_rar5_with,
    a_tar,
    a_traversal_zip,
    a_zip,
    a_zip_with,
    an_encrypted_zip,
    an_overlap_zip,
)

FILES = {"申报书.pdf": b"%PDF-1.4 " + bytes(range(256)) * 20, "证明材料/营业执照.jpg": b"jpeg", "空.txt": b""}
PACKERS = {
    "zip": a_zip,
    "gbk.zip": lambda path, files: a_zip(path, files, "gbk"),
    "stored.zip": lambda path, files: a_zip(path, files, method=zipfile.ZIP_STORED),
    "7z": a_7z,
    "solid.7z": lambda path, files: a_7z(path, files, packed=True),
    "4.rar": a_rar4,
    "5.rar": a_rar5,
    "tar": a_tar,
    "tar.gz": lambda path, files: a_tar(path, files, "w:gz"),
    "folder": a_folder,
}


def read(path: Path, limits: Limits = Limits()) -> tuple[dict[str, bytes], list[Trouble]]:  # noqa: B008
    troubles: list[Trouble] = []
    found = {}
    for item in stream(path, container_of(path), limits, troubles, lambda *_: None):
        content = b"".join(item.chunks)
        if item.is_sound:
            found[item.path] = content
    return found, troubles


def faults(path: Path, limits: Limits = Limits()) -> set[Fault]:  # noqa: B008
    return {trouble.fault for trouble in read(path, limits)[1]}


@pytest.mark.parametrize("kind", PACKERS)
def test_all_members_come_out_whole(kind: str, tmp_path: Path) -> None:
    assert read(PACKERS[kind](tmp_path / f"甲.{kind}", FILES)) == (FILES, [])


@pytest.mark.parametrize("kind", PACKERS)
def test_members_left_unread_do_not_disturb_the_others(kind: str, tmp_path: Path) -> None:
    path = PACKERS[kind](tmp_path / f"甲.{kind}", FILES)
    items = stream(path, container_of(path), Limits(), [], lambda *_: None)
    assert {item.path: b"".join(item.chunks) for item in items if "营业" in item.path} == {
        "证明材料/营业执照.jpg": b"jpeg"
    }


@pytest.mark.parametrize("kind", ["stored.zip", "7z", "4.rar", "5.rar"])
def test_a_flipped_byte_is_found_and_the_rest_still_read(kind: str, tmp_path: Path) -> None:
    path = PACKERS[kind](tmp_path / f"甲.{kind}", FILES)
    content = bytearray(path.read_bytes())
    content[content.index(b"%PDF") + 100] ^= 1
    path.write_bytes(content)
    found, troubles = read(path)
    assert [(t.fault, t.path) for t in troubles] == [(Fault.CRC, "申报书.pdf")]
    assert found == {name: content for name, content in FILES.items() if name != "申报书.pdf"}


@pytest.mark.parametrize("kind", ["zip", "7z", "4.rar", "5.rar", "tar.gz"])
def test_a_truncated_archive_is_unreadable(kind: str, tmp_path: Path) -> None:
    path = PACKERS[kind](tmp_path / f"甲.{kind}", FILES)
    path.write_bytes(path.read_bytes()[:-40])
    assert Fault.UNREADABLE in faults(path)


def test_a_zip_whose_end_was_zeroed_does_not_pass_for_empty(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "甲.zip", FILES)
    path.write_bytes(path.read_bytes()[:-18] + bytes(18))
    assert faults(path) == {Fault.UNREADABLE}


def test_a_member_named_as_the_root_is_told(tmp_path: Path) -> None:
    assert faults(a_zip_with(tmp_path / "甲.zip", b".")) == {Fault.TRAVERSAL}


def test_a_broken_rar4_header_does_not_pass_for_the_end(tmp_path: Path) -> None:
    path = a_rar4(tmp_path / "甲.rar", FILES)
    content = path.read_bytes()
    for start in range(20, 52, 4):
        path.write_bytes(content[:start] + content[start + 16 :])
        assert faults(path)


def test_a_tar_cut_inside_a_member_is_unreadable(tmp_path: Path) -> None:
    path = a_tar(tmp_path / "甲.tar", {"a.txt": b"a", "b.bin": bytes(range(256)) * 40})
    path.write_bytes(path.read_bytes()[:5000])
    found, troubles = read(path)
    assert found == {"a.txt": b"a"} and {t.fault for t in troubles} == {Fault.UNREADABLE}


@pytest.mark.parametrize("name", ["甲.zip", "甲.7z", "甲.rar", "甲.tar", "甲.TGZ"])
@pytest.mark.parametrize("content", [b"", b"\1\2 no archive at all"])
def test_what_is_only_named_an_archive_is_unreadable(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert faults(path) == {Fault.UNREADABLE}


def test_containers_are_told_by_content(tmp_path: Path) -> None:
    assert container_of(a_rar5(tmp_path / "甲.zip", FILES)) is Container.RAR
    assert container_of(a_zip(tmp_path / "乙.rar", FILES)) is Container.ZIP
    assert container_of(a_zip(tmp_path / "丙.docx", {"[Content_Types].xml": b"", "word/a": b""})) is Container.FILE
    assert container_of(tmp_path) is Container.FOLDER


@pytest.mark.parametrize(
    "make",
    [
        an_encrypted_zip,
        lambda path, files: a_7z(path, files, password="x"),
        lambda path, files: a_7z(path, files, password="x", hide_names=True),
        lambda path, files: a_rar5(path, files, password=True),
    ],
)
def test_a_password_is_told(make: object, tmp_path: Path) -> None:
    assert faults(make(tmp_path / "甲.bin", FILES)) == {Fault.PASSWORD}  # type: ignore[operator]


def test_traversal_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    found, troubles = read(a_traversal_zip(tmp_path / "甲.zip"))
    assert [t.fault for t in troubles] == [Fault.TRAVERSAL] and list(found) == ["申报书.pdf"]


def test_overlapping_members_are_refused(tmp_path: Path) -> None:
    assert faults(an_overlap_zip(tmp_path / "甲.zip")) == {Fault.OVERLAP}


def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path) -> None:
    assert read(a_bomb(tmp_path / "甲.zip")) == ({}, [Trouble(Fault.BOMB, "零.bin", "解开后超过原来的 200 倍")])


def test_total_and_count_are_limited(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "甲.zip", FILES)
    assert faults(path, Limits(total_bytes=5000)) == {Fault.BOMB}
    assert faults(path, Limits(members=2)) == {Fault.BOMB}


@pytest.mark.parametrize("make", [a_7z, a_rar5, a_tar])
def test_totals_are_limited_in_every_container(make: object, tmp_path: Path) -> None:
    assert faults(make(tmp_path / "甲.bin", FILES), Limits(total_bytes=5000)) == {Fault.BOMB}  # type: ignore[operator]


@pytest.mark.parametrize(
    ("lies", "fault"),
    [
        ({"crc": 1}, Fault.CRC),
        ({"size": 5}, Fault.SIZE),
        ({"size": 50}, Fault.SIZE),
        ({"method": 93}, Fault.METHOD),
        ({"method": 99}, Fault.PASSWORD),
        ({"attributes": (stat.S_IFLNK | 0o777) << 16}, Fault.LINK),
        ({"attributes": (stat.S_IFIFO | 0o666) << 16}, Fault.LINK),
    ],
)
def test_a_lying_header_is_told(lies: dict[str, int], fault: Fault, tmp_path: Path) -> None:
    found, troubles = read(a_zip_with(tmp_path / "甲.zip", b"a.txt", b"ten bytes!", **lies))
    assert ([t.fault for t in troubles], found) == ([fault], {})


def test_backslashes_part_folders_in_zips_made_on_windows(tmp_path: Path) -> None:
    path = a_zip_with(tmp_path / "甲.zip", "证明材料\\昞.pdf".encode("gbk"))
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 5] = 0  # made by MS-DOS
    path.write_bytes(content)
    assert list(read(path)[0]) == ["证明材料/昞.pdf"]  # 昞 ends in 0x5C or its like; it is no separator


def test_two_members_of_one_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "甲.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("a.txt", "1")
        archive.writestr("a.txt", "2")
    assert faults(path) == {Fault.OVERLAP}


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_in_a_tar_are_refused(kind: bytes, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "甲.tar", "w") as archive:
        info = tarfile.TarInfo("a")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
    assert faults(tmp_path / "甲.tar") == {Fault.LINK}


def test_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "甲", {"a.txt": b"a"})
    (folder / "b").symlink_to("/etc")
    found, troubles = read(folder)
    assert found == {"a.txt": b"a"} and [t.fault for t in troubles] == [Fault.LINK]


def test_a_part_of_a_split_archive_says_so(tmp_path: Path) -> None:
    path = tmp_path / "甲.zip"
    path.write_bytes(b"PK\x07\x08PK\x03\x04" + bytes(100))
    assert read(path)[1] == [Trouble(Fault.UNREADABLE, "", "分卷压缩，请合成一个压缩包")]


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
SLOW = settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))


@settings(SLOW, max_examples=150)
@given(st.lists(st.one_of(st.binary(min_size=1, max_size=40), NAMES.map(str.encode)), min_size=1, max_size=4))
def test_zip_names_of_any_bytes_stay_inside(tmp_path_factory: pytest.TempPathFactory, names: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("z")
    for raw in names:
        found, troubles = read(a_zip_with(folder / "甲.zip", raw))
        assert len(found) + len(troubles) == (0 if (raw.endswith((b"/",)) and not troubles) or raw == b"./" else 1)
        for path in found:
            assert (folder / path).resolve().is_relative_to(folder.resolve())


@settings(SLOW)
@given(st.dictionaries(NAMES, st.binary(max_size=300), min_size=1, max_size=3))
@pytest.mark.parametrize("make", [a_rar5, a_rar4])
def test_rar_members_of_any_name_come_out_or_are_refused(
    tmp_path_factory: pytest.TempPathFactory, make: object, files: Files
) -> None:
    path = make(tmp_path_factory.mktemp("r") / "甲.rar", files)  # type: ignore[operator]
    found, troubles = read(path)
    assert troubles or set(found.values()) == set(files.values())
    assert not any(name.startswith("/") or ".." in name.split("/") for name in found)


DAMAGE = st.one_of(
    st.tuples(st.just("cut"), st.floats(0, 0.999)),
    st.tuples(st.just("flip"), st.floats(0, 0.999)),
    st.tuples(st.just("zero"), st.floats(0, 0.999)),
)


@settings(SLOW, max_examples=60)
@given(damage=DAMAGE)
@pytest.mark.parametrize("kind", ["zip", "stored.zip", "7z", "solid.7z", "4.rar", "5.rar", "tar.gz"])
def test_no_damage_raises_or_passes_for_sound(
    tmp_path_factory: pytest.TempPathFactory, kind: str, damage: tuple[str, float]
) -> None:
    path = PACKERS[kind](tmp_path_factory.mktemp("d") / f"甲.{kind}", FILES)
    content = bytearray(path.read_bytes())
    how, where = damage[0], int(damage[1] * len(content))
    if how == "cut":
        content = content[:where]
    elif how == "flip":
        content[where] ^= 0x10
    else:
        content[where : where + 40] = bytes(len(content[where : where + 40]))
    path.write_bytes(content)
    found = survey(path, container_of(path), (), Limits(), lambda *_: None)
    if not found.troubles and container_of(path).is_archive:  # a flip may hit a name or a date, never content
        assert {m.sha256 for m in found.members} == {sha256(c).hexdigest() for c in FILES.values()}


@pytest.mark.parametrize("name", ["甲.7z.001", "甲.part1.rar", "甲.zip.001", "甲.z01"])
def test_a_volume_alone_says_what_to_do(name: str, tmp_path: Path) -> None:
    make = {"7z": a_7z, "rar": a_rar5}.get(name.split(".")[1 if "7z" in name else -1], a_zip)
    path = make(tmp_path / name, FILES)  # type: ignore[operator]
    path.write_bytes(path.read_bytes()[:-60])
    assert Trouble(Fault.UNREADABLE, "", "分卷压缩，请合成一个压缩包") in read(path)[1]


@pytest.mark.parametrize("make", [a_rar4, a_rar5])
def test_after_a_damaged_rar_member_the_right_ones_follow(make: object, tmp_path: Path) -> None:
    files = {"a.txt": b"first " * 50, "子/a.txt": b"second", "*.txt": b"star", "b.txt": b"third"}
    path = make(tmp_path / "甲.rar", files)  # type: ignore[operator]
    content = bytearray(path.read_bytes())
    content[content.index(b"first ") + 9] ^= 1
    path.write_bytes(content)
    found, troubles = read(path)
    assert ([t.path for t in troubles], found) == (["a.txt"], {k: v for k, v in files.items() if k != "a.txt"})


def test_folders_in_a_rar_are_no_files_and_links_are_refused(tmp_path: Path) -> None:
    path = a_rar5_with(tmp_path / "甲.rar", {"目录/a.txt": b"a"}, folder="目录", link="目录/链")
    found, troubles = read(path)
    assert (found, [(t.fault, t.path) for t in troubles]) == ({"目录/a.txt": b"a"}, [(Fault.LINK, "目录/链")])


def test_a_rar_that_hides_its_names_needs_a_password(tmp_path: Path) -> None:
    assert faults(a_rar5_with(tmp_path / "甲.rar", FILES, hidden=True)) == {Fault.PASSWORD}


def test_what_follows_a_break_in_a_solid_stream_is_told_as_lost(tmp_path: Path) -> None:
    path = a_7z(tmp_path / "甲.7z", {"a": b"a" * 10, "b": bytes(range(256)) * 400, "c": b"c"}, packed=True)
    content = bytearray(path.read_bytes())
    content[40:60] = b"\xff" * 20
    path.write_bytes(content)
    found, troubles = read(path)
    assert found == {} and [t.path for t in troubles] == ["a", "b", "c"] and faults(path) == {Fault.CRC}


@pytest.mark.parametrize("method", [b"\xbf\x03", b"\x82\x03"])
def test_a_rar_method_nobody_knows_is_told_and_the_rest_read(method: bytes, tmp_path: Path) -> None:
    """The member has no CRC either: its neighbour's bytes must not pass for its own."""
    found, troubles = read(a_rar5_with(tmp_path / "甲.rar", {"a.txt": b"ten bytes!"}, method=method))
    assert (found, [(t.fault, t.path) for t in troubles]) == ({"a.txt": b"ten bytes!"}, [(Fault.METHOD, "m")])


def test_a_path_too_deep_for_recursion_is_still_walked(tmp_path: Path) -> None:
    deep = tmp_path
    for _ in range(1200):
        deep = deep / "a"
        deep.mkdir()
    assert read(tmp_path) == ({}, [])
    while deep != tmp_path:  # pytest's own tidying would recurse
        deep.rmdir()
        deep = deep.parent
