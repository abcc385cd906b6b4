"""Twelve sound packages from two folders to the papers, as a person goes who has everything ready."""

from __future__ import annotations

from pathlib import Path

from app.model.batch import Batch
from tests.tour.clerk import Clerk, Script
from tests.tour.sound import Sound
from tests.tour.walker import CityWalker
from ui.send.check.page import CheckPage
from ui.send.collect.page import CollectPage
from ui.send.disc.page import DiscPage
from ui.send.letter.page import LetterPage
from ui.send.new_batch import NewBatchPage
from ui.send.progress import CHECK, COLLECT, DISC, LETTER, TABLE
from ui.send.summary.page import SummaryPage
from ui.shell.opening import opened_instead
from ui.window import MainWindow


class SmoothRoad(CityWalker):
    """Every click is told by its name in `clerk.deeds`, every answer to a question among them."""

    def __init__(self, window: MainWindow, script: Script, sound: Sound, out: Path) -> None:
        super().__init__(window, script, Clerk(window, deeds=script.clicks))
        self.sound, self.out = sound, out

    def walk(self) -> Batch:
        """What came of it. Raises LookupError, TimeoutError, AppError where the road is blocked."""
        for step in (self.start, self.collect, self.fill_tables, self.seal_letters, self.look, self.make_disc):
            step()
        return self.session.batch

    def start(self) -> None:
        clerk = self.clerk
        clerk.click("新建批次")
        page = self._now(NewBatchPage)
        self.choose_sender(page)
        clerk.type(page.contact, "王科")
        clerk.type(page.phone, "0531-66600000")
        clerk.click("建立批次")
        clerk.wait(lambda: self.window.session is not None, "the batch is open")
        self._rest()

    def choose_sender(self, page: NewBatchPage) -> None:
        self.clerk.pick(page.bureau, lambda city: getattr(city, "code", "") == self.sound.sender)

    def collect(self) -> None:
        page = self._page(COLLECT, CollectPage)
        self.clerk.drop_files(page.drop, self.sound.packages)
        self._rest()

    def fill_tables(self) -> None:
        page = self._page(TABLE, SummaryPage)
        self.clerk.drop_files(page, self.sound.tables)
        self._rest()

    def seal_letters(self) -> None:
        """Drafted and exported; outside, they are printed, sealed and scanned."""
        page = self._page(LETTER, LetterPage)
        self.script.folder = self.out / "草稿"
        self.clerk.click("各类一起")
        self._rest()
        self.clerk.drop_files(page, self.sound.letters)
        self._rest()

    def look(self) -> None:
        self._page(CHECK, CheckPage)
        if found := self.session.report.findings:
            raise LookupError("、".join(f"{each.check} {each.subject_name}" for each in found))

    def make_disc(self) -> None:
        self._page(DISC, DiscPage)
        self.clerk.click("目录、映像、校验一次做完")
        self._rest()
        with opened_instead():
            self.clerk.click("预览与打印")
            self._rest()
