"""A ledger of a newer program is refused in plain words by an older one: before it is opened, and while it is open."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import psycopg
import pytest

from app.errors import LedgerFromNewerVersion
from app.ledger import Ledger
from app.ledger import connection as of_files
from app.ledger.connection import FILE
from app.ledger.engines import embedded as of_readers
from app.ledger.engines import server as of_servers
from app.ledger.place import address_of
from app.ledger.steps import MIGRATIONS
from app.model.submission import Standing
from app.receive.standing.voiding import void
from tests.ledger.conftest import NewLedger
from tests.ledger.test_ledger import TOML, a_registration

KEY = "2023-370100-1"
# How many steps there were when the last word was added. A new word is a step more: write both down here.
STEPS, STANDINGS = 9, "accepted declined faulty passed received returned superseded voided waiting"


def an_older_program(patch: pytest.MonkeyPatch, steps: int) -> None:
    for module in (of_files, of_readers, of_servers):
        patch.setattr(module, "MIGRATIONS", MIGRATIONS[:steps])


def newer(folder: Path) -> None:
    """As a newer program leaves it."""
    if address := address_of(folder):
        with psycopg.connect(address, autocommit=True) as other:
            other.execute("UPDATE ledger SET steps = steps + 1")
    else:
        connection = sqlite3.connect(folder / FILE)
        connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
        connection.close()


def test_a_new_word_in_a_row_is_a_step_more() -> None:
    assert " ".join(sorted(each.value for each in Standing)) == STANDINGS and len(MIGRATIONS) >= STEPS


def test_a_program_that_knows_no_void_submissions_refuses_a_ledger_that_may_have_some(
    tmp_path: Path, new_ledger: NewLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_ledger(tmp_path / "台账", TOML) as ledger:
        ledger.register(a_registration())
        void(ledger, KEY, "误收了练习盘", "李")
    with monkeypatch.context() as patch:
        an_older_program(patch, 8)
        for reads_only in (False, True):
            with pytest.raises(LedgerFromNewerVersion) as told:
                Ledger.open(tmp_path / "台账", reads_only=reads_only)
            assert told.value.title == "这本台账由更新版本的程序建立" and "没有改动" in told.value.advice
    with Ledger.open(tmp_path / "台账") as again:
        assert again.submission(KEY).standing is Standing.VOIDED


def test_an_older_program_that_has_it_open_in_a_database_neither_reads_nor_writes_on(
    tmp_path: Path, server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Ledger.create(tmp_path / "台账", TOML, server.new_database()) as ledger:
        ledger.register(a_registration())
        newer(tmp_path / "台账")
        for act in (ledger.submissions, ledger.last_change, ledger.claims, lambda: void(ledger, KEY, "误收", "李")):
            with pytest.raises(LedgerFromNewerVersion):
                act()


def test_who_only_reads_a_folder_stops_when_a_newer_program_writes_it(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "台账", TOML).close()
    with Ledger.open(tmp_path / "台账", reads_only=True) as reader:
        assert reader.submissions() == ()
        newer(tmp_path / "台账")
        with pytest.raises(LedgerFromNewerVersion):
            reader.submissions()
