"""The window's pages of both sides, opened with another campaign."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app.ledger import Ledger
from app.store.store import BatchStore
from tests.cli.test_campaigns import OTHER, to_clean_batch
from tests.road import baopan, done
from tests.ui.conftest import Answers
from ui.receive.pages import PAGES as RECEIVE
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.send.pages import PAGES as SEND
from ui.send.session import Session
from ui.send.view import BatchView
from ui.shell.page import Page
from ui.shell.runner import Inline


def visit(view: BatchView | LedgerView, pages: Sequence[Page[Any, Any]], tracks: int) -> None:
    """Every page, and on it every track; the board of the province is turned to its table."""
    for each in pages:
        view.go(each.id)
        page: Any = view.page(each.id)
        if hasattr(page, "turn"):
            page.turn.click()
            page = page.total
        for number in range(tracks if hasattr(page, "tabs") else 0):
            page.tabs.choose(number)
            QApplication.processEvents()


def test_every_page_of_both_sides_opens(tmp_path: Path, qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1710000000")
    campaign = OTHER
    notice, batch, ledger = campaign.notice, to_clean_batch(campaign, tmp_path), tmp_path / "台账"
    done("stage", batch, "--out", tmp_path / "盘")
    done("ledger-new", ledger, "--notice", campaign.path)
    (disc,) = (tmp_path / "盘").iterdir()
    assert json.loads(baopan("receive", ledger, disc, "--json")[1])["submission"]
    answers = Answers()
    session = Session(BatchStore.open(batch), answers, executor=Inline())
    city = BatchView(session, answers)
    qtbot.addWidget(city)
    city.show()
    visit(city, SEND, len(notice.tracks))
    assert notice.campaign in city.title
    session.close()
    register = LedgerSession(Ledger.open(ledger), answers, executor=Inline())
    province = LedgerView(register, answers)
    qtbot.addWidget(province)
    province.show()
    visit(province, RECEIVE, len(notice.tracks))
    assert notice.campaign in province.remembered()[0]
    register.close()
    assert answers.errors == []
