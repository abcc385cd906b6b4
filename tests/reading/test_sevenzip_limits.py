"""7-Zip's program has its bounds wherever it is run: memory, members, the time it may keep a reader waiting."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.model.source import Fault
from app.reading.confine import memory_limited
from app.reading.containers import sevenzip_listing, sevenzip_program
from app.reading.containers.sevenzip_listing import file_sizes, list_members
from app.reading.containers.sevenzip_program import watched
from app.reading.limits import Bad
from tests.builders import a_7z


@pytest.fixture
def silent() -> Iterator[subprocess.Popen[bytes]]:
    """A program that waits and says nothing."""
    script = "import sys; sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_a_program_of_ours_has_a_limit_outside_the_children_too(silent: subprocess.Popen[bytes]) -> None:
    with memory_limited(silent.pid, 987_654_321):
        limits = Path(f"/proc/{silent.pid}/limits").read_text().splitlines()
    assert [line.split()[3:5] for line in limits if line.startswith("Max address")] == [["987654321"] * 2]


def test_one_that_keeps_its_reader_waiting_is_ended(
    silent: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sevenzip_program, "_STALL_SECONDS", 0.1)
    with watched(silent) as read:
        assert read(1) == b""
    assert silent.wait() != 0


@pytest.mark.parametrize(("bound", "most"), [("_MOST_MEMBERS", 3), ("_MOST_LISTING", 200), ("_MOST_LINE", 20)])
def test_a_listing_beyond_its_bounds_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    archive = a_7z(tmp_path / "甲.7z", {f"{number}.txt": b"x" for number in range(5)})
    assert len(list_members(archive)[0]) == 5
    monkeypatch.setattr(sevenzip_listing, bound, most)
    with pytest.raises(Bad) as caught:
        list_members(archive)
    assert caught.value.fault is Fault.BOMB


def test_what_is_of_another_kind_is_not_read(tmp_path: Path) -> None:
    with pytest.raises(Bad):
        file_sizes(a_7z(tmp_path / "甲.7z", {"a.txt": b"x"}), "UDF")
