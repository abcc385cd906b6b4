"""Behind the clerk's work: every submission is looked at, whatever becomes of another's look."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

from app.errors import ReadFailed
from app.job import Job
from app.ledger import Ledger, Registration
from app.model.submission import Standing
from tests.tour.clerk import Script
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in, names
from ui.receive.facts import READING
from ui.receive.session import LedgerSession
from ui.shell.runner import Inline


def _mark(ledger: Ledger, key: str, **marks: bool) -> None:
    one = replace(ledger.submission(key), **marks)
    entries = tuple(entry for entry in ledger.entries() if entry.submission == key)
    batch, report = ledger.stored_batch(key), ledger.stored_report(key)
    ledger.register(Registration(one, batch, report, entries, ledger.discs_of(key)))


def test_one_that_cannot_be_looked_at_keeps_no_other_from_it(qtbot, tmp_path: Path, monkeypatch):
    asked: list[str] = []

    def look(ledger, key, sandbox, job, **told):
        asked.append(key)
        if len(asked) == 1:
            raise ReadFailed("存放")
        _mark(ledger, key, to_examine=False)

    monkeypatch.setattr("app.receive.examine.examine_received", look)
    script = Script()
    ledger = a_ledger(tmp_path / "台账")
    for number in range(3):
        hand_in(ledger, bureau(number), names(bureau(number).city, 1, 0))
    keys = [one.id for one in ledger.submissions()]
    for key in keys:
        _mark(ledger, key, to_examine=True)
    session = LedgerSession(ledger, script, executor=Inline())
    session.start()
    qtbot.waitUntil(lambda: len(asked) == 3 and not session.is_looking and not session.is_reading)
    assert asked == keys and len(script.errors) == 1
    assert [one.id for one in session.facts.waiting] == keys[:1]
    session.run("别的事", lambda job: None)
    qtbot.waitUntil(lambda: not session.busy and not session.is_reading and not session.facts.waiting)
    assert asked == [*keys, keys[0]]
    session.close()


def test_what_was_left_out_is_recognised_once_recognition_is_on_again(qtbot, tmp_path: Path, monkeypatch):
    asked: list[tuple[str, bool]] = []

    def look(ledger, key, sandbox, job, *, recognises, told):
        asked.append((key, recognises))
        _mark(ledger, key, to_recognise=False)

    monkeypatch.setattr("app.receive.examine.examine_received", look)
    ledger = a_ledger(tmp_path / "台账")
    for number in range(3):
        hand_in(ledger, bureau(number), names(bureau(number).city, 1, 0))
    keys = [one.id for one in ledger.submissions()]
    for key in keys[1:]:
        _mark(ledger, key, to_recognise=True)
    ledger.set_standing(keys[2], Standing.RETURNED, "缺页", "王")
    session = LedgerSession(ledger, Script(), recognises=False, executor=Inline())
    session.start()
    qtbot.waitUntil(lambda: session.is_read and not session.is_looking and not session.is_reading)
    assert asked == []
    session.switch_recognition(True)
    qtbot.waitUntil(lambda: bool(asked) and not session.is_looking and not session.is_reading)
    assert asked == [(keys[1], True)], "what was answered is let be"
    assert not session.facts.unrecognised
    session.close()


def test_the_last_disc_is_looked_at_while_the_next_is_read_and_at_nothing_else(qtbot, tmp_path: Path, monkeypatch):
    jobs: list[Job] = []
    go, read = threading.Event(), threading.Event()

    def look(ledger, key, sandbox, job, **told):
        jobs.append(job)
        go.wait(30)
        job.check()

    monkeypatch.setattr("app.receive.examine.examine_received", look)
    ledger = a_ledger(tmp_path / "台账")
    hand_in(ledger, bureau(0), names(bureau(0).city, 1, 0))
    _mark(ledger, ledger.submissions()[0].id, to_examine=True)
    session = LedgerSession(ledger, Script())
    session.start()
    qtbot.waitUntil(lambda: bool(jobs), timeout=30_000)
    session.run(READING[1], lambda job: read.wait(30))
    assert session.busy and session.is_looking and not jobs[0].cancelled
    read.set()
    qtbot.waitUntil(lambda: not session.busy, timeout=30_000)
    assert not jobs[0].cancelled
    session.run("别的事", lambda job: None)
    assert jobs[0].cancelled
    go.set()
    qtbot.waitUntil(lambda: not session.busy, timeout=30_000)
    session.close()
