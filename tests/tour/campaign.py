"""Any notice walked through the window, by the city and by the province: invented enterprises, papers without seals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.demo.trial.applicants import Trier, sender_of, trier
from app.demo.trial.packed import write_zip
from app.demo.trial.papers import Papers
from app.model.finding import Grade
from app.notices.notice import Notice, Track
from tests.tour.clerk import Clerk, Script
from tests.tour.smooth import SmoothRoad
from tests.tour.sound import Sound
from tests.tour.walker import LedgerWalker
from ui.receive.facts import INSERT, REGISTER, REVIEW
from ui.receive.insert.page import InsertPage
from ui.receive.register.page import RegisterPage
from ui.receive.review.areas import Area
from ui.receive.review.page import ReviewPage
from ui.send.check.page import CheckPage
from ui.send.letter.page import LetterPage
from ui.send.new_batch import NewBatchPage
from ui.send.progress import CHECK, LETTER
from ui.window import MainWindow

REASON = "已打开核对"
_LOOK = 2  # the tab of 核对问题
_FEW = 2  # enterprises at least


class Told(Script):
    """Answers by a piece of what is asked: `yes` to these, `words` to those; `days` one after the other; of
    several ways the first that is among `picks`.
    """

    def __init__(self) -> None:
        super().__init__()
        self.yes: list[str] = []
        self.words: dict[str, str] = {}
        self.days: list[date] = []
        self.picks: list[str] = []

    def choose(self, title: str, text: str, options: Sequence[str]) -> int | None:
        picked = next((n for n, each in enumerate(options) if any(words in each for words in self.picks)), None)
        return super().choose(title, text, options) if picked is None else picked

    def confirm(self, title: str, text: str, yes: str, no: str = "取消", *, loses: bool = False) -> bool:
        super().confirm(title, text, yes, no, loses=loses)
        return any(piece in title for piece in self.yes)

    def text(self, title: str, label: str, initial: str = "", *, lines: bool = False) -> str | None:
        return next((words for piece, words in self.words.items() if piece in title), initial)

    def day(self, title: str, text: str, label: str, day: date, words: str | None = None) -> tuple[date, str]:
        told = next((each for piece, each in self.words.items() if piece in text), words or "")
        return self.days.pop(0) if self.days else day, told


def applicants(notice: Notice, track: Track) -> list[Trier]:
    """The same each time; as few as make two."""
    many = max(_FEW // len(notice.tracks), 1)
    first = notice.tracks.index(track) * many
    return [trier(notice, track, first + n) for n in range(many)]


def make_material(notice: Notice, folder: Path) -> Sound:
    """What enterprises hand in to the first city, and their 汇总表; the letters are yet to be drawn up."""
    papers, packages, tables = Papers(notice), [], []
    for track in notice.tracks:
        own = folder / track.short
        own.mkdir(parents=True)
        book = Workbook()
        sheet = book.active
        sheet.append([column.title for column in track.columns])
        for who in applicants(notice, track):
            write_zip(own / who.name, papers.files(who, as_pdf=True))
            sheet.append([who.row.get(column.id, "") for column in track.columns])
        book.save(folder / f"{track.short}{track.table}.xlsx")
        packages.append(own)
        tables.append(folder / f"{track.short}{track.table}.xlsx")
    return Sound(sender_of(notice).code, tuple(packages), tuple(tables), ())


class CityRoad(SmoothRoad):
    """From the home page to the disc; what no seal tells is decided by a person."""

    def __init__(self, window: MainWindow, script: Script, notice: Notice, out: Path) -> None:
        super().__init__(window, script, make_material(notice, out / "收到的材料"), out)
        self.notice = notice

    def choose_sender(self, page: NewBatchPage) -> None:
        self.clerk.pick(page.notice, lambda key: key == self.notice.id)
        super().choose_sender(page)

    def seal_letters(self) -> None:
        page = self._page(LETTER, LetterPage)
        self.script.folder = self.out / "草稿"
        self.script.folder.mkdir()
        self.clerk.click("各类一起" if len(self.notice.tracks) > 1 else "导出")
        self._rest()
        self.clerk.drop_files(page, sorted(self.script.folder.rglob("*.pdf")))
        self._rest()

    def look(self) -> None:
        """All looks are chosen and answered with one reason."""
        page = self._page(CHECK, CheckPage)
        self.clerk.turn(page.tabs, _LOOK)
        self._rest()
        while left := page.list.findings.rowCount():
            self.clerk.choose_all(page.list)
            field = page.view.reason.lineEdit()
            assert field is not None
            self.clerk.type(field, REASON)
            self.clerk.press(page.list, Qt.Key.Key_Y)
            self._rest()
            if page.list.findings.rowCount() >= left:
                raise LookupError("a look stays open")
        if held := [each for each in self.session.report.findings if each.grade is Grade.MUST]:
            raise LookupError("、".join(f"{each.check} {each.subject_name} {each.what}" for each in held))


class YearRoad(LedgerWalker):
    """From the disc that came to the names that are published."""

    script: Told

    def __init__(self, window: MainWindow, script: Told, notice: Notice, out: Path) -> None:
        super().__init__(window, script, Clerk(window))
        self.notice, self.out = notice, out

    def walk(self, disc: Path) -> list[Path]:
        """What is published, track by track. Raises LookupError, TimeoutError, AppError where the road is blocked."""
        self.open()
        self.receive(disc)
        self.accept()
        self.mark_and_publish()
        self.see_all_pages()
        return sorted(self.script.folder.iterdir()) if self.script.folder else []

    def open(self) -> None:
        self.out.mkdir()
        self.script.folder = self.out
        self.script.picks = ["新建台账", self.notice.title]
        self.clerk.click("打开接收台账")
        self.clerk.wait(lambda: self.window.ledger is not None, "the ledger is open")
        self._rest()

    def receive(self, disc: Path) -> None:
        page = self._page(INSERT, InsertPage)
        self.clerk.drop_files(page.drop, [disc])
        self._rest()
        self.clerk.click(page.start)
        self._rest()

    def accept(self) -> None:
        """What no seal tells was decided by the sender; the province has a reason of its own."""
        session, page = self.session, self._page(REGISTER, RegisterPage)
        self.clerk.wait(lambda: not session.is_looking and not session.is_reading, "all is looked at")
        self.script.words["还有"] = REASON
        self.clerk.choose_cell(page.view, 0, 0)
        self.clerk.wait(page.accept.isEnabled, "it is read")
        self.clerk.click(page.accept)
        self._rest()

    def mark_and_publish(self) -> None:
        """All that take part, track by track."""
        page = self._page(REVIEW, ReviewPage)
        self.script.words["没有写"] = "025-86660000"
        self.clerk.wait(lambda: page.standings.ranked, "counted")
        self.script.folder = self.out / "公示"
        self.script.folder.mkdir()
        for number, track in enumerate(self.notice.tracks):
            self.clerk.turn(page.tabs, number)
            self.clerk.click(page.tiles[Area.RANKING])
            for row in range(page.view.records.rowCount()):
                self.clerk.choose_cell(page.view, row, 0)
                self.clerk.press(page.view, Qt.Key.Key_Space)
                self._rest()
                self.clerk.wait(lambda many=row + 1: sum(one.is_marked for one in page.share.ranked) == many, track.id)
            self.clerk.click(page.tiles[Area.PUBLICITY])
            self.clerk.click("公示…")
            self._rest()
            self.clerk.wait(lambda: page.share.shown is not None, "it is published")

    def see_all_pages(self) -> None:
        for step in self._view.pages:
            self._page(step, QWidget)
