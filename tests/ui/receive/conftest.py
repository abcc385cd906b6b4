from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.ledger import Ledger
from tests.ui.conftest import Answers
from tests.ui.receive.ledgers import a_ledger, province
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.shell.runner import Inline

Shown = Callable[[Ledger], LedgerView]


@pytest.fixture
def shown(qtbot, answers: Answers) -> Iterator[Shown]:
    """A ledger's view in the open; everything happens at once."""
    views: list[LedgerView] = []

    def make(ledger: Ledger) -> LedgerView:
        session = LedgerSession(ledger, answers, executor=Inline())
        view = LedgerView(session, answers)
        view.resize(1366, 736)
        qtbot.addWidget(view)
        with qtbot.waitExposed(view):
            view.show()
        view.activateWindow()
        views.append(view)
        return view

    yield make
    for view in views:
        view.session.close()


@pytest.fixture
def empty(tmp_path: Path, shown: Shown) -> LedgerView:
    return shown(a_ledger(tmp_path / "台账"))


@pytest.fixture
def whole(tmp_path: Path, shown: Shown) -> LedgerView:
    """Twelve cities and two 直报 senders."""
    return shown(province(tmp_path / "台账"))
