"""The tables of a ledger, the same in SQLite and PostgreSQL; columns stand in the order they are sealed in.

`rowid` is the order submissions came in: SQLite has it by itself, PostgreSQL as a column of its own.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Index, LargeBinary, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator


class Words(TypeDecorator[str]):
    """Text, ordered by its bytes as SQLite does; a value of an enumeration is kept as its text."""

    impl = Text(collation="C")
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: object) -> str | None:
        return None if value is None else str(value)


class Whole(TypeDecorator[int]):
    """A number; yes and no are 1 and 0."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: object) -> int | None:
        return None if value is None else int(value)


METADATA = MetaData()


def _table(name: str, *columns: Column[Any] | Index) -> Table:
    return Table(name, METADATA, *columns)


def _text(name: str, **told: Any) -> Column[Any]:
    return Column(name, Words, nullable=False, **told)


def _number(name: str, **told: Any) -> Column[Any]:
    return Column(name, Whole, nullable=False, **told)


def _bytes(name: str) -> Column[Any]:
    return Column(name, LargeBinary, nullable=False)


def _seal() -> Column[Any]:
    return _number("seal", server_default="0")


def _of_submission(**told: Any) -> Column[Any]:
    return Column("submission", Words, ForeignKey("submissions.id"), nullable=False, **told)


def _only_row(name: str) -> Table:
    """Of one row alone."""
    return _table(name, _number("only", primary_key=True, autoincrement=False), _bytes("content"), _seal())


SUBMISSIONS = _table(
    "submissions",
    _text("id", primary_key=True), *map(_text, ("notice", "sender", "sender_code", "city", "contact")),
    *map(_text, ("phone", "made_by", "digest", "check_codes", "clerk", "at")), _number("attempt"),
    _text("standing"), _text("reason"), _number("is_late"), _text("supersedes"), _number("files"),
    _number("bytes"), _bytes("batch"), _bytes("report"), _text("handed_in"), _number("to_examine"), _seal(),
    _number("to_recognise"), _text("sender_kind", server_default=""),
    Column("rowid", BigInteger, system=True),
)  # fmt: skip
DISCS = _table(
    "discs",
    _of_submission(), _text("digest", primary_key=True), *map(_text, ("disc_id", "check_code")),
    _number("number"), _number("of_discs"), *map(_text, ("edition", "folder", "holes", "at", "record")),
    _seal(), *map(_text, ("typed", "unlike")),
)  # fmt: skip
ENTRIES = _table(
    "entries",
    _of_submission(primary_key=True), _text("id", primary_key=True), _text("track"), _number("place"),
    *map(_text, ("name", "plain_name", "code", "fields", "stored")), _number("size"), _text("sha256"),
    _number("must"), _number("look"), _seal(),
    Index("entries_by_code", "code"), Index("entries_by_name", "plain_name"),
)  # fmt: skip
DECISIONS = _table(
    "decisions",
    _of_submission(primary_key=True), _text("finding", primary_key=True),
    *map(_text, ("verdict", "reason", "who", "day")), _seal(),
)  # fmt: skip
EVENTS = _table(
    "events",
    Column("number", BigInteger, primary_key=True, autoincrement=True),
    *map(_text, ("at", "who", "submission", "what", "kind", "facts")), _seal(),
)  # fmt: skip
REVIEW, NOTICE, AWARDED = map(_only_row, ("review", "notice", "awarded"))
ACTIVITIES = _table(
    "activities",
    *(_number(name, primary_key=True, autoincrement=False) for name in ("number", "version")),
    _number("base"), *map(_text, ("at", "who", "content")), _seal(),
)  # fmt: skip
ATTACHMENTS = _table(
    "attachments",
    *(_text(name, primary_key=True) for name in ("owner", "stored")), *map(_text, ("name", "sha256")),
    _number("size"), *map(_text, ("at", "who", "withdrawn")), _seal(),
)  # fmt: skip
TABLES = (
    SUBMISSIONS, DISCS, ENTRIES, DECISIONS, EVENTS, REVIEW, NOTICE, AWARDED, ACTIVITIES, ATTACHMENTS,
)  # fmt: skip


def sealed_columns(table: Table) -> list[Column[Any]]:
    """Those that its seal vouches for, in their order."""
    return [column for column in table.columns if not column.system and column.name != "seal"]
