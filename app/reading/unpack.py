"""A package's files into a folder, for people to open. Runs in a sandbox child."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.errors import os_errors
from app.model.disc_names import UNPACKED_UNITS, FreeNames, fold, proposed_disc_name, utf16_units
from app.model.source import Container, Trouble
from app.reading.containers import stream
from app.reading.limits import Limits

_TOO_LONG = "路径过长的文件"


@dataclass(frozen=True, slots=True)
class Unpacked:
    """`renamed`: (path in the package, path in the folder) where this computer could not have the name."""

    files: int
    bytes: int
    troubles: tuple[Trouble, ...]
    renamed: tuple[tuple[str, str], ...]


def unpack(
    stored: Path, container: Container, out: Path, limits: Limits, report: Callable[[int, str], None]
) -> Unpacked:
    """All that can be had whole into `out`, which must be empty; nothing is written outside it.

    Archives inside are left as they are. Raises AppError when `out` cannot be written.
    """
    troubles: list[Trouble] = []
    renamed: list[tuple[str, str]] = []
    places = _Places()
    files = total = 0
    for item in stream(stored, container, limits, troubles, report):
        path = places.of(item.path)
        target = out / path
        with os_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                written = sum(file.write(chunk) for chunk in item.chunks)
            if not item.is_sound:
                target.unlink()
                continue
        files, total = files + 1, total + written
        if path != item.path:
            renamed.append((item.path, path))
    return Unpacked(files, total, tuple(troubles), tuple(renamed))


def names_within(
    stored: Path, container: Container, limits: Limits, report: Callable[[int, str], None]
) -> tuple[str, ...]:
    """What an archive holds, by name, as far as it can be read."""
    return tuple(item.path for item in stream(stored, container, limits, [], report))


class _Places:
    """Paths every system can have; no file takes the place of another, or of a folder."""

    def __init__(self) -> None:
        self._free = FreeNames()
        self._folders: dict[str, str] = {}  # as asked for → the place it was given

    def of(self, path: str) -> str:
        *folders, name = (proposed_disc_name(part) for part in path.split("/"))
        if utf16_units(path) > UNPACKED_UNITS:
            folders = [_TOO_LONG]
        here = ""
        for folder in folders:
            here = self._folder(f"{here}{folder}")
        return self._free.take(f"{here}{name}", _numbered)

    def _folder(self, wanted: str) -> str:
        key = fold(wanted)
        if key not in self._folders:
            self._folders[key] = self._free.take(wanted, _numbered)
        place = self._folders[key]
        return f"{wanted if fold(place) == key else place}/"


def _numbered(path: str, number: int) -> str:
    """The number before what looks like an ending."""
    above, slash, name = path.rpartition("/")
    stem, dot, extension = name.rpartition(".") if "." in name[1:] else (name, "", "")
    return f"{above}{slash}{stem}（{number}）{dot}{extension}"
