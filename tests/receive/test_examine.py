"""A submission has its row first; seals, pages and forms are looked at behind the clerk's work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Cancelled, WrongUse
from app.job import Job, Progress
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.model.disc import DVD
from app.model.finding import Report
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.answer import accept
from app.receive.examine import examine_received
from app.receive.intake import Received, receive
from app.send.stage import stage
from tests.disc_batches import READY, TOML, a_ready_store


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "台账", TOML) as made:
        yield made


@pytest.fixture
def got(ledger: Ledger, tmp_path: Path, sandbox: Sandbox) -> Received:
    with a_ready_store(tmp_path / "批次", sandbox, tmp_path / "来件") as store:
        made = stage(store, READY, tmp_path / "盘", DVD, sandbox, Job())[0]
    return receive(ledger, tmp_path / "盘" / made.disc_id, looks=False, sandbox=sandbox, job=Job())


def waiting(ledger: Ledger) -> frozenset[str]:
    return frozenset(one.id for one in ledger.submissions() if one.to_examine)


def test_the_row_says_what_is_yet_to_be_looked_at(ledger: Ledger, got: Received) -> None:
    assert got.is_new and got.report.pending
    assert waiting(ledger) == {got.submission.id}
    (event,) = ledger.events()
    assert event.kind is EventKind.REGISTERED and event.what == "登记：QLBG23_3701_01；校验码未核对；印章、扫描页和申报书待看"


def test_nobody_accepts_by_accident_what_was_not_looked_at(ledger: Ledger, got: Received) -> None:
    with pytest.raises(WrongUse, match="还没有看完"):
        accept(ledger, got.submission.id, "", "王", Job())
    assert accept(ledger, got.submission.id, "纸质材料已核对", "王", Job()).standing is Standing.ACCEPTED


def test_looked_at_it_is_done_once_and_for_all(ledger: Ledger, got: Received, sandbox: Sandbox) -> None:
    key = got.submission.id
    examine_received(ledger, key, sandbox, Job())
    assert not ledger.report_of(key).pending and not waiting(ledger)
    assert ledger.submission(key).standing in (Standing.PASSED, Standing.FAULTY)
    assert ledger.events()[-1].kind is EventKind.EXAMINED and ledger.events()[-1].what == "看过印章、扫描页和申报书"
    assert ledger.batch_of(key).seals


def test_what_was_seen_before_it_was_stopped_is_kept(ledger: Ledger, got: Received, sandbox: Sandbox) -> None:
    key = got.submission.id

    def stop_at_the_forms(progress: Progress) -> None:
        if "申报书" in progress.message:
            job.cancel()

    job = Job(stop_at_the_forms)
    with pytest.raises(Cancelled):
        examine_received(ledger, key, sandbox, job)
    assert ledger.batch_of(key).seals and waiting(ledger) == {key}
    examine_received(ledger, key, sandbox, Job())
    assert not waiting(ledger)


def test_what_a_person_decided_meanwhile_stands(ledger: Ledger, got: Received, sandbox: Sandbox) -> None:
    key = got.submission.id
    ledger.set_standing(key, Standing.RETURNED, "缺页", "王")
    examine_received(ledger, key, sandbox, Job())
    one = ledger.submission(key)
    assert (one.standing, one.reason) == (Standing.RETURNED, "缺页") and not waiting(ledger)


def test_received_again_it_is_looked_at_if_it_was_not(ledger: Ledger, got: Received, tmp_path: Path, sandbox: Sandbox) -> None:
    (disc,) = (tmp_path / "盘").glob("QLBG*")
    again = receive(ledger, disc, sandbox=sandbox, job=Job())
    assert not again.is_new and not again.report.pending and not waiting(ledger)


def test_without_a_fault_it_is_received_and_no_more(ledger: Ledger, got: Received) -> None:
    from app.ledger.registration import standing_of

    pending = Report(got.report.pending)
    assert standing_of(pending, {}) is Standing.RECEIVED
    seen = Report(tuple(replace(outcome, is_pending=False) for outcome in pending.outcomes))
    assert standing_of(seen, {}) is Standing.PASSED
