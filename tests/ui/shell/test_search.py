"""What a search lets through, what of it is marked, and how a heading sorts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView, QVBoxLayout, QWidget

from ui.shell.search import SearchLine, found, spans, terms_of
from ui.widgets.sorting import HeadingOrder
from ui.widgets.table import Column, RecordTable


@pytest.mark.parametrize("typed, text, is_found", [
    ("", "任何", True), ("铸锻", "章丘铸锻（集团）有限公司", True), ("(集团)", "章丘铸锻（集团）有限公司", True),
    ("公司 章丘", "章丘铸锻有限公司", True), ("公司 济南", "章丘铸锻有限公司", False), ("ABC", "Ａｂｃ 厂", True),
])  # fmt: skip
def test_every_word_must_be_there_however_it_is_written(typed, text, is_found):
    assert found(terms_of(typed), [text]) is is_found


def test_words_may_stand_in_several_texts():
    assert found(terms_of("章丘 申报书"), ["章丘铸锻", "申报书.pdf"])
    assert not found(terms_of("锻申"), ["章丘铸锻", "申报书.pdf"])


@pytest.mark.parametrize("text, typed, marked", [
    ("章丘（集团）公司", "(集团)", ["（集团）"]), ("甲 乙甲", "甲", ["甲", "甲"]), ("ＡＢ厂", "ab", ["ＡＢ"]), ("甲", "", []),
])  # fmt: skip
def test_the_very_letters_are_marked(text, typed, marked):
    assert [text[start:end] for start, end in spans(text, terms_of(typed))] == marked


def test_ctrl_f_goes_there_and_esc_leaves(qtbot):
    page, view = QWidget(), QTableView()
    line = SearchLine("企业", page, view)
    layout = QVBoxLayout(page)
    layout.addWidget(line)
    layout.addWidget(view)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert line.hasFocus()
    qtbot.keyClicks(line, "abc")
    line.show_count(3, 41)
    assert line.count == "3 / 41"
    qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert line.text() == "" and view.hasFocus()


def test_figures_sort_as_figures_and_words_by_their_sound(qtbot):
    view, rows = QTableView(), ["张店", "10", "9.5", "安丘", "1,200", "历下"]
    qtbot.addWidget(view)
    table = RecordTable[str]([Column("", lambda each: each)], view)
    view.setModel(table)
    order = HeadingOrder(view)
    assert order.of(rows, [str]) == tuple(rows)
    view.horizontalHeader().sectionClicked.emit(0)
    assert order.of(rows, [str]) == ("9.5", "10", "1,200", "安丘", "历下", "张店")
    view.horizontalHeader().sectionClicked.emit(0)
    assert order.of(rows, [str])[0] == "张店"
    view.horizontalHeader().sectionClicked.emit(0)
    assert order.of(rows, [str]) == tuple(rows)
