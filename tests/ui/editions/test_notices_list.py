"""From the home page to notices and back: made after last year's, packed, opened, put in use, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.checks.notices import load_notice
from app.editions import own
from app.editions.own import Origin
from tests.ui.conftest import Answers
from tests.ui.editions.hands import Hands, press
from ui.editions.list import NoticesPage
from ui.editions.view import DraftView
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow


@pytest.fixture
def window(tmp_path: Path, qtbot, answers: Answers) -> Iterator[MainWindow]:
    made = MainWindow(Settings.load(tmp_path / "settings.json"), answers, executor=Inline())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def listed(window: MainWindow) -> Callable[[], NoticesPage]:
    """The list, gone to from the home page unless it is shown."""

    def go() -> NoticesPage:
        if window.notices is None:
            press(window.home, "通知规则")
        assert isinstance(window.notices, NoticesPage)
        return window.notices

    return go


def choose(page: NoticesPage, key: str) -> None:
    row = [each.key for each in page.table.rows].index(key)
    place = page.view.visualRect(page.table.index(row, 0)).center()
    QTest.mouseClick(page.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def drop(page: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    left, none, copy = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(5, 5), copy, data, left, none))


def test_next_years_notice_is_begun_after_last_years_and_found_again(window, listed, answers) -> None:
    page = listed()
    choose(page, "2023")
    answers.texts = ["2024"]
    press(page, "照去年新建")
    assert isinstance(window.notices, DraftView) and window.notices.session.draft.key == "2024"
    Hands(window.notices).write("标题", "2024年的")
    press(window.notices, "返回列表")
    page = listed()
    assert page.chosen.title == "2024年的" and page.chosen.origin is Origin.DRAFT
    press(page, "继续编辑")
    assert window.notices.session.draft.value("title") == "2024年的"
    window.go_home()
    assert window.notices is None and window.home.isVisible()
    assert window.home.rows == (), "drafts are found in their own list"


def test_a_year_that_is_none_is_told(listed, answers) -> None:
    page = listed()
    choose(page, "2023")
    answers.texts = ["明年"]
    press(page, "照去年新建")
    assert "不是四位的年份" in answers.errors[0].detail and own.drafts() == ()


def test_what_is_packed_here_is_opened_there(window, listed, answers, tmp_path, monkeypatch) -> None:
    own.keep(own.begin("2023", "2024", 2024).put("title", "2024年的"))
    page = listed()
    choose(page, "2024")
    answers.save = tmp_path / "发给各市"
    press(page, "打成通知包…")
    made = tmp_path / "发给各市.通知包"
    code = answers.told[0][1].partition("校验码：")[2][:14]
    assert made.is_file() and "电话" in answers.told[0][1]
    own.drop("2024")
    drop(window, made)
    assert code in answers.asked[-1][1], "the same code on both sides"
    assert load_notice("2024")[0].title == "2024年的" and listed().chosen.key == "2024"
    window.arrivals.open(made)  # as by a double click
    assert answers.told[-1][0] == "这份通知规则已经有了"


def test_another_edition_is_taken_only_after_its_differences_were_seen(window, listed, answers, tmp_path) -> None:
    own.put_in_use(own.begin("2023", "2024", 2024))
    page = listed()
    choose(page, "2024")
    answers.save = tmp_path / "新.通知包"
    press(page, "打成通知包…")
    own.put_in_use(own.change("2024").put("tracks[0].quota.most", 3))
    answers.confirms = [False]
    drop(window, answers.save)
    assert "推荐项数 · 最多：3 → 2" in answers.asked[-1][1]
    assert load_notice("2024")[0].tracks[0].quota.most == 3


def test_what_is_no_notice_is_refused_and_changes_nothing(window, listed, answers, tmp_path) -> None:
    bad = tmp_path / "坏.通知包"
    bad.write_bytes(b"PK\x03\x04 no archive")
    drop(window, bad)
    page = listed()
    assert answers.errors[0].code == "E217" and [each.key for each in page.table.rows] == ["2023"]
    (tmp_path / "坏.toml").write_text("schema = 2\ntitel = 3\n", "utf-8")
    answers.files = (tmp_path / "坏.toml",)
    press(page, "打开通知包…")
    assert answers.errors[1].code == "E201"


def test_a_draft_with_faults_can_be_edited_but_not_used_or_packed(listed) -> None:
    own.keep(own.begin("2023", "2024", 2024).put("deadline", None))
    page = listed()
    choose(page, "2024")
    assert not page.use_button.isEnabled() and not page.pack_button.isEnabled() and page.edit_button.isEnabled()
    assert "基本信息：缺少此项" in page.says.text()


def test_own_notices_and_drafts_are_taken_away_the_programs_never(listed, answers) -> None:
    own.put_in_use(own.begin("2023", "2024", 2024))
    own.begin("2023", "2025", 2025)
    page = listed()
    for key in ("2024", "2025"):
        choose(page, key)
        press(page, "删除…")
    assert [each.key for each in page.table.rows] == ["2023"]
    choose(page, "2023")
    assert not page.remove_button.isVisible() and not page.use_button.isVisible()


def test_what_enterprises_need_is_made_of_a_notice_in_use(listed, answers, tmp_path) -> None:
    own.begin("2023", "2024", 2024)
    page = listed()
    choose(page, "2023")
    answers.folder = tmp_path
    press(page, "发给企业的一包…")
    (archive,) = tmp_path.glob("*.zip")
    assert str(archive) in answers.told[0][1] and archive.with_suffix("").is_dir()
    choose(page, "2024")
    assert not page.forms_button.isVisible(), "nothing is sent out by a draft"


def test_a_new_edition_of_one_in_use_is_made_from_it(window, listed) -> None:
    own.put_in_use(own.begin("2023", "2024", 2024))
    page = listed()
    choose(page, "2024")
    press(page, "改这一份")
    assert window.notices.session.draft.value("id") == "2024" and window.notices.session.judgement.kept == ()
