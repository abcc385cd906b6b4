"""Who is working on a submission: kept a while in the shared database, so that others see it."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Table,
    Text,
    case,
    cast,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection

HELD = 60  # seconds, unless it is claimed again
METADATA = MetaData()  # not the ledger's: gone with the day, neither sealed nor moved
CLAIMS = Table(
    "claims", METADATA,
    Column("submission", Text, primary_key=True), Column("window", Text, nullable=False),
    Column("who", Text, nullable=False), Column("host", Text, nullable=False),
    Column("since", BigInteger, nullable=False), Column("until", BigInteger, nullable=False),
)  # fmt: skip



@dataclass(frozen=True, slots=True)
class Claim:
    """`since`: with zone."""

    submission: str
    who: str
    host: str
    since: datetime

    @property
    def name(self) -> str:
        return self.who or "另一位同事"

    @property
    def words(self) -> str:
        """李科员（电脑 PC-2）正在处理，14:05 起."""
        return f"{self.name}（电脑 {self.host}）正在处理，{self.since:%H:%M} 起"


class Claims:
    """Of one window: it has at most one."""

    def __init__(self) -> None:
        self._window, self._host = uuid4().hex, platform.node()

    def take(self, connection: Connection, key: str, who: str) -> None:
        """Unless another holds it."""
        self.release(connection, but=key)
        fresh = insert(CLAIMS).values(
            submission=key, window=self._window, who=who, host=self._host, since=_now(), until=_now() + HELD
        )
        is_own = CLAIMS.c.window == fresh.excluded.window
        connection.execute(fresh.on_conflict_do_update(
            index_elements=["submission"],
            set_={
                "window": fresh.excluded.window, "who": fresh.excluded.who, "host": fresh.excluded.host,
                "since": case((is_own, CLAIMS.c.since), else_=fresh.excluded.since),
                "until": fresh.excluded.until,
            },
            where=or_(is_own, CLAIMS.c.until < _now()),
        ))  # fmt: skip

    def release(self, connection: Connection, *, but: str = "") -> None:
        connection.execute(
            delete(CLAIMS).where(CLAIMS.c.window == self._window, CLAIMS.c.submission != but)
        )

    def of_others(self, connection: Connection) -> Mapping[str, Claim]:
        """Submission → who works on it in another window."""
        held = select(CLAIMS).where(CLAIMS.c.window != self._window, CLAIMS.c.until >= _now())
        found: dict[str, Claim] = {}
        for row in connection.execute(held):
            since = datetime.fromtimestamp(row.since).astimezone()
            found[row.submission] = Claim(row.submission, row.who, row.host, since)
        return found


def _now() -> ColumnElement[int]:
    """Seconds, by one clock for all: the server's."""
    return cast(func.extract("epoch", func.clock_timestamp()), BigInteger)
