"""A link lands on the very thing it names: the finding, the cell, the letter."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from tests.ui.batches import NATIONAL, PROVINCIAL, a_batch
from ui.send.collect.matrix_model import FIRST
from ui.send.collect.page import CollectPage
from ui.send.progress import CHECK, COLLECT, DISC, LETTER, TABLE
from ui.send.view import BatchView
from ui.shell.page import Target


@pytest.fixture
def view_of(qtbot, opened, answers):
    def make(batch) -> BatchView:
        view = BatchView(opened(batch), answers)
        qtbot.addWidget(view)
        view.resize(1366, 768)
        with qtbot.waitExposed(view):
            view.show()
        collect = view.page(COLLECT)
        assert isinstance(collect, CollectPage)
        qtbot.waitUntil(lambda: collect.model.rowCount() == len(batch.enterprises))
        return view

    return make


def without(batch, key, column):
    """The batch with one cell of the table empty."""
    one = batch.enterprises[key]
    fields = {each: text for each, text in one.fields.items() if each != column}
    return batch.with_enterprise(replace(one, fields=fields))


def short_of_proofs(batch, number):
    """The batch with nothing but form and experience of one enterprise."""
    source = batch.sources[f"s{number}"]
    return replace(batch, sources={**batch.sources, source.id: replace(source, members=source.members[:2])})


def way_of(view, words) -> QPushButton:
    """The button of the disc page's list beside the line that begins with these words."""
    page = view.page(DISC)
    rows = page.hindrances._shown
    buttons = page.hindrances.findChildren(QPushButton)
    return next(button for row, button in zip(rows, buttons, strict=True) if words in row.title)


def test_the_words_of_a_row_lead_to_the_finding_they_speak_of(view_of, qtbot):
    view = view_of(short_of_proofs(a_batch(), 3))
    collect = view.page(COLLECT)
    row = next(n for n, each in enumerate(collect.matrix.rows) if each.id == "e3")
    assert collect.matrix.rows[row].status == "缺 1 项"
    last = collect.view.visualRect(collect.model.index(row, collect.model.columnCount() - 1))
    qtbot.mouseClick(collect.view.viewport(), Qt.MouseButton.LeftButton,
                     pos=QPoint(last.left() + 20, last.center().y()))
    assert view.step == CHECK
    chosen = view.page(CHECK).list.chosen().finding
    assert (chosen.subject, chosen.check) == ("e3", "MAT-03")


def test_the_keyboard_follows_a_row_too(view_of, qtbot):
    view = view_of(short_of_proofs(a_batch(), 3))
    collect = view.page(COLLECT)
    row = next(n for n, each in enumerate(collect.matrix.rows) if each.id == "e3")
    collect.view.setCurrentIndex(collect.model.index(row, collect.model.columnCount() - 1))
    qtbot.keyClick(collect.view, Qt.Key.Key_Return)
    assert view.page(CHECK).list.chosen().finding.subject == "e3"


def test_a_row_in_order_leads_nowhere(view_of, qtbot):
    view = view_of(a_batch())
    collect = view.page(COLLECT)
    last = collect.view.visualRect(collect.model.index(0, collect.model.columnCount() - 1))
    qtbot.mouseClick(collect.view.viewport(), Qt.MouseButton.LeftButton,
                     pos=QPoint(last.left() + 20, last.center().y()))
    assert view.step == COLLECT


def test_a_missing_material_leads_to_its_cell(view_of, qtbot):
    view = view_of(short_of_proofs(a_batch(), 3))
    view.go(Target(CHECK, "e3"))
    check = view.page(CHECK)
    check.view.mend.click()
    assert view.step == COLLECT
    collect = view.page(COLLECT)
    index = collect.view.currentIndex()
    assert collect.model.record(index.row()).name == PROVINCIAL[1]
    assert index.column() == FIRST + 2


@pytest.mark.parametrize(("key", "tab", "name"), [("e1", 0, NATIONAL[1]), ("e4", 1, PROVINCIAL[2])])
def test_an_empty_cell_is_reached_from_the_disc(view_of, key, tab, name):
    view = view_of(without(a_batch(), key, "contact"))
    view.go(DISC)
    way_of(view, "必须补正").click()
    assert view.step == TABLE
    table = view.page(TABLE)
    index = table.table.currentIndex()
    assert table.tabs.current == tab
    assert table.rows.rows[index.row()].name == name
    assert table.rows.columns[index.column() - 1].id == "contact"


@pytest.mark.parametrize(("step", "detail"), [(COLLECT, "form"), (TABLE, "contact")])
def test_a_search_does_not_hide_where_a_link_leads(view_of, step, detail):
    view = view_of(a_batch())
    page = view.page(step)
    page.search.setText("没有这样的企业")
    view.go(Target(step, "e4", detail))
    model, index = (page.model, page.view.currentIndex()) if step == COLLECT else (page.rows, page.table.currentIndex())
    assert model.rowCount() and index.isValid()


def test_a_letter_is_reached_in_its_track(view_of):
    view = view_of(a_batch())
    view.go(Target(LETTER, "provincial"))
    assert view.page(LETTER).track == "provincial"
    view.go(Target(LETTER, "national"))
    assert view.page(LETTER).track == "national"


def test_a_question_is_reached_from_the_disc_whatever_tab_was_open(view_of):
    batch = a_batch()
    view = view_of(batch.with_enterprise(replace(batch.enterprises["e2"], is_confirmed=False)))
    view.page(CHECK).tabs.choose(4)
    view.go(DISC)
    way_of(view, "等您核对").click()
    assert view.page(CHECK).list.chosen().finding.subject == "e2"


def test_a_link_to_what_is_gone_turns_the_page_all_the_same(view_of):
    view = view_of(a_batch())
    for page in (COLLECT, CHECK, TABLE, LETTER, DISC):
        view.go(Target(page, "e99", "nothing", "MAT-01-00000000"))
        assert view.step == page
