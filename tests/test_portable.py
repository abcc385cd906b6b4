"""A program on a stick keeps everything beside itself, if a file says so; else nothing lies in its folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app import paths
from app.store import clerk
from tests.test_architecture import ROOT

PLACES: tuple[Callable[[], Path], ...] = (paths.user_dir, paths.log_file, paths.documents_dir)


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "U 盘" / "标杆报盘"
    folder.mkdir(parents=True)
    monkeypatch.setattr(paths, "PROGRAM", folder)
    return folder


@pytest.mark.parametrize("name", ["便携模式", "便携模式.txt", "便携模式.txt.txt"])
def test_a_file_beside_the_programs_keeps_everything_with_them(program: Path, name: str) -> None:
    (program / name).touch()
    assert [place().relative_to(program).parts[0] for place in PLACES] == ["数据"] * 3
    assert paths.user_dir().is_dir() and paths.log_file().parent.is_dir()


def test_without_it_the_folder_of_the_programs_stays_as_it_is(program: Path) -> None:
    assert not any(place().is_relative_to(program) for place in PLACES)
    assert list(program.iterdir()) == []


def test_on_what_cannot_be_written_to_the_users_own_folders_are_taken(program: Path) -> None:
    (program / "便携模式").touch()
    (program / "数据").touch()  # no folder can be made of this name
    assert not any(place().is_relative_to(program) for place in PLACES)


def test_a_folder_that_was_moved_is_found_where_it_lies_now(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (program / "便携模式").touch()
    (paths.user_dir() / "settings.json").write_text("{}")
    moved = program.rename(program.with_name("另一处"))
    monkeypatch.setattr(paths, "PROGRAM", moved)
    assert (paths.user_dir() / "settings.json").read_text() == "{}"


def test_a_newer_version_unpacked_over_an_older_one_keeps_all_that_is_beside_it(program: Path, tmp_path: Path) -> None:
    (program / "便携模式").touch()
    (program / "_internal").mkdir()
    (program / "_internal" / "part").write_text("older")
    clerk.keep("王敏")
    newer = tmp_path / "新版"
    (newer / "_internal").mkdir(parents=True)
    (newer / "_internal" / "part").write_text("newer")
    shutil.copytree(newer, program, dirs_exist_ok=True)
    assert (program / "_internal" / "part").read_text() == "newer" and clerk.kept().name == "王敏"


def test_no_build_brings_what_a_person_keeps_beside_it() -> None:
    """Else a newer one would be unpacked over it."""
    kept = [paths.PORTABLE, "数据"]
    assert not [name for name in kept if any(path.name.startswith(name) for path in (ROOT / "packaging").rglob("*"))]
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert not [name for name in kept if name in spec]
