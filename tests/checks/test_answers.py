"""What a person may answer to a question: in its own words, and claiming nothing that was not done."""

from __future__ import annotations

import re

import pytest

from app.checks import Mend, check_of
from app.checks.run import checks_in
from app.model.finding import Finding, Grade, Who
from ui.findings.reasons import SEEN, no, no_reasons, yes, yes_reasons

ACT = re.compile(r"已?(?:看过|打开|核对|对照|翻看|查看|翻阅)")
ASKED = [rule.id for rule in checks_in() if Grade.LOOK in rule.grades]
# What is asked of what documents say: that it is “so indeed” would be no answer to any of these.
OF_SUBSTANCE = (
    "FORM-01", "FORM-02", "FORM-03", "SEAL-02", "LETTER-02", "LETTER-03", "EXP-01", "EXP-02", "EXP-03", "NAME-07",
    "CODE-03", "CODE-04", "MAT-07", "PROOF-01", "DUP-03",
)  # fmt: skip


def asked(check: str, **facts: object) -> Finding:
    return Finding("有一处", "请看", grade=Grade.LOOK, check=check, subject="e1", frame=(0.5, 0.5, 0.2, 0.1), **facts)  # type: ignore[arg-type]


@pytest.mark.parametrize("check", ASKED)
def test_no_reason_claims_that_somebody_looked_unless_the_page_lay_open(check: str) -> None:
    for finding in (asked(check), asked(check, column="code", compare=("甲", "乙"))):
        assert not [reason for reason in yes_reasons(finding, False) if ACT.search(reason)]
        if check_of(finding).mend is not Mend.TYPE:  # what did not come with the disc cannot lie open
            assert set(yes_reasons(finding, False)) < set(yes_reasons(finding, True))
        assert not set(yes_reasons(finding, True)) & set(no_reasons(finding))


@pytest.mark.parametrize("check", OF_SUBSTANCE)
def test_the_answer_says_of_the_thing_itself_that_it_is_right(check: str) -> None:
    finding = asked(check)
    assert yes(finding) not in ("可以报送", "是公章") and check_of(finding).answers is not None
    assert no(finding) and yes_reasons(finding, True)[-1] == SEEN


def test_what_is_asked_of_a_framed_seal_is_no_answer_where_none_is_framed() -> None:
    whole = Finding("申报书只有 Word 稿", "请补交", grade=Grade.LOOK, check="SEAL-01", subject="e1")
    assert yes(asked("SEAL-01")) == "是公章" and yes(whole) == "可以报送"
    assert no(whole) == "退回企业补正"


@pytest.mark.parametrize("check", ASKED)
def test_a_button_says_what_comes_of_it_on_either_side(check: str) -> None:
    for who in Who:
        finding = asked(check, who=who)
        for received in (False, True):
            words = yes(finding, received=received), no(finding, received=received)
            assert all(words) and "情况属实" not in words and len(set(words)) == 2
    finding = asked("PACK-05")
    assert (yes(finding, received=True), no(finding, received=True)) == ("可以受理", "退回补正")


def test_who_receives_adopts_no_proposal() -> None:
    """The disc is made: its names are what they are; and of two that hand in one, none is a better name."""
    name = Finding("写不到光盘上", "请改", grade=Grade.MUST, check="NAME-04", subject="e1", acceptable=True)
    assert yes(name) == "采用建议的名称" and yes(name, received=True) == "可以受理"
    assert "名称" not in yes(Finding("", "", grade=Grade.MUST, check="DUP-01", subject="e1", acceptable=True), received=True)


@pytest.mark.parametrize("rule", [rule for rule in checks_in() if rule.answers], ids=lambda rule: rule.id)
def test_answers_are_short_and_end_as_words_on_buttons_do(rule: object) -> None:
    own = rule.answers  # type: ignore[attr-defined]
    for words in filter(None, (own.yes, own.no)):
        assert len(words) <= 9 and not re.search(r"[。；！ ]", words)
    for reason in (*own.reasons, *own.returns):
        assert 4 <= len(reason) <= 24 and not re.search(r"[。；]$|^\s", reason)
