"""A look at one member, without unpacking the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from app.errors import Unreadable
from app.model.source import Member
from app.reading.containers import container_of
from app.reading.limits import Limits
from app.reading.peek import draw_picture, page_count, peek, render_page
from tests.builders import a_7z, a_folder, a_pdf, a_rar5, a_zip, a_zip_with

FILES = {"别的.bin": b"x" * 5000, "证明/甲.txt": b"wanted"}


def peeked(path: Path, member: Member, out: Path) -> bytes:
    peek(path, container_of(path), member, out, Limits(), lambda *_: None)
    return out.read_bytes()


@pytest.mark.parametrize("make", [a_zip, a_7z, a_rar5, a_folder])
def test_one_member_comes_out(make: object, tmp_path: Path) -> None:
    path = make(tmp_path / "甲", FILES)  # type: ignore[operator]
    assert peeked(path, Member("证明/甲.txt", 6, "", "text"), tmp_path / "out") == b"wanted"


def test_a_member_of_an_archive_inside_comes_out(tmp_path: Path) -> None:
    inner = a_7z(tmp_path / "i", FILES).read_bytes()
    middle = a_rar5(tmp_path / "m", {"内.7z": inner}).read_bytes()
    path = a_zip(tmp_path / "外.zip", {"中.rar": middle})
    member = Member("证明/甲.txt", 6, "", "text", within="中.rar!/内.7z")
    assert peeked(path, member, tmp_path / "out") == b"wanted"


def test_a_damaged_or_missing_member_is_unreadable(tmp_path: Path) -> None:
    path = a_zip_with(tmp_path / "甲.zip", b"a.txt", crc=1)
    for name in ("a.txt", "b.txt"):
        with pytest.raises(Unreadable):
            peeked(path, Member(name, 1, "", "text"), tmp_path / "out")


def test_a_page_becomes_a_picture_of_the_wanted_width(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(a_pdf(2))
    assert page_count(tmp_path / "a.pdf", lambda *_: None) == 2
    width, height, rgb = render_page(tmp_path / "a.pdf", 2, 300, lambda *_: None)
    assert (width, len(rgb)) == (300, width * height * 3) and 420 <= height <= 430
    assert rgb[:3] == b"\xff\xff\xff" and min(rgb) < 100  # white paper, dark letters


@pytest.mark.parametrize("page", [0, 3])
def test_a_page_that_is_not_there_is_unreadable(page: int, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(a_pdf(2))
    with pytest.raises(Unreadable):
        render_page(tmp_path / "a.pdf", page, 300, lambda *_: None)


def test_no_pdf_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"rubbish")
    with pytest.raises(Unreadable):
        page_count(tmp_path / "a.pdf", lambda *_: None)


# -- pictures ------------------------------------------------------------------------------------------
def a_picture(path: Path, size: tuple[int, int] = (40, 20), mode: str = "RGB", **saved: object) -> Path:
    Image.new(mode, size).save(path, **saved)
    return path


def test_a_picture_is_drawn_no_larger_than_asked(tmp_path: Path) -> None:
    width, height, rgb = draw_picture(a_picture(tmp_path / "a.jpg", (400, 200)), 100, lambda *_: None)
    assert (width, height, len(rgb)) == (100, 50, 100 * 50 * 3)


def test_what_is_transparent_is_paper(tmp_path: Path) -> None:
    assert set(draw_picture(a_picture(tmp_path / "a.png", mode="RGBA"), 100, lambda *_: None)[2]) == {255}


def test_a_picture_is_upright_as_its_camera_says(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    assert draw_picture(a_picture(tmp_path / "a.jpg", exif=turned), 100, lambda *_: None)[:2] == (20, 40)


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(20)])
def test_a_broken_picture_is_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.png").write_bytes(content)
    with pytest.raises(Unreadable):
        draw_picture(tmp_path / "a.png", 100, lambda *_: None)


def test_a_picture_of_a_mile_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        draw_picture(a_picture(tmp_path / "a.png", (20_000, 20_000), "1"), 100, lambda *_: None)
