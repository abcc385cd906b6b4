"""A newer edition of the rules is told over every page; a person sees what differs, and takes it over or not."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from app.editions import own
from app.ledger import Ledger
from app.model.step import Step
from app.store.store import BatchStore
from tests.ui.conftest import NOTICE, NOTICE_TOML, Answers, a_batch, with_enterprise
from tests.ui.editions.hands import press
from ui.editions.newer import DifferencesDialog
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.widgets.labels import PlainLabel
from ui.window import MainWindow


@pytest.fixture
def shown(tmp_path: Path, qtbot, answers: Answers) -> Iterator[Callable[[Path], MainWindow]]:
    made: list[MainWindow] = []

    def open_it(folder: Path) -> MainWindow:
        window = MainWindow(Settings.load(tmp_path / "settings.json"), answers, executor=Inline())
        qtbot.addWidget(window)
        window.resize(1366, 768)
        window.show()
        window.open_folder(folder)
        made.append(window)
        return window

    yield open_it
    for window in made:
        window.close()


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    one = with_enterprise(a_batch(), 1, "山东甲一机械有限公司")
    BatchStore.create(tmp_path / "批次", one, NOTICE_TOML).close()
    return tmp_path / "批次"


def newer(**changes: object) -> None:
    own.install(replace(NOTICE, edition=2, **changes))  # type: ignore[arg-type]


def said(window: QWidget) -> str:
    return "\n".join(each.text() for each in window.findChildren(PlainLabel) if each.isVisible())


def test_who_has_no_newer_rules_is_told_of_none(shown, batch: Path) -> None:
    assert not shown(batch).view.newer.isVisible()


def test_one_taken_in_elsewhere_meanwhile_is_told_once_the_window_is_come_back_to(shown, batch: Path) -> None:
    bar, asked = shown(batch).view.newer, []
    bar._looking.ready.connect(asked.append)
    come_back = QApplication.instance().applicationStateChanged
    come_back.emit(Qt.ApplicationState.ApplicationActive)
    assert asked == [], "nothing else lies there: it is not read again"
    newer(barred_years=5)
    assert not bar.isVisible()
    come_back.emit(Qt.ApplicationState.ApplicationActive)
    assert bar.isVisible() and "第 2 版" in said(bar)
    own.remove(NOTICE.id)
    come_back.emit(Qt.ApplicationState.ApplicationActive)
    assert not bar.isVisible()


def test_the_differences_are_shown_and_nothing_is_changed_by_looking(shown, batch: Path) -> None:
    newer(barred_years=5)
    window = shown(batch)
    assert "规则有新的一版（第 2 版，2 处不同）" in said(window.view)
    press(window.view, "看有什么不同")
    (dialog,) = window.findChildren(DifferencesDialog)
    assert [(each.was, each.now) for each in dialog.table.rows][-1] == ("3", "5")
    press(dialog, "关闭")
    assert window.session.notice == NOTICE and window.view.newer.isVisible()


def test_they_are_taken_over_once_a_person_says_so_and_the_pages_go_by_them(shown, batch: Path, answers) -> None:
    newer(barred_years=5, tracks=NOTICE.tracks[1:])
    window = shown(batch)
    answers.confirms = [False]
    press(window.view, "采用新的一版")
    assert window.session.notice == NOTICE and "不能撤销" in answers.asked[-1][1]
    press(window.view, "采用新的一版")
    assert window.session.notice.barred_years == 5 and not window.view.newer.isVisible()
    assert [one.name for one in window.session.batch.enterprises.values()] == ["山东甲一机械有限公司"]
    window.view.go(Step.TABLE)
    assert window.view.page(Step.TABLE).track == NOTICE.tracks[1].id, "there is no other now"


def test_what_they_have_no_place_for_is_told_and_all_stays(shown, batch: Path, answers) -> None:
    newer(tracks=NOTICE.tracks[:1])
    window = shown(batch)
    press(window.view, "采用新的一版")
    assert "请先移出这一类的 1 家企业" in answers.told[-1][1] and window.session.notice == NOTICE


def test_a_ledger_is_told_too_and_takes_them_over_with_a_line_in_its_history(shown, tmp_path: Path, answers) -> None:
    Ledger.create(tmp_path / "台账", NOTICE_TOML).close()
    newer(barred_years=5)
    window = shown(tmp_path / "台账")
    assert "规则有新的一版" in said(window.ledger)
    press(window.ledger, "看有什么不同")
    press(window.findChildren(DifferencesDialog)[0], "采用新的一版")
    assert window.ledger.session.notice.barred_years == 5 and not window.ledger.newer.isVisible()
    assert window.ledger.session.ledger.events()[-1].what == "采用第 2 版规则（2 处不同）"


def test_a_ledger_with_what_they_know_no_more_keeps_its_rules(
    shown, received_province: tuple[Path, object], tmp_path: Path, answers
) -> None:
    shutil.copytree(received_province[0], tmp_path / "台账")
    newer(tracks=NOTICE.tracks[:1])
    window = shown(tmp_path / "台账")
    press(window.ledger, "采用新的一版")
    assert "“全省”这一类" in answers.told[-1][1] and window.ledger.session.notice == NOTICE
