"""While a list is painted no worker takes Python away; afterwards they are let in as before."""

from __future__ import annotations

import re
import sys

import pytest

from app.paths import RESOURCES
from ui.findings.list import FindingList
from ui.receive.lists import RecordView
from ui.send.collect.matrix import MatrixView
from ui.send.summary.row_view import RowView
from ui.undisturbed import ListView, TableView, undisturbed
from ui.widgets.table import Column, RecordTable


@pytest.fixture(autouse=True)
def a_short_turn():
    was = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    yield
    sys.setswitchinterval(was)


def test_a_worker_gets_python_all_the_same_if_later(a_short_turn):
    with undisturbed():
        assert sys.getswitchinterval() == pytest.approx(0.05, rel=0.01)
        with undisturbed():
            assert sys.getswitchinterval() == pytest.approx(0.05, rel=0.01)
        assert sys.getswitchinterval() == pytest.approx(0.05, rel=0.01)
    assert sys.getswitchinterval() == pytest.approx(0.0005, rel=0.01)


def test_it_is_as_before_however_often(a_short_turn):
    before = sys.getswitchinterval()
    for _ in range(1000):
        with undisturbed(), undisturbed():
            pass
    assert sys.getswitchinterval() == pytest.approx(before, rel=0.01)


def test_it_is_as_before_where_showing_failed():
    with pytest.raises(ZeroDivisionError), undisturbed():
        raise ZeroDivisionError
    assert sys.getswitchinterval() == pytest.approx(0.0005, rel=0.01)


@pytest.mark.parametrize("kind", [TableView, ListView])
def test_all_that_is_asked_while_it_is_painted_is_asked_undisturbed(kind, qtbot):
    asked: list[float] = []

    def text(record: int) -> str:
        asked.append(sys.getswitchinterval())
        return str(record)

    model = RecordTable[int]([Column("数", text)])
    model.show(range(5))
    view = kind()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(300, 300)
    with qtbot.waitExposed(view):
        view.show()
    asked.clear()
    view.viewport().repaint()
    assert asked and min(asked) == pytest.approx(0.05, rel=0.01)
    assert sys.getswitchinterval() == pytest.approx(0.0005, rel=0.01)


def test_every_list_of_the_program_is_such_a_one():
    bare = re.compile(r"class .*\((?:QTableView|QListView)[,)]|(?:QTableView|QListView)\(")
    places = [path for path in (RESOURCES.parent / "ui").rglob("*.py") if path.name != "undisturbed.py"]
    assert [path.name for path in places if bare.search(path.read_text("utf-8"))] == []
    assert issubclass(FindingList, ListView)
    assert all(issubclass(kind, TableView) for kind in (RecordView, MatrixView, RowView))
