"""The ledger's work folder: what is on its way into the store, and what a killed run left."""

from __future__ import annotations

import os
import platform
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from app.errors import os_errors
from app.ledger import Ledger
from app.ledger.connection import ATTACHED
from app.paths import inside
from app.receive.disc.record import read_record
from app.writing.moving import move, remove_tree

_WORK = "接收中"
_SCRATCH = "解开"


def work_of(ledger: Ledger, key: str) -> Path:
    """Where the disc with that key is copied to."""
    return inside(ledger.folder, f"{_WORK}/{key}")


def swept_to(ledger: Ledger, digest: str) -> Path:
    """Where what bears this digest goes back to, when it was killed before its row was written."""
    return work_of(ledger, digest[:24])


@contextmanager
def scratch_of(ledger: Ledger) -> Iterator[Path]:
    """A place to unpack an archive of a whole disc to; gone afterwards."""
    scratch = work_of(ledger, f"{_SCRATCH} {platform.node()} {os.getpid()}")
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def sweep(ledger: Ledger) -> None:
    """Files without a row (killed between the two) go back to be received again; nothing is read twice.
    While nobody else receives: theirs have no row yet. Raises AppError.
    """
    _sweep_scratch(ledger)
    known = {one.id for one in ledger.submissions()}
    with os_errors(ledger.folder):
        there = [path for path in ledger.store.iterdir() if path.is_dir() and not path.is_symlink()]
        for folder in sorted(path for path in there if path.name != ATTACHED):
            held = {disc.folder for disc in ledger.discs_of(folder.name)} if folder.name in known else set()
            for child in sorted(folder.iterdir()):
                record = read_record(child)
                if child.name in held or record is None:  # of a lost row and damaged itself: for a person
                    continue
                back = swept_to(ledger, record.digest)
                if back.exists():
                    remove_tree(child)
                else:
                    back.parent.mkdir(exist_ok=True)
                    move(child, back)
            if folder.name not in known and not any(folder.iterdir()):
                folder.rmdir()


def _sweep_scratch(ledger: Ledger) -> None:
    """What programs on this computer unpacked and did not live to clear away."""
    for path in inside(ledger.folder, _WORK).glob(f"{_SCRATCH} {platform.node()} *"):
        pid = re.search(r"\d+$", path.name)
        if pid and not psutil.pid_exists(int(pid[0])):
            shutil.rmtree(path, ignore_errors=True)
