"""Experiences are searched, read and chosen as a person does; the files that come of it are asserted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QPoint, Qt

from app.job import Job
from app.ledger import Ledger
from app.ledger.event import EventKind
from app.reading.sandbox import Sandbox
from app.receive.collection.collect import collect, is_current
from tests.receive.collection.made import NAMES, TITLES, of_the_year_before, with_experiences
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger
from ui.receive.collection.page import CollectionPage
from ui.receive.facts import COLLECTION
from ui.receive.view import LedgerView


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Path:
    """To be copied; its index is made."""
    base = tmp_path_factory.mktemp("汇编")
    with a_ledger(base / "台账") as ledger:
        with_experiences(ledger, base / "来件", chosen=(0, 1, 2, 3))
        collect(ledger, sandbox, Job())
    return base / "台账"


@pytest.fixture
def page(collected: Path, tmp_path: Path, shown) -> CollectionPage:
    shutil.copytree(collected, tmp_path / "台账")
    return turned_to(shown(Ledger.open(tmp_path / "台账")))


def turned_to(view: LedgerView) -> CollectionPage:
    view.go(COLLECTION)
    page = view.page(COLLECTION)
    assert isinstance(page, CollectionPage)
    return page


def listed(page: CollectionPage) -> list[str]:
    return [hit.one.name for hit in page.list.hits.hits]


def place_of(page: CollectionPage, row: int, *, box: bool = False) -> QPoint:
    rect = page.list.visualRect(page.list.hits.index(row))
    return QPoint(rect.left() + 24, rect.top() + 18) if box else rect.center()


def click(qtbot, page: CollectionPage, row: int, *, box: bool = False) -> None:
    qtbot.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=place_of(page, row, box=box))


def press(qtbot, button) -> None:
    assert button.isEnabled() and button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_those_on_the_final_list_are_there_in_their_order(page):
    assert page.search.hasFocus()  # to type at once
    assert listed(page) == list(NAMES[:4]) and "入选 4 篇" in page.header.subtitle.text()


def test_what_is_typed_is_found_and_marked_where_it_is_read(page, qtbot):
    page.search.insert("零缺陷")
    assert listed(page) == [NAMES[2], NAMES[0]]
    click(qtbot, page, 1)
    assert page.reading.title.text() == TITLES[0]
    marks = [each.cursor.selectedText() for each in page.reading.text.extraSelections()]
    assert marks == ["零缺陷"] and "推行零缺陷" in page.reading.text.toPlainText()
    assert "【" not in page.list.hits.data(page.list.hits.index(0))  # what is heard is the words alone


def test_other_words_are_read_from_their_best_hit_and_other_filters_where_one_was(page, qtbot):
    click(qtbot, page, 2)
    page.filters.changed.emit()
    assert page.reading.title.text() == TITLES[2]
    page.search.insert("焊接")
    assert page.reading.title.text() == TITLES[0]


def test_its_pages_are_opened_where_the_words_stand(page, qtbot):
    page.search.insert("X射线")
    page.reading.tabs.choose(1)
    assert page.reading.preview.page == 3 and page.reading.preview.isVisible()


def test_filters_narrow_and_are_taken_off_at_once(page, qtbot):
    box = page.filters.areas
    wanted = page.list.hits.hits[1].one.area
    box.setCurrentIndex(box.findData(wanted))
    box.activated.emit(box.currentIndex())
    assert {hit.one.area for hit in page.list.hits.hits} == {wanted}
    press(qtbot, page.every)
    assert len(listed(page)) == 4 and page.filters.picked == ()


def test_the_accepted_are_there_on_demand(page):
    box = page.filters.scope
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert listed(page) == list(NAMES)


def test_those_ticked_become_a_volume(page, qtbot, answers: Answers, tmp_path: Path):
    click(qtbot, page, 1, box=True)
    page.list.setFocus()
    page.list.setCurrentIndex(page.list.hits.index(2))
    qtbot.keyClick(page.list, Qt.Key.Key_Space)
    assert "勾选 2 篇" in page.count.text()
    answers.save, answers.confirms = tmp_path / "一册.pdf", [False]
    press(qtbot, page.volume)
    assert [each.title for each in pypdf.PdfReader(answers.save).outline] == [TITLES[1], TITLES[2]]
    assert answers.asked[-1][0] == "已印成一册" and "2 篇" in answers.asked[-1][1]
    click(qtbot, page, 1, box=True)
    assert "勾选 1 篇" in page.count.text()


def test_all_are_ticked_and_unticked_by_one_box(page, qtbot):
    page.all.click()
    assert len(page.chosen()) == 4 and page.list.hits.ticked
    page.all.click()
    assert page.list.hits.ticked == set() and len(page.chosen()) == 4  # none ticked: all that are listed


def test_all_that_are_listed_become_a_page_and_what_is_missing_is_told(page, qtbot, answers: Answers, tmp_path: Path):
    answers.folder, answers.confirms = tmp_path / "网", [False]
    answers.folder.mkdir()
    press(qtbot, page.web)
    (start,) = answers.folder.glob("*/index.html")
    assert all(title in start.read_text("utf-8") for title in TITLES[:4])
    assert "典型经验材料（续）.pdf（打不开）" in answers.asked[-1][1]


def test_nobody_is_asked_twice_when_a_person_thinks_better_of_it(page, qtbot, answers: Answers):
    answers.save = answers.folder = None
    press(qtbot, page.volume)
    press(qtbot, page.web)
    assert answers.asked == [] and not page._session.busy


def test_what_is_not_found_says_what_to_do_next(page, qtbot):
    page.search.insert("没有的词")
    assert page._none.isVisible() and not page.volume.isEnabled()
    press(qtbot, page.every)
    assert len(listed(page)) == 4 and page.list.isVisible()


def test_a_change_of_the_ledger_is_collected_when_the_page_is_seen(page):
    ledger = page._session.ledger
    page._session.decide(lambda each: each.note("", EventKind.NOTED, "刘处", words="补记"))
    assert is_current(ledger) and len(listed(page)) == 4


def test_without_a_final_list_the_accepted_are_shown_and_it_says_so(tmp_path: Path, shown):
    ledger = a_ledger(tmp_path / "台账")
    with_experiences(ledger, tmp_path / "来件", chosen=())
    page = turned_to(shown(ledger))
    assert listed(page) == list(NAMES) and "名单还没有定下来" in page.header.subtitle.text()


def test_an_empty_ledger_says_what_comes_first(empty: LedgerView):
    page = turned_to(empty)
    assert not page.volume.isEnabled() and not page.web.isEnabled()
    assert page._stack.currentWidget().findChildren(type(page.volume))[0].text() == "去登记"


def test_a_hostile_name_is_shown_as_it_stands(page, qtbot):
    page.search.insert("<img")
    click(qtbot, page, 0)
    assert NAMES[3] in page.reading.under.text() and page.reading.under.textFormat() is Qt.TextFormat.PlainText


def test_ledgers_of_earlier_years_are_put_beside_and_taken_away(page, qtbot, answers: Answers, tmp_path: Path):
    with of_the_year_before(tmp_path / "去年的台账") as before:
        with_experiences(before, tmp_path / "去年来件", chosen=(1,))
    answers.folder = tmp_path / "去年的台账"
    press(qtbot, page.earlier)
    assert [hit.one.year for hit in page.list.hits.hits] == [2023, 2023, 2023, 2023, 2022]
    box = page.filters.years
    box.setCurrentIndex(box.findData("2022"))
    box.activated.emit(box.currentIndex())
    assert listed(page) == [NAMES[1]]
    page.reading.tabs.choose(1)
    assert page._years.them.ledger_of(page.list.hits.hits[0].one).notice.year == 2022
    answers.choices = [1]
    press(qtbot, page.earlier)
    assert answers.asked[-1][0] == "往年台账"
    assert len(listed(page)) == 4


def test_a_folder_that_is_no_ledger_is_told_and_not_kept(page, qtbot, answers: Answers, tmp_path: Path):
    answers.folder = tmp_path / "别的"
    answers.folder.mkdir()
    press(qtbot, page.earlier)
    assert len(answers.errors) == 1 and len(listed(page)) == 4 and page._years.missing == ()
    press(qtbot, page.earlier)
    assert len(answers.errors) == 2
