"""Every page without a mouse, and told aloud: each stop has a name, is seen, and comes where the eye expects it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QScrollArea, QWidget

from app.editions import own
from app.editions.newer import newer_than
from app.errors import AppError
from app.store.store import BatchStore
from tests.ui.conftest import NOTICE, NOTICE_TOML, Answers, a_batch, with_enterprise
from tests.ui.receive.ledgers import province
from ui.editions.list import NoticesPage
from ui.editions.newer import DifferencesDialog
from ui.editions.pages import PAGES as DRAFT_PAGES
from ui.editions.session import DraftSession, NoticesSession
from ui.editions.view import DraftView
from ui.home import HomePage
from ui.program.about import About
from ui.program.manual import ManualWindow
from ui.program.preferences import Preferences
from ui.receive.pages import PAGES as LEDGER_PAGES
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.send.deeds import DeedsDialog
from ui.send.new_batch import NewBatchPage
from ui.send.notice_files import NoticeFiles, files_with
from ui.send.pages import PAGES as BATCH_PAGES
from ui.send.session import Session
from ui.send.unlock import PasswordDialog
from ui.send.view import BatchView
from ui.shell.ask import Dialogs, Question
from ui.shell.page import Page
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.shell.workspace import Workspace
from ui.widgets.buttons import link_button, plain_button, primary_button, quiet_button
from ui.widgets.tile import Tile

PLACES = [*(f"batch {page.id}" for page in BATCH_PAGES), *(f"ledger {page.id}" for page in LEDGER_PAGES),
          *(f"draft {page.id}" for page in DRAFT_PAGES),
          "home", "new", "preferences", "about", "manual", "deeds", "unlock", "notices", "differences", "files"]


def alone(place: str, settings: Settings, answers: Answers) -> QWidget | None:
    """What is shown without a batch or a ledger."""
    folder = settings.path.parent
    made: dict[str, Callable[[], QWidget]] = {
        "home": lambda: HomePage(settings, answers, Inline()), "new": lambda: NewBatchPage(answers, folder, Inline()),
        "preferences": lambda: Preferences(settings, answers), "about": lambda: About(answers, folder, Inline()),
        "manual": lambda: ManualWindow(Inline()), "unlock": lambda: PasswordDialog("材料.zip"),
        "notices": lambda: NoticesPage(NoticesSession(answers, executor=Inline()), answers),
        "differences": differences,
    }  # fmt: skip
    return made[place]() if place in made else None


def differences() -> QWidget:
    own.install(replace(NOTICE, edition=2, barred_years=5))
    newer = newer_than(NOTICE)
    assert newer is not None
    return DifferencesDialog(newer)


def put_up(qtbot, window: QWidget, page: str) -> None:
    qtbot.addWidget(window)
    if not isinstance(window, QDialog):
        window.resize(1366, 736)
    window.show()
    if isinstance(window, Workspace):
        window.go(page)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for _ in range(3):
        QApplication.processEvents()


@pytest.fixture
def shown(tmp_path: Path, qtbot, answers: Answers) -> Iterator[Callable[[str], QWidget]]:
    sessions: list[Session | LedgerSession | DraftSession | NoticesSession] = []

    def workspace(side: str) -> Workspace:
        if side == "draft":
            draft = DraftSession(own.begin("2023", "2024", 2024), answers, executor=Inline())
            sessions.append(draft)
            return DraftView(draft, answers)
        if side == "ledger":
            ledger = LedgerSession(province(tmp_path / "台账"), answers, executor=Inline())
            sessions.append(ledger)
            return LedgerView(ledger, answers)
        batch = a_batch()
        for number, name in enumerate(("济南试制机床有限公司", "济南二机床集团有限公司"), 1):
            batch = with_enterprise(batch, number, name, "national" if number == 1 else "provincial")
        session = Session(BatchStore.create(tmp_path / "批次", batch, NOTICE_TOML), answers, executor=Inline())
        sessions.append(session)
        return BatchView(session, answers)

    def make(place: str) -> QWidget:
        settings = Settings(tmp_path / "settings.json")
        settings.remember_batch(tmp_path, "甲局 2023 年", "收集 4 家")
        side, _, page = place.partition(" ")
        if side == "files":
            window: QWidget = NoticeFiles(files_with(NOTICE), workspace("batch").session, answers)
        elif side == "deeds":
            window = DeedsDialog(workspace("batch").session.store.history)
        else:
            window = alone(side, settings, answers) or workspace(side)
        if isinstance(window, NoticesPage):
            sessions.append(window.session)
        put_up(qtbot, window, page)
        return window

    yield make
    for session in sessions:
        session.close()


def stops(window: QWidget) -> list[QWidget]:
    """Where Tab stops, in its order."""
    found: list[QWidget] = []
    at = window.nextInFocusChain()
    while at is not window:
        takes = at.focusPolicy() & Qt.FocusPolicy.TabFocus and at.isEnabled() and at.isVisibleTo(window)
        if takes and at.focusProxy() is None and not at.visibleRegion().isEmpty():
            found.append(at)
        at = at.nextInFocusChain()
    return found


def nameless(window: QWidget) -> list[tuple[str, str]]:
    """What a screen reader would have no word for."""
    told = [(stop, QAccessible.queryAccessibleInterface(stop)) for stop in stops(window)]
    return [
        (type(stop).__name__, type(stop.parent()).__name__)
        for stop, face in told if not face.text(QAccessible.Text.Name).strip()
    ]  # fmt: skip


def unseen(window: QWidget) -> list[str]:
    """What looks the same with the focus and without."""
    found = []
    for stop in stops(window):
        come_into_sight(stop)
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        there = window.focusWidget() is stop
        lit = window.grab().toImage()
        stop.clearFocus()
        QApplication.processEvents()
        if there and lit == window.grab().toImage():
            found.append(_called(stop))
    return found


def come_into_sight(stop: QWidget) -> None:
    """As Tab has it scrolled to."""
    around = stop.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(stop)
        around = around.parentWidget()


def out_of_order(window: QWidget) -> list[tuple[str, str]]:
    """Back to the left in one line, or up in one column."""
    places = [(stop, QRect(stop.mapTo(window, stop.rect().topLeft()), stop.size())) for stop in stops(window)]
    back = []
    for (one, here), (other, there) in pairwise(places):
        across = min(here.bottom(), there.bottom()) - max(here.top(), there.top())
        down = min(here.right(), there.right()) - max(here.left(), there.left())
        in_line = across > 0.6 * min(here.height(), there.height())
        in_column = not in_line and down > 0.6 * min(here.width(), there.width())
        is_back = (in_line and there.left() < here.left()) or (in_column and there.top() < here.top())
        if is_back and not here.contains(there):
            back.append((_called(one), _called(other)))
    return back


@pytest.mark.parametrize("place", PLACES)
def test_each_stop_has_a_name_is_seen_and_comes_in_its_turn(shown, place: str) -> None:
    window = shown(place)
    assert nameless(window) == []
    assert out_of_order(window) == []
    assert unseen(window) == []


@pytest.mark.parametrize("side, pages", [("batch", BATCH_PAGES), ("ledger", LEDGER_PAGES)])
def test_nothing_looks_chosen_before_a_person_chose(shown, side: str, pages: Sequence[Page[Any, Any]], qtbot) -> None:
    view = shown(f"{side} {pages[0].id}")
    for page in pages:
        qtbot.mouseClick(view.rail.steps[page.id], Qt.MouseButton.LeftButton)
        assert not isinstance(view.window().focusWidget(), QAbstractButton), page.id


def _called(stop: QWidget) -> str:
    return stop.accessibleName() or (stop.text() if isinstance(stop, QAbstractButton) else type(stop).__name__)


@pytest.mark.parametrize("ask", [
    lambda ask: ask.text("改企业名称", "全称"), lambda ask: ask.text("退回补正", "理由", lines=True),
    lambda ask: ask.day("收到日期", "哪一天", "日期", date(2023, 8, 25), "备注"), lambda ask: ask.confirm("删除", "真的？", "删除"),
    lambda ask: ask.show_error(AppError("细节")), lambda ask: ask.choose("哪一个", "", ["甲", "乙"]),
])
def test_so_does_each_question(ask, qtbot, tmp_path: Path, monkeypatch) -> None:
    seen: list[Question] = []

    def shown(question: Question) -> int:
        question.show()
        question.activateWindow()
        qtbot.waitUntil(question.isActiveWindow)
        assert (nameless(question), out_of_order(question), unseen(question)) == ([], [], [])
        assert not any(each.hasFocus() for each in question.findChildren(QAbstractButton))
        seen.append(question)
        question.hide()
        return 0

    monkeypatch.setattr(Question, "exec", shown)
    window = QWidget()
    qtbot.addWidget(window)
    ask(Dialogs(window, Settings(tmp_path / "settings.json")))
    assert seen


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
@pytest.mark.parametrize("make", [primary_button, plain_button, link_button, quiet_button])
def test_enter_presses_the_button_that_has_the_focus(make, key: Qt.Key, qtbot) -> None:
    pressed: list[str] = []
    button = make("办", lambda: pressed.append("办"))
    qtbot.addWidget(button)
    button.show()
    qtbot.keyClick(button, key)
    assert pressed == ["办"]


def test_enter_presses_tiles_and_steps_too(qtbot, shown) -> None:
    tile = Tile()
    qtbot.addWidget(tile)
    with qtbot.waitSignal(tile.clicked):
        qtbot.keyClick(tile, Qt.Key.Key_Return)
    view = shown(f"batch {BATCH_PAGES[0].id}")
    qtbot.keyClick(view.rail.steps[BATCH_PAGES[1].id], Qt.Key.Key_Return)
    assert view.step == BATCH_PAGES[1].id


def test_in_a_question_enter_presses_the_focused_answer_not_the_default(qtbot) -> None:
    question, pressed = Question(None, "删除", "真的？"), []
    no, yes = plain_button("取消"), primary_button("删除")
    question.answer(no, 0)
    question.answer(yes, 1, on_return=True)
    question.finished.connect(pressed.append)
    qtbot.addWidget(question)
    question.show()
    no.setFocus()
    qtbot.keyClick(no, Qt.Key.Key_Return)
    assert pressed == [0]


def test_tab_leads_out_of_every_text_that_is_written_in() -> None:
    """Else the keyboard is caught in it: Qt has Tab write a tab."""
    ui = Path(__file__).resolve().parents[2] / "ui"
    catching = []
    for path in ui.rglob("*.py"):
        source = path.read_text("utf-8")
        if "QPlainTextEdit(" in source and "setReadOnly(True)" not in source and "setTabChangesFocus(True)" not in source:
            catching.append(path.name)
    assert catching == []
