"""What the form says beside the table: one button takes it, one lets the table stand, both can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from app.model.batch import Verdict
from app.model.documents.form import FieldFound, FormFacts, form_key
from tests.ui.batches import a_batch
from ui.findings.reasons import KEEP_REASONS
from ui.send.check.page import CheckPage

LEFT = Qt.MouseButton.LeftButton
TITLE = "运用视觉检测提升质量的经验"


@pytest.fixture
def shown(qtbot, opened, answers) -> CheckPage:
    """The form of the first enterprise says another title, all else is as the table has it."""
    batch = a_batch()
    forms = {}
    for number, one in enumerate(batch.enterprises.values()):
        said = {"name": FieldFound(one.name, 1), "phone": FieldFound(one.fields["phone"], 2, is_recognised=True)}
        if number == 0:
            said["experience"] = FieldFound(TITLE, 2, is_recognised=True)
        (key,) = (m.sha256 for _, m in batch.members_of(one) if m.name == "申报书.pdf")
        forms[form_key(key)] = FormFacts(said)
    session = opened(batch.with_forms(forms))
    session.start()
    page = CheckPage(session, answers)
    qtbot.addWidget(page)
    page.resize(1130, 680)
    with qtbot.waitExposed(page):
        page.show()
    row = next(n for n, line in enumerate(page._lines) if line.finding.check == "FORM-01")
    page.list.choose(row)
    return page


def open_ones(page: CheckPage) -> list[str]:
    return [line.finding.column for line in page._lines if line.finding.check == "FORM-01" and not line.decision]


def cell(page: CheckPage) -> str:
    return page._session.batch.enterprises["e0"].fields["experience"]


def test_the_card_says_which_field_differs_and_names_both_buttons(shown: CheckPage) -> None:
    assert shown.view.what.text().startswith("识别到的典型经验名称与汇总表不一致：")
    assert shown.view.adopt.isVisible() and shown.view.adopt.text() == "采用申报书的"
    assert shown.view.accept.text().startswith("以汇总表为准")
    assert "识别到" in shown.list.chosen().finding.what


def test_what_the_form_says_is_taken_into_the_table_and_can_be_taken_back(shown: CheckPage, qtbot) -> None:
    before = cell(shown)
    qtbot.mouseClick(shown.view.adopt, LEFT)
    assert cell(shown) == TITLE and open_ones(shown) == []
    shown._session.undo()
    assert cell(shown) == before and open_ones(shown) == ["experience"]


def test_the_table_stands_with_a_reason_that_says_so_and_that_can_be_taken_back(shown: CheckPage, qtbot) -> None:
    before, key = cell(shown), shown.list.chosen().finding.key
    qtbot.mouseClick(shown.view.accept, LEFT)
    said = shown._session.batch.decisions[key]
    assert (said.verdict, said.reason) == (Verdict.ACCEPT, KEEP_REASONS[0]) and cell(shown) == before
    assert open_ones(shown) == []
    shown._session.undo()
    assert open_ones(shown) == ["experience"]
