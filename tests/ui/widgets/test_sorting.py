"""The order of a list is there again the next time, as long as it has that heading."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from ui.receive.lists import RecordView
from ui.shell.settings import Settings
from ui.widgets import sorting
from ui.widgets.table import Column

ROWS = (("乙", 3), ("甲", 10), ("丙", 1))
COLUMNS = (Column("单位", text=lambda row: row[0]), Column("件数", text=lambda row: str(row[1])))
Made = Callable[..., RecordView]


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    made = Settings(tmp_path / "settings.json")
    sorting.keep_in(made.orders, made.save)
    yield made
    sorting._kept.clear()


@pytest.fixture
def made(qtbot) -> Made:
    def make(columns: Sequence[Column] = COLUMNS) -> RecordView:
        view = RecordView(columns, (80,) * len(columns), "登记")
        qtbot.addWidget(view)
        view.resize(300, 300)
        view.show()
        view.show_rows(ROWS)
        return view

    return make


def shown(view: RecordView) -> list[str]:
    return [view.record(view.records.index(row, 0))[0] for row in range(view.records.rowCount())]


def click(qtbot, view: RecordView, column: int) -> None:
    header = view.horizontalHeader()
    at = header.viewport().rect().center()
    at.setX(header.sectionViewportPosition(column) + 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_clicked_heading_is_remembered_and_shown(made: Made, qtbot, settings: Settings) -> None:
    view = made()
    click(qtbot, view, 1)
    click(qtbot, view, 1)
    assert shown(view) == ["甲", "乙", "丙"]
    again = Settings.load(settings.path)
    sorting.keep_in(again.orders, again.save)
    other = made()
    assert shown(other) == ["甲", "乙", "丙"]
    assert other.horizontalHeader().isSortIndicatorShown()
    assert other.horizontalHeader().sortIndicatorOrder() is Qt.SortOrder.DescendingOrder


def test_the_third_click_forgets_it(made: Made, qtbot, settings: Settings) -> None:
    view = made()
    for _ in range(3):
        click(qtbot, view, 1)
    assert settings.orders == {} and shown(made()) == ["乙", "甲", "丙"]


def test_a_heading_that_is_gone_sorts_nothing(made: Made, qtbot, settings: Settings) -> None:
    click(qtbot, made(), 1)
    view = made(COLUMNS[:1])
    assert shown(view) == ["乙", "甲", "丙"] and not view.horizontalHeader().isSortIndicatorShown()


def test_a_damaged_memory_is_no_memory(settings: Settings) -> None:
    settings.orders["登记"] = "件数"
    settings.save()
    settings.path.write_text(settings.path.read_text().replace('"\\u4ef6\\u6570"', "[3]"))
    assert Settings.load(settings.path).orders == {}
