"""The ledger's work folder: what is on its way into the store, and what a killed run left."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import os_errors
from app.ledger import Ledger
from app.paths import inside
from app.receive.disc.record import read_record

_WORK = "接收中"


def work_of(ledger: Ledger, key: str) -> Path:
    """Where the disc with that key is copied to."""
    return inside(ledger.folder, f"{_WORK}/{key}")


@contextmanager
def scratch_of(ledger: Ledger) -> Iterator[Path]:
    """A place to unpack an archive of a whole disc to; gone afterwards."""
    scratch = work_of(ledger, "解开")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def sweep(ledger: Ledger) -> None:
    """Files without a row (killed between the two) go back to be received again; nothing is read twice.

    Raises AppError.
    """
    known = {one.id for one in ledger.submissions()}
    with os_errors(ledger.folder):
        there = [path for path in ledger.store.iterdir() if path.is_dir() and not path.is_symlink()]
        for folder in sorted(there):
            held = {disc.folder for disc in ledger.discs_of(folder.name)} if folder.name in known else set()
            for child in sorted(folder.iterdir()):
                record = read_record(child)
                if child.name in held or record is None:  # of a lost row and damaged itself: for a person
                    continue
                back = work_of(ledger, record.digest[:24])
                if back.exists():
                    shutil.rmtree(child)
                else:
                    back.parent.mkdir(exist_ok=True)
                    child.rename(back)
            if folder.name not in known and not any(folder.iterdir()):
                folder.rmdir()
