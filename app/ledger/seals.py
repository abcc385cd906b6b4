"""Every row of a ledger carries a checksum of itself: a change SQLite cannot see is told, with its row."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.errors import LedgerDamaged

_NAMED = 5  # damaged rows in one sentence
_COLUMN = "seal"
# table → what a clerk calls a row of it, the column of the submission it is of, and what names it there
TABLES: Mapping[str, tuple[str, str, str]] = {
    "submissions": ("报送", "id", "''"),
    "discs": ("光盘", "submission", "disc_id"),
    "entries": ("企业", "submission", "name"),
    "decisions": ("核对结论", "submission", "reason"),
    "events": ("历史", "submission", "'第 ' || number || ' 行'"),
    "review": ("评审", "''", "''"),
    "notice": ("规则", "''", "''"),
    "awarded": ("历年获评名单", "''", "''"),
    "activities": ("交流活动", "''", "'第 ' || number || ' 行'"),
    "attachments": ("附件", "''", "name"),
}
COLUMN = f"{_COLUMN} INTEGER NOT NULL DEFAULT 0"
_FIRST = ("submissions", "discs", "entries", "decisions", "events", "review", "notice")  # later ones have it
STEP = "".join(f"ALTER TABLE {each} ADD COLUMN {COLUMN};" for each in _FIRST)


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """`rowid` in its table; `submission`: "" where it is of none."""

    table: str
    rowid: int
    submission: str
    name: str

    @property
    def words(self) -> str:
        """报送 2023-370100-1, 企业 2023-370100-1 某某公司."""
        return " ".join(filter(None, (TABLES[self.table][0], self.submission, self.name)))


def keep(connection: sqlite3.Connection) -> None:
    """What this connection writes is sealed from now on. The triggers are its own: the file stays plain."""
    _teach(connection)
    for table in TABLES:
        for change in ("INSERT", "UPDATE"):
            connection.execute(
                f"CREATE TEMP TRIGGER sealed_{change}_{table} AFTER {change} ON main.{table} BEGIN "
                f"UPDATE {table} SET {_COLUMN} = {_seal(connection, table)} WHERE rowid = new.rowid; END"
            )


def renew(connection: sqlite3.Connection) -> None:
    """After a step that changed what a row holds."""
    _teach(connection)
    for table in _sealed(connection):
        connection.execute(f"UPDATE {table} SET {_COLUMN} = {_seal(connection, table)}")


def broken(connection: sqlite3.Connection) -> tuple[BrokenRow, ...]:
    """Rows that are not as they were written; none in a ledger of a program that did not seal."""
    _teach(connection)
    return tuple(each for table in _sealed(connection) for each in _broken_in(connection, table))


def refuse_broken(name: str, rows: Sequence[BrokenRow]) -> None:
    """Raises LedgerDamaged, naming the first of them."""
    if rows:
        more = f" 等 {len(rows)} 处" if len(rows) > _NAMED else ""
        raise LedgerDamaged(f"{name} 里的{'、'.join(each.words for each in rows[:_NAMED])}{more}")


def _broken_in(connection: sqlite3.Connection, table: str) -> Iterator[BrokenRow]:
    _, submission, name = TABLES[table]
    found = connection.execute(
        f"SELECT rowid, CAST({submission} AS BLOB), CAST({name} AS BLOB) FROM {table} "
        f"WHERE {_COLUMN} IS NOT {_seal(connection, table)}"
    )
    for rowid, *told in found.fetchall():
        yield BrokenRow(table, rowid, *(str(each or b"", "utf-8", "replace") for each in told))


def _sealed(connection: sqlite3.Connection) -> list[str]:
    return [table for table in TABLES if _COLUMN in columns(connection, table)]


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]


def _seal(connection: sqlite3.Connection, table: str) -> str:
    """As bytes: a text may be damaged so that it is none."""
    told = (f"CAST({name} AS BLOB)" for name in columns(connection, table) if name != _COLUMN)
    return f"seal_of({', '.join(told)})"


def _teach(connection: sqlite3.Connection) -> None:
    connection.create_function("seal_of", -1, seal_of, deterministic=True)


def seal_of(*parts: bytes | None) -> int:
    """CRC-32 over each with its length; -1 is the length of what is not there."""
    told = 0
    for part in parts:
        told = zlib.crc32(b"%d:" % (-1 if part is None else len(part)), told)
        told = zlib.crc32(part or b"", told)
    return told
