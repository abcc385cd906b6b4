"""The same enterprise from two senders: whoever handed it in first is counted anew, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.ledger import Ledger, Registration
from app.model.batch import Decision, Sender, Verdict
from app.model.finding import Outcome, Report, State
from app.model.submission import Standing
from tests.ledger.conftest import NewLedger
from tests.ledger.test_ledger import JINAN, QINGDAO, TOML, a_registration

FIRST, LATER, MENDED = "2023-370100-1", "2023-370200-1", "2023-370200-2"
OTHER_CODE = "91370200MA3C000002"


@pytest.fixture
def ledger(tmp_path: Path, new_ledger: NewLedger):
    with new_ledger(tmp_path / "台账", TOML) as made:
        made.register(passed())
        yield made


def passed(key: str = FIRST, sender: Sender = JINAN, **changes) -> Registration:
    """Nothing is wrong with the disc itself."""
    new = a_registration(key, sender, **changes)
    report = Report((Outcome("SEAL-01", "章", "e0001", "", State.PASSED),))
    return Registration(new.submission, new.batch, report, new.entries, new.discs)


def state(ledger: Ledger, key: str = FIRST) -> tuple[Standing, int, int]:
    """Standing, musts and looks as the ledger keeps them."""
    (entry,) = [each for each in ledger.entries(current_only=False) if each.submission == key]
    return ledger.submission(key).standing, entry.must, entry.look


def said(ledger: Ledger, key: str = FIRST) -> list[str]:
    return [event.what for event in ledger.events() if event.submission == key]


@pytest.mark.parametrize("changes", [{}, {"code": ""}, {"name": "山东甲一机械（集团）有限公司"}])
def test_a_later_disc_makes_the_earlier_one_faulty(ledger: Ledger, changes) -> None:
    ledger.register(passed(LATER, QINGDAO, **changes))
    assert state(ledger) == state(ledger, LATER) == (Standing.FAULTY, 1, 0)
    assert "又由青岛市工业和信息化局报送（2023-370200-1）" in said(ledger)[-1]


def test_another_enterprise_changes_nothing(ledger: Ledger) -> None:
    before = state(ledger)
    ledger.register(passed(LATER, QINGDAO, name="山东乙二机械有限公司", code=OTHER_CODE))
    assert state(ledger) == before and len(said(ledger)) == 1


def test_another_year_is_counted_as_something_to_look_at(ledger: Ledger) -> None:
    ledger.register(passed("2022-370100-1", notice="2022"))
    assert state(ledger) == (Standing.PASSED, 0, 1)


def test_a_corrected_disc_without_it_sets_the_other_free(ledger: Ledger) -> None:
    ledger.register(passed(LATER, QINGDAO))
    mended = passed(
        MENDED, QINGDAO, attempt=2, supersedes=LATER, name="青岛丙三有限公司", code=OTHER_CODE
    )
    ledger.register(mended)
    assert state(ledger) == (Standing.PASSED, 0, 0)
    assert "不再与青岛市工业和信息化局的报送" in said(ledger)[-1]
    assert state(ledger, LATER)[0] is Standing.SUPERSEDED


def test_a_corrected_disc_that_still_has_it_changes_nothing_and_says_nothing_more(ledger: Ledger) -> None:
    ledger.register(passed(LATER, QINGDAO))
    told = said(ledger)
    ledger.register(passed(MENDED, QINGDAO, attempt=2, supersedes=LATER))
    assert state(ledger) == state(ledger, MENDED) == (Standing.FAULTY, 1, 0)
    assert said(ledger) == told


def test_one_that_is_given_back_stands_in_nobodys_way_until_it_is_taken_after_all(ledger: Ledger) -> None:
    ledger.register(passed(LATER, QINGDAO))
    ledger.set_standing(LATER, Standing.RETURNED, "请去掉重复的一家", "李")
    assert state(ledger) == (Standing.PASSED, 0, 0)
    assert state(ledger, LATER) == (Standing.RETURNED, 1, 0)  # what it is asked to mend
    ledger.set_standing(LATER, Standing.ACCEPTED, "由青岛推荐", "李")
    assert state(ledger) == (Standing.FAULTY, 1, 0)


def test_two_that_are_both_given_back_still_know_of_each_other(ledger: Ledger) -> None:
    ledger.register(passed(LATER, QINGDAO))
    for key in (FIRST, LATER):
        ledger.set_standing(key, Standing.RETURNED, "", "李")
    assert state(ledger) == state(ledger, LATER) == (Standing.RETURNED, 1, 0)


@pytest.mark.parametrize("decided", [Standing.ACCEPTED, Standing.RETURNED])
def test_what_a_person_decided_stands_and_is_marked(ledger: Ledger, decided: Standing) -> None:
    ledger.set_standing(FIRST, decided, "", "李")
    ledger.register(passed(LATER, QINGDAO))
    assert state(ledger) == (decided, 1, 0)
    assert "请核对由谁推荐" in said(ledger)[-1]


def test_a_twin_that_a_person_allowed_stays_allowed(ledger: Ledger) -> None:
    ledger.register(passed(LATER, QINGDAO))
    (twin,) = [f for f in ledger.report_of(FIRST).findings if f.check == "DUP-01"]
    ledger.decide(FIRST, twin, Decision(twin.key, Verdict.ACCEPT, "由济南推荐", "李", "2023-08-26"))
    assert state(ledger) == (Standing.PASSED, 0, 0)
    ledger.register(passed("2023-370300-1", Sender("淄博市工业和信息化局", "370300", "淄博市")))
    assert state(ledger) == (Standing.FAULTY, 1, 0)
    ledger.withdraw(FIRST, twin, "李")
    assert state(ledger) == (Standing.FAULTY, 2, 0)


def test_a_registration_that_fails_leaves_the_other_as_it_was(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(ledger), said(ledger)

    def fails(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Ledger, "_recount", fails)
    with pytest.raises(OSError):
        ledger.register(passed(LATER, QINGDAO))
    assert (state(ledger), said(ledger)) == before and len(ledger.submissions()) == 1


def test_registering_again_after_the_papers_were_looked_at_keeps_what_the_twins_say(ledger: Ledger) -> None:
    ledger.register(passed(LATER, QINGDAO))
    ledger.register(passed())
    assert state(ledger) == (Standing.FAULTY, 1, 0)
