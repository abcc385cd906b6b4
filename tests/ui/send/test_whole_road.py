"""The whole road by mouse and keyboard ends in the same bytes as the command line's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.demo.campaign import Campaign
from tests.road import done, to_clean_batch
from tests.tour.clerk import Script
from tests.tour.road import Road
from ui import theme
from ui.shell.settings import Settings
from ui.window import MainWindow

MOST_CLICKS = 84  # choosing a file counts two; from two folders with twelve packages, most of them faulty, to the papers; never more again


def digests(disc: Path) -> dict[str, str]:
    return {
        path.relative_to(disc).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(disc.rglob("*"))
        if path.is_file()
    }


@pytest.mark.walk
def test_window_and_command_line_make_the_same_disc(
    qapp: QApplication, campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1692928800")  # 2023-08-25, so that midnight cannot part them
    theme.apply(qapp)
    script = Script()
    window = MainWindow(Settings(tmp_path / "settings.json"), script)
    window.show()
    road = Road(window, script, campaign, tmp_path / "window", recognises=False)
    by_window = road.walk()
    assert sum(road.clicks.values()) <= MOST_CLICKS, road.clicks
    window.close()
    to_clean_batch(campaign, tmp_path / "batch")
    done("stage", tmp_path / "batch", "--out", tmp_path / "command")
    by_command = tmp_path / "command" / by_window.name
    assert digests(by_window) == digests(by_command)
    assert script.errors == []
    pictures = sorted(path.name for path in (tmp_path / "window" / "截图").iterdir())
    assert {"0-home.png", "1-collect.png", "2-check.png", "3-table.png", "4-letter.png", "5-disc.png"} <= set(pictures)
