"""Page 1, 读盘: a disc, a folder or an image; what it is at once, every byte when it is received."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.disc.drives import DiscDrive, disc_drives
from app.job import Job
from app.model.submission import Layout
from app.receive.intake import Received, receive
from app.receive.preview import Glance, Preview
from ui.receive.facts import INSERT, READING, REGISTER, VERIFY, Facts, Overview
from ui.receive.insert.cards import ResultCard
from ui.receive.insert.looked import LookedFace
from ui.receive.session import LedgerSession, Opened
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, StepState
from ui.widgets.boxes import across, down, laid, refill
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.drop_area import DropArea, local_paths
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import PageHeader, page_layout, pile

_EMPTY, _LOOKED, _DONE = range(3)
_IMAGES = "光盘映像和压缩包 (*.iso *.zip *.7z *.rar);;所有文件 (*)"
_DROP = "把光盘里的文件夹、光盘映像（.iso）或压缩包拖到这里\n一套光盘有几张，可以一起拖进来"


class InsertPage(PageWidget):
    """Three faces: nothing chosen yet, the first look at a disc, what was received."""

    title = "读盘"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None, *,
                 drives: Callable[[], tuple[DiscDrive, ...]] = disc_drives) -> None:
        super().__init__(parent)
        self._session, self._ask, self._drives = session, ask, drives
        self.places: tuple[Path, ...] = ()
        self.received: Received | None = None
        self.another = plain_button("换一张", self.start_over)
        self.start = primary_button("开始接收", self._receive)
        self.header = PageHeader(self.title, [self.another, self.start])
        self.drop = DropArea(_DROP)
        self.looked = LookedFace(session, ask)
        self.tree, self.first, self.paper = self.looked.tree, self.looked.first, self.looked.paper
        self.result = ResultCard()
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes to what can be done
        self._lay_out()
        self._connect()
        self._show(_EMPTY)

    def changing(self) -> Sequence[QWidget]:
        return (self.start,)

    # -- made of ---------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._stack = pile(page_layout(self, self.header))
        for face in (self._empty(), self.looked, self.result):
            self._stack.addWidget(face)

    def _empty(self) -> QWidget:
        self._ways = across(gap=10)
        told = "标杆报盘做的盘、别的软件做的、手工刻的都能读；先给出初步结果，再逐字节核验并存进台账。"
        words = PlainLabel(told, "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        return laid(down((self.drop, 1), self._ways, words, 6, gap=14))

    def _connect(self) -> None:
        self.drop.dropped.connect(self.examine)
        self.drop.clicked.connect(self._choose_folder)
        self.looked.changed.connect(self._show_buttons)
        self.paper.copy_link.clicked.connect(self._choose_copy)
        self.result.verify.clicked.connect(lambda: self.go.emit(VERIFY))
        self.result.register.clicked.connect(lambda: self.go.emit(REGISTER))
        self.result.again.clicked.connect(self.start_over)
        self._session.busy_changed.connect(lambda _: self._show_buttons())
        self._session.stopped.connect(self._stopped)
        self._session.who_changed.connect(self.paper.clerk.setText)
        self._session.opened.connect(self._looked_at)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._offer_ways()
        self.setFocus()

    def _offer_ways(self) -> None:
        """The drives there are now; a person may have plugged one in."""
        ways = [
            *(plain_button(f"读{d.name}", partial(self.examine, (d.source,))) for d in self._drives()),
            plain_button("选择文件夹…", self._choose_folder),
            plain_button("选择光盘映像…", self._choose_images),
        ]
        refill(self._ways, None, *ways, None)

    # -- what is chosen --------------------------------------------------------------------------
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()) and not self._session.busy:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.examine(local_paths(event.mimeData()))

    def _choose_folder(self) -> None:
        folder = self._ask.choose_folder("选择光盘或光盘内容所在的文件夹")
        if folder is not None:
            self.examine((folder,))

    def _choose_images(self) -> None:
        files = self._ask.choose_files("选择光盘映像", _IMAGES)
        if files:
            self.examine(files)

    def examine(self, places: Sequence[Path]) -> None:
        """The first answer, in seconds; of several discs that of the first."""
        if not places:
            return
        self.looked.close_glance()
        self.places, first, session = tuple(places), places[0], self._session
        ledger, recognises = session.ledger, session.recognises

        def work(job: Job) -> Glance:
            job.at(0, "正在看盘上有什么", first.name)
            return Glance(ledger, first, session.sandbox, job, recognises=recognises)

        session.run(READING[0], work, self._was_looked)

    def _was_looked(self, glance: Glance) -> None:
        self.received = None
        self.looked.show_glance(glance, self.places)
        self._show(_LOOKED)

    @property
    def look(self) -> Preview | None:
        """As the program took the disc, before any correction."""
        return self.looked.look

    @property
    def layout_now(self) -> Layout | None:
        return self.looked.layout_now

    def _choose_copy(self) -> None:
        drives = self._drives()
        options = [*(f"读{drive.name}" for drive in drives), "文件夹…", "光盘映像…"]
        text = "两份内容相同的盘：第一份读不出的扇区，从副本里补。"
        chosen = self._ask.choose("副本在哪里", text, options)
        if chosen is None:
            return
        if chosen < len(drives):
            self.paper.show_copy(drives[chosen].source)
        elif chosen == len(drives):
            self.paper.show_copy(self._ask.choose_folder("选择副本所在的文件夹"))
        else:
            self.paper.show_copy(next(iter(self._ask.choose_files("选择副本的映像", _IMAGES)), None))

    # -- receiving -------------------------------------------------------------------------------
    def start_over(self) -> None:
        """Another disc."""
        self.looked.close_glance()
        self.places, self.received = (), None
        self._show(_EMPTY)

    def _receive(self) -> None:
        session, places = self._session, self.places
        layout, sender = self.looked.corrected_layout(), self.looked.told_sender()
        ledger, code, clerk = session.ledger, self.paper.code.text().strip(), self.paper.clerk.text().strip()
        day, also, recognises = self.paper.day(), self.paper.copy, session.recognises

        def work(job: Job) -> Received:
            return receive(
                ledger, places[0] if len(places) == 1 else places, code=code, clerk=clerk, layout=layout,
                sender=sender, also=also, handed_in=day, looks=False, row_first=True,
                sandbox=session.sandbox, job=job, recognises=recognises,
            )  # fmt: skip

        session.run(READING[1], work, self._was_received)

    def _was_received(self, received: Received) -> None:
        self.received = received
        self.looked.close_glance()
        self._session.open_submission(received.submission.id)
        self.result.show_received(received)
        self._show(_DONE)

    def _looked_at(self, one: Opened | None) -> None:
        """What was received has been looked at since."""
        before = self.received
        if before and before.is_new and one and one.submission.id == before.submission.id:
            self.received = replace(before, submission=one.submission, report=one.report)
            self.result.show_received(self.received)

    def _stopped(self, what: str) -> None:
        if what == READING[1]:
            self.start.setText("继续接收")

    # -- showing ---------------------------------------------------------------------------------
    def show_facts(self, facts: Facts) -> None:
        self._show_buttons()

    def _show(self, face: int) -> None:
        self._stack.setCurrentIndex(face)
        self.start.setText("开始接收")
        self.header.set_subtitle(self._subtitle(face))
        self._show_buttons()

    def _subtitle(self, face: int) -> str:
        if face == _EMPTY:
            return "先看结构、汇总表、名额和缺什么；确认后再逐字节读完"
        if face == _LOOKED:
            more = f" 等 {len(self.places)} 张" if len(self.places) > 1 else ""
            return f"{self.places[0]}{more}"
        return ""

    def _show_buttons(self) -> None:
        is_looked, busy = self._stack.currentIndex() == _LOOKED, self._session.busy
        self.another.setVisible(is_looked)
        self.start.setVisible(is_looked)
        self.another.setEnabled(not busy)
        self.drop.setEnabled(not busy)
        self.looked.setEnabled(not busy)
        self.start.setEnabled(is_looked and not busy and self.looked.is_ready)


PAGE: Page[LedgerSession, Overview] = Page(
    INSERT, InsertPage.title, InsertPage,
    state=lambda seen: StepState("进行中" if seen.is_reading else "", "accent"),
    help=(
        "放入光盘后点“读光驱”，或把文件夹、映像拖进来。先看初步结果；认错的拖到对的位置。"
        "填上交接登记表上的校验码，点“开始接收”：每个字节读一次，核验后存进台账。"
        "中途停下不要紧，再放入同一张盘会接着读。"
    ),
)  # fmt: skip
