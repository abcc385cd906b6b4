"""A sample folder is there whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import NotOurs, os_errors
from app.writing.atomic import beside_of
from app.writing.moving import move


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """Yields a folder beside to fill; it takes the name when the block ends well, else it goes.

    Nothing is synced to disk one by one, since all of it can be made again. Raises NotOurs when the
    folder holds something, and the AppErrors of the disk.
    """
    beside = beside_of(folder)
    with os_errors(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotOurs(folder)
        shutil.rmtree(beside, ignore_errors=True)
        try:
            beside.mkdir(parents=True)
            yield beside
            if folder.exists():
                folder.rmdir()
            move(beside, folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
