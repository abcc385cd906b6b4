"""All discs of the sample province are received in the window, stopped at odd moments and continued."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from app.demo.province import HandedIn, ProvinceCampaign
from app.ledger import Ledger
from app.model.submission import Standing
from tests.receive.kills import faults, killed
from tests.tour.clerk import Clerk, Script
from tests.ui.conftest import NOTICE_TOML
from ui.receive.facts import INSERT, MERGE
from ui.receive.insert.page import InsertPage
from ui.receive.merge.page import MergePage
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView

_FEW = 7  # discs; the kill comes while one of the first is in hand


@pytest.fixture
def clerk(qtbot, tmp_path: Path) -> Iterator[tuple[Clerk, LedgerView, Script]]:
    """At a window whose work goes on in its own threads."""
    script = Script()
    session = LedgerSession(Ledger.create(tmp_path / "台账", NOTICE_TOML), script)
    view = LedgerView(session, script)
    qtbot.addWidget(view)
    view.resize(1366, 736)
    with qtbot.waitExposed(view):
        view.show()
    yield Clerk(view), view, script
    session.close()


def rest(clerk: Clerk, view: LedgerView) -> None:
    session = view.session
    clerk.wait(lambda: not session.busy and not session._reading.busy, "work")


def receive(clerk: Clerk, view: LedgerView, disc: HandedIn, stop_after: int = 0) -> bool:
    """Whether it was registered; `stop_after` ms of receiving it is cancelled, and then continued."""
    view.go(INSERT)
    page = view.page(INSERT)
    assert isinstance(page, InsertPage)
    clerk.drop_files(page.drop, disc.places)
    rest(clerk, view)
    if page.look is None:
        return False
    clerk.click(page.start)
    if stop_after and view.session.busy:
        QTest.qWait(stop_after)
        view.foot.cancel_button.click()
        rest(clerk, view)
        if page.received is None:
            assert not any(one.sender == disc.sender for one in view.session.ledger.submissions()[-1:])
            clerk.click("继续接收")
    rest(clerk, view)
    is_there = page.received is not None
    page.start_over()
    return is_there


@pytest.mark.long
def test_every_disc_is_received_once_whatever_happens(province: ProvinceCampaign, clerk):
    person, view, script = clerk
    for number, disc in enumerate(province.discs):
        is_there = receive(person, view, disc, stop_after=(number * 37) % 230 if number % 3 == 1 else 0)
        assert is_there is (disc.standing is not None), disc.title
    person.wait(lambda: not view.session.is_looking and not view.session.is_reading, "all is looked at")
    refused = [disc for disc in province.discs if disc.standing is None]
    assert len(script.errors) == len(refused)
    submissions = view.session.ledger.submissions()
    assert len(submissions) == len(province.discs) - len(refused)
    for disc in province.discs:
        ours = [one for one in submissions if one.sender.name == disc.sender.name]
        if disc.standing is not None:
            one = ours[disc.attempt]
            expected = Standing.SUPERSEDED if disc.attempt + 1 < len(ours) else disc.standing
            assert one.standing is expected, disc.title
    _the_board_shows_them(person, view, province)


def _the_board_shows_them(person: Clerk, view: LedgerView, demo: ProvinceCampaign) -> None:
    view.go(MERGE)
    page = view.page(MERGE)
    assert isinstance(page, MergePage)
    away = {tile.tile_text.title for tile in page.tiles.tiles if tile.tile_text.words == "未收到"}
    assert away == {sender.city.removesuffix("市") for sender in demo.missing}
    last = {disc.sender.name: disc for disc in demo.discs if disc.standing is not None}
    packed = {name for disc in last.values() for names in disc.packed.values() for name in names}
    assert packed <= {row.entry.name for row in view.session.facts.rows}


@pytest.mark.long
def test_the_window_killed_in_the_midst_doubles_and_loses_nothing(
    province: ProvinceCampaign, tmp_path: Path, seen_before: Path
):
    """`python -m tests.receive.kills` does it as often as is wanted."""
    few = replace(province, discs=province.discs[:_FEW])
    path, kills = killed(tmp_path, province.folder, 1, seed=7, seen=seen_before, end=_FEW)
    assert kills == 1
    with Ledger.open(path) as ledger:
        assert faults(ledger, few) == []
        registered = [disc for disc in few.discs if disc.standing is not None]
        assert len(ledger.submissions()) == len(registered)
        stands = {one.sender.name: one.standing for one in ledger.submissions()}  # the later one of a sender
        assert stands == {disc.sender.name: disc.standing for disc in registered}
    assert not [each for each in (path / "接收中").glob("*") if any(each.rglob("*"))]
