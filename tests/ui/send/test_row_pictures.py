"""Matrix and 汇总表 paint a row anew when it looks otherwise, and no other."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.batch import edit
from tests.ui.conftest import a_batch, with_enterprise
from ui import theme
from ui.colours import Scheme
from ui.send import row_pictures
from ui.send.collect.matrix_model import NAME
from ui.send.collect.page import CollectPage
from ui.send.row_pictures import RowPictures
from ui.send.summary.page import SummaryPage


@pytest.fixture(autouse=True)
def at_leisure(monkeypatch):
    """However busy the machine is."""
    monkeypatch.setattr(row_pictures, "_LONG", 60)


@pytest.fixture
def shown(opened, answers, qtbot):
    """A page over six enterprises, all of it painted."""
    def make(kind):
        batch = a_batch()
        for number in range(1, 7):
            batch = with_enterprise(batch, number, f"第{number}家机械公司")
        made = kind(opened(batch), answers)
        made.resize(1154, 724)
        qtbot.addWidget(made)
        made.show()
        made._session.start()
        return made

    return make


@pytest.fixture
def page(shown):
    made = shown(CollectPage)
    painted(made)
    return made


@pytest.fixture
def table(shown):
    made = shown(SummaryPage)
    painted(made)
    return made


def painted(page: CollectPage | SummaryPage) -> int:
    """Rows since this was last asked, once all that waits is shown."""
    pictures: RowPictures = (page.view if isinstance(page, CollectPage) else page.table).pictures
    for _ in range(4):  # some rows wait for the next turn
        QApplication.processEvents()
    pictures.painted, count = 0, pictures.painted
    return count


def test_a_step_of_what_goes_on_behind_paints_what_it_changed_alone(page):
    page._session.apply("改名", lambda batch: edit.rename(batch, "e0002", "改过名的机械公司"))
    assert painted(page) == 1


def test_one_more_enterprise_is_one_more_row(page):
    page._session.apply("加入", lambda batch: with_enterprise(batch, 7, "第7家机械公司"))
    assert painted(page) == 1


def test_a_list_that_is_shown_again_as_it_was_is_not_painted(page):
    page._session.announce()
    page.view.viewport().repaint()
    assert painted(page) == 0


def test_the_cursor_is_seen_where_it_comes_to_and_gone_where_it_was(page):
    page.view.setCurrentIndex(page.model.index(1, NAME))
    assert painted(page) == 1
    page.view.setCurrentIndex(page.model.index(4, NAME))
    assert painted(page) == 2


def test_what_is_under_the_pointer_is_seen_as_it_comes_and_goes(page):
    end = page.model.index(2, page.model.columnCount() - 1)
    deeds = page.view._delegate.deeds_box(page.view.visualRect(end)).center()
    counts = []
    for where in (deeds, deeds + QPoint(1, 1), page.view.visualRect(page.model.index(0, NAME)).center()):
        point_at(page.view.viewport(), where)
        counts.append(painted(page))
    assert counts == [1, 0, 1]


def point_at(widget: QWidget, where: QPoint) -> None:
    place = QPointF(where)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(
        QMouseEvent.Type.MouseMove, place, widget.mapToGlobal(place), none, none, Qt.KeyboardModifier.NoModifier,
    ))  # fmt: skip


def test_words_that_are_searched_for_are_marked_in_every_row(page):
    page.search.setText("机械")
    assert painted(page) == 6


def test_of_many_rows_that_look_otherwise_some_wait_for_the_next_turn(page, monkeypatch):
    monkeypatch.setattr(row_pictures, "_AT_ONCE", 2)
    page.view.mark(("机械",))
    page.view.viewport().repaint()
    assert page.view.pictures.painted == 2
    assert painted(page) == 6


def test_where_one_takes_long_the_others_wait_but_one_is_painted_each_turn(page, monkeypatch):
    monkeypatch.setattr(row_pictures, "_LONG", 0)
    page.view.mark(("机械",))
    page.view.viewport().repaint()
    assert page.view.pictures.painted == 1
    monkeypatch.setattr(row_pictures, "_LONG", 60)
    assert painted(page) == 6


@pytest.mark.parametrize("is_working, at_once", [(True, 2), (False, 6)])
def test_rows_without_a_picture_wait_for_their_turn_only_while_something_is_under_way(
        page, monkeypatch, is_working, at_once):
    monkeypatch.setattr(row_pictures, "_AT_ONCE", 2)
    monkeypatch.setattr(row_pictures, "is_anything_under_way", lambda: is_working)
    page.view.setColumnWidth(0, page.view.columnWidth(0) + 5)  # none that there is will do
    page.view.pictures.painted = 0
    page.view.viewport().repaint()
    assert page.view.pictures.painted == at_once
    page.view.pictures.painted -= at_once
    assert painted(page) >= 6 - at_once  # and come by themselves


@pytest.mark.parametrize("how", ["sorted", "searched"])
def test_a_row_never_shows_another_ones_picture_for_a_moment(page, monkeypatch, how):
    view = page.view
    strips = looks(page)
    monkeypatch.setattr(row_pictures, "_AT_ONCE", 0)  # whatever has a picture waits for its turn
    if how == "sorted":
        for _ in range(2):  # the other way round
            QTest.mouseClick(view.horizontalHeader().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 8))
        assert [row.id for row in shown_rows(page)] == sorted(strips, reverse=True)
    else:
        view.mark = lambda terms: None  # what is found is marked otherwise
        page.search.setText("第4家")
        assert [row.id for row in shown_rows(page)] == ["e0004"]
    assert looks(page) == {row.id: strips[row.id] for row in shown_rows(page)}
    assert painted(page) == 0


def shown_rows(page: CollectPage):
    return [page.model.record(number) for number in range(page.model.rowCount())]


def looks(page: CollectPage) -> dict[str, bytes]:
    """What is seen of each enterprise in this very turn."""
    view = page.view
    seen = view.viewport().grab().toImage()
    rows = enumerate(shown_rows(page))
    boxes = {row.id: QRect(0, view.rowViewportPosition(at), view.viewport().width(), view.rowHeight(at)) for at, row in rows}
    return {key: bytes(seen.copy(box).constBits()) for key, box in boxes.items()}


def test_other_colours_are_seen_in_every_row(page, qapp):
    try:
        theme.use(Scheme(is_dark=True))
        theme.dress(qapp)
        assert painted(page) == 6
    finally:
        theme.use(Scheme())
        theme.dress(qapp)


def test_return_in_a_cell_paints_its_row_alone(table):
    view, column = table.table, 3
    view.setFocus()
    view.setCurrentIndex(table.rows.index(2, column))
    painted(table)
    QTest.keyClick(view, Qt.Key.Key_5)
    opened = painted(table)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    written = painted(table)
    key = table.rows.columns[column - 1].id
    assert table._session.batch.enterprises["e0003"].fields[key] == "5"
    assert (opened, written) == (1, 1)


def test_cells_that_are_chosen_are_seen(table):
    table.table.setCurrentIndex(table.rows.index(0, 2))
    painted(table)
    choice = QItemSelection(table.rows.index(2, 1), table.rows.index(3, 2))
    table.table.selectionModel().select(choice, QItemSelectionModel.SelectionFlag.Select)
    assert painted(table) == 2


def test_another_order_is_seen_in_the_rows_that_moved(table):
    table.rows.move([1], 0)
    assert painted(table) == 2
