"""Names mean what their zipper meant, and stay inside."""

from __future__ import annotations

import struct
import zlib
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.source import Fault
from app.reading.names import decode_name, safe_path

NAME = "证明材料/一、营业执照.pdf"


def unicode_path(raw: bytes, name: str, crc: int | None = None) -> bytes:
    field = struct.pack("<BI", 1, zlib.crc32(raw) if crc is None else crc) + name.encode()
    return struct.pack("<HH", 0x7075, len(field)) + field


def test_a_flagged_name_is_utf8() -> None:
    assert decode_name(NAME.encode(), True) == (NAME, False)


def test_an_unflagged_name_in_strict_utf8_is_utf8() -> None:
    assert decode_name(NAME.encode(), False) == (NAME, False)


def test_a_gbk_name_is_read_but_uncertain() -> None:
    assert decode_name(NAME.encode("gbk"), False) == (NAME, True)


def test_an_ascii_name_is_certain() -> None:
    assert decode_name(b"a.pdf", False) == ("a.pdf", False)


def test_the_unicode_path_extra_decides() -> None:
    raw = b"??.pdf"
    assert decode_name(raw, False, unicode_path(raw, NAME)) == (NAME, False)


def test_a_unicode_path_extra_for_another_name_is_ignored() -> None:
    raw = NAME.encode("gbk")
    assert decode_name(raw, False, unicode_path(raw, "别的.pdf", crc=1)) == (NAME, True)


def test_a_false_utf8_flag_falls_back_to_gb18030() -> None:
    assert decode_name(NAME.encode("gbk"), True) == (NAME, True)


@pytest.mark.parametrize(
    "name",
    ["../a", "a/../../b", "/etc/passwd", "C:/a", "c:a", "//server/x", "\\\\server\\x", "a\\..\\..\\b", "a\0b",
     "a\nb", "", "/", "./../a", "./C:/x", "./\\x"],
)  # fmt: skip
def test_a_name_that_could_lead_outside_is_refused(name: str) -> None:
    assert safe_path(name) is Fault.TRAVERSAL


@pytest.mark.parametrize(("name", "path"), [("./a//b", "a/b"), ("a..b/…", "a..b/…"), ("𠮷.pdf", "𠮷.pdf"), ("甲 .", "甲 .")])
def test_an_odd_but_harmless_name_is_kept(name: str, path: str) -> None:
    assert safe_path(name) == path


@given(st.one_of(st.text(), st.lists(st.sampled_from(["..", ".", "a", "C:", "", "\\", "甲"])).map("/".join)))
def test_no_safe_path_leaves_its_folder(name: str) -> None:
    path = safe_path(name)
    if isinstance(path, str):
        for pure in (PurePosixPath(path), PureWindowsPath(path)):
            assert not pure.is_absolute() and not pure.drive and ".." not in pure.parts


@given(st.binary(min_size=1), st.booleans(), st.binary())
def test_any_bytes_give_some_name(raw: bytes, flag: bool, extra: bytes) -> None:
    name, _ = decode_name(raw, flag, extra)
    name.encode("utf-8")
