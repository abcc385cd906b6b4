"""What an older program made opens and goes on: a batch, a staged one, a disc and a ledger of version 0.1.0."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from app.job import Job
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.documents.part import LEAVE_OUT, whole
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.examine import examine_received
from app.store.store import BatchStore
from tests.before import unpacked
from tests.road import baopan, done, report

DISC, CODE = "QLBG23_3713_01", "7ZH5-Q1SB-0FRA"
IMAGE = "9703b9277db9f8f213001d56d4aefc003e7630b34eb83a156759d69505f05311"
PENDING = "2023-ZB8JR6KR-1"  # made by hand; its seals, pages and form were not looked at yet


@pytest.fixture(autouse=True)
def on_the_day_it_was_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1693008000")


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    return unpacked("batch", tmp_path / "before")


@pytest.fixture
def staged(tmp_path: Path) -> Path:
    return unpacked("staged-batch", tmp_path / "before")


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return unpacked("ledger", tmp_path / "ledger before")


@pytest.fixture
def disc(tmp_path: Path) -> Path:
    return unpacked("disc", tmp_path / "disc before") / DISC


def found(told: dict[str, Any]) -> set[tuple[str, str, bool]]:
    """(check, subject, is decided) of every finding."""
    return {(f["check"], f["subject"], "decision" in f) for f in told["findings"] if f["state"] == "found"}


LETTERS_READ_BY_A_PERSON = {"LETTER-02-7a8529d6", "LETTER-02-022b6102"}  # what was decided of them then


@pytest.mark.usefixtures("with_recognition")
def test_a_batch_is_as_clean_as_it_was(batch: Path) -> None:
    told = report(batch)
    assert told["verdict"] == "ok" and found(told) == set()  # its letters are read by the program now
    assert [each["files"] for each in told["subjects"]] == [5, 5, 5]
    with BatchStore.open(batch) as store:
        assert store.batch.decisions.keys() == LETTERS_READ_BY_A_PERSON


def test_a_batch_gives_the_disc_it_gave(batch: Path, disc: Path, tmp_path: Path) -> None:
    out = tmp_path / "光盘"
    assert f"校验码：{CODE}" in done("stage", batch, "--out", out, "--iso")
    assert hashlib.sha256((out / f"{DISC}.iso").read_bytes()).hexdigest() == IMAGE
    assert files_of(out / DISC) == files_of(disc)


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_staged_batch_knows_its_disc_and_how_it_was_read_back(staged: Path) -> None:
    with BatchStore.open(staged) as store:
        assert store.batch.stagings[DISC].check_code == CODE
        readback = store.batch.readbacks[DISC]
        assert (readback.files, readback.problems, readback.damaged) == (14, 0, ())
        assert len(store.history) == 20


def test_a_signed_disc_of_a_staged_batch_is_no_stale_one(staged: Path, tmp_path: Path) -> None:
    """What is staged again is the very disc whose 校验码 was signed."""
    with BatchStore.open(staged) as store:
        plan = store.batch.stagings[DISC].plan
    assert f"校验码：{CODE}" in done("stage", staged, "--out", tmp_path / "光盘")
    with BatchStore.open(staged) as store:
        assert store.batch.stagings[DISC].plan == plan


def test_changes_made_before_can_be_undone(staged: Path) -> None:
    """The disc is a fact and stays; what was decided before it is open again."""
    assert "已撤销：核对“推荐文件是扫描件，程序读不出上面的名单（应有 2 家）”" in done("undo", staged)
    assert found(report(staged)) == {
        ("LETTER-02", "全国质量标杆", True), ("LETTER-02", "全省质量标杆", False),
    }  # fmt: skip
    with BatchStore.open(staged) as store:
        assert DISC in store.batch.stagings and DISC in store.batch.readbacks
        while store.undo():
            pass
        assert not store.batch.enterprises


def test_a_ledger_lists_what_it_listed(ledger: Path) -> None:
    lines = done("ledger", ledger).splitlines()
    assert lines == [
        "2023-371300-1  2023-08-24 收到  临沂市工业和信息化局  已由补正盘代替  全国 1，全省 2",
        "2023-371300-2  2023-08-26 收到  临沂市工业和信息化局  已受理  全国 1，全省 2，补正第 1 次",
        f"{PENDING}  2023-08-26 收到  中国东岳重工（山东）有限公司  已收到  全国 0，全省 1",
    ]


def test_a_ledger_of_before_is_merged(ledger: Path, tmp_path: Path) -> None:
    assert "（4 家）" in done("merge", ledger, "--out", tmp_path / "总表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "总表.xlsx")
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert {
        "临沂沂蒙肥料股份有限公司", "临沂蒙山建材机械有限公司", "沂水雪山制药有限公司", "中国东岳重工（山东）有限公司",
    } <= cells  # fmt: skip


def test_the_history_of_a_ledger_of_before_reads_as_it_did(ledger: Path) -> None:
    written = sqlite3.connect(ledger / "台账.sqlite")
    lines = [what for (what,) in written.execute("SELECT what FROM events ORDER BY number")]
    written.close()
    with Ledger.open(ledger) as opened:
        assert [event.what for event in opened.events()] == lines and len(lines) > 5
        kinds = {event.kind for event in opened.events()}
        assert [one.id for one in opened.submissions() if one.to_examine] == [PENDING]
    assert {EventKind.REGISTERED, EventKind.EXAMINED, EventKind.RETURNED, EventKind.ACCEPTED} <= kinds
    assert EventKind.NOTED not in kinds


def test_what_waited_to_be_looked_at_is_looked_at(ledger: Path, sandbox: Sandbox) -> None:
    with Ledger.open(ledger) as opened:
        assert {outcome.check for outcome in opened.report_of(PENDING).pending} == {"NAME-03", "SEAL-01", "LETTER-03"}
        examine_received(opened, PENDING, sandbox, Job())
        assert not opened.report_of(PENDING).pending
        assert opened.submission(PENDING).standing is not Standing.RECEIVED
        assert opened.batch_of(PENDING).seals and not opened.submission(PENDING).to_examine
        assert not opened.report_of("2023-371300-2").pending


def test_a_ledger_of_before_takes_and_answers_more(ledger: Path, disc: Path, tmp_path: Path) -> None:
    code, told, _ = baopan("receive", ledger, disc, "--code", CODE, "--day", "2023-08-26")
    assert code == 1 and told.count("〔市局判定：") == 2  # the letters are for the province to look at
    assert "代替了 2023-371300-2" in told and "登记号：2023-371300-3" in told
    done("accept", ledger, "2023-371300-3", "--out", tmp_path / "回执")
    with Ledger.open(ledger) as opened:
        assert opened.submission("2023-371300-3").came_on == date(2023, 8, 26)


def test_a_disc_of_before_is_whole_and_is_received(disc: Path, tmp_path: Path) -> None:
    assert "每个文件一致" in done("verify", disc)
    done("ledger-new", tmp_path / "台账")
    code, out, err = baopan("receive", tmp_path / "台账", disc, "--code", CODE, "--day", "2023-08-26")
    assert code == 1 and out.count("推荐文件是扫描件") == 2 and "还有 2 处要处理" in out, out + err
    assert f"校验码：{DISC} {CODE}" in out and "自动检查通过" in out


def test_what_was_said_of_files_as_a_whole_is_said_of_them_still(tmp_path: Path) -> None:
    batch = unpacked("assigned-batch", tmp_path)
    said = {"扫描件0001.pdf": "experience", "证明材料/扫描件0002.pdf": "licence", "证明材料/草稿.pdf": LEAVE_OUT}
    with BatchStore.open(batch) as store:
        (one,) = store.batch.enterprises.values()
        assert {key.partition("/")[2]: parts for key, parts in one.parts.items()} == {k: whole(r) for k, r in said.items()}
        store.undo()  # also what an older program wrote into the history
        (one,) = store.batch.enterprises.values()
        assert {key.partition("/")[2] for key in one.parts} == set(said) - {"证明材料/草稿.pdf"}
    done("undo", batch)
    with BatchStore.open(batch) as store:
        (one,) = store.batch.enterprises.values()
        assert {key.partition("/")[2] for key in one.parts} == {"扫描件0001.pdf"}
