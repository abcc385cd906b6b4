"""The machinery: order, the four states, re-grading, and what a notice may switch off."""

from __future__ import annotations

import importlib
import logging
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import FrameType

import pytest

import app.checks.run
from app.checks import Check, check, checks_in, rules_table
from app.checks.check import NotLooked, graded
from app.checks.run import checks_of, run
from app.model.batch import Batch, Decision, Letter, Verdict
from app.model.documents.form import FormFacts
from app.model.finding import Finding, Grade, Outcome, State, Trait, Who
from app.model.source import Fault, Trouble
from tests.checks.cases import (
    a_batch,
    a_member,
    a_source,
    applied,
    found,
    notice_2023,
    outcomes,
    pieces,
    report,
)


@dataclass(frozen=True)
class Room:
    subject: str = "r1"
    subject_name: str = "会议室"


def a_check(
    id: str, *findings: Finding, grade: Grade = Grade.MUST, who: Who = Who.ENTERPRISE,
    after: tuple[Check[Room], ...] = (), breaks: bool = False,
) -> Check[Room]:
    @check(id, f"名为 {id}", grade=grade, trait=Trait.COMPLETE, who=who, after=after)
    def look(case: Room) -> Iterator[Finding]:
        """说明的第一行，
        第二行。"""
        if breaks:
            raise RuntimeError("secret")
        yield from findings

    return look


def states(*checks: Check[Room]) -> list[State]:
    return [outcome.state for outcome in run(checks, Room())]


def only(rule: Check[Room]) -> Outcome:
    return next(run([rule], Room()))


FAULT = Finding("坏了", "请修")


def test_a_finding_carries_its_check_and_its_subject() -> None:
    finding = only(a_check("A-01", FAULT, grade=Grade.LOOK, who=Who.BUREAU)).findings[0]
    assert (finding.check, finding.title, finding.subject, finding.subject_name) == ("A-01", "名为 A-01", "r1", "会议室")
    assert (finding.grade, finding.who) == (Grade.LOOK, Who.BUREAU)


def test_the_docstring_is_the_explanation() -> None:
    assert a_check("A-01").explanation == "说明的第一行， 第二行。"


def test_a_must_finding_holds_up_what_comes_after() -> None:
    first = a_check("A-01", FAULT)
    second = a_check("B-01", after=(first,))
    third = a_check("C-01", after=(second,))
    assert states(first, second, third) == [State.FOUND, State.SKIPPED, State.SKIPPED]


def test_a_skipped_outcome_says_what_must_pass_first() -> None:
    first = a_check("A-01", FAULT)
    skipped = list(run([first, a_check("B-01", after=(first,))], Room()))[1]
    assert "名为 A-01" in skipped.reason


@pytest.mark.parametrize("grade", [Grade.SHOULD, Grade.LOOK])
def test_a_lesser_finding_holds_up_nothing(grade: Grade) -> None:
    first = a_check("A-01", FAULT, grade=grade)
    assert states(first, a_check("B-01", after=(first,))) == [State.FOUND, State.PASSED]


def test_the_grade_of_the_finding_decides_not_that_of_the_check() -> None:
    first = a_check("A-01", replace(FAULT, grade=Grade.MUST), grade=Grade.LOOK)
    assert states(first, a_check("B-01", after=(first,))) == [State.FOUND, State.SKIPPED]


def test_a_check_that_raises_is_broken_and_logged_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        broken, other, waiting = run(
            [first := a_check("A-01", breaks=True), a_check("B-01"), a_check("C-01", after=(first,))], Room()
        )
    assert (broken.state, other.state, waiting.state) == (State.BROKEN, State.PASSED, State.SKIPPED)
    assert "此项未能检查" in broken.reason and "secret" not in broken.reason
    assert "A-01" in caplog.text and "secret" in caplog.text
    caplog.clear()


def test_a_notice_may_regrade_a_check_and_all_its_findings() -> None:
    rules = graded([a_check("A-01", replace(FAULT, grade=Grade.MUST))], {"A-01": "look"}, [])
    assert [o.findings[0].grade for o in run(rules, Room())] == [Grade.LOOK]


def test_a_notice_may_switch_a_check_off_and_nothing_waits_for_it() -> None:
    first = a_check("A-01", FAULT)
    rules = graded([first, a_check("B-01", after=(first,))], {}, ["A-01"])
    assert [(o.check, o.state) for o in run(rules, Room())] == [("B-01", State.PASSED)]


def test_a_batch_is_judged_by_its_notice() -> None:
    batch = a_batch(applied(confirmed=False, area=""))
    mild = replace(notice_2023(), severities={"AREA-01": "should"}, switched_off=("NAME-06",))
    assert {(f.check, f.grade) for f in report(batch, notice=mild).findings} == {("AREA-01", Grade.SHOULD)}


def a_package(folder: Path, name: str, *bodies: str) -> None:
    package = folder / name
    package.mkdir()
    (package / "__init__.py").write_text("", encoding="utf-8")
    head = "from app.checks import check\nfrom app.model.finding import Grade, Trait\n"
    for number, body in enumerate(bodies):
        (package / f"m{number}.py").write_text(head + body, encoding="utf-8")


ONE = '''
@check("{id}", "t", grade=Grade.MUST, trait=Trait.SAFE, after=({after}))
def {name}(case):
    """x"""
    yield from ()
'''


def test_checks_are_found_by_walking_and_come_after_what_they_wait_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = "from walked_checks.m1 import b\n" + ONE.format(id="A-01", name="a", after="b,")
    a_package(tmp_path, "walked_checks", late, ONE.format(id="B-01", name="b", after=""))
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [rule.id for rule in checks_of(importlib.import_module("walked_checks"))] == ["B-01", "A-01"]


def test_two_checks_with_one_id_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same = ONE.format(id="A-01", name="a", after="")
    a_package(tmp_path, "double_checks", same, same)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match="A-01"):
        checks_of(importlib.import_module("double_checks"))


def test_an_id_is_shared_only_by_a_check_that_widens_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow, other = a_check("A-01"), a_check("A-01")
    wide = replace(other, widens=narrow)
    for pair in ((narrow, wide), (narrow, other)):
        monkeypatch.setattr(app.checks.run, "catalogue", lambda pair=pair: {Room: pair[:1], int: pair[1:]})
        if wide in pair:
            assert app.checks.checks_in() == pair
        else:
            with pytest.raises(ValueError, match="A-01"):
                app.checks.checks_in()


def test_waiting_for_a_check_of_another_scope_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = "from app.checks.track import letter\n" + ONE.format(id="A-01", name="a", after="letter.attached,")
    a_package(tmp_path, "stray_checks", body)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ValueError, match="LETTER-01"):
        checks_of(importlib.import_module("stray_checks"))


def test_the_rules_table_has_a_row_per_check_in_chinese() -> None:
    rows = rules_table().splitlines()[2:]
    assert [row.split(" | ")[0].strip("| ") for row in rows] == [rule.id for rule in checks_in()]
    assert all(len(re.split(r"(?<!\\)\|", row)) == 8 for row in rows)


def test_every_check_explains_itself_in_chinese() -> None:
    for rule in checks_in():
        assert re.search(r"[一-鿿].*。$", rule.explanation), rule.id
        assert not re.search(r"[A-Z]+-\d\d", rule.explanation), rule.id


# -- a whole batch ---------------------------------------------------------------------------------
def test_no_package_no_pieces_are_claimed_missing() -> None:
    batch = a_batch(applied(source=a_source("x.zip", troubles=[Trouble(Fault.UNREADABLE)])))
    assert {o.state for o in outcomes(batch, "MAT-01")} == {State.SKIPPED}
    assert not found(batch, "MAT-01")


def test_an_empty_batch_is_judged_without_complaint() -> None:
    assert {o.state for o in report(a_batch()).outcomes} == {State.PASSED}


def test_a_letter_attached_for_an_empty_track_is_judged() -> None:
    batch = a_batch().with_letter("provincial", Letter(stored="letters/a.pdf", size=1))
    assert {f.check for f in report(batch).findings} == {"QUOTA-01"}


def test_keys_stay_when_other_enterprises_come_and_the_order_changes() -> None:
    bad = applied(members=[*pieces("a"), a_member("扫描.pdf"), a_member("扫描2.pdf")], confirmed=False, division="51")
    small = a_batch(bad)
    grown = a_batch(bad, applied("济南二厂", number=2)).with_order("national", ["e2national", "e1national"])
    keys = {f.key for f in report(small).of("e1national")}
    assert keys == {f.key for f in report(grown).of("e1national")} and len(keys) == 4


def test_a_decision_does_not_carry_over_to_other_bytes_at_the_same_place() -> None:
    before, after = (found(a_batch(applied(extra=[a_member("扫描.pdf", content=c)])), "MAT-05")[0] for c in "ab")
    assert before.where == after.where and before.key != after.key


def test_an_accepted_look_no_longer_holds_the_disc() -> None:
    checked = report(a_batch(applied(confirmed=False)))
    (finding,) = checked.findings
    decision = Decision(finding.key, Verdict.ACCEPT, "已对照执照", "李四", "2023-08-20")
    assert checked.verdict({}) == "look" and checked.verdict({finding.key: decision}) == "ok"


def test_seals_and_forms_nobody_looked_at_yet_hold_the_disc_until_they_were() -> None:
    one = applied()
    batch = a_batch(one, seals=None)
    unread = replace(batch, forms={})
    assert {o.check for o in report(batch).pending} == {"SEAL-01", "LETTER-03"}
    assert {o.check for o in report(unread).pending} == {"SEAL-01", "LETTER-03", "NAME-03", "FORM-01", "FORM-02"}
    assert report(batch).verdict({}) == "look" and report(a_batch(one)).verdict({}) == "ok"
    assert not report(a_batch(one)).pending


def test_what_can_never_be_looked_at_holds_nothing_up() -> None:
    """A form without words, a letter that is not there: a person or another check tells of those."""
    no_letter = report(a_batch(applied(), seals=None, letters=False))
    assert "LETTER-03" not in {o.check for o in no_letter.pending}
    mute = applied()
    wordless = {m.sha256: FormFacts(reason="是扫描件") for s in mute.sources for m in s.members}
    told = report(a_batch(mute).with_forms(wordless))
    assert not told.pending and told.verdict({}) == "ok"


def test_a_check_a_notice_makes_a_mere_suggestion_is_not_waited_for() -> None:
    mild = replace(notice_2023(), severities={"SEAL-01": "should", "LETTER-03": "should"})
    assert not report(a_batch(applied(), seals=None), notice=mild).pending


def calls_of(work: Callable[[], object]) -> int:
    """How many functions were called: a measure of work that no busy machine disturbs."""
    calls = 0

    def count(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def a_crowd(size: int) -> Batch:
    members = [a_member(f"证明材料/{n}.jpg") for n in range(10)]
    return a_batch(*(
        applied(f"济南第{n}机床有限公司", number=n, members=[replace(m, sha256=f"{n}-{m.path}") for m in members])
        for n in range(size)
    ))


def test_the_cost_grows_with_the_number_of_enterprises_and_no_faster() -> None:
    a_few, small, large = a_crowd(5), a_crowd(50), a_crowd(200)
    report(a_few)  # fills caches
    assert calls_of(lambda: report(large)) < 4.4 * calls_of(lambda: report(small))


def test_what_had_nothing_to_judge_by_is_not_passed() -> None:
    @check("SEEN-01", "看一看", grade=Grade.LOOK, trait=Trait.USABLE)
    def blind(case: Room) -> Iterator[Finding | NotLooked]:
        """看不见。"""
        yield NotLooked("没有可看的")

    outcome = only(blind)
    assert (outcome.state, outcome.reason) == (State.SKIPPED, "没有可看的")
