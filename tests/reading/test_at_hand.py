"""One member's bytes at hand."""

from __future__ import annotations

import io
import os

import pytest

from app.reading import at_hand
from app.reading.at_hand import SpooledFile, section_of

WHOLE = bytes(range(256)) * 400


def test_a_section_is_a_file_of_its_own() -> None:
    section = section_of(io.BytesIO(WHOLE), 1000, 50_000)
    assert section.seek(0, os.SEEK_END) == 50_000 and section.read() == b""
    section.seek(40_000)
    assert section.read(20) == WHOLE[41_000:41_020]
    assert section.read() == WHOLE[41_020:51_000], "nothing beyond its end"
    section.seek(-5, os.SEEK_END)
    assert section.read(100) == WHOLE[50_995:51_000]
    with pytest.raises(ValueError):
        section.seek(-1)


def test_two_sections_of_one_file_do_not_disturb_each_other() -> None:
    file = io.BytesIO(WHOLE)
    first, second = section_of(file, 0, 60_000), section_of(file, 30_000, 60_000)
    for at in range(0, 60_000, 20_000):
        assert (first.read(20_000), second.read(20_000)) == (
            WHOLE[at : at + 20_000], WHOLE[30_000 + at : 50_000 + at],
        )  # fmt: skip


@pytest.mark.parametrize("most", [10_000, 1_000_000])
def test_a_shelf_holds_one_member_after_the_other(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(at_hand, "_IN_MEMORY", most)
    shelf = SpooledFile()
    for content in (WHOLE, WHOLE[5:777], b"", WHOLE[3:] + WHOLE):
        shelf.clear()
        for start in range(0, len(content), 7_000):
            shelf.add(content[start : start + 7_000])
        file = shelf.file()
        assert file.read() == content
        file.seek(0, os.SEEK_END)
        assert file.tell() == len(content)


def test_a_reader_that_still_holds_the_last_member_does_not_keep_the_shelf_from_growing() -> None:
    shelf = SpooledFile()
    shelf.add(WHOLE)
    held = shelf.file()
    held.read(10)
    shelf.clear()
    shelf.add(WHOLE * 3)
    assert shelf.file().read() == WHOLE * 3
