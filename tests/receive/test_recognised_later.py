"""What was looked at without recognition, or by a version that knew less, is looked at once more and told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.job import Job
from app.ledger import Ledger, Registration
from app.ledger.event import EventKind
from app.model.batch import Batch
from app.model.documents.words import PageState, PageWords, Words
from app.model.finding import Report
from app.model.submission import Standing
from app.reading.sandbox import Sandbox
from app.receive import examine
from app.receive.examine import examine_received
from app.receive.intake import receive

OTHER = "青岛别家机床有限公司"
SCANNED = Words((PageWords(1, state=PageState.PICTURE),), 1)
TOLD = Words((PageWords(1, OTHER, state=PageState.RECOGNISED),), 1, OTHER * 4, 900, {OTHER: 4})


def forms_of(batch: Batch) -> list[str]:
    return [m.sha256 for source in batch.sources.values() for m in source.members if m.path.endswith("申报书（盖章）.pdf")]


@pytest.fixture(autouse=True)
def engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every form is a scan that tells of another enterprise, once it is recognised."""
    asked: list[str] = []

    def look(store, sandbox, job, *, recognises: bool) -> int:  # type: ignore[no-untyped-def]
        fresh = {key: SCANNED for key in forms_of(store.batch) if store.batch.words.get(key) != TOLD}
        store.apply("看", lambda batch: batch.with_words(fresh))
        return 1

    def recognise(store, job, *, told) -> int:  # type: ignore[no-untyped-def]
        asked.append("recognised")
        store.apply("识别", lambda batch: batch.with_words(dict.fromkeys(forms_of(batch), TOLD)))
        return 1

    def is_unseen(batch: Batch, notice: object, *, recognises: bool = True) -> bool:
        words = [batch.words.get(key) for key in forms_of(batch)]
        return None in words or (recognises and SCANNED in words)

    for name, fake in (("look", look), ("recognise", recognise), ("is_unseen", is_unseen)):
        monkeypatch.setattr(examine, name, fake)
    return asked


def others(ledger: Ledger, key: str) -> list[str]:
    return [finding.what for finding in ledger.report_of(key).findings if finding.check == "NAME-07"]


def test_what_was_left_out_is_recognised_later_and_joins(
    ledger: Ledger, disc: Path, sandbox: Sandbox, engine: list[str]
) -> None:
    key = receive(ledger, disc, recognises=False, sandbox=sandbox, job=Job()).submission.id
    assert ledger.submission(key).to_recognise and not ledger.submission(key).to_examine
    assert engine == [] and others(ledger, key) == []
    examine_received(ledger, key, sandbox, Job())
    assert not ledger.submission(key).to_recognise and len(others(ledger, key)) == 3
    assert ledger.events()[-1].kind is EventKind.RECOGNISED and "识别扫描件" in ledger.events()[-1].what
    assert sum(entry.look for entry in ledger.entries()) >= 3, "counted"


def test_received_again_with_recognition_it_is_recognised(
    ledger: Ledger, disc: Path, sandbox: Sandbox, engine: list[str]
) -> None:
    receive(ledger, disc, recognises=False, sandbox=sandbox, job=Job())
    again = receive(ledger, disc, recognises=False, sandbox=sandbox, job=Job())
    assert again.submission.to_recognise and not again.is_looked and engine == [], "still not wanted"
    again = receive(ledger, disc, sandbox=sandbox, job=Job())
    assert not again.is_new and again.is_looked and not again.submission.to_recognise and engine == ["recognised"]
    assert [f.check for f in again.report.findings if f.check == "NAME-07"] == ["NAME-07"] * 3
    receive(ledger, disc, sandbox=sandbox, job=Job())
    assert engine == ["recognised"], "once"


def test_what_was_answered_is_let_be(ledger: Ledger, disc: Path, sandbox: Sandbox, engine: list[str]) -> None:
    key = receive(ledger, disc, recognises=False, sandbox=sandbox, job=Job()).submission.id
    ledger.set_standing(key, Standing.RETURNED, "缺页", "王")
    receive(ledger, disc, sandbox=sandbox, job=Job())
    assert engine == []


def test_a_check_that_an_older_version_had_not_joins_its_report(ledger: Ledger, disc: Path, sandbox: Sandbox) -> None:
    key = receive(ledger, disc, recognises=False, sandbox=sandbox, job=Job()).submission.id
    old = ledger.stored_report(key)
    known = Report(tuple(o for o in old.outcomes if o.check not in ("SEAL-02", "NAME-07")))
    one = replace(ledger.submission(key), to_recognise=True)
    own = tuple(entry for entry in ledger.entries() if entry.submission == key)
    ledger.register(Registration(one, ledger.stored_batch(key), known, own, ledger.discs_of(key)))
    assert not [o for o in ledger.report_of(key).outcomes if o.check == "SEAL-02"]
    examine_received(ledger, key, sandbox, Job())
    now = ledger.report_of(key).outcomes
    assert len([o for o in now if o.check == "SEAL-02"]) == 3 and len(others(ledger, key)) == 3
    assert {(o.check, o.subject) for o in old.outcomes} <= {(o.check, o.subject) for o in now} | {("DUP-03", o.subject) for o in now}
