"""All discs of the sample province are received in the window, stopped at odd moments and continued; then the
year goes on to publicity, the final list and the volume, by mouse and keyboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.demo.province import HandedIn, ProvinceCampaign
from app.ledger import Ledger
from app.model.submission import Standing
from tests.receive.kills import faults, killed
from tests.tour.campaign import Told
from tests.tour.clerk import Clerk
from tests.ui.conftest import NOTICE_TOML
from ui.receive.collection.page import CollectionPage
from ui.receive.facts import COLLECTION, INSERT, MERGE, REGISTER, REVIEW
from ui.receive.insert.page import InsertPage
from ui.receive.merge.page import MergePage
from ui.receive.register.page import RegisterPage
from ui.receive.review.areas import Area
from ui.receive.review.page import ReviewPage
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView

_FEW = 7  # discs; the kill comes while one of the first is in hand


@pytest.fixture
def clerk(qtbot, tmp_path: Path) -> Iterator[tuple[Clerk, LedgerView, Told]]:
    """At a window whose work goes on in its own threads."""
    script = Told()
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


@pytest.mark.walk
def test_every_disc_is_received_once_whatever_happens_and_the_year_comes_to_its_end(
    province: ProvinceCampaign, clerk, tmp_path: Path
):
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
    _those_that_may_are_accepted(person, view, script)
    for track in view.session.notice.tracks:
        _publicised_and_recognised(person, view, script, track.short, tmp_path)
    _collected_and_read(person, view, script, tmp_path)


def _those_that_may_are_accepted(person: Clerk, view: LedgerView, script: Told) -> None:
    """What still has a fault only with a reason."""
    view.go(REGISTER)
    page = view.page(REGISTER)
    assert isinstance(page, RegisterPage)
    open_ones = [one for one in page.view.records.rows if one.standing.counts and one.standing is not Standing.ACCEPTED]
    script.words = {"还有": "原件已核对"}
    for one in open_ones:
        row = next(n for n, each in enumerate(page.view.records.rows) if each.id == one.id)
        person.choose_cell(page.view, row, 0)
        person.wait(page.accept.isEnabled, "it is read")
        person.click(page.accept)
        rest(person, view)
    standings = {one.sender.name: one.standing for one in view.session.ledger.submissions()}
    assert {standings[one.sender.name] for one in open_ones} == {Standing.ACCEPTED}
    assert len(open_ones) > 8


def _publicised_and_recognised(person: Clerk, view: LedgerView, script: Told, track: str, out: Path) -> None:
    view.go(REVIEW)
    page = view.page(REVIEW)
    assert isinstance(page, ReviewPage)
    person.wait(lambda: page.standings.ranked, "counted")
    person.click(track)
    for area in (Area.RANKING, Area.PUBLICITY):
        person.click(page.tiles[area])
        if area is Area.RANKING:
            _marked_by_the_space_bar(person, view, page, track)
    script.folder = out / "公示"
    script.folder.mkdir(exist_ok=True)
    script.days = [date(2023, 8, 14), date(2023, 8, 18)]  # it has ended by today
    person.click("公示…")
    rest(person, view)
    script.answers["公示中"] = 0
    person.wait(lambda: page.share.shown is not None, "shown")
    person.click("定名单…")
    rest(person, view)
    person.wait(lambda: page.share.shown is not None and page.share.shown.is_final, "final")
    assert {one.row.entry.name for one in page.share.ranked if one.is_marked} == {
        one.row.entry.name for one in page.share.rows(Area.LIST)
    }
    assert {path.suffix for path in script.folder.iterdir()} >= {".pdf", ".docx"}


def _marked_by_the_space_bar(person: Clerk, view: LedgerView, page: ReviewPage, track: str) -> None:
    """The first three that have a part."""
    for number in range(3):
        rows = page.view.records.rows
        at = next(n for n, each in enumerate(rows) if each.takes_part and not each.is_marked)
        person.choose_cell(page.view, at, 0)
        person.press(page.view, Qt.Key.Key_Space)
        rest(person, view)
        person.wait(lambda count=number + 1: sum(each.is_marked for each in page.share.ranked) == count, "marked")


def _collected_and_read(person: Clerk, view: LedgerView, script: Told, out: Path) -> None:
    view.go(COLLECTION)
    page = view.page(COLLECTION)
    assert isinstance(page, CollectionPage)
    person.wait(lambda: page.list.hits.rowCount(), "the experiences are collected")
    recognised = [one.name for one in page._collected.experiences if one.is_chosen]
    assert len(recognised) == 3 * len(view.session.notice.tracks)
    name = recognised[0]
    person.type(page.search, name)
    person.wait(lambda: page.list.hits.rowCount() == 1, "found")
    person.click(page.all)
    script.folder = out
    person.click(page.volume)
    rest(person, view)
    (volume,) = out.glob("*.pdf")
    assert name in "".join(sheet.extract_text() for sheet in PdfReader(volume).pages)


def _the_board_shows_them(person: Clerk, view: LedgerView, demo: ProvinceCampaign) -> None:
    view.go(MERGE)
    page = view.page(MERGE)
    assert isinstance(page, MergePage)
    away = {tile.tile_text.title for tile in page.tiles.tiles if tile.tile_text.words == "未收到"}
    assert away == {sender.city.removesuffix("市") for sender in demo.missing}
    last = {disc.sender.name: disc for disc in demo.discs if disc.standing is not None}
    packed = {name for disc in last.values() for names in disc.packed.values() for name in names}
    assert packed <= {row.entry.name for row in view.session.facts.rows}


@pytest.mark.walk
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
