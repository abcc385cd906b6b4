"""Checked again after a change, a batch is told the same as if it were checked whole, at the cost of the change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from app.batch import edit
from app.batch.looking import Waiting, is_unread, is_unseen
from app.checks import check_batch
from app.checks.again import Rechecking
from app.checks.notices import parse_notice
from app.checks.watched import Remembered
from app.model.batch import Batch, Enterprise, Letter, Verdict
from app.model.correction import Correction, Point
from app.model.documents.pages import Pages, Seals
from app.model.documents.part import Part
from app.model.documents.words import PageState, PageWords, Words
from app.model.finding import Grade
from app.notices.judging import judge
from app.notices.read import load_notice
from tests.bench.facts import a_batch as of_facts
from tests.ui.batches import a_batch

TODAY = date(2023, 8, 20)
NOTICE = parse_notice(load_notice("2023")[1])


def keys(batch: Batch) -> list[str]:
    return list(batch.enterprises)


def written(batch: Batch, key: str, at: int, **cells: str) -> Batch:
    return edit.set_fields(batch, key, cells)


def told(batch: Batch, field: str, key: str, at: int, facts: object) -> Batch:
    """Facts of one of its documents are there."""
    _, member = batch.members_of(batch.enterprises[key])[at % 5]
    return replace(batch, **{field: {**getattr(batch, field), member.sha256: facts}})


def other(batch: Batch, key: str, at: int, **fields: object) -> Batch:
    return batch.with_enterprise(replace(batch.enterprises[key], **fields))


def corrected(batch: Batch, key: str, at: int) -> Batch:
    point = Point("FORM-01", "must", "未找到申报书", "请补交", enterprise=batch.enterprises[key].name)
    asked = Correction(1, "QLBG23_3701", "2023", "济南市工业和信息化局", "370100", "2023-08-01", "", "补正", (point,))
    return replace(batch, correction=asked if at % 2 else None)


def turned_round(batch: Batch, key: str, at: int) -> Batch:
    track = batch.enterprises[key].track
    return replace(batch, order={**batch.order, track: tuple(reversed(batch.order[track]))})


def decided(batch: Batch, key: str, at: int) -> Batch:
    looks = [each for each in check_batch(batch, NOTICE, TODAY).findings if each.grade is Grade.LOOK]
    return edit.decide(batch, looks[at % len(looks)], Verdict.ACCEPT, "已核对", "经办人", TODAY) if looks else batch


PAGE = PageWords(1, head="营业执照", names={"另一家有限公司": 4}, length=50)
DEEDS = {
    "cell": lambda *on: written(*on, contact=f"李工{on[2]}", experience="经验" * (on[2] % 3)),
    "code": lambda *on: written(*on, code=["", "91370112MADM3K0366", "123"][on[2] % 3]),
    "name": lambda *on: other(*on, name=["山东黄河智能仪表有限公司", "另一家有限公司", "CON"][on[2] % 3]),
    "words": lambda b, k, at: told(b, "words", k, at, Words(pages=(PAGE,), names=PAGE.names, count=1)),
    "pages": lambda b, k, at: told(b, "pages", k, at, Pages(blank=(1,))),
    "seals": lambda b, k, at: told(b, "seals", k, at, Seals()),
    "part": lambda b, k, at: other(b, k, at, parts={b.members_of(b.enterprises[k])[at % 5][0]: (Part("licence"),)}),
    "out": lambda b, k, at: b.without_enterprise(k) if at % 2 else b,
    "twin": lambda b, k, at: other(b, k, at, id=f"{k}x", track="national"),
    "order": turned_round,
    "letter": lambda b, k, at: replace(b, letters={"provincial": Letter(stored="letters/a.pdf", sha256=f"{at:064x}")}),
    "correction": corrected,
    "decide": decided,
}


def changed(batch: Batch, what: str, at: int) -> Batch:
    """One thing that a clerk or the program does."""
    return DEEDS[what](batch, keys(batch)[at % len(batch.enterprises)], at) if batch.enterprises else batch


WHAT = tuple(DEEDS)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_changes_it_is_told_the_same_as_of_the_whole_batch(seed):
    chance = Random(seed)
    steps = [(chance.choice(WHAT), chance.randrange(30)) for _ in range(6)]
    batch, again, waiting = a_batch(), Rechecking(NOTICE), Waiting(NOTICE)
    again.report(batch, TODAY)
    waiting.of(batch, recognises=True)
    for what, at in steps:
        batch = changed(batch, what, at)
        assert again.report(batch, TODAY) == check_batch(batch, NOTICE, TODAY), (what, at)
        for recognises in (True, False):
            told = is_unread(batch, NOTICE), is_unseen(batch, NOTICE, recognises=recognises)
            assert waiting.of(batch, recognises=recognises) == told, (what, at)


@pytest.mark.parametrize("what, judged", [
    ("cell", 1), ("code", 1), ("words", 1), ("pages", 1), ("seals", 1), ("part", 1), ("decide", 1), ("letter", 0), ("order", 0),
])  # fmt: skip
def test_an_enterprise_that_is_not_touched_is_not_judged_again(what, judged):
    batch, again = of_facts(12, 5), Rechecking(NOTICE)
    again.report(batch, TODAY)
    assert again.judged == 12
    again.report(changed(batch, what, 1), TODAY)
    assert again.judged <= 12 + judged


def test_another_day_and_another_sender_have_all_judged_again():
    batch, again = of_facts(3, 5), Rechecking(NOTICE)
    for told, day, judged in (
        (batch, TODAY, 3), (batch, date(2024, 1, 1), 3),  # another day begins anew
        (replace(batch, sender=replace(batch.sender, name="另一个局")), date(2024, 1, 1), 6),
    ):  # fmt: skip
        assert again.report(told, day) == check_batch(told, NOTICE, day)
        assert again.judged == judged


def asked(work):
    """How often it was worked out for the others when one enterprise is another."""
    batch = of_facts(4, 5)
    remembered = Remembered(work)
    remembered.of(batch)
    first, *_ = keys(batch)
    remembered.of(edit.set_fields(batch, first, {"contact": "李工"}))
    return remembered.done - 4


def own(batch: Batch, one: Enterprise) -> object:
    return batch.enterprises[one.id].fields


@pytest.mark.parametrize("work, again", [
    (own, 1),
    (lambda batch, one: len(batch.enterprises), 4),
    (lambda batch, one: [each.name for each in batch.enterprises.values()], 4),
    (lambda batch, one: "e0001" in batch.enterprises and batch.enterprises["e0001"], 4),
    (lambda batch, one: batch.enterprises.get("none"), 1),
    (lambda batch, one: batch.in_track("provincial"), 4),
])  # fmt: skip
def test_it_is_known_who_read_what(work, again):
    assert asked(work) == again


def test_what_was_missed_is_read_when_it_comes():
    batch = of_facts(2, 5)
    remembered = Remembered(lambda batch, one: batch.words.get("new"))
    assert [*remembered.of(batch).values()] == [None, None]
    new = Words()
    assert [*remembered.of(replace(batch, words={**batch.words, "new": new})).values()] == [new, new]
    assert [*remembered.of(batch).values()] == [None, None]


def test_what_a_file_is_is_asked_once_for_all_checks_and_for_all_that_waits(monkeypatch):
    heard = []

    def hear(*asked):
        heard.append(asked)
        return judge(*asked)

    monkeypatch.setattr("app.notices.filing.judge", hear)
    batch = of_facts(4, 30)
    Rechecking(NOTICE).report(batch, TODAY)
    assert len(heard) == 4 * 30
    Waiting(NOTICE).of(batch, recognises=True)
    assert len(heard) == 4 * 30
    read = told(batch, "words", "e0002", 1, Words(pages=(PAGE,), names=PAGE.names, count=1))
    Waiting(NOTICE).of(read, recognises=True)
    assert len(heard) == 5 * 30


def test_a_batch_of_which_all_is_read_is_asked_for_no_stage_of_recognition(monkeypatch, with_recognition):
    stages = []
    monkeypatch.setattr("app.batch.recognition.STAGES", (lambda batch, notice: iter(stages.append(batch) or ()),))
    monkeypatch.setattr("app.batch.looking.can_recognise", lambda: True)
    read = of_facts(3, 5)
    Waiting(NOTICE).of(read, recognises=True)
    assert not stages
    picture = Words(pages=(PageWords(1, state=PageState.PICTURE),), count=1)
    Waiting(NOTICE).of(told(read, "words", "e0002", 1, picture), recognises=True)
    assert len(stages) == 1
