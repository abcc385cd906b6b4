"""What another program holds for a moment is moved once it lets go; elsewhere and later it is told."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from app.writing import moving
from app.writing.moving import move, remove_tree

ROOT = Path(__file__).parents[2]


def held(winerror: int, times: int, act):
    """`act`, refused so often."""
    left = iter(range(times))

    def refused(*args):
        if next(left, None) is not None:
            error = PermissionError(13, "held")
            error.winerror = winerror  # type: ignore[attr-defined]
            raise error
        return act(*args)

    return refused


@pytest.fixture(autouse=True)
def _on_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "_PAUSE", 0.001)
    monkeypatch.setattr("sys.platform", "win32")


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_what_a_scanner_holds_is_moved_once_it_lets_go(winerror: int, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(Path, "replace", held(winerror, 5, Path.replace))
    move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"x" and not (tmp_path / "a").exists()


def test_a_folder_that_is_looked_at_is_removed_once_nobody_does(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    monkeypatch.setattr("shutil.rmtree", held(32, 3, shutil.rmtree))
    remove_tree(tmp_path / "甲")
    assert not (tmp_path / "甲").exists()


@pytest.mark.parametrize(("winerror", "platform", "patience"), [(32, "win32", 0.01), (2, "win32", 9.0), (32, "linux", 9.0)])
def test_what_stays_held_and_what_is_no_holding_is_told(winerror, platform, patience, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("sys.platform", platform)
    monkeypatch.setattr(moving, "_PATIENCE", patience)
    (tmp_path / "a").write_bytes(b"x")
    monkeypatch.setattr(Path, "replace", held(winerror, 10_000, Path.replace))
    with pytest.raises(PermissionError):
        move(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "a").exists()


def test_nobody_moves_without_patience() -> None:
    """But for what may fail, and for `atomic`'s own folders."""
    hasty = re.compile(r"\.rename\(|(?<!_)rmtree\((?!.*ignore_errors=True)")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "app").rglob("*.py") if path.name != "moving.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if hasty.search(line)
    ]
    assert found == []
