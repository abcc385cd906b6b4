"""The only place that knows where things are on this computer."""

from __future__ import annotations

from pathlib import Path

from platformdirs import PlatformDirs

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
_DIRS = PlatformDirs("Baopan", appauthor=False)


def user_dir() -> Path:
    """Settings and notices the user loaded; made when first asked for."""
    folder = Path(_DIRS.user_data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_file() -> Path:
    folder = Path(_DIRS.user_log_dir)
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "baopan.log"


def documents_dir() -> Path:
    """Where new batches are offered to live."""
    return Path(_DIRS.user_documents_dir)


def free_folder(base: Path) -> Path:
    """`base`, or the first `base (n)` that is not there yet."""
    found, number = base, 1
    while found.exists():
        number += 1
        found = base.with_name(f"{base.name} ({number})")
    return found
