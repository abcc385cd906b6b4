"""Who works at the ledger: asked once a day, shown, changed by a click; the ledger is what is asserted."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.model.submission import Standing
from app.store import clerk
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger, bureau, hand_in, names
from ui.receive.facts import INSERT, REGISTER
from ui.receive.view import LedgerView
from ui.shell.runner import Inline
from ui.shell.settings import Settings
from ui.window import MainWindow


@pytest.fixture
def view(tmp_path: Path, shown) -> LedgerView:  # type: ignore[no-untyped-def]
    ledger = a_ledger(tmp_path / "台账")
    hand_in(ledger, bureau(0), names("济南", 1, 1), Standing.PASSED)
    return shown(ledger)  # type: ignore[no-any-return]


def accepted_by(view: LedgerView) -> str:
    view.go(REGISTER)
    page = view.page(REGISTER)
    page.view.selectRow(0)  # type: ignore[attr-defined]
    page.accept.click()  # type: ignore[attr-defined]
    return view.session.ledger.events()[-1].by


def test_who_said_so_today_is_not_asked_again(view: LedgerView, answers: Answers) -> None:
    answers.texts = ["已当面核对"]
    assert accepted_by(view) == "赵科员"
    assert not [title for title, _ in answers.asked if "经办" in title]


def test_on_another_day_it_is_asked_before_anything_is_written(view: LedgerView, answers: Answers, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1692950400 + 86400))
    answers.texts = ["已当面核对", "周敏"]
    assert accepted_by(view) == "周敏" and "今天由谁经办？" in [title for title, _ in answers.asked]
    assert view.session.who() == "周敏" and len(answers.asked) == 2


def test_a_click_on_the_name_changes_it_everywhere(view: LedgerView, answers: Answers, qtbot) -> None:
    view.go(INSERT)
    assert view.rail.clerk_button.text() == "经办人：赵科员"
    answers.texts = ["钱科员"]
    qtbot.mouseClick(view.rail.clerk_button, Qt.MouseButton.LeftButton)
    assert view.rail.clerk_button.text() == "经办人：钱科员" and clerk.kept().name == "钱科员"
    assert view.page(INSERT).paper.clerk.text() == "钱科员"  # type: ignore[attr-defined]
    answers.texts = [None]
    qtbot.mouseClick(view.rail.clerk_button, Qt.MouseButton.LeftButton)
    assert clerk.kept().name == "钱科员"


def test_it_is_asked_when_a_ledger_is_opened(tmp_path: Path, answers: Answers, qtbot, monkeypatch) -> None:
    a_ledger(tmp_path / "台账").close()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1692950400 + 86400))
    answers.texts = ["周敏"]
    window = MainWindow(Settings(tmp_path / "settings.json"), answers, executor=Inline())
    qtbot.addWidget(window)
    window.open_ledger(tmp_path / "台账")
    qtbot.waitUntil(lambda: bool(answers.asked))
    assert answers.asked[0][0] == "今天由谁经办？" and clerk.at_work() == "周敏"
    window.close()


def test_who_only_reads_is_not_asked(tmp_path: Path, answers: Answers, qtbot, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(1692950400 + 86400))
    with a_ledger(tmp_path / "台账"):
        window = MainWindow(Settings(tmp_path / "settings.json"), answers, executor=Inline())
        qtbot.addWidget(window)
        window.open_ledger(tmp_path / "台账", reads_only=True)
        qtbot.waitUntil(lambda: window.ledger is not None)
        assert window.ledger is not None and window.ledger.session.who() == "赵科员" and not answers.asked
        window.close()
