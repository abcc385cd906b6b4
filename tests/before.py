"""What programs before this one left, kept in tests/fixtures/before (its README.md says how it was made)."""

from __future__ import annotations

import tarfile
from pathlib import Path

PLACE = Path(__file__).parent / "fixtures" / "before"


def unpacked(name: str, into: Path) -> Path:
    """The one folder that <name>.tar.xz holds."""
    with tarfile.open(PLACE / f"{name}.tar.xz") as packed:
        # older releases of Python 3.11 know no filter
        packed.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        packed.extractall(into)
    (only,) = into.iterdir()
    return only


def members(name: str, ending: str) -> dict[str, bytes]:
    """Path in <name>.tar.xz → content, of the files with that ending."""
    with tarfile.open(PLACE / f"{name}.tar.xz") as archive:
        return {
            each.name: stream.read()
            for each in archive
            if each.name.endswith(ending) and (stream := archive.extractfile(each)) is not None
        }
