"""Another enterprise's seal: the page is framed, its name unrolled above it, and the clerk says whose it is."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.checks import check_batch
from app.job import Job
from app.send.collect import collect
from tests.seals.named import one_named
from tests.ui.conftest import a_batch
from ui.send.check.page import CheckPage

NAME, OTHER = "济南华兴泰安机床有限公司", "青岛鲁海通达纺织股份有限公司"


@pytest.fixture
def page(qtbot, opened, answers, tmp_path, with_recognition):
    folder = tmp_path / NAME
    folder.mkdir()
    (folder / "申报书.jpg").write_bytes(one_named("plain", 3, name=OTHER).jpeg())
    session = opened(a_batch())
    collect(session.store, "provincial", [folder], sandbox=session.sandbox, job=Job())
    session._look(Job())
    page = CheckPage(session, answers)
    session.start()
    qtbot.addWidget(page)
    page.resize(1130, 680)
    with qtbot.waitExposed(page):
        page.show()
    return page


def choose(page, check):
    model = page.list.findings
    page.list.choose(next(row for row in range(model.rowCount()) if model.line(row).finding.check == check))


def test_anothers_seal_is_asked_about_with_its_name_unrolled(page, qtbot):
    choose(page, "SEAL-02")
    finding = page.list.chosen().finding
    assert OTHER in finding.what and NAME in finding.what and finding.frame is not None
    assert page.view.what.text() == "框中的章是申报单位的吗？"
    qtbot.waitUntil(page.preview.strip.isVisible, timeout=60_000)
    assert page.preview.strip.picture.image.height() > 20
    qtbot.mouseClick(page.view.turn_back, Qt.MouseButton.LeftButton)
    assert [d.check for d in page._session.batch.decisions.values()] == ["SEAL-02"]


def test_where_the_card_is_of_something_else_there_is_no_strip(page, qtbot):
    choose(page, "SEAL-02")
    qtbot.waitUntil(page.preview.strip.isVisible, timeout=60_000)
    model = page.list.findings
    page.list.choose(next(row for row in range(model.rowCount()) if model.line(row).finding.check != "SEAL-02"))
    assert not page.preview.strip.isVisible()


def test_looking_again_has_nothing_left_to_do(page):
    session = page._session
    assert session._look(Job()) == 0
    report = check_batch(session.batch, session.notice, date(2023, 8, 25))
    assert not [outcome for outcome in report.pending if outcome.check.startswith("SEAL")]
