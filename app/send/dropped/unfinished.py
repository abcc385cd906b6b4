"""collecting.json: what of a collecting is still to come, for when the program is killed meanwhile.

Beside the batch's own files, for this computer alone: it names places on its disks.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from app.writing import atomic

FILE = "collecting.json"
_SCHEMA = 1


class Rest:
    """Packages that are still to be taken in, each with its track; every change of it is kept at once."""

    def __init__(self, folder: Path, packages: Sequence[tuple[str, Path]], *, replaces: bool) -> None:
        """`folder`: the batch's. `replaces`: one of a name that is there takes its place."""
        self._path = folder / FILE
        self.packages = list(packages)
        self.replaces = replaces

    @property
    def tracks(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(track for track, _ in self.packages))

    def of(self, track: str) -> tuple[Path, ...]:
        return tuple(path for own, path in self.packages if own == track)

    def note(self) -> None:
        """Raises AppError."""
        told = {
            "schema": _SCHEMA, "replaces": self.replaces,
            "packages": [[track, str(path)] for track, path in self.packages],
        }  # fmt: skip
        atomic.write_bytes(self._path, json.dumps(told).encode("ascii"))  # lone surrogates as \udcXX

    def seen(self, package: Path) -> None:
        """It was taken in, or told to be none."""
        self.packages = [(track, path) for track, path in self.packages if path != package]
        self.note()

    def forget(self) -> None:
        self._path.unlink(missing_ok=True)


def unfinished(folder: Path) -> Rest | None:
    """What the batch in `folder` was still to take in when the program ended; None where nothing was."""
    try:
        told = json.loads((folder / FILE).read_bytes())
        packages = [(str(track), Path(str(path))) for track, path in told["packages"]]
        rest = Rest(folder, packages, replaces=told["replaces"] is True)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return rest if packages else None
