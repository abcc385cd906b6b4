"""The card's answers: what lets a doubt stand is not the nearest at hand, and claims no look of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget

from app.model.batch import Verdict
from app.model.finding import Finding, Grade
from ui.findings.card import FindingView
from ui.findings.lines import Line
from ui.findings.reasons import RETURN_REASONS, SEEN

LOOK = Finding("章上读到的是别家", "请看", grade=Grade.LOOK, check="SEAL-02", subject="e1", frame=(0.5, 0.5, 0.2, 0.1))


@pytest.fixture
def view(qtbot) -> FindingView:  # type: ignore[no-untyped-def]
    made = FindingView(QWidget())
    qtbot.addWidget(made)
    return made


def offered(view: FindingView) -> list[str]:
    return [view.reason.itemText(n) for n in range(view.reason.count())]


def test_the_answer_that_lets_a_doubt_stand_is_never_the_primary_button(view: FindingView) -> None:
    for check in ("SEAL-02", "SEAL-01", "EXP-02", "MAT-05", "FORM-01", "DUP-01"):
        view.show_line(Line(replace(LOOK, check=check, acceptable=check == "DUP-01"), None), 1, 1)
        assert view.accept.property("look") == view.turn_back.property("look") == "plain"
    view.show_line(Line(replace(LOOK, check="NAME-04", grade=Grade.MUST, acceptable=True), None), 1, 1)
    assert view.accept.property("look") == "primary", "a name that the program mends itself is no doubt"


def test_having_looked_is_offered_as_a_reason_once_the_page_lies_open(view: FindingView) -> None:
    view.show_line(Line(LOOK, None), 1, 2)
    assert view.reason.currentText() == "章上是申报单位的名称，识别有误" and SEEN not in offered(view)
    view.see()
    assert SEEN in offered(view) and view.reason.currentText() == "章上是申报单位的名称，识别有误"
    view.show_line(Line(replace(LOOK, detail="another"), None), 2, 2)
    assert SEEN not in offered(view), "the next one's page is not open yet"


def test_what_a_person_typed_stays_when_the_page_opens(view: FindingView) -> None:
    view.show_line(Line(LOOK, None), 1, 1)
    view.reason.setEditText("企业改过名")
    view.see()
    assert view.reason.currentText() == "企业改过名"


def test_many_at_once_were_not_all_looked_at(view: FindingView) -> None:
    view.show_line(Line(LOOK, None, group=(Line(LOOK), Line(replace(LOOK, detail="another")))), 1, 1)
    view.see()
    assert SEEN not in offered(view)


def test_a_reason_for_the_other_answer_is_exchanged(view: FindingView, qtbot) -> None:  # type: ignore[no-untyped-def]
    view.show_line(Line(LOOK, None), 1, 1)
    with qtbot.waitSignal(view.answered) as told:
        view.answer(Verdict.RETURN)
    assert told.args == [Verdict.RETURN, "请企业改用本单位的公章，重新盖章、扫描"]
    view.reason.setCurrentText(RETURN_REASONS[0])
    with qtbot.waitSignal(view.answered) as told:
        view.answer(Verdict.ACCEPT)
    assert told.args == [Verdict.ACCEPT, "章上是申报单位的名称，识别有误"]
