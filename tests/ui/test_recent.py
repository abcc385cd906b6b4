"""最近: each row says where its batch lies and how large it is; it can leave the list, or the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.model.handing.handed import Handed
from app.store.store import BatchStore
from tests.ui.conftest import NOTICE_TOML, Answers, a_batch
from ui.home import HomePage
from ui.recent import Found, RecentRow
from ui.shell.opening import opened_instead
from ui.shell.runner import Inline
from ui.shell.settings import Settings


@pytest.fixture
def home_with(tmp_path: Path, qtbot) -> Iterator[Callable[[Answers], HomePage]]:
    BatchStore.create(tmp_path / "2023年 甲", a_batch(), NOTICE_TOML).close()
    settings = Settings(tmp_path / "settings.json")
    settings.remember_batch(tmp_path / "台账", "台账", "收到 3 份")  # a ledger, for all this page knows
    (tmp_path / "台账").mkdir()
    settings.remember_batch(tmp_path / "2023年 甲", "甲局 2023 年", "收集 4 家")
    made = []

    def make(answers: Answers) -> HomePage:
        home = HomePage(settings, answers, Inline())
        qtbot.addWidget(home)
        home.resize(1000, 700)
        home.show()
        made.append(home)
        qtbot.waitUntil(lambda: home.rows[0].found != Found())  # looked at once the window is there
        return home

    yield make
    for home in made:
        home.recent.stop()


def choose(home: HomePage, row: RecentRow, words: str) -> None:
    menu = home.recent.menu(row)
    next(action for action in menu.actions() if action.text() == words).trigger()


def offered(home: HomePage, row: RecentRow) -> dict[str, bool]:
    return {each.text(): each.isEnabled() for each in home.recent.menu(row).actions() if each.text()}


def test_a_row_tells_where_and_how_large(home_with, tmp_path: Path) -> None:
    row = home_with(Answers()).rows[0]
    assert str(tmp_path / "2023年 甲") in row.accessibleName() and "收集 4 家" in row.accessibleName()
    assert row.found.is_batch and row.found.words.endswith("B")


def test_one_that_was_moved_away_is_told(home_with, tmp_path: Path) -> None:
    home = home_with(Answers())
    (tmp_path / "2023年 甲").rename(tmp_path / "搬走了")
    home.refresh()
    assert "已不在原处" in home.rows[0].accessibleName()
    assert offered(home, home.rows[0]) == {"打开所在文件夹": False, "从列表去掉": True, "从磁盘删除…": False}


def test_a_ledger_is_not_deleted_from_here(home_with) -> None:
    home = home_with(Answers())
    assert not offered(home, home.rows[1])["从磁盘删除…"]


def test_taken_off_the_list_it_stays_on_the_disk(home_with, tmp_path: Path) -> None:
    home = home_with(Answers())
    choose(home, home.rows[0], "从列表去掉")
    assert [row.recent.title for row in home.rows] == ["台账"]
    assert (tmp_path / "2023年 甲" / "history.jsonl").is_file()


def test_with_its_name_written_it_is_deleted(home_with, tmp_path: Path) -> None:
    answers = Answers(text=["2023年 甲"])
    home = home_with(answers)
    choose(home, home.rows[0], "从磁盘删除…")
    assert not (tmp_path / "2023年 甲").exists()
    assert answers.told[0][0] == "批次已删除"
    assert [each.title for each in home._settings.recent] == ["台账"]


@pytest.mark.parametrize("sure", [False, True])
def test_one_that_a_colleague_goes_on_with_is_told_of_first(home_with, tmp_path: Path, sure: bool) -> None:
    folder, answers = tmp_path / "2023年 甲", Answers(text=["2023年 甲"], confirm=[sure])
    with BatchStore.open(folder) as store:
        handed = Handed("王芳", "李明", "2023-08-20T09:00:00+08:00")
        store.apply("交给王芳", lambda batch: replace(batch, handed=handed))
    home = home_with(answers)
    choose(home, home.rows[0], "从磁盘删除…")
    assert "已交给 王芳 · 8月20日" in answers.asked[-1][1]
    assert folder.exists() is not sure and bool(answers.told) is sure and answers.errors == []


@pytest.mark.parametrize("written", ["甲局 2023 年", "", None])
def test_with_another_name_or_none_it_stays(home_with, tmp_path: Path, written: str | None) -> None:
    answers = Answers(text=[written])
    home = home_with(answers)
    choose(home, home.rows[0], "从磁盘删除…")
    assert (tmp_path / "2023年 甲" / "history.jsonl").is_file() and len(home._settings.recent) == 2
    assert [error.code for error in answers.errors] == ([] if written is None else ["E216"])


def test_its_folder_can_be_opened(home_with, tmp_path: Path) -> None:
    home = home_with(Answers())
    with opened_instead() as opened:
        choose(home, home.rows[0], "打开所在文件夹")
    assert opened == [tmp_path / "2023年 甲"]


def test_the_keyboard_reaches_row_and_menu(home_with, qtbot) -> None:
    home = home_with(Answers())
    row = home.rows[0]
    assert row.focusPolicy() & Qt.FocusPolicy.TabFocus and row.more.focusPolicy() & Qt.FocusPolicy.TabFocus
    with qtbot.waitSignal(home.open_batch):
        qtbot.keyClick(row, Qt.Key.Key_Space)
    with qtbot.waitSignal(row.menu_wanted):
        qtbot.keyClick(row.more, Qt.Key.Key_Space)
