"""The other half of the tour: sixteen cities' discs received, with a photograph of every page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.demo.province import HandedIn, ProvinceCampaign
from tests.tour.clerk import Clerk, Script
from tests.tour.walker import LedgerWalker
from ui.receive.exchange.page import ExchangePage
from ui.receive.facts import COLLECTION, EXCHANGE, INSERT, MERGE, REGISTER, REVIEW, STATISTICS, VERIFY
from ui.receive.insert.page import InsertPage
from ui.window import MainWindow

_PICTURES = (
    (VERIFY, "7-verify"), (REGISTER, "8-register"), (MERGE, "9-merge"), (REVIEW, "10-review"),
    (COLLECTION, "11-collection"), (EXCHANGE, "13-exchange"), (STATISTICS, "14-statistics"),
)  # fmt: skip
_CLERK = "周敏"


class ProvinceRoad(LedgerWalker):
    """Receives every disc of the sample province into a new ledger in `out`."""

    bears_errors = True  # a disc that cannot be registered says so

    def __init__(self, window: MainWindow, script: Script, campaign: ProvinceCampaign, out: Path) -> None:
        super().__init__(window, script, Clerk(window))
        self.campaign, self.out = campaign, out
        self.pictures = out / "截图"

    def walk(self) -> int:
        """How many discs were registered. Raises LookupError, TimeoutError where the road is blocked."""
        self.script.folder = self.out
        self.script.answers = {"接收台账": 1}
        self.open()
        for disc in self.campaign.discs:
            self.receive(disc)
        self.see_all()
        self.hold_a_meeting()
        for step, name in _PICTURES:
            self._page(step, QWidget)
            self.clerk.photograph(self.pictures / f"{name}.png")
        return len(self.session.ledger.submissions())

    def open(self) -> None:
        """The ledger, from the home page, as the script answers."""
        self.clerk.click(self.window.home.ledger_button)
        self.clerk.wait(lambda: self.window.ledger is not None, "the ledger is open")
        self._rest()

    def receive(self, disc: HandedIn) -> None:
        """Drop it, see what it is taken for, receive it; one that cannot be registered says so."""
        page = self._page(INSERT, InsertPage)
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
        session = self.session
        self.clerk.wait(lambda: not session.is_looking and not session.is_reading, "all is looked at", 1200)

    def hold_a_meeting(self) -> None:
        """One of the activities that pass the experiences on, written into the form."""
        page = self._page(EXCHANGE, ExchangePage)
        self.clerk.click(page.first)
        dialog, firms = page.dialog, [entry.name for entry in self.session.facts.entries]
        assert dialog is not None
        self.clerk.press(dialog.kind, Qt.Key.Key_Down)
        self.clerk.type(dialog.title, "典型经验现场交流会")
        self.clerk.type(dialog.place, "省质量协会")
        rows = (
            (dialog.speakers, (firms[0], "全流程质量追溯")), (dialog.guests, (firms[1], "4")),
            (dialog.guests, (firms[2], "3")), (dialog.pairings, (firms[0], firms[1], "过程质量追溯", "")),
        )  # fmt: skip
        for editor, texts in rows:
            for cell, text in zip(editor.lines[-1].cells, texts, strict=True):
                self.clerk.type(cell, text)
        self.clerk.photograph(self.pictures / "12-activity.png", dialog)
        self.clerk.click(dialog.take)
        self._rest()
