"""The same enterprise handed in twice, across senders and years, by submissions that count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from app.model.submission import Standing, Twin

# A submission that was replaced counts no more, one that waits not yet. One that was given back no longer
# stands in the way of the others; those given back still see each other.
_SAME = """
SELECT m.submission AS reader, m.id AS mine, m.name AS my_name, m.code AS my_code, t.name AS name,
  t.code AS code, t.track AS track, s.id AS submission, s.sender AS sender, s.notice AS notice,
  ms.notice AS my_notice
FROM entries m JOIN submissions ms ON ms.id = m.submission
JOIN entries t ON ((m.code != '' AND t.code = m.code) OR t.plain_name = m.plain_name)
JOIN submissions s ON s.id = t.submission
WHERE {} = ? AND s.id != ms.id AND (s.sender != ms.sender OR s.notice != ms.notice)
  AND s.standing IN ({}) AND ms.standing IN ({}) AND (s.standing != ? OR ms.standing = s.standing)
ORDER BY s.rowid, t.track
"""
COUNTING = ", ".join(f"'{standing.value}'" for standing in Standing if standing.counts)


def seen_by(connection: sqlite3.Connection, key: str) -> tuple[Twin, ...]:
    """What other senders or years handed in of the enterprises of submission `key`. Raises sqlite3.Error."""
    return _found(connection, "m.submission", key)


def readers_of(connection: sqlite3.Connection, key: str) -> tuple[Twin, ...]:
    """The same from the other side: who sees an enterprise of `key`. Raises sqlite3.Error."""
    return _found(connection, "t.submission", key)


def _found(connection: sqlite3.Connection, column: str, key: str) -> tuple[Twin, ...]:
    asked = _SAME.format(column, COUNTING, COUNTING)
    found = connection.execute(asked, (key, Standing.RETURNED.value)).fetchall()
    return tuple(
        Twin(
            row["reader"], row["mine"], row["my_name"], row["name"], row["code"],
            bool(row["my_code"]) and row["my_code"] == row["code"], row["track"], row["submission"],
            row["sender"], row["notice"], row["notice"] != row["my_notice"],
        )
        for row in found
    )  # fmt: skip


def by_reader(twins: Iterable[Twin]) -> dict[tuple[str, str, str, str], Twin]:
    """One for each enterprise, sender and year: a disc that takes the place of another changes nothing."""
    return {(twin.reader, twin.mine, twin.sender, twin.notice): twin for twin in twins}
