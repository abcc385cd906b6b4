"""Where a ledger's backups are, also when the ledger itself is damaged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from app import clock
from app.ledger.connection import FILE
from app.ledger.event import EventKind

_BACKUP = "台账 备份"


def backup_name() -> str:
    return f"{_BACKUP} {clock.now():%Y-%m-%d %H%M%S}.sqlite"


def last_backup(folder: Path) -> str:
    """In words."""
    found = backups_of(folder)
    return f"最近的备份：{found[0]}" if found else "没有找到备份"


def backups_of(folder: Path) -> tuple[Path, ...]:
    """Those that are still where they were made, or lie in the ledger's folder or beside it; newest first."""
    places = {folder, folder.parent, *(path.parent for path in _told(folder / FILE))}
    found: set[Path] = set()
    for place in places:
        with suppress(OSError):
            found |= set(place.glob(f"{_BACKUP} *.sqlite"))
    return tuple(sorted(found, key=lambda path: path.name, reverse=True))


def _told(path: Path) -> Iterator[Path]:
    """As the damaged file itself tells, as far as it can be read."""
    with suppress(sqlite3.Error, ValueError, KeyError, TypeError), closing(reading(path)) as old:
        sql = "SELECT facts FROM events WHERE kind = ?"
        for (facts,) in old.execute(sql, (EventKind.BACKED_UP.value,)):
            yield Path(json.loads(facts)["to"])


def reading(path: Path) -> sqlite3.Connection:
    """Nothing is written to it. A text that is none is read with marks for what is not."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.text_factory = lambda content: str(content, "utf-8", "replace")
    return connection
