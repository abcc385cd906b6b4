"""From the home page into a ledger and back; what the rail and the strip say while it is open."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.demo.province import ProvinceCampaign, province_at
from app.job import Job
from app.ledger import Ledger
from app.model.finding import Report
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in, names, province
from ui.program.manual import ManualWindow
from ui.receive.facts import INSERT, MERGE, REGISTER, REVIEW, Facts, Overview
from ui.receive.pages import PAGES
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.shell.page import Page, PageWidget, StepState
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow


@pytest.fixture
def opened(tmp_path: Path, qtbot, monkeypatch):
    monkeypatch.setattr("app.notices.read.user_dir", lambda: tmp_path / "user")
    made: list[MainWindow] = []

    def make(answers: Answers | None = None) -> MainWindow:
        window = MainWindow(Settings.load(tmp_path / "settings.json"), answers or Answers(), executor=Inline())
        qtbot.addWidget(window)
        window.show()
        made.append(window)
        return window

    yield make
    for window in made:
        window.close()


def press(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_new_ledger_is_made_and_opened_from_the_card(opened, qtbot, tmp_path: Path):
    window = opened(Answers(choose=[1], folder=tmp_path))
    press(qtbot, window.home.ledger_button)
    folder = tmp_path / "2023年质量标杆接收台账"
    assert (folder / "台账.sqlite").is_file() and window.ledger is not None
    assert window.windowTitle() == "标杆报盘 — 省厅接收"


def test_going_home_lists_it_and_a_click_opens_it_again(opened, qtbot, tmp_path: Path):
    province(tmp_path / "台账").close()
    window = opened(Answers(choose=[0], folder=tmp_path / "台账"))
    press(qtbot, window.home.ledger_button)
    window.ledger.rail.home.emit()
    assert window.ledger is None
    row = window.home.rows[0]
    assert (row.recent.title, row.recent.state) == ("2023 年质量标杆 接收台账", "12 市已报送 · 132 家")
    press(qtbot, row)
    assert len(window.ledger.session.facts.submissions) == 14  # type: ignore[attr-defined]


def test_the_ledger_used_last_is_offered_first(opened, qtbot, tmp_path: Path):
    a_ledger(tmp_path / "台账").close()
    window = opened(Answers(choose=[0, 0], folder=tmp_path / "台账"))
    press(qtbot, window.home.ledger_button)
    window.go_home()
    window._ask.folder = None  # type: ignore[attr-defined]
    press(qtbot, window.home.ledger_button)
    assert window.ledger is not None


def test_a_folder_without_a_ledger_is_told(opened, qtbot, tmp_path: Path):
    answers = Answers(choose=[0], folder=tmp_path)
    window = opened(answers)
    press(qtbot, window.home.ledger_button)
    assert [error.code for error in answers.errors] == ["E210"] and window.ledger is None


def test_a_damaged_ledger_is_told_and_left_as_it_is(opened, qtbot, tmp_path: Path):
    a_ledger(tmp_path / "台账").close()
    (tmp_path / "台账" / "台账.sqlite").write_bytes(b"SQLite format 3" + bytes(5000))
    before = (tmp_path / "台账" / "台账.sqlite").read_bytes()
    answers = Answers(choose=[0, None], folder=tmp_path / "台账")  # the one there is; not restored now
    window = opened(answers)
    press(qtbot, window.home.ledger_button)
    assert answers.asked[-1][0] == "台账文件已损坏" and window.ledger is None and not answers.errors
    assert (tmp_path / "台账" / "台账.sqlite").read_bytes() == before
    assert (tmp_path / "台账" / "台账.sqlite").stat().st_size == 5015


def test_practice_brings_discs_and_an_empty_ledger(opened, qtbot, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("app.paths.documents_dir", lambda: tmp_path / "文档")

    def quick(folder: Path, job: Job) -> ProvinceCampaign:
        folder.mkdir(parents=True)  # the discs themselves take ten seconds; test_whole_province makes them
        return province_at(folder)

    monkeypatch.setattr("app.demo.province.make_province_demo", quick)
    a_ledger(tmp_path / "台账").close()
    answers = Answers(choose=[0], folder=tmp_path / "台账", confirm=[True])
    window = opened(answers)
    press(qtbot, window.home.ledger_button)
    window.ledger.rail.help.emit()
    press(qtbot, next(each for each in window.findChild(ManualWindow).findChildren(QPushButton) if each.text() == "用样例练习"))
    home = tmp_path / "文档" / "标杆报盘" / "省厅练习"
    assert window.ledger.session.ledger.folder == home / "练习台账"
    assert str(home / "样例光盘") in answers.told[-1][1]


def test_the_rail_says_what_came_and_the_strip_when_it_was_saved(whole: LedgerView):
    assert [step.text() for step in whole.rail.steps.values()] == [page.title for page in PAGES]
    assert whole.foot._saved.text() == "台账还没有备份过"
    for page in PAGES:
        whole.rail.steps[page.id].click()
        assert whole.step == page.id


def test_two_thousand_enterprises_open_every_page_at_once(tmp_path: Path, shown, qtbot):
    with a_ledger(tmp_path / "台账") as ledger:
        _fill(ledger)
    view = shown(Ledger.open(tmp_path / "台账"))
    assert len(view.session.facts.entries) == 2000
    for key in (MERGE, REGISTER, REVIEW, INSERT):
        view.page(key)  # its code is read before, in the window's own way
        started = time.perf_counter()
        view.go(key)
        view.grab()
        assert time.perf_counter() - started < 1.0  # 0.3 s on a PC of its own


def _fill(ledger: Ledger) -> None:
    """As much as ten years would bring: a report of its own would only cost time to make."""
    for place in range(16):
        hand_in(ledger, bureau(place), names(bureau(place).city, 5, 120), report=Report())


def test_what_was_stopped_is_said_until_the_next_work(whole: LedgerView, answers: Answers, tmp_path: Path):
    whole.session.stopped.emit("接收光盘")
    whole.session.refresh()
    assert whole.foot._saved.text() == "已取消：接收光盘；读完的部分都保留"
    answers.folder = tmp_path / "U盘"
    whole.back_up()
    assert whole.foot._saved.text().startswith("台账最近备份：今天")


def test_the_pages_made_while_the_window_rests_take_nothing_from_it(qtbot, whole: LedgerView):
    """A part without a parent would flash as a window of its own and take the keys with it."""
    qtbot.waitUntil(lambda: whole.is_ready, timeout=20_000)
    assert whole.step == INSERT and whole.isActiveWindow()
    assert [whole.page(page.id).isVisible() for page in PAGES] == [page.id == INSERT for page in PAGES]
    page = whole.page(REGISTER)
    whole.go(REGISTER)
    assert whole.page(REGISTER) is page and page.isVisible() and len(page.view.records.rows) == 14  # type: ignore[attr-defined]


def test_no_page_is_made_while_something_is_done(whole: LedgerView):
    assert not whole.is_ready and whole._resting.isActive()
    whole.session.busy_changed.emit(True)
    whole.session.refresh()
    assert not whole._resting.isActive()
    whole.session.busy_changed.emit(False)
    assert whole._resting.isActive()


def test_a_page_more_is_its_own_file_and_a_line_of_the_tuple(tmp_path: Path, qtbot, answers: Answers):
    """Rail, stack, help and its key follow from what the page says of itself."""
    class ArchivePage(PageWidget):
        title = "归档"

        def __init__(self, session: LedgerSession, ask: object, parent: QWidget | None = None) -> None:
            super().__init__(parent)
            self.seen: list[Facts] = []

        def show_facts(self, facts: Facts) -> None:
            self.seen.append(facts)

    last: Page[LedgerSession, Overview] = Page(
        "archive", ArchivePage.title, ArchivePage, "移交档案室。", lambda seen: StepState("3 份待移交"))
    view = LedgerView(LedgerSession(a_ledger(tmp_path / "台账"), answers, executor=Inline()), answers,
                      pages=(*PAGES, last))
    qtbot.addWidget(view)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    helped: list[bool] = []
    view.help.connect(lambda: helped.append(True))
    qtbot.keyClick(view, Qt.Key(Qt.Key.Key_1 + len(PAGES)), Qt.KeyboardModifier.ControlModifier)
    view.rail.help.emit()
    assert view.step == "archive" and helped == [True]
    assert view.page("archive").seen  # type: ignore[attr-defined]
    assert view.rail.steps["archive"].text() == "归档"
    assert view.rail.steps["archive"].accessibleName() == f"第 {len(view.pages)} 步 归档 3 份待移交"
    view.session.close()
