"""The ledger: rows that last, one writer, damage and newer programs told."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from app.errors import (
    LedgerDamaged,
    LedgerFromNewerVersion,
    LedgerInUse,
    NotALedger,
    NothingFound,
    VerifyFailed,
    WrongUse,
)
from app.ledger import HeldDisc, Ledger, Registration, seals
from app.ledger.connection import FILE
from app.ledger.engines.tables import TABLES
from app.ledger.steps import MIGRATIONS
from app.model.batch import Batch, Decision, Enterprise, Sender, Verdict
from app.model.finding import Finding, Grade, Outcome, Report, State
from app.model.submission import Entry, Maker, Standing, Submission
from app.paths import RESOURCES
from tests.ledger.conftest import NewLedger
from tests.receive.ledgers import WITHOUT_EVENT_KINDS

TOML = (RESOURCES / "notices" / "2023.toml").read_bytes()
JINAN = Sender("济南市工业和信息化局", "370100", "济南市")
QINGDAO = Sender("青岛市工业和信息化局", "370200", "青岛市")
CODE = "91370100MA3C000001"


def finding(subject: str = "e0001", grade: Grade = Grade.LOOK) -> Finding:
    return Finding("看不清", "请核对", where="x.pdf", grade=grade, check="SEAL-01", subject=subject)


def a_registration(
    key: str = "2023-370100-1", sender: Sender = JINAN, name: str = "山东甲一机械有限公司", code: str = CODE,
    **changes: object,
) -> Registration:
    one = Submission(
        key, "2023", sender, Maker.BAOPAN, f"digest of {key}", {"D1": "AAAA"}, "王", "2023-08-25T09:00:00+08:00",
        1, Standing.PASSED, files=3, bytes=9,
    )  # fmt: skip
    one = replace(one, **changes)
    batch = Batch(sender, "2023", "2023-08-25").with_enterprise(
        Enterprise("e0001", "provincial", name, (), fields={"name": name, "code": code})
    )
    report = Report((Outcome("SEAL-01", "章", "e0001", name, State.FOUND, (finding(),)),))
    entry = Entry(key, "provincial", 1, name, code, {"name": name}, "", 0, "", 0, 1, "e0001")
    return Registration(one, batch, report, (entry,), (HeldDisc(one.digest, "D1", "AAAA", 1, 1, "", "D1"),))


@pytest.fixture
def ledger(tmp_path: Path, new_ledger: NewLedger):
    with new_ledger(tmp_path / "台账", TOML) as made:
        yield made


@pytest.fixture
def embedded(tmp_path: Path):
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


def test_what_is_registered_is_there_after_reopening(tmp_path: Path, new_ledger: NewLedger) -> None:
    new = a_registration()
    with new_ledger(tmp_path / "台账", TOML) as ledger:
        ledger.register(new)
    with Ledger.open(tmp_path / "台账") as ledger:
        assert ledger.submissions() == (new.submission,)
        assert ledger.entries() == new.entries
        assert ledger.batch_of("2023-370100-1") == new.batch
        assert ledger.report_of("2023-370100-1").outcomes[:1] == new.report.outcomes
        assert ledger.discs_of("2023-370100-1") == new.discs
        assert ledger.disc(new.submission.digest) == ("2023-370100-1", new.discs[0])
        assert [event.what for event in ledger.events()] == ["登记"]


def test_a_superseded_submission_stays_but_counts_no_more(ledger: Ledger) -> None:
    ledger.register(a_registration())
    ledger.register(a_registration("2023-370100-2", attempt=2, supersedes="2023-370100-1"))
    assert [one.standing for one in ledger.submissions()] == [Standing.SUPERSEDED, Standing.PASSED]
    assert {entry.submission for entry in ledger.entries()} == {"2023-370100-2"}
    assert len(ledger.entries(current_only=False)) == 2


def test_enterprises_are_told_as_they_came_then_by_track_and_place(ledger: Ledger) -> None:
    for key, sender in (("2023-370300-1", Sender("淄博市工业和信息化局", "370300")), ("2023-370200-1", QINGDAO)):
        new = a_registration(key, sender)
        (one,) = new.entries
        places = [("provincial", 2), ("provincial", 1), ("national", 10), ("national", 9)]
        entries = [replace(one, id=f"e{at}", track=track, order=place) for at, (track, place) in enumerate(places)]
        ledger.register(replace(new, entries=tuple(entries)))
    told = [(each.submission[:11], each.track, each.order) for each in ledger.entries()]
    assert told == [(key, *place) for key in ("2023-370300", "2023-370200")
                    for place in (("national", 9), ("national", 10), ("provincial", 1), ("provincial", 2))]
    assert [each.order for each in ledger.entries("national")] == [9, 10, 9, 10]


def test_a_registration_that_fails_leaves_nothing(ledger: Ledger) -> None:
    ledger.register(a_registration())
    wrong = a_registration("2023-370100-2", digest="digest of 2023-370100-1")  # the same disc twice
    with pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        ledger.register(wrong)
    assert len(ledger.submissions()) == 1 and len(ledger.events()) == 1


def test_the_same_enterprise_of_two_senders_is_flagged_by_code_then_by_name(ledger: Ledger) -> None:
    ledger.register(a_registration())
    ledger.register(a_registration("2023-370200-1", QINGDAO, "山东甲一机械（集团）有限公司"))
    ledger.register(a_registration("2023-370300-1", Sender("淄博市工业和信息化局", "370300"), code=""))
    by_code, by_name = ([f for f in ledger.report_of(key).findings if f.check == "DUP-01"]
                        for key in ("2023-370200-1", "2023-370300-1"))
    assert [f.subject for f in by_code] == ["e0001"] and "统一社会信用代码相同" in by_code[0].what
    assert len(by_name) == 1 and "名称相同" in by_name[0].what and "济南" in by_name[0].what
    assert len([f for f in ledger.report_of("2023-370100-1").findings if f.check == "DUP-01"]) == 2


def test_another_year_is_for_a_person_to_look_at(ledger: Ledger) -> None:
    ledger.register(a_registration("2022-370100-1", notice="2022"))
    ledger.register(a_registration())
    found = [f for f in ledger.report_of("2023-370100-1").findings if f.check == "DUP-01"]
    assert [f.grade for f in found] == [Grade.LOOK] and "2022 年" in found[0].what


def test_a_decision_is_kept_and_counts_what_is_open(ledger: Ledger) -> None:
    ledger.register(a_registration())
    seen = finding()
    ledger.decide("2023-370100-1", seen, Decision(seen.key, Verdict.ACCEPT, "已看", "李", "2023-08-26"))
    assert ledger.entries()[0].look == 0
    assert ledger.batch_of("2023-370100-1").decisions[seen.key].reason == "已看"
    ledger.decide("2023-370100-1", seen, Decision(seen.key, Verdict.RETURN, "不是章", "李", "2023-08-26"))
    assert ledger.submission("2023-370100-1").standing is Standing.FAULTY
    ledger.withdraw("2023-370100-1", seen, "李")
    assert ledger.entries()[0].look == 1
    assert ledger.submission("2023-370100-1").standing is Standing.PASSED


def test_a_standing_is_told_with_its_reason(ledger: Ledger) -> None:
    ledger.register(a_registration())
    ledger.set_standing("2023-370100-1", Standing.ACCEPTED, "齐全", "李")
    assert ledger.submission("2023-370100-1").reason == "齐全"
    assert ledger.events()[-1].what == "已受理：齐全"
    with pytest.raises(NothingFound):
        ledger.set_standing("2023-999999-1", Standing.ACCEPTED, "", "")


def test_only_one_may_write(embedded: Ledger) -> None:
    """The lock is the system's: only another process is another."""
    told = subprocess.run(
        [sys.executable, "-m", "app", "ledger", str(embedded.folder)], capture_output=True, text=True, check=False
    )
    assert told.returncode == 2 and "这本台账已经打开" in told.stderr


def test_a_ledger_locked_by_another_program_is_told(embedded: Ledger) -> None:
    ledger = embedded
    other = sqlite3.connect(ledger.folder / FILE, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger._database.raw.execute("PRAGMA busy_timeout=10")  # type: ignore[attr-defined]
    with pytest.raises(LedgerInUse):
        ledger.register(a_registration())
    other.execute("ROLLBACK")
    other.close()
    ledger.register(a_registration())


def test_a_newer_ledger_is_refused_and_not_touched(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "台账", TOML).close()
    connection = sqlite3.connect(tmp_path / "台账" / FILE)
    connection.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    connection.close()
    before = (tmp_path / "台账" / FILE).read_bytes()
    with pytest.raises(LedgerFromNewerVersion):
        Ledger.open(tmp_path / "台账")
    assert (tmp_path / "台账" / FILE).read_bytes() == before


def test_a_ledger_of_an_older_program_is_brought_up_to_date(tmp_path: Path) -> None:
    """It had no day of handing in, and did not look back when a twin came."""
    folder = tmp_path / "台账"
    keys = ("2023-370100-1", "2023-370200-1")
    with Ledger.create(folder, TOML) as ledger:
        for key, sender in zip(keys, (JINAN, QINGDAO), strict=True):
            ledger.register(a_registration(key, sender))
    connection = sqlite3.connect(folder / FILE)
    connection.executescript(WITHOUT_EVENT_KINDS)
    connection.execute("ALTER TABLE submissions DROP COLUMN handed_in")
    connection.execute("UPDATE submissions SET standing = 'passed'")
    connection.execute("UPDATE submissions SET standing = 'accepted' WHERE id = ?", keys[1:])
    connection.execute("UPDATE entries SET must = 0")
    connection.execute("PRAGMA user_version=2")
    connection.commit()
    connection.close()
    with Ledger.open(folder) as ledger:
        assert [one.standing for one in ledger.submissions()] == [Standing.FAULTY, Standing.ACCEPTED]
        assert [entry.must for entry in ledger.entries()] == [1, 1]
        assert [one.came_on for one in ledger.submissions()] == [None, None]
        ledger.register(a_registration("2023-370300-1", Sender("淄博"), code="", name="乙", handed_in="2023-08-25"))
    with Ledger.open(folder) as ledger:
        assert ledger.submissions()[-1].handed_in == "2023-08-25"


@pytest.mark.parametrize("damage", ["text", "middle"])
def test_a_damaged_ledger_is_told_and_can_be_replaced_by_its_backup(tmp_path: Path, damage: str) -> None:
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        for number in range(40):
            ledger.register(a_registration(f"2023-370100-{number}", attempt=number))
        copy = ledger.backup(tmp_path / "备份")
    path = tmp_path / "台账" / FILE
    content = bytearray(path.read_bytes())
    if damage == "text":
        content[:16] = b"not a database.."
    else:
        content[8192:24576] = b"\xa5" * 16384
    path.write_bytes(content)
    with pytest.raises(LedgerDamaged):
        Ledger.open(tmp_path / "台账")
    path.write_bytes(copy.read_bytes())
    with Ledger.open(tmp_path / "台账") as ledger:
        assert len(ledger.submissions()) == 40


def test_a_ledger_whose_making_was_cut_short_can_be_made(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "台账", TOML).close()
    (tmp_path / "台账" / FILE).unlink()
    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        assert ledger.submissions() == ()


def test_a_folder_without_a_ledger_is_none(tmp_path: Path) -> None:
    with pytest.raises(NotALedger):
        Ledger.open(tmp_path)
    (tmp_path / "x").write_text("别的")
    with pytest.raises(WrongUse):
        Ledger.create(tmp_path, TOML)


def test_a_backup_that_reads_back_otherwise_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def spoil(path: Path, connection: sqlite3.Connection) -> None:
        with closing(sqlite3.connect(path)) as copy:
            connection.backup(copy)
            copy.execute("UPDATE submissions SET sender = 'x'")
            copy.commit()

    with Ledger.create(tmp_path / "台账", TOML) as ledger:
        ledger.register(a_registration("2023-370100-1"))
        monkeypatch.setattr("app.ledger.connection._copy", spoil)
        with pytest.raises(VerifyFailed):
            ledger.backup(tmp_path / "备份")
    assert list((tmp_path / "备份").iterdir()) == []


def test_both_engines_have_the_same_tables(embedded: Ledger) -> None:
    """Columns stand in the order rows are sealed in; what SQLite's steps made is what PostgreSQL is given."""
    kinds = {"TEXT": "Words", "BLOB": "LargeBinary"}
    for table in TABLES:
        told = embedded._database.raw.execute(f"PRAGMA table_info({table.name})").fetchall()  # type: ignore[attr-defined]
        made = [(name, kinds.get(kind, "number"), bool(key)) for _, name, kind, _, _, key in told]
        named = [
            (column.name, kind if (kind := type(column.type).__name__) in kinds.values() else "number", column.primary_key)
            for column in table.columns if not column.system
        ]
        assert named == made, table.name
    assert {table.name for table in TABLES} == set(seals.TABLES)
