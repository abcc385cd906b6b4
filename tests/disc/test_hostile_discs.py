"""What a disc says of itself costs the program little, however much it says; a child has it, with limits."""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pycdlib
import pytest

from app.batch.verify import verify
from app.disc.contents import read_disc
from app.disc.copying import named
from app.disc.fault import MOST_TOLD
from app.disc.iso.volume import trees
from app.disc.look import open_disc
from app.disc.source import FolderSource, open_source
from app.disc.submission_json import decode
from app.errors import DiscOdd, Unreadable
from app.job import Job
from app.reading.limits import Limits
from app.reading.sandbox import Sandbox
from tests.bags import make_bag
from tests.disc.test_submission_json import DISCS
from tests.systems import is_wine

ROOT = Path(__file__).resolve().parents[2]
SECTOR = 2048
_MOST_MORE = 60 << 20  # bytes that the program itself may take for a disc of a few megabytes


def of_nothing_but_faults(folder: Path) -> Path:
    disc = make_bag(folder / "盘")
    (disc / "manifest-sha256.txt").write_bytes(b"x\n" * (1 << 20))
    return disc


def of_files_that_are_not_there(folder: Path) -> Path:
    disc = make_bag(folder / "盘")
    lines = (f"{number:064x}  ../{number}\n" for number in range(100_000))
    (disc / "manifest-sha512.txt").write_text("".join(f"{'0' * 64}{line}" for line in lines))
    return disc


def of_empty_rows(folder: Path) -> Path:
    disc = make_bag(folder / "盘")
    told = json.loads(next(iter(DISCS.values())))
    for track in told["tracks"]:
        track["rows"] = []
    track = json.dumps({**told["tracks"][0], "rows": [{}] * 20_000}).encode()
    told["tracks"] = "HERE"
    content = json.dumps(told).encode().replace(b'"HERE"', b"[" + b",".join([track] * 60) + b"]")
    (disc / "submission.json").write_bytes(content.replace(b"{}", b'{"a":""}').ljust(15 << 20))
    return disc


def of_one_file_told_for_ever(folder: Path) -> Path:
    """An image whose root is a folder of 40 MB: the same file in every record of it."""
    image = pycdlib.PyCdlib()
    image.new(interchange_level=3)
    image.add_fp(io.BytesIO(b"plain"), 5, "/README.TXT;1")
    made = io.BytesIO()
    image.write_fp(made)
    content = bytearray(made.getvalue())
    extent = len(content) // SECTOR
    first = struct.unpack_from("<I", content, 16 * SECTOR + 158)[0] * SECTOR
    own = content[first : first + 68]
    record = content[first + 68 : first + 68 + content[first + 68]]
    full = bytes(record) * (SECTOR // len(record))
    folder_bytes = (bytes(own) + full)[: SECTOR - 68].ljust(SECTOR, b"\0") + full.ljust(SECTOR, b"\0") * 20_000
    size = len(folder_bytes)
    struct.pack_into("<I", content, 16 * SECTOR + 158, extent)
    struct.pack_into("<I", content, 16 * SECTOR + 166, size)
    out = folder / "盘.iso"
    out.write_bytes(bytes(content) + folder_bytes)
    return out


def of_cpio_that_says_it_is_udf(folder: Path) -> Path:
    """ECMA-167's mark where it belongs, and 7-Zip's cpio reader would find a hundred thousand members."""
    first = bytearray(64 * SECTOR)
    at = 20 * SECTOR - len(cpio_member(b"")) + 1  # counted from the first member's data
    first[at : at + 5] = b"NSR02"
    content = cpio_member(bytes(first)) + cpio_member(b"") * 150_000 + cpio_member(b"", b"TRAILER!!!")
    out = folder / "盘.iso"
    out.write_bytes(content)
    return out


def cpio_member(data: bytes, name: bytes = b"x" * 30) -> bytes:
    """As cpio(5) tells of the new ASCII format."""
    numbers = (1, 0o100644, 0, 0, 1, 0, len(data), 0, 0, 0, 0, len(name) + 1, 0)
    head = b"070701" + b"%08X" * 13 % numbers + name + b"\0"
    return head.ljust(-(-len(head) // 4) * 4, b"\0") + data.ljust(-(-len(data) // 4) * 4, b"\0")


HOSTILE = [
    of_nothing_but_faults, of_files_that_are_not_there, of_empty_rows, of_one_file_told_for_ever,
    of_cpio_that_says_it_is_udf,
]  # fmt: skip
_PROGRAM = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from app.batch.verify import verify
from app.errors import AppError
from app.job import Job

def peak():
    told = Path("/proc/self/status").read_text().split("VmHWM:")[1]
    return int(told.split()[0]) << 10

if __name__ == "__main__":
    verify(Path(sys.argv[1]), Job())
    before = peak()
    try:
        verify(Path(sys.argv[2]), Job())
    except AppError as error:
        print(error, file=sys.stderr)
    print(peak() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_program_itself_hardly_grows(tmp_path: Path, hostile: Callable[[Path], Path]) -> None:
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM)
    discs = [make_bag(tmp_path / "好盘"), hostile(tmp_path)]
    done = subprocess.run(
        [sys.executable, str(program), *map(str, discs)], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < _MOST_MORE, done.stderr


def test_faults_beyond_counting_are_counted(tmp_path: Path) -> None:
    faults = read_disc(open_source(of_nothing_but_faults(tmp_path))).faults
    told = [fault.what for fault in faults if fault.where == "manifest-sha256.txt"]
    assert len(told) <= MOST_TOLD + 1 and f"另有 {(1 << 20) - MOST_TOLD + 1} 处" in told[MOST_TOLD - 1]


def test_a_file_told_for_ever_is_read_so_often_and_no_more(tmp_path: Path) -> None:
    tree = trees(of_one_file_told_for_ever(tmp_path)).iso
    assert list(tree.files) == ["README.TXT"] and not tree.is_whole and len(tree.faults) <= MOST_TOLD + 1


def test_what_only_says_it_is_udf_is_no_disc(tmp_path: Path, sandbox: Sandbox) -> None:
    with pytest.raises(Unreadable):
        verify(of_cpio_that_says_it_is_udf(tmp_path), Job(), sandbox=sandbox)


def test_a_submission_of_more_rows_than_a_province_has_is_none(tmp_path: Path) -> None:
    content = (of_empty_rows(tmp_path) / "submission.json").read_bytes()
    assert len(content) < 16 << 20 and decode(content) is None


@pytest.mark.skipif(is_wine(), reason="keeps no limit of memory")
def test_a_child_that_dies_of_a_disc_is_told_with_the_file_in_hand(
    tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    disc = make_bag(tmp_path / "盘")
    (disc / "manifest-sha256.txt").write_bytes(b"x" * (60 << 20))
    monkeypatch.setattr("app.disc.look._LIMITS", Limits(memory_bytes=200_000_000))
    with pytest.raises(DiscOdd, match=r"manifest-sha256\.txt"):
        open_disc(disc, Job(), sandbox)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such files")
def test_a_pipe_is_no_disc_and_is_not_waited_for(tmp_path: Path, sandbox: Sandbox) -> None:
    os.mkfifo(tmp_path / "盘.iso")
    with pytest.raises(Unreadable):
        open_disc(tmp_path / "盘.iso", Job(), sandbox)


def test_a_sound_disc_is_the_same_by_way_of_a_child(tmp_path: Path, sandbox: Sandbox) -> None:
    disc = make_bag(tmp_path / "盘")
    source = named(open_source(disc))
    assert open_disc(disc, Job(), sandbox) == read_disc(source)


@pytest.mark.parametrize("above", ["", "data"])
def test_a_folder_of_too_many_files_is_told_not_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, above: str) -> None:
    monkeypatch.setattr("app.disc.source._MOST_FILES", 3)
    (tmp_path / above).mkdir(exist_ok=True)
    for number in range(4):
        (tmp_path / above / f"{number}.pdf").write_bytes(b"x")
        told = FolderSource(tmp_path).listing()
        assert len(told.files) == min(number + 1, 3)
        assert [fault.where for fault in told.faults] == ([above or "."] if number == 3 else [])
