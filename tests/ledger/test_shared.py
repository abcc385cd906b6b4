"""Several people on one ledger: seen by each other, nothing overwritten unseen, whoever is gone stops nobody."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from app.errors import (
    ChangedMeanwhile,
    DatabaseUnreachable,
    LedgerDamaged,
    LedgerFromNewerVersion,
    LedgerInUse,
    NotALedger,
    WrongUse,
)
from app.job import Job
from app.ledger import Ledger
from app.ledger.place import address_of, keep_address
from app.model.batch import Decision, Verdict
from app.model.submission import Standing
from tests.ledger.postgres import Postgres
from tests.ledger.test_ledger import TOML, a_registration, finding
from tests.road import baopan

KEY = "2023-370100-1"
SEEN = Decision(finding().key, Verdict.ACCEPT, "看过", "李", "2023-08-26")


@pytest.fixture
def folder(tmp_path: Path, server: Postgres) -> Path:
    with Ledger.create(tmp_path / "共享" / "台账", TOML, server.new_database()) as ledger:
        ledger.register(a_registration())
    return tmp_path / "共享" / "台账"


@pytest.fixture
def two(folder: Path) -> Iterator[tuple[Ledger, Ledger]]:
    """The same ledger, open on two computers."""
    with Ledger.open(folder) as one, Ledger.open(folder) as other:
        yield one, other


def test_a_folder_on_the_share_leads_to_the_database(folder: Path) -> None:
    assert address_of(folder).startswith("postgresql://") and not (folder / "台账.sqlite").exists()
    with Ledger.open(folder) as ledger:
        assert ledger.is_shared and [one.id for one in ledger.submissions()] == [KEY]


def test_what_one_decides_the_other_sees(two: tuple[Ledger, Ledger]) -> None:
    one, other = two
    before = other.last_change()
    one.decide(KEY, finding(), SEEN)
    assert other.last_change() > before and other.entries()[0].look == 0


def test_a_change_made_on_what_another_has_changed_is_told_and_not_made(two: tuple[Ledger, Ledger]) -> None:
    one, other = two
    seen = {KEY: one.last_change(KEY)}
    other.set_standing(KEY, Standing.RETURNED, "缺章", "王")
    with one.as_seen(seen), pytest.raises(ChangedMeanwhile):
        one.set_standing(KEY, Standing.ACCEPTED, "", "李")
    assert one.submission(KEY).standing is Standing.RETURNED and one.events()[-1].who == "王"
    with one.as_seen({KEY: one.last_change(KEY)}):
        one.decide(KEY, finding(), SEEN)
        one.set_standing(KEY, Standing.ACCEPTED, "", "李")  # made on one's own change
    assert other.submission(KEY).standing is Standing.ACCEPTED


def test_what_was_worked_out_on_an_older_one_is_not_registered(two: tuple[Ledger, Ledger]) -> None:
    one, other = two
    seen = one.last_change(KEY)
    other.decide(KEY, finding(), SEEN)
    with pytest.raises(ChangedMeanwhile):
        one.register(replace(a_registration(), seen=seen))
    assert one.entries()[0].look == 0


def test_many_write_at_once_and_nothing_is_lost(folder: Path) -> None:
    def note(number: int) -> None:
        with Ledger.open(folder) as ledger:
            for turn in range(10):
                ledger.set_standing(KEY, Standing.ACCEPTED, f"{number} {turn}", "李")

    threads = [threading.Thread(target=note, args=(number,)) for number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    with Ledger.open(folder) as ledger:
        said = {event.facts["reason"] for event in ledger.events()[1:]}
    assert said == {f"{number} {turn}" for number in range(4) for turn in range(10)}


def test_others_see_who_works_on_a_submission_until_the_window_is_closed(folder: Path, two: tuple[Ledger, Ledger]) -> None:
    one, other = two
    with Ledger.open(folder) as third:
        third.claim(KEY, "李科员")
        one.claim(KEY, "王科员")  # too late
        assert one.claims()[KEY].who == "李科员" and "正在处理" in one.claims()[KEY].words
        assert third.claims() == {}
        third.claim("2023-370200-1", "李科员")  # goes on to another
        assert set(other.claims()) == {"2023-370200-1"}
    assert other.claims() == {}
    one.claim(KEY, "王科员")
    assert other.claims()[KEY].who == "王科员"


def test_the_command_line_says_who_works_on_what_it_decides(folder: Path, two: tuple[Ledger, Ledger]) -> None:
    two[0].claim(KEY, "王科员")
    code, _, err = baopan("void", folder, KEY, "--reason", "放错了盘", "--clerk", "李")
    assert code == 0 and "王科员" in err and "最好先问一声" in err
    assert "正在处理" in baopan("ledger", folder)[2]


def test_a_number_is_reserved_while_it_is_being_given(two: tuple[Ledger, Ledger]) -> None:
    one, other = two
    order: list[str] = []
    inside, waiting = threading.Event(), threading.Event()

    class Asked(Job):
        def check(self) -> None:
            waiting.set()
            super().check()

    def second() -> None:
        inside.wait(10)
        with other.alone("sender 370100", Asked()):
            order.append("second")

    thread = threading.Thread(target=second)
    thread.start()
    with one.alone("sender 370100", Job()), other.alone("sender 370200", Job()):  # another sender's is free
        inside.set()
        assert waiting.wait(10)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]


def test_what_lies_about_is_swept_only_while_nobody_else_receives(two: tuple[Ledger, Ledger]) -> None:
    one, other = two
    swept: list[str] = []
    with one.taking_in(lambda: swept.append("one")), other.taking_in(lambda: swept.append("other")):
        pass
    with other.taking_in(lambda: swept.append("later")):
        assert swept == ["one", "later"]


HOLDING = """
import sys
from pathlib import Path
from app.ledger import Ledger
ledger = Ledger.open(Path(sys.argv[1]))
ledger.claim("2023-370100-1", "李")
with ledger._database.change() as write:
    ledger.note("2023-370100-1", "noted", "李", words="半句")
    print("holds", flush=True)
    sys.stdin.read()
"""


def test_who_is_killed_in_the_middle_of_a_change_leaves_nothing_and_stops_nobody(folder: Path) -> None:
    with Ledger.open(folder) as ledger:
        child = subprocess.Popen(
            [sys.executable, "-c", HOLDING, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None and child.stdout.readline() == "holds\n"
        child.kill()
        child.wait()
        ledger.decide(KEY, finding(), SEEN)
        assert [event.kind.value for event in ledger.events()] == ["registered", "judged"]


def test_who_waits_too_long_for_the_turn_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Ledger.open(folder) as one:
        monkeypatch.setitem(_settings(), "lock_timeout", "50ms")
        with Ledger.open(folder) as other, one._database.change(), pytest.raises(LedgerInUse):
            other.decide(KEY, finding(), SEEN)


def _settings() -> dict[str, str]:
    from app.ledger.engines import server as module

    return module._SETTINGS


# -- what is wrong with the database is told -------------------------------------------------------
def test_a_database_that_is_away_is_told_and_found_again(folder: Path, server: Postgres, tmp_path: Path) -> None:
    with Ledger.open(folder) as ledger:
        with psycopg.connect(server.address("postgres"), autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'baopan'")
        assert len(ledger.submissions()) == 1  # the server was started anew: the next question finds it
        ledger.decide(KEY, finding(), SEEN)
    keep_address(folder, f"postgresql://baopan@/ledger1?host={tmp_path}")
    with pytest.raises(DatabaseUnreachable) as caught:
        Ledger.open(folder)
    assert "ledger1" in caught.value.detail


def test_a_database_with_something_else_in_it_is_left_alone(tmp_path: Path, server: Postgres) -> None:
    address = server.new_database()
    with psycopg.connect(address, autocommit=True) as other:
        other.execute("CREATE TABLE ours (x int)")
    with pytest.raises(WrongUse):
        Ledger.create(tmp_path / "台账", TOML, address)
    keep_address(tmp_path / "台账", address)
    with pytest.raises(NotALedger):
        Ledger.open(tmp_path / "台账")


@pytest.mark.parametrize("address", ["postgresql://", "postgresql://x@y", "mysql://x@y/z", "postgresql://x@y:nine/z"])
def test_an_address_that_is_none_is_told(tmp_path: Path, address: str) -> None:
    with pytest.raises(WrongUse):
        Ledger.create(tmp_path / "台账", TOML, address)


@pytest.mark.parametrize("statement, told", [
    ("UPDATE entries SET size = 5", f"企业 {KEY} 山东甲一机械有限公司"),
    ("UPDATE submissions SET clerk = '李'", f"报送 {KEY}"),
    ("UPDATE events SET who = '张'", f"历史 {KEY} 第 1 行"),
    ("DROP TABLE decisions", "ledger"),
])  # fmt: skip
def test_a_row_that_is_not_as_it_was_written_is_told_by_its_name(folder: Path, statement: str, told: str) -> None:
    with psycopg.connect(address_of(folder), autocommit=True) as other:
        other.execute(statement)
    with pytest.raises(LedgerDamaged) as caught:
        Ledger.open(folder)
    assert told in caught.value.detail


def test_a_newer_database_is_refused(folder: Path) -> None:
    with psycopg.connect(address_of(folder), autocommit=True) as other:
        other.execute("UPDATE ledger SET steps = 999")
    with pytest.raises(LedgerFromNewerVersion):
        Ledger.open(folder)
