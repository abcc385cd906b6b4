"""What an image will look like before any file is copied: ISO 9660 level 3, Rock Ridge, Joliet.

pycdlib lays it out and writes it. Its clock and its limit on Joliet names are mended here, against
version 1.22; tests/writing/test_iso.py tells when a newer version behaves otherwise.
"""

from __future__ import annotations

import calendar
import io
import re
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pycdlib
import pycdlib.dates
import pycdlib.headervd
import pycdlib.pycdlib
import pycdlib.utils
from pycdlib.pycdlibexception import PyCdlibInvalidInput

from app.disc.iso.pieces import Piece
from app.disc.iso.records import SECTOR
from app.model.disc_names import NAME_UNITS, utf16_units
from app.paths import inside

LARGEST_FILE = 0xFFFFF800 - 1  # bytes; above, a file needs several records, which old readers cut off
_LEVEL, _JOLIET_LEVEL, _ROCK_RIDGE = 3, 3, "1.12"
_FILE_MODE, _FOLDER_MODE = 0o100444, 0o040555
_CHINA = 8 * 3600  # seconds east of Greenwich
_EXTENSION = re.compile(r"\.([A-Za-z0-9]{1,3})$")
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class OnDisc:
    """One file or folder: `path` from the root; `iso` its plain ISO 9660 path; `size` in bytes."""

    path: str
    iso: str
    size: int
    is_folder: bool


def numbered(folders: Sequence[str], files: Sequence[tuple[str, int]]) -> list[OnDisc]:
    """In order of path, each folder before what it holds. ISO 9660 names cannot be Chinese: D0001, F0001.ZIP.

    They count within each folder, so that the same content always gets the same names.
    """
    sizes = {**dict.fromkeys(folders, -1), **dict(files)}
    given = {"": ""}
    counts: dict[tuple[str, bool], int] = {}
    listed = []
    for path in sorted(sizes, key=lambda path: path.split("/")):
        above, _, name = path.rpartition("/")
        is_folder = sizes[path] < 0
        number = counts[above, is_folder] = counts.get((above, is_folder), 0) + 1
        extension = _EXTENSION.search(name)
        ending = f".{extension[1].upper() if extension else ''};1"
        given[path] = f"{given[above]}/D{number:04}" if is_folder else f"{given[above]}/F{number:04}{ending}"
        listed.append(OnDisc(path, given[path], max(sizes[path], 0), is_folder))
    return listed


class Layout(pycdlib.PyCdlib):
    """An image whose files lie in `folder`; `with dated(day)` around its making and its writing."""

    def __init__(self, folder: Path, label: str, listed: Sequence[OnDisc]) -> None:
        super().__init__()
        self.new(
            interchange_level=_LEVEL,
            joliet=_JOLIET_LEVEL,
            rock_ridge=_ROCK_RIDGE,
            vol_ident=label,
            app_ident_str="BAOPAN",
        )
        for each in listed:
            name, joliet = each.path.rpartition("/")[2], f"/{each.path}"
            if each.is_folder:
                self.add_directory(each.iso, rr_name=name, joliet_path=joliet, file_mode=_FOLDER_MODE)
            else:
                source = str(inside(folder, each.path))
                self.add_file(source, each.iso, name, joliet_path=joliet, file_mode=_FILE_MODE)
        self.force_consistency()

    @property
    def size(self) -> int:
        """Bytes the image will have."""
        return int(self.pvd.space_size) * int(self.logical_block_size)

    def pieces(self) -> list[Piece]:
        """In order of their places: what comes before the files, and each file that has bytes."""
        head = _Head(self.size)
        self.write_fp(head)
        files = [
            Piece(int(each.extent_location()) * SECTOR, int(each.get_data_length()), Path(str(each.data_fp)))
            for each in self.inodes
            if each.get_data_length()
        ]
        content = head.getvalue()
        return [Piece(0, len(content), content), *sorted(files, key=lambda piece: piece.start)]

    def _output_file_data(self, outfp: object, blocksize: int, inode: object) -> Generator[int, None, None]:
        """pycdlib 1.22 copies each file here, with nothing said of what came of it: `write_proven` does."""
        yield from ()

    def _joliet_name_and_parent_from_path(self, joliet_path: bytes) -> tuple[bytes, Any]:
        """pycdlib 1.22 counts the UTF-8 bytes of a name, and so refuses more than 21 Chinese characters.

        The Joliet specification allows 64 UCS-2 units: those are counted here. All else is as there.
        """
        *above, raw = pycdlib.utils.split_path(joliet_path)
        name = raw.decode("utf-8")
        if utf16_units(name) > NAME_UNITS:
            raise PyCdlibInvalidInput(f"Joliet names have at most {NAME_UNITS} UTF-16 units")
        return name.encode("utf-16-be"), self._find_joliet_record(b"/" + b"/".join(above))


class _Head(io.BytesIO):
    """Takes what pycdlib writes, but for the zero that it ends a shorter image with."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size  # bytes

    def seek(self, where: int, whence: int = io.SEEK_SET) -> int:
        return super().seek(self._size) if whence == io.SEEK_END else super().seek(where, whence)


class _Clock:
    """Stands where pycdlib looks for the module `time`: it is always the same moment, in China."""

    strptime, strftime, struct_time = time.strptime, time.strftime, time.struct_time

    def __init__(self, day: date) -> None:
        moment = float(calendar.timegm(day.timetuple()) - _CHINA)
        self.time = lambda: moment
        self.localtime = lambda moment: time.gmtime(moment + _CHINA)
        self.gmtime = time.gmtime


@contextmanager
def dated(day: date) -> Iterator[None]:
    """Inside, pycdlib dates everything 00:00 of `day`, whatever the clock and the time zone here are.

    pycdlib takes no dates for volumes, folders and records. Nothing else in this program uses it.
    """
    modules = (pycdlib.pycdlib, pycdlib.headervd, pycdlib.dates)
    clock = _Clock(day)
    with _one_at_a_time:
        try:
            for module in modules:
                setattr(module, "time", clock)  # noqa: B010  mypy would have the module itself there
            yield
        finally:
            for module in modules:
                setattr(module, "time", time)  # noqa: B010
