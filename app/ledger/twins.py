"""DUP-01 across senders and years: the same enterprise handed in twice, by submissions that count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.model.finding import Finding, Grade, Outcome, State, Who
from app.model.submission import Standing, Submission
from app.notices.notice import Notice

CHECK = "DUP-01"
TITLE = "没有两家报送同一企业"
# A submission that was replaced counts no more. One that was given back no longer stands in the way of the
# others; those given back still see each other.
_SAME = """
SELECT m.submission AS reader, m.id AS mine, m.name AS my_name, m.code AS my_code, t.name AS name,
  t.code AS code, t.track AS track, s.id AS submission, s.sender AS sender, s.notice AS notice,
  ms.notice AS my_notice
FROM entries m JOIN submissions ms ON ms.id = m.submission
JOIN entries t ON ((m.code != '' AND t.code = m.code) OR t.plain_name = m.plain_name)
JOIN submissions s ON s.id = t.submission
WHERE {} = ? AND s.id != ms.id AND (s.sender != ms.sender OR s.notice != ms.notice)
  AND s.standing != ? AND ms.standing != ? AND (s.standing != ? OR ms.standing = s.standing)
ORDER BY s.rowid, t.track
"""
_STANDINGS = (Standing.SUPERSEDED.value, Standing.SUPERSEDED.value, Standing.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Known:
    """The same enterprise elsewhere: by its credit code, else by its name but for spelling.

    `reader` is the submission that sees it, `id` its enterprise there, called `mine`.
    """

    reader: str
    id: str
    mine: str
    name: str
    code: str
    same_code: bool
    track: str
    submission: str
    sender: str
    notice: str
    other_year: bool


def seen_by(connection: sqlite3.Connection, key: str) -> tuple[Known, ...]:
    """What other senders or years handed in of the enterprises of submission `key`. Raises sqlite3.Error."""
    return _found(connection, "m.submission", key)


def readers_of(connection: sqlite3.Connection, key: str) -> tuple[Known, ...]:
    """The same from the other side: who sees an enterprise of `key`. Raises sqlite3.Error."""
    return _found(connection, "t.submission", key)


def _found(connection: sqlite3.Connection, column: str, key: str) -> tuple[Known, ...]:
    found = connection.execute(_SAME.format(column), (key, *_STANDINGS)).fetchall()
    return tuple(
        Known(
            row["reader"], row["mine"], row["my_name"], row["name"], row["code"],
            bool(row["my_code"]) and row["my_code"] == row["code"], row["track"], row["submission"],
            row["sender"], row["notice"], row["notice"] != row["my_notice"],
        )
        for row in found
    )  # fmt: skip


def by_reader(known: Iterable[Known]) -> dict[tuple[str, str, str, str], Known]:
    """One for each enterprise, sender and year: a disc that takes the place of another changes nothing."""
    return {(twin.reader, twin.mine, twin.sender, twin.notice): twin for twin in known}


def twins_outcome(one: Submission, twins: Sequence[Known], notice: Notice) -> Outcome:
    """In the same year it must be settled, by a person's decision too; in another year it is looked at."""
    findings = tuple(_finding(twin, notice) for twin in sorted(twins, key=lambda twin: twin.id))
    state = State.FOUND if findings else State.PASSED
    return Outcome(CHECK, TITLE, "batch", one.sender.name, state, findings)


def _finding(twin: Known, notice: Notice) -> Finding:
    by = f"统一社会信用代码相同（{twin.code}）" if twin.same_code else "名称相同"
    named = "" if twin.name == twin.mine else f"，那里叫“{twin.name}”"
    return Finding(
        what=f"{twin.sender}{f'在 {twin.notice} 年' if twin.other_year else ''}也报送了这一家"
        f"（{notice.short(twin.track)}，{by}{named}）",
        fix="请与两家报送单位核对由谁推荐；情况属实的，写明理由。",
        where=f"台账 {twin.submission}",
        why="同一企业只能由一家推荐；近年已获评的受通知限制",
        who=Who.BUREAU,
        grade=Grade.LOOK if twin.other_year else Grade.MUST,
        compare=None if twin.name == twin.mine else (twin.mine, twin.name),
        acceptable=True,
        detail=f"{twin.submission} {twin.track}",
        check=CHECK,
        title=TITLE,
        subject=twin.id,
        subject_name=twin.mine,
    )
