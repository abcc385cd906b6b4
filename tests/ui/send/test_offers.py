"""Offers beside the table: blue in an empty cell, a corner in one that says otherwise, taken by a person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from app.batch.edit import set_fields
from app.demo.cast import TRACKS
from app.model.documents.form import FieldFound, FormFacts
from app.notices.read import load_notice
from tests.ui.batches import a_batch
from ui.send.summary import row_offers
from ui.send.summary.offer_cell import PAD, take_box
from ui.send.summary.page import SummaryPage
from ui.send.summary.row_table import OfferRole


def a_batch_with_forms():
    """The third enterprise of 全省 has no telephone; its form has one, and another contact."""
    batch = set_fields(a_batch(), "e4", {"phone": "", "email": ""})
    form = next(m for _, m in batch.members_of(batch.enterprises["e4"]) if "申报书" in m.path)
    facts = FormFacts({"phone": FieldFound("13800000005", 2), "contact": FieldFound("孙工"), "area": FieldFound("1 全面质量管理")})
    return batch.with_forms({form.sha256: facts})


@pytest.fixture
def page(qtbot, opened, answers):
    session = opened(a_batch_with_forms())
    session.start()
    page = SummaryPage(session, answers)
    qtbot.addWidget(page)
    page.resize(1130, 680)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.tabs.choose(list(TRACKS).index("provincial"))
    page.table.setFocus()
    return page


def cell(page, key, row=2):
    return page.rows.index(row, 1 + [column.id for column in page.rows.columns].index(key))


def fields(page):
    return page._session.batch.enterprises["e4"].fields


def test_an_empty_cell_shows_the_offer_and_nothing_is_taken(page):
    offer = cell(page, "phone").data(OfferRole)
    assert (offer.read_from, offer.text) == ("读自申报书第 2 页", "13800000005")
    assert "phone" not in fields(page)
    assert "Ctrl+回车" in cell(page, "phone").data(Qt.ItemDataRole.AccessibleTextRole)
    assert "1 个空格" in page.hint.text()


def test_of_many_rows_the_rest_is_counted_behind_and_offered_when_all_are(page, qtbot, monkeypatch):
    monkeypatch.setattr(row_offers, "_AT_ONCE", 1)
    for track in ("national", "provincial"):
        page.tabs.choose(list(TRACKS).index(track))
    assert cell(page, "phone").data(OfferRole) is None and not page.take_button.isVisible()
    qtbot.waitUntil(page.take_button.isVisible)
    assert cell(page, "phone").data(OfferRole).text == "13800000005" and "1 个空格" in page.hint.text()


def test_a_row_that_changed_is_counted_at_once_and_no_other(monkeypatch):
    """While the others wait for their turn, a cell that is written costs its own row."""
    monkeypatch.setattr(row_offers, "_AT_ONCE", 2)
    batch, counted = a_batch_with_forms(), []
    monkeypatch.setattr(row_offers, "offers", lambda batch, one, notice: counted.append(one.id) or {})
    table = row_offers.RowOffers(load_notice("2023")[0])
    table.count(batch, batch.in_track("provincial"))
    first = [one.id for one in batch.in_track("provincial")[:2]]
    assert counted == first and table.is_counting
    batch = set_fields(batch, first[1], {"phone": "13800000009"})
    table.count(batch, batch.in_track("provincial"))
    assert counted == [*first, first[1]] and table.is_counting
    table.go_on()
    assert counted[3:] == [batch.in_track("provincial")[2].id] and not table.is_counting


def test_a_click_on_take_takes_it_and_can_be_undone(page, qtbot):
    index = cell(page, "phone")
    page.table.scrollTo(index)
    box = take_box(page.table.visualRect(index).adjusted(PAD, 0, -PAD, 0))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert fields(page)["phone"] == "13800000005"
    assert page._session.next_undo.endswith("申报书里的联系电话")
    assert index.data(OfferRole) is None
    page._session.undo()
    assert "phone" not in fields(page)


def test_a_click_elsewhere_in_the_cell_takes_nothing(page, qtbot):
    area = page.table.visualRect(cell(page, "phone"))
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=area.topLeft() + QPoint(5, 15))
    assert "phone" not in fields(page)


def test_control_enter_takes_it(page, qtbot):
    page.table.setCurrentIndex(cell(page, "phone"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert fields(page)["phone"] == "13800000005"


def test_enter_opens_the_editor_with_the_offer_as_a_hint_and_control_enter_takes_it(page, qtbot):
    page.table.setCurrentIndex(cell(page, "phone"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    (line,) = page.table.viewport().findChildren(QLineEdit)
    assert (line.placeholderText(), line.text()) == ("13800000005", "")
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: fields(page).get("phone") == "13800000005")


def test_leaving_the_editor_empty_takes_nothing(page, qtbot):
    page.table.setCurrentIndex(cell(page, "phone"))
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    (line,) = page.table.viewport().findChildren(QLineEdit)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert "phone" not in fields(page)


def test_a_filled_cell_that_differs_is_marked_and_kept(page, qtbot):
    index = cell(page, "contact")
    assert index.data(OfferRole).present == "张工"
    assert "申报书是“孙工”" in index.data(Qt.ItemDataRole.ToolTipRole)
    page.table.setCurrentIndex(index)
    qtbot.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert fields(page)["contact"] == "张工"
    page.rows.take_offer(index)
    assert fields(page)["contact"] == "孙工"


def test_a_cell_that_means_the_same_is_not_marked(page):
    assert cell(page, "area").data(OfferRole) is None


def test_what_the_sender_told_of_itself_is_offered_to_each_row_that_has_none(qtbot, opened, answers):
    batch = a_batch_with_forms()
    for key in ("e2", "e3", "e4"):
        batch = set_fields(batch, key, {"contact": "", "phone": ""})
    session = opened(replace(batch, sender=replace(batch.sender, contact="王科", phone="0531-66600000")))
    session.start()
    page = SummaryPage(session, answers)
    qtbot.addWidget(page)
    page.tabs.choose(list(TRACKS).index("provincial"))
    assert [cell(page, "contact", row).data(OfferRole).text for row in range(3)] == ["王科", "王科", "孙工"]
    menu = QMenu()
    page.table.add_takes(menu, 0, cell(page, "phone").column())
    words = [action.text() for action in menu.actions()]
    assert words == ["这一行的 2 个空格都采用", "这一列的 3 个空格都采用", "这一类的 6 个空格都采用"]
    menu.actions()[1].trigger()
    told = [session.batch.enterprises[key].fields for key in ("e2", "e3", "e4")]
    assert [each.get("phone") for each in told] == ["0531-66600000", "0531-66600000", "13800000005"]
    assert not any(each.get("contact") for each in told)
    session.undo()
    assert "phone" not in session.batch.enterprises["e2"].fields


def test_all_that_is_offered_is_taken_by_the_button_above(page, qtbot):
    menu = page.take_button.menu()
    menu.aboutToShow.emit()
    menu.actions()[-1].trigger()
    assert fields(page)["phone"] == "13800000005"
    assert page.take_button.isHidden()


def test_a_whole_row_is_taken_but_for_filled_cells(page):
    page.rows.take_open(row=2)
    assert (fields(page)["phone"], fields(page)["contact"]) == ("13800000005", "张工")
