"""Activities and attachments in both engines: versions and rows that last; ledgers of before get their tables."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from app.errors import ChangedMeanwhile, LedgerDamaged
from app.job import Job
from app.ledger import Ledger, seals
from app.ledger.connection import FILE
from app.ledger.engines.tables import SUBMISSIONS, sealed_columns
from app.ledger.event import EventKind
from app.ledger.move import move
from app.ledger.steps import MIGRATIONS
from app.model.after.attachment import Attachment
from app.model.after.exchange import Activity, Guests
from app.model.batch import Sender
from tests.before import unpacked
from tests.ledger.conftest import NewLedger
from tests.ledger.postgres import Postgres
from tests.ledger.test_ledger import TOML, a_registration

HELD = Activity("2023-10-12", "经验交流会", "交流会", "济南", guests=(Guests("某院", 12),))
PHOTO = Attachment("activity 1", "附件/活动-1/会场.jpg", "会场.jpg", "ab" * 32, 9, "2023-10-12T09:00:00+08:00", "李")


def keep(ledger: Ledger, **told: int) -> None:
    ledger.keep_activity(HELD, EventKind.ACTIVITY_ADDED, "李", {}, **told)
    ledger.keep_attachments([PHOTO], EventKind.ATTACHED, "李", "第 1 项交流活动")


def test_what_is_kept_is_there_after_reopening(tmp_path: Path, new_ledger: NewLedger) -> None:
    with new_ledger(tmp_path / "台账", TOML) as ledger:
        keep(ledger)
        later = replace(HELD, place="青岛")
        ledger.keep_activity(later, EventKind.ACTIVITY_AMENDED, "王", {"what": "地点"}, number=1, seen=1, base=1)
        ledger.keep_attachments([replace(PHOTO, withdrawn="2023-10-13")], EventKind.DETACHED, "王", "x")
    with Ledger.open(tmp_path / "台账") as ledger:
        told = [(v.number, v.version, v.base, v.who, v.activity) for v in ledger.activities()]
        assert told == [(1, 1, 0, "李", HELD), (1, 2, 1, "王", later)]
        assert ledger.attachments("activity 1") == (replace(PHOTO, withdrawn="2023-10-13"),) and ledger.attachments("x") == ()
        with pytest.raises(ChangedMeanwhile):
            ledger.keep_activity(HELD, EventKind.ACTIVITY_AMENDED, "李", {"what": ""}, number=1, seen=1)
        assert ledger.keep_activity(HELD, EventKind.ACTIVITY_ADDED, "李", {}).number == 2


def test_a_ledger_of_before_gets_the_tables(tmp_path: Path) -> None:
    folder = unpacked("ledger", tmp_path)
    with Ledger.open(folder) as ledger:
        assert ledger.submissions() and ledger.activities() == () and ledger.notice.exchange
        keep(ledger)
    with Ledger.open(folder) as ledger:
        assert len(ledger.activities()) == len(ledger.attachments()) == 1


def test_a_database_of_before_gets_them_too(tmp_path: Path, server: Postgres) -> None:
    address = server.new_database()
    Ledger.create(tmp_path / "台账", TOML, address).close()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DROP TABLE activities, attachments")
        connection.execute("UPDATE ledger SET steps = 8")
    with Ledger.open(tmp_path / "台账") as ledger:
        keep(ledger)
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT steps FROM ledger").fetchone() == (len(MIGRATIONS),)
    with Ledger.open(tmp_path / "台账") as ledger:
        assert len(ledger.activities()) == 1


def test_a_database_of_before_gets_a_column_that_came_since_and_tells_what_was_damaged(tmp_path: Path, server: Postgres) -> None:
    address = server.new_database()
    with Ledger.create(tmp_path / "台账", TOML, address) as ledger:
        ledger.register(a_registration())
        before = ledger.submissions()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER TABLE submissions DROP COLUMN sender_kind")
        connection.execute("UPDATE ledger SET steps = 9")
        columns = [each.name for each in sealed_columns(SUBMISSIONS) if each.name != "sender_kind"]
        cells = connection.execute(f"SELECT {', '.join(columns)} FROM submissions").fetchone()
        seal = seals.seal_of(*(each if isinstance(each, bytes) else str(each).encode() for each in cells))
        connection.execute("UPDATE submissions SET seal = %s", (seal,))
    with Ledger.open(tmp_path / "台账") as ledger:
        assert ledger.submissions() == before
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER TABLE submissions DROP COLUMN sender_kind")
        connection.execute("UPDATE submissions SET clerk = '张'")
        connection.execute("UPDATE ledger SET steps = 9")
    with pytest.raises(LedgerDamaged, match="报送"):
        Ledger.open(tmp_path / "台账")


def test_the_kind_of_a_direct_sender_is_kept(tmp_path: Path, new_ledger: NewLedger) -> None:
    group = Sender("山东能源集团有限公司", kind="省属")
    with new_ledger(tmp_path / "台账", TOML) as ledger:
        ledger.register(a_registration("2023-Z-1", group))
        assert ledger.submission("2023-Z-1").sender == group


def test_they_move_with_the_ledger(tmp_path: Path, server: Postgres) -> None:
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        keep(ledger)
        before = ledger.activities(), ledger.attachments()
    move(tmp_path / "台账", server.new_database(), None, Job())
    with Ledger.open(tmp_path / "台账") as ledger:
        assert ledger.is_shared and (ledger.activities(), ledger.attachments()) == before


@pytest.mark.parametrize("statement, told", [
    ("UPDATE activities SET who = '张'", "交流活动 第 1 行"), ("UPDATE attachments SET size = 1", "附件 会场.jpg"),
])  # fmt: skip
def test_a_row_that_was_changed_beside_is_told(tmp_path: Path, statement: str, told: str) -> None:
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        keep(ledger)
    with sqlite3.connect(tmp_path / "台账" / FILE) as connection:
        connection.execute(statement)
    with pytest.raises(LedgerDamaged, match=told):
        Ledger.open(tmp_path / "台账")
