"""Tests know nothing of the computer they run on."""

from __future__ import annotations

from pathlib import Path

from app import paths


def test_no_test_sees_the_home_of_who_runs_it(user_home: Path) -> None:
    for place in (paths.user_dir(), paths.log_file(), paths.documents_dir(), Path.home()):
        assert place.is_relative_to(user_home)
    (paths.user_dir() / "left behind").touch()


def test_no_test_finds_what_another_left(user_home: Path) -> None:
    assert not any(user_home.iterdir()) and not any(paths.user_dir().iterdir())
    (paths.user_dir() / "left behind").touch()
