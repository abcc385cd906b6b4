"""What a killed run left is swept by the next; what a living one needs, and what is not ours, stays."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.reading.scratch import ScratchFolder, sweep

ROOT = Path(__file__).parents[2]
_RUN = (
    "import sys; from app.reading.scratch import ScratchFolder\n"
    "folder = ScratchFolder(); (folder.path / 'sub').mkdir(); (folder.path / 'sub' / 'big').write_bytes(b'x')\n"
    "print(folder.path, flush=True); sys.stdin.read()"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's folder for temporary files, of this test alone."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def run(place: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """Another program of ours, at work in a folder."""
    with subprocess.Popen(
        [sys.executable, "-c", _RUN], cwd=ROOT, env={**os.environ, "TMPDIR": str(place)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())
        process.kill()


def test_a_folder_is_gone_with_all_it_holds_once_it_is_closed(place: Path) -> None:
    with ScratchFolder() as folder:
        (folder / "sub").mkdir()
        (folder / "sub" / "甲").write_text("x")
    assert not any(place.iterdir())


def test_a_living_run_keeps_its_folder_and_a_killed_one_loses_it(run) -> None:
    process, folder = run
    sweep()
    assert (folder / "sub" / "big").is_file()
    process.kill()
    process.wait()
    sweep()
    assert not folder.exists()


def test_our_own_folder_stays_however_often_it_is_swept(place: Path) -> None:
    with ScratchFolder() as folder:
        sweep()
        sweep()
        assert folder.is_dir()


def test_what_is_not_ours_stays(place: Path) -> None:
    for name in ("baopan-notes", "baopan-", "other-abcdefgh", "xbaopan-abcdefgh"):
        (place / name).mkdir()
        (place / name / "lock").touch()
    (place / "baopan-abcdefgh").write_text("a file")
    before = sorted(place.iterdir())
    sweep()
    assert sorted(place.iterdir()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_are_never_followed(place: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "lock").touch()
    (place / "baopan-abcdefgh").symlink_to(kept)
    ours = place / "baopan-ijklmnop"
    ours.mkdir()
    (ours / "lock").touch()
    (ours / "out").symlink_to(kept)
    sweep()
    assert (kept / "lock").is_file() and not ours.exists() and (place / "baopan-abcdefgh").is_symlink()


@pytest.mark.parametrize(("days", "stays"), [(1, True), (8, False)])
def test_a_folder_of_an_older_program_is_taken_for_left_after_a_week(place: Path, days: int, stays: bool) -> None:
    folder = place / "baopan-abcdefgh"
    folder.mkdir()
    (folder / "甲").touch()
    then = folder.stat().st_mtime - days * 86_400
    os.utime(folder, (then, then))
    sweep()
    assert folder.exists() is stays


def test_every_command_sweeps_at_its_start(run, capsys: pytest.CaptureFixture[str]) -> None:
    process, folder = run
    process.kill()
    process.wait()
    with contextlib.suppress(SystemExit):
        main(["--version"])
    for thread in threading.enumerate():
        if thread.name == "sweep":
            thread.join(60)
    assert not folder.exists()
