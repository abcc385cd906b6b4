"""校验码未核对 is a state, never silence: what was typed of a disc's paper is kept, and told."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.checks.disc_cases import TypedCode
from app.checks.run import judged
from app.disc.contents import read_disc
from app.disc.source import open_source
from app.job import Job
from app.ledger import Ledger, Registration
from app.ledger.connection import FILE
from app.ledger.registration import compared_of
from app.model.batch import Decision, Verdict
from app.model.disc import DVD, Compared, paper_code, qr_content
from app.model.finding import Report
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive.answer import accept
from app.receive.examine import examine_received
from app.receive.intake import Received, receive
from app.receive.standing.papers import compare_codes
from app.send.stage import stage
from tests.disc_batches import READY, a_ready_store
from tests.receive.facts import a_submission, an_entry
from tests.receive.ledgers import WITHOUT_EVENT_KINDS, a_ledger, registered

CODE, DIGEST = "7K3M-9XQ2-4TVB", "0" * 64
KEY = "2023-370100-1"


@pytest.fixture(scope="module")
def disc(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its folder."""
    folder = tmp_path_factory.mktemp("盘")
    with Sandbox(2) as box, a_ready_store(folder / "批次", box, folder / "来件") as store:
        made = stage(store, READY, folder / "盘", DVD, box, Job())[0]
        return folder / "盘" / made.disc_id


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with a_ledger(tmp_path / "台账") as made:
        yield made


@pytest.fixture
def one(ledger: Ledger) -> str:
    """The id of a submission that came with no paper."""
    jinan = a_submission("济南")
    return registered(ledger, jinan, [an_entry(jinan, "山东甲一机械有限公司")]).id


def taken(ledger: Ledger, disc: Path, sandbox: Sandbox, code: str = "") -> Received:
    return receive(ledger, disc, code=code, clerk="王", looks=False, sandbox=sandbox, job=Job())


def compared(ledger: Ledger, key: str) -> Compared:
    return compared_of(ledger.discs_of(key))


def of_paper(report: Report) -> set[str]:
    return {f.check for f in report.findings if f.check in ("DISC-04", "DISC-09")}


@pytest.mark.parametrize("how", ["not", "code", "digest", "qr", "wrong"])
def test_what_was_typed_is_kept_with_the_disc_and_said_in_the_history(
    ledger: Ledger, disc: Path, sandbox: Sandbox, how: str
) -> None:
    read = read_disc(open_source(disc))
    typed = {"code": read.code, "digest": read.digest, "qr": qr_content(read.id, read.digest), "wrong": "0000-0000-0000"}
    got = taken(ledger, disc, sandbox, typed.get(how, ""))
    state, found = {
        "not": (Compared.NOT, {"DISC-09"}), "code": (Compared.CODE, set()), "digest": (Compared.WHOLE, set()),
        "qr": (Compared.WHOLE, set()), "wrong": (Compared.DIFFERS, {"DISC-04"}),
    }[how]  # fmt: skip
    assert (compared(ledger, got.submission.id), of_paper(got.report)) == (state, found)
    assert state.title in ledger.events()[0].what


def test_a_code_that_is_typed_later_is_kept_and_written_down(
    ledger: Ledger, disc: Path, sandbox: Sandbox
) -> None:
    read = read_disc(open_source(disc))
    key = taken(ledger, disc, sandbox).submission.id
    wrong = taken(ledger, disc, sandbox, "0000-0000-0000")
    assert not wrong.is_new and wrong.is_compared and of_paper(wrong.report) == {"DISC-04"}
    assert ledger.events()[-1].what == f"与登记表核对：{read.id}；校验码不符"
    right = taken(ledger, disc, sandbox, read.code)
    assert of_paper(right.report) == set()
    again = taken(ledger, disc, sandbox)
    assert compared(ledger, key) is Compared.CODE and not again.is_compared
    assert [e.what.partition("；")[2] for e in ledger.events()] == [
        "校验码未核对；印章、扫描页和申报书待看", "校验码不符", "校验码已核对",
    ]  # fmt: skip


def test_a_code_that_differs_is_a_fault_until_the_right_one_is_typed(ledger: Ledger, one: str) -> None:
    (row,) = ledger.discs_of(one)
    ledger.compare(one, [replace(row, typed="0000-0000-0000")], "李")
    assert ledger.submission(one).standing is Standing.FAULTY
    ledger.compare(one, [replace(row, typed=row.check_code)], "李")
    assert ledger.submission(one).standing is Standing.PASSED


def test_what_is_seen_meanwhile_makes_a_wrong_code_no_better(
    ledger: Ledger, disc: Path, sandbox: Sandbox
) -> None:
    one = taken(ledger, disc, sandbox, "0000-0000-0000").submission.id
    examine_received(ledger, one, sandbox, Job())
    assert of_paper(ledger.report_of(one)) == {"DISC-04"}
    assert ledger.submission(one).standing is Standing.FAULTY


def test_a_person_may_settle_that_nothing_was_compared(ledger: Ledger, one: str) -> None:
    (found,) = ledger.report_of(one).findings
    assert found.what == "QLBG23_3701_01 校验码未核对"
    ledger.decide(one, found, Decision(found.key, Verdict.ACCEPT, "登记表遗失，已电话核对", "李", "2023-08-30"))
    assert not ledger.report_of(one).holding(ledger.batch_of(one).decisions)
    assert compared(ledger, one) is Compared.NOT  # what was decided makes no comparison of it


def test_what_was_accepted_stays_so_when_a_code_is_typed_afterwards(ledger: Ledger, one: str) -> None:
    accept(ledger, one, "", "李", Job())
    (row,) = ledger.discs_of(one)
    ledger.compare(one, [row], "李")
    assert ledger.submission(one).standing is Standing.ACCEPTED


def test_nothing_typed_changes_nothing(ledger: Ledger, one: str) -> None:
    before = ledger.events()
    assert not compare_codes(ledger, one, "  ", "李") and ledger.events() == before


@pytest.mark.parametrize(("typed", "state"), [(CODE, Compared.CODE), ("0000-0000-0000", Compared.DIFFERS), ("", Compared.NOT)])
def test_a_ledger_of_before_knows_what_its_reports_told(tmp_path: Path, typed: str, state: Compared) -> None:
    """Older programs kept what was typed in the report's words alone."""
    folder = tmp_path / "台账"
    with a_ledger(folder) as ledger:
        jinan = a_submission("济南")
        done = registered(ledger, jinan, [an_entry(jinan, "山东甲一机械有限公司")])
        said = judged(TypedCode("QLBG23_3701_01", CODE, paper_code(typed))) if typed else ()
        batch, rows = ledger.batch_of(done.id), ledger.discs_of(done.id)
        ledger.register(Registration(done, batch, Report(tuple(said)), ledger.entries(), rows))
    old = sqlite3.connect(folder / FILE)
    old.executescript(WITHOUT_EVENT_KINDS)
    old.close()
    with Ledger.open(folder) as ledger:
        assert compared(ledger, KEY) is state
        assert of_paper(ledger.report_of(KEY)) == {
            Compared.CODE: set(), Compared.DIFFERS: {"DISC-04"}, Compared.NOT: {"DISC-09"},
        }[state]  # fmt: skip
