"""What the program remembers between two runs; a file that is damaged costs the memory, never the start."""

from __future__ import annotations

from pathlib import Path

import pytest

from ui.shell.settings import PUT, Settings, when


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


def test_a_question_begins_where_it_was_answered_last_else_where_its_sort_was(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.remember_folder("选择省厅的补正通知", Path("/U盘"))
    settings.remember_folder("清单存到哪里", Path("/清单"), PUT)
    again = Settings.load(settings.path)
    assert again.folder_for("选择省厅的补正通知") == str(Path("/U盘"))
    assert again.folder_for("给甲公司添加材料") == str(Path("/U盘"))
    assert again.folder_for("总表存到哪里", PUT) == str(Path("/清单"))


def test_the_first_question_begins_where_people_keep_their_things(tmp_path: Path, monkeypatch) -> None:
    settings = Settings(tmp_path / "settings.json")
    desktop = tmp_path / "桌面"
    desktop.mkdir()
    monkeypatch.setattr("app.paths.stick", lambda: None)
    monkeypatch.setattr("app.paths.usual_place", lambda: desktop)
    assert settings.folder_for("载入省厅模板") == settings.folder_for("选择光盘映像") == str(desktop)
    monkeypatch.setattr("app.paths.stick", lambda: Path("/U盘"))
    assert settings.folder_for("选择光盘映像") == str(Path("/U盘"))
    assert settings.folder_for("载入省厅模板") == str(desktop)


def test_few_places_are_remembered_and_the_batches_own_always(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    settings.set_base(Path("/批次"))
    for number in range(200):
        settings.remember_folder(f"给第 {number} 家添加材料", Path("/材料"))
    assert len(settings.folders) < 100 and settings.base == Path("/批次")
    assert "给第 199 家添加材料" in settings.folders
