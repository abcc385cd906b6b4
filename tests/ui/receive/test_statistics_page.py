"""年度统计 is read table by table and track by track; what is exported is what is counted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt

from tests.receive.statistics.test_figures import a_year_before
from tests.ui.conftest import NOTICE, Answers
from ui.receive.facts import STATISTICS
from ui.receive.statistics.page import StatisticsPage
from ui.receive.view import LedgerView


@pytest.fixture
def page(whole: LedgerView) -> StatisticsPage:
    whole.go(STATISTICS)
    made = whole.page(STATISTICS)
    assert isinstance(made, StatisticsPage)
    return made


def texts(page: StatisticsPage) -> list[list[str]]:
    model = page.view.records
    return [[str(model.index(r, c).data()) for c in range(model.columnCount())] for r in range(model.rowCount())]


def sums(rows: list[list[str]]) -> list[int]:
    """Of the lines below the first."""
    return [sum(int(row[column]) for row in rows[1:]) for column in range(1, len(rows[0]))]


def test_each_table_is_shown_with_its_sum_first_and_the_sums_agree(page):
    whole = str(sum(page._session.facts.board.counts.values()))
    assert page.check.text() == f"各表合计都是 {whole} 家，相互一致"
    for at in range(len(page.found.tables) + 1):
        page.tabs.choose(at)
        rows = texts(page)
        assert rows[0][0] == "合计" and whole in rows[0] and sums(rows) == [int(text) for text in rows[0][1:]]


def test_any_two_are_crossed_of_one_track_and_measure(page):
    page.tabs.choose(len(page.found.tables))
    assert not page._chart.isVisible() and page.down.isVisible()
    page.down.setCurrentIndex(page.down.findData("industry"))
    page.across.setCurrentIndex(page.across.findData("track"))
    page.measure.setCurrentIndex(1)
    page.tracks.choose(1)
    rows, national = texts(page), NOTICE.tracks[0]
    accepted = [each for each in page.found.subjects if each.track == national.id and each.counts[1]]
    assert rows[0][1:] == [str(len(accepted)), "0", str(len(accepted))] and sums(rows) == [int(t) for t in rows[0][1:]]
    assert page.note.text() == f"受理，{national.short}"


def test_one_track_alone_is_shown(page):
    page.tabs.choose(1)
    page.tracks.choose(1)
    assert texts(page)[0][1] == str(page._session.facts.board.counts[NOTICE.tracks[0].id])
    assert [line.title for line in page.bars.lines] == [row[0] for row in texts(page)[1:]]


def test_no_bar_is_cut_where_the_table_leaves_little_room(page, whole: LedgerView):
    """What is left of 1366 pixels at 150 %."""
    page.tabs.choose(0)
    page._chart.setFixedWidth(276)
    whole.show()
    assert page.bars.isVisible() and page.bars.visibleRegion().boundingRect().width() == page.bars.width()


def test_all_columns_are_seen_where_the_window_is_small(page, whole: LedgerView):
    whole.rail.set_narrow(True)
    page.tabs.choose(0)
    whole.resize(911, 480)
    whole.show()
    assert page.view.horizontalHeader().length() <= page.view.viewport().width()
    assert page.bars.visibleRegion().boundingRect().width() == page.bars.width()


def test_it_is_written_out_with_a_picture_of_each_chart(page, qtbot, answers: Answers, tmp_path: Path):
    answers.save, answers.confirms = tmp_path / "统计.xlsx", [False]
    assert page.export.property("look") == "primary"
    page.tabs.choose(len(page.found.tables))
    page.across.setCurrentIndex(page.across.findData("track"))
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    assert openpyxl.load_workbook(answers.save)["按市"]["A5"].value == NOTICE.region.cities[0].name
    assert "市×申报类别" in openpyxl.load_workbook(answers.save).sheetnames
    assert len(list(tmp_path.glob("统计_*.png"))) == len(page.found.tables)


def test_a_year_before_is_compared_and_left_out_again(page, qtbot, answers: Answers, tmp_path: Path):
    answers.folder = a_year_before(tmp_path / "2022")
    qtbot.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    assert [row[:3] for row in texts(page)[1:]] == [["2022年", "1", "1"], ["2023年", texts(page)[2][1], texts(page)[2][2]]]
    answers.choices = [1]
    qtbot.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    assert [row[0] for row in texts(page)] == ["合计", "2023年"]
    answers.folder = tmp_path
    qtbot.mouseClick(page.compare, Qt.MouseButton.LeftButton)
    assert [error.code for error in answers.errors] == ["E210"] and [row[0] for row in texts(page)] == ["合计", "2023年"]


def test_nothing_to_count_says_what_to_do(empty: LedgerView):
    empty.go(STATISTICS)
    page = empty.page(STATISTICS)
    assert isinstance(page, StatisticsPage)
    assert not page.export.isEnabled() and page._stack.currentIndex() == 0
