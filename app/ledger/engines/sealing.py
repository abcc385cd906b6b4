"""A row's seal where no trigger of SQLite gives it, and a column that came since."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, inspect, select, text

from app.ledger import seals
from app.ledger.engines.database import rows_from
from app.ledger.engines.tables import sealed_columns


def seal_of(table: Table, row: Mapping[str, Any]) -> int:
    """The same as SQLite's triggers give the row."""
    return _sealed(row, sealed_columns(table))


def add_column(connection: Connection, column: Column[Any]) -> None:
    """One of text that came since; nothing where it is there. A row that was as it was written is sealed with
    it; one that was not stays as it is, and is told.
    """
    table = column.table
    assert isinstance(table, Table)
    if column.name in {each["name"] for each in inspect(connection).get_columns(table.name)}:
        return
    before = [each for each in sealed_columns(table) if each.name != column.name]
    kind = 'text COLLATE "C" NOT NULL DEFAULT'
    connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind} ''"))
    for row in rows_from(connection.execute(select(table))):
        if row["seal"] == _sealed(row, before):
            own = [key == row[key.name] for key in table.primary_key]
            connection.execute(table.update().where(*own).values(seal=seal_of(table, row)))


def _sealed(row: Mapping[str, Any], columns: list[Column[Any]]) -> int:
    return seals.seal_of(*(_as_bytes(row[column.name]) for column in columns))


def _as_bytes(value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
