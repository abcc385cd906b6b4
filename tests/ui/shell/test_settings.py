"""What the program remembers between two runs; a file that is damaged costs the memory, never the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.shell.settings import Settings, when


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000, b'{"recent": [1], "folders": {}, "geometry": ""}',
        b'{"recent": [], "folders": 1, "geometry": 1e999}', b'{"recent": [], "folders": {}, "geometry": ' + b"9" * 5_000 + b"}",
        b'{"recent": [{"folder": "a", "title": 1e999, "state": null, "at": [[]], "x": 1}], "folders": {}, "geometry": ""}',
    ],
)
def test_settings_that_make_no_sense_start_afresh(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    assert Settings.load(path).recent == []


def test_a_folder_whose_name_is_no_utf8_is_remembered(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    folder = Path(b"/tmp/\xbd\xf0\xb6\xee".decode("utf-8", "surrogateescape"))
    settings.remember_batch(folder, "甲\ud800", "")
    assert Settings.load(settings.path).recent[0].folder == str(folder)


@pytest.mark.parametrize("text", ["", "inf", "9" * 5_000, "2023-13-45", "²"])
def test_what_is_no_time_is_not_shown(text: str) -> None:
    from app import clock

    assert when(text, clock.now()) == ""
