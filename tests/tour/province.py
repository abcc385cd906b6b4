"""The other half of the tour: sixteen cities' discs received, with a photograph of every page."""

from __future__ import annotations

from pathlib import Path

from app.demo.province import HandedIn, ProvinceCampaign
from tests.tour.clerk import Clerk, Script
from ui.receive.facts import COLLECTION, EXCHANGE, INSERT, MERGE, REGISTER, REVIEW, STATISTICS, VERIFY
from ui.receive.insert.page import InsertPage
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.window import MainWindow

_PICTURES = (
    (VERIFY, "7-verify"), (REGISTER, "8-register"), (MERGE, "9-merge"), (REVIEW, "10-review"),
    (COLLECTION, "11-collection"), (EXCHANGE, "12-exchange"), (STATISTICS, "13-statistics"),
)  # fmt: skip
_CLERK = "周敏"


class ProvinceRoad:
    """Receives every disc of the sample province into a new ledger in `out`."""

    def __init__(self, window: MainWindow, script: Script, campaign: ProvinceCampaign, out: Path) -> None:
        self.window, self.script, self.campaign, self.out = window, script, campaign, out
        self.clerk = Clerk(window)
        self.pictures = out / "截图"

    def walk(self) -> int:
        """How many discs were registered. Raises LookupError, TimeoutError where the road is blocked."""
        self.script.folder = self.out
        self.script.answers = {"接收台账": 1}
        self.open()
        for disc in self.campaign.discs:
            self.receive(disc)
        self.see_all()
        for step, name in _PICTURES:
            self.clerk.click(self._view.rail.steps[step])
            self._rest()
            self.clerk.photograph(self.pictures / f"{name}.png")
        return len(self._session.ledger.submissions())

    def open(self) -> None:
        """The ledger, from the home page, as the script answers."""
        self.clerk.click(self.window.home.ledger_button)
        self.clerk.wait(lambda: self.window.ledger is not None, "the ledger is open")
        self._rest()

    def receive(self, disc: HandedIn) -> None:
        """Drop it, see what it is taken for, receive it; one that cannot be registered says so."""
        self.clerk.click(self._view.rail.steps[INSERT])
        page = self._view.page(INSERT)
        assert isinstance(page, InsertPage)
        self.clerk.drop_files(page.drop, disc.places)
        self._rest()
        if page.look is not None:
            self.clerk.type(page.paper.clerk, _CLERK)
            self.clerk.type_day(page.paper.came, disc.handed_in)
            if disc is self.campaign.discs[0]:
                self.clerk.photograph(self.pictures / "6-insert.png")
            self.clerk.click(page.start)
            self._rest()
        page.start_over()

    def see_all(self) -> None:
        """Until the last seal and form was looked at, behind the clerk's work."""
        session = self._session
        self.clerk.wait(lambda: not session.is_looking and not session.is_reading, "all is looked at")

    @property
    def _view(self) -> LedgerView:
        view = self.window.ledger
        assert view is not None
        return view

    @property
    def _session(self) -> LedgerSession:
        return self._view.session

    def _rest(self) -> None:
        session = self._session
        self.clerk.wait(lambda: not session.busy and not session.is_reading, "the work is done")
        self.clerk.settle()
