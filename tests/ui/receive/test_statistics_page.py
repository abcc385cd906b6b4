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


def test_each_table_is_shown_with_its_sum_first_and_the_sums_agree(page):
    counts = page._session.facts.board.counts
    whole = str(sum(counts.values()))
    assert page.check.text() == f"各表合计都是 {whole} 家，相互一致"
    for at in range(len(page.found.tables) + len(page.found.crossed)):
        page.tabs.choose(at)
        rows = texts(page)
        is_crossed = at >= len(page.found.tables)
        assert rows[0][0] == "合计" and rows[0][-1 if is_crossed else 1] == whole
        for column in range(1, len(rows[0])):
            assert sum(int(row[column]) for row in rows[1:]) == int(rows[0][column])


def test_one_track_alone_is_shown(page):
    page.tabs.choose(1)
    page.tracks.choose(1)
    assert texts(page)[0][1] == str(page._session.facts.board.counts[NOTICE.tracks[0].id])
    assert [line.title for line in page.bars.lines] == [row[0] for row in texts(page)[1:]]


def test_it_is_written_out_with_a_picture_of_each_chart(page, qtbot, answers: Answers, tmp_path: Path):
    answers.save, answers.confirms = tmp_path / "统计.xlsx", [False]
    assert page.export.property("look") == "primary"
    qtbot.mouseClick(page.export, Qt.MouseButton.LeftButton)
    assert openpyxl.load_workbook(answers.save)["按市"]["A5"].value == NOTICE.region.cities[0].name
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
