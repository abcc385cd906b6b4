"""How many wait for what: one count for every list, page and paper."""

from __future__ import annotations

from dataclasses import replace

from app.model.batch import Decision, Verdict
from app.model.finding import Finding, Grade
from app.model.tally import Tally, tally

MUST = Finding("缺", "补", grade=Grade.MUST, check="MAT-01", subject="e1")
LOOK, ADVICE = replace(MUST, grade=Grade.LOOK, check="SEAL-01"), replace(MUST, grade=Grade.SHOULD, check="PDF-03")


def said(finding: Finding, verdict: Verdict, **more: str) -> dict[str, Decision]:
    return {finding.key: Decision(finding.key, verdict, "看过", "刘处", "2023-08-29", **more)}


def test_what_was_sent_back_waits_for_the_sender_and_no_longer_for_a_look() -> None:
    assert tally([MUST, LOOK, ADVICE], {}) == Tally(must=1, look=1, advised=1)
    back = tally([MUST, LOOK, ADVICE], said(LOOK, Verdict.RETURN))
    assert back == Tally(must=1, returned=1, advised=1) and (back.to_mend, back.held) == (2, 2)


def test_what_was_let_pass_is_counted_nowhere() -> None:
    assert tally([LOOK], said(LOOK, Verdict.ACCEPT)) == tally([ADVICE], said(ADVICE, Verdict.ACCEPT)) == Tally()
    assert tally([MUST], said(MUST, Verdict.ACCEPT)) == Tally(must=1), "a fault is mended, not waved through"


def test_a_senders_word_clears_no_fault() -> None:
    accepted = replace(MUST, acceptable=True)
    assert tally([accepted], said(accepted, Verdict.ACCEPT, by_sender="市局")) == Tally(must=1)


def test_one_that_stands_for_many_counts_as_many() -> None:
    assert tally([replace(MUST, times=7)], {}).words == "7 处必须补正"
    assert Tally(2, 1, 3, 4).words == "2 处必须补正、3 处等您核对、1 处已退回、等补正" and Tally(advised=4).words == ""
