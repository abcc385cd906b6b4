"""From the home page to a verified disc folder, with a photograph of every page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage

from app.demo.campaign import Campaign
from app.demo.cast import TRACKS
from app.reading.peek import render_page
from tests.tour.clerk import Clerk, Script
from tests.tour.walker import CityWalker
from ui.send.check.page import CheckPage
from ui.send.collect.matrix_model import FIRST, NAME
from ui.send.collect.menus import SEVERAL
from ui.send.collect.page import CollectPage
from ui.send.collect.tray import Chip, mime_of
from ui.send.disc.page import DiscPage
from ui.send.letter.page import LetterPage
from ui.send.new_batch import NewBatchPage
from ui.send.parts.dialog import PartsDialog
from ui.send.progress import CHECK, COLLECT, DISC, LETTER, TABLE
from ui.send.summary.offer_cell import PAD, take_box
from ui.send.summary.page import SummaryPage
from ui.send.summary.row_table import OfferRole
from ui.shell.opening import opened_instead
from ui.window import MainWindow

R = TypeVar("R")
CONTACT, PHONE, LETTER_DAY, REASON = "王科", "0531-66600000", "2023年8月25日", "已打开核对"
_ALL, _LOOK, _SHOULD, _DECIDED = 0, 2, 3, 4  # tabs of 核对问题
_UNSEALED, _HALF_SEALED = "济南云图软件有限公司", "章丘铸锻（集团）有限责任公司"
_GREY, _CARELESS = "山东黄河智能仪表有限公司", "济南历下新材料科技股份有限公司"
_MISSEALED = _CARELESS  # by the firm next door
_OTHERWISE = "济南长清食品工业有限公司"  # its form has another title than the table
_OF_FORM = ("experience",)  # columns put right beside the form that says otherwise
_SHEET = 1000  # pixels the photographed 补正单 is wide
_MATERIALS = {"form": "申报书", "experience": "典型经验材料", "proof": "证明材料"}


class Road(CityWalker):
    """Walks the sample campaign; `out` takes the batch, the disc folder and the photographs.

    `recognises` says whether the scans among it are recognised in this window, so that it can be seen.
    """

    def __init__(
        self, window: MainWindow, script: Script, campaign: Campaign, out: Path, slowly: int = 0,
        recognises: bool = True,
    ) -> None:  # fmt: skip
        super().__init__(window, script, Clerk(window, slowly))
        self.campaign, self.out = campaign, out
        self.pictures = out / "截图"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.recognises = recognises
        self.clicks: dict[str, int] = {}  # by step

    def walk(self) -> Path:
        """The finished disc folder. Raises LookupError, TimeoutError, AppError where the road is blocked."""
        self.clerk.photograph(self.pictures / "0-home.png")
        steps = (
            self.start, self.collect, self.look_at_seals, self.ask_for_mending, self.mend, self.fill_tables,
            self.settle_forms, self.settle_names, self.seal_letters, self.decide,
        )
        for step in steps:
            self._counted(step)
        return self._counted(self.make_disc)

    def _counted(self, step: Callable[[], R]) -> R:
        """Keeps how many clicks it took, answers to questions among them."""
        before = self.clerk.clicks + self.script.answered
        result = step()
        self.clicks[step.__name__] = self.clerk.clicks + self.script.answered - before
        return result

    # -- the steps ---------------------------------------------------------------------------------
    def start(self) -> None:
        clerk = self.clerk
        clerk.click("新建批次")
        page = self._now(NewBatchPage)
        self.script.folder = self.out
        clerk.click("更改")
        clerk.pick(page.bureau, lambda city: getattr(city, "code", "") == self.campaign.sender)
        clerk.pick(page.notice, lambda key: key == "2023")
        clerk.type(page.contact, CONTACT)
        clerk.type(page.phone, PHONE)
        clerk.photograph(self.pictures / "0-new-batch.png")
        clerk.click("建立批次")
        clerk.wait(lambda: self.window.session is not None, "the batch is open")
        self._rest()
        clerk.photograph(self.pictures / "1-collect-empty.png")

    def collect(self) -> None:
        page = self._page(COLLECT, CollectPage)
        folders = [self.campaign.received[track][0].parent for track in TRACKS]
        self.script.answers = {"文件夹或压缩包": 0}
        self.clerk.drop_files(page.drop, folders)
        if self.recognises:
            self._see_recognition()
        self._rest()
        for fix in self.campaign.renames:
            self.clerk.write(page.view, self._row(page, fix.enterprise), NAME, fix.value)
            self._row(page, fix.value)
            self._rest()
        self.clerk.choose_cell(page.view, self._row(page, "山东黄河智能仪表有限公司"), FIRST)
        self._photograph("1-collect.png")
        self._page(CHECK, CheckPage)
        self._photograph("2-check-first.png")

    def _see_recognition(self) -> None:
        """It works behind the clerk's back; to recognise every page would take minutes, so it is switched off."""
        switch = self._view.foot.switch
        self.clerk.wait(lambda: "第" in switch.text(), "scans are being recognised")
        self.window.grab().save(str(self.pictures / "1-collect-recognising.png"))
        self.clerk.click(switch)

    def look_at_seals(self) -> None:
        """What is framed on one form is the house's own mark, another bears a stranger's seal: both go back."""
        page = self._page(CHECK, CheckPage)
        self.clerk.turn(page.tabs, _LOOK)
        for company, picture in ((_GREY, "2-check-grey.png"), (_UNSEALED, "2-check-logo.png")):
            self._choose_finding(page, "SEAL-01", company)
            self._photograph(picture)
        self.clerk.click("不是")
        self._rest()
        if self.recognises:
            self._choose_finding(page, "SEAL-02", _MISSEALED)
            self._photograph("2-check-whose-seal.png")
            self.clerk.click("不是")
            self._rest()
        self.clerk.turn(page.tabs, _DECIDED)
        self._photograph("2-check-decided.png")
        self.clerk.turn(page.tabs, _SHOULD)
        self._choose_finding(page, "PDF-03", _CARELESS)
        self._photograph("2-check-pages.png")
        self.clerk.turn(page.tabs, _ALL)

    def ask_for_mending(self) -> None:
        """A 补正单 for each enterprise that has something to mend; one of them photographed."""
        self.script.folder = self.out / "补正单"
        self.script.folder.mkdir()
        self.clerk.click("导出…")
        self._rest()
        sheet = next(path for path in self.script.folder.glob("*.pdf") if _UNSEALED in path.name)
        width, height, rgb = render_page(sheet, 1, _SHEET, lambda *_: None)
        picture = QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
        picture.save(str(self.pictures / "2-correction.png"))

    def mend(self) -> None:
        """The mended packages arrive; files nobody could name are given their place."""
        page = self._page(COLLECT, CollectPage)
        for number, track in enumerate(TRACKS):
            self.script.answers = {"哪一类": number, "同名": 0}
            self.clerk.drop_files(page.drop, [mended.path for mended in self.campaign.mended[track]])
            self._rest()
        self._tell_pages_apart(page)
        loose = [each for each in self.campaign.assignments if not each.pages]
        for number, each in enumerate(loose):
            chip = self._chip(page, each.member)
            if number == 0:
                column = FIRST + [m.id for m in self.session.notice.required_materials].index(each.role)
                place = self.clerk.cell(page.view, self._row(page, each.enterprise), column)
                self.clerk.drop(page.view.viewport(), place, mime_of(chip.waiting))
            else:
                self.clerk.choose_in_menu(chip, "归为", _MATERIALS[each.role])
            self._rest()

    def _tell_pages_apart(self, page: CollectPage) -> None:
        """整本: looked at in the strip of its pages, then confirmed as proposed."""
        book = next(each for each in self.campaign.assignments if each.pages)
        self.clerk.choose_in_menu(self._chip(page, book.member), SEVERAL)
        dialog = next(each for each in self.window.findChildren(PartsDialog) if each.isVisible())
        self.clerk.photograph(self.pictures / "1-collect-book.png", dialog)
        self.clerk.click(dialog.accept_button)
        self._rest()

    def fill_tables(self) -> None:
        page = self._page(TABLE, SummaryPage)
        self.script.files = tuple(self.campaign.tables[track] for track in TRACKS)
        self.clerk.click("从表格导入")
        self._rest()
        by_hand = [fix for fix in self.campaign.fixes if fix.field not in ("name", *_OF_FORM)]
        for fix in by_hand:
            track = next(t for t in TRACKS if fix.enterprise in self.session.batch.listed(t))
            self.clerk.turn(page.tabs, list(TRACKS).index(track))
            keys = self.session.batch.order[track]
            row = next(n for n, k in enumerate(keys)
                       if self.session.batch.enterprises[k].name == fix.enterprise)
            column = 1 + [c.id for c in page.rows.columns].index(fix.field)
            self._fill(page, page.rows.index(row, column), fix.value)
            self._rest()

    def _fill(self, page: SummaryPage, index: QModelIndex, value: str) -> None:
        """Take what the 申报书 offers, or write it."""
        offer = index.data(OfferRole)
        if offer is None or offer.present:
            self.clerk.write(page.table, index.row(), index.column(), value)
            return
        for at in (page.rows.index(index.row(), 0), index):
            page.table.scrollTo(at)
        self._photograph("3-table.png")
        cell = page.table.visualRect(index).adjusted(PAD, 0, -PAD, 0)
        self.clerk.click_at(page.table.viewport(), take_box(cell).center())
        self._rest()
        self._photograph("3-table-taken.png")


    def settle_forms(self) -> None:
        """Where the table says something else than the form, the form is right."""
        page = self._page(CHECK, CheckPage)
        self.clerk.turn(page.tabs, _LOOK)
        self._choose_finding(page, "FORM-01", _OTHERWISE)
        self._photograph("2-check-form.png")
        self.clerk.click("采用申报书")
        self._rest()

    def settle_names(self) -> None:
        """Where table and package spell a name in two ways, the table is right."""
        page = self._page(CHECK, CheckPage)
        self.clerk.turn(page.tabs, 1)
        for _ in (fix for fix in self.campaign.fixes if fix.field == "name"):
            self._photograph("2-check-names.png")
            self.clerk.click("都用汇总表的写法")
            self._rest()

    def seal_letters(self) -> None:
        page = self._page(LETTER, LetterPage)
        for number, _ in enumerate(TRACKS):
            self.clerk.turn(page.tabs, number)
            self.clerk.type(page.fields.day, LETTER_DAY)
            self.clerk.press(page.fields.day, Qt.Key.Key_Return)
            self._rest()
        self.script.folder = self.out / "草稿"
        self.clerk.click("各类一起")
        self._rest()
        self._photograph("4-letter.png")
        self.script.files = tuple(self.campaign.letters[track] for track in TRACKS)
        self.clerk.click(page.steps.attach_button)
        self._rest()

    def decide(self) -> None:
        """Half a seal is one; all other looks are chosen and answered with one reason."""
        page = self._page(CHECK, CheckPage)
        self.clerk.turn(page.tabs, _LOOK)
        self._choose_finding(page, "SEAL-01", _HALF_SEALED)
        self._photograph("2-check.png")
        self._give_reason(page)
        self.clerk.click("是公章")
        self._rest()
        while left := page.list.findings.rowCount():
            self.clerk.choose_all(page.list)
            self._give_reason(page)
            page.list.setFocus()
            self.clerk.press(page.list, Qt.Key.Key_Y)
            self._rest()
            if page.list.findings.rowCount() >= left:
                raise LookupError("a look stays open")

    def _give_reason(self, page: CheckPage) -> None:
        field = page.view.reason.lineEdit()
        assert field is not None
        self.clerk.type(field, REASON)

    def make_disc(self) -> Path:
        self._page(DISC, DiscPage)
        self.script.folder = self.out / "光盘"
        self.clerk.click("更改位置")
        self._rest()
        self.clerk.click("目录、映像、校验一次做完")
        self._rest()
        made = next(iter(self.session.batch.stagings.values()))
        proof = self.session.batch.readbacks.get(made.disc_id)
        if proof is None or proof.problems:
            raise LookupError("the image was not read back")
        with opened_instead() as papers:
            self.clerk.click("预览与打印")
            self._rest()
        if not all(paper.is_file() for paper in papers):
            raise LookupError("no paper to print")
        self._photograph("5-disc.png")
        return Path(made.folder)

    # -- looking -----------------------------------------------------------------------------------
    def _photograph(self, name: str) -> None:
        self._rest()
        self.clerk.photograph(self.pictures / name)

    def _choose_finding(self, page: CheckPage, check: str, company: str) -> None:
        """Click its line, once it is there. Raises TimeoutError."""
        def row() -> int:
            told = self.session.report.findings
            keys = [each.key for each in told if (each.check, each.subject_name) == (check, company)]
            return page.list.findings.row_of(keys[0]) if keys else -1

        self.clerk.wait(lambda: row() >= 0, f"{check} {company}", 60)
        index = page.list.findings.index(row())
        page.list.scrollTo(index)
        self.clerk.click_at(page.list.viewport(), page.list.visualRect(index).center())

    def _chip(self, page: CollectPage, file: str) -> Chip:
        """The chip of a waiting file, once the tray shows it."""
        def chips() -> list[Chip]:
            return [chip for chip in page.tray.chips if chip.waiting.path.endswith(file)]

        self.clerk.wait(chips, file, 20)
        return chips()[0]

    def _row(self, page: CollectPage, name: str) -> int:
        """Its row, once the table shows it."""
        self.clerk.wait(lambda: name in [row.name for row in page.matrix.rows], name, 20)
        return [row.name for row in page.matrix.rows].index(name)
