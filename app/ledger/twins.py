"""The same enterprise handed in twice, across senders and years, by submissions that count."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.ledger.engines.database import Ask
from app.ledger.engines.tables import ENTRIES, SUBMISSIONS
from app.model.submission import Standing, Twin

COUNTING = tuple(standing.value for standing in Standing if standing.counts)
_MINE, _THEIRS = ENTRIES.alias("mine"), ENTRIES.alias("theirs")
_READER, _OTHER = SUBMISSIONS.alias("reader"), SUBMISSIONS.alias("other")
# A submission that was replaced counts no more, one that waits not yet. One that was given back no longer
# stands in the way of the others; those given back still see each other.
_SAME = (
    select(
        _MINE.c.submission.label("reader"), _MINE.c.id.label("mine"), _MINE.c.name.label("my_name"),
        _MINE.c.code.label("my_code"), _THEIRS.c.name, _THEIRS.c.code, _THEIRS.c.track,
        _OTHER.c.id.label("submission"), _OTHER.c.sender, _OTHER.c.notice,
        _READER.c.notice.label("my_notice"),
    )
    .join_from(_MINE, _READER, _READER.c.id == _MINE.c.submission)
    .join(_THEIRS, or_(
        and_(_MINE.c.code != "", _THEIRS.c.code == _MINE.c.code), _THEIRS.c.plain_name == _MINE.c.plain_name
    ))
    .join(_OTHER, _OTHER.c.id == _THEIRS.c.submission)
    .where(
        _OTHER.c.id != _READER.c.id,
        or_(_OTHER.c.sender != _READER.c.sender, _OTHER.c.notice != _READER.c.notice),
        _OTHER.c.standing.in_(COUNTING), _READER.c.standing.in_(COUNTING),
        or_(_OTHER.c.standing != Standing.RETURNED, _READER.c.standing == _OTHER.c.standing),
    )
    .order_by(_OTHER.c.rowid, _THEIRS.c.track)
)  # fmt: skip


def seen_by(ask: Ask, key: str) -> tuple[Twin, ...]:
    """What other senders or years handed in of the enterprises of submission `key`."""
    return _found(ask, _MINE.c.submission == key)


def readers_of(ask: Ask, key: str) -> tuple[Twin, ...]:
    """The same from the other side: who sees an enterprise of `key`."""
    return _found(ask, _THEIRS.c.submission == key)


def _found(ask: Ask, whose: ColumnElement[Any]) -> tuple[Twin, ...]:
    return tuple(
        Twin(
            row["reader"], row["mine"], row["my_name"], row["name"], row["code"],
            bool(row["my_code"]) and row["my_code"] == row["code"], row["track"], row["submission"],
            row["sender"], row["notice"], row["notice"] != row["my_notice"],
        )
        for row in ask(_SAME.where(whose))
    )  # fmt: skip


def by_reader(twins: Iterable[Twin]) -> dict[tuple[str, str, str, str], Twin]:
    """One for each enterprise, sender and year: a disc that takes the place of another changes nothing."""
    return {(twin.reader, twin.mine, twin.sender, twin.notice): twin for twin in twins}
