"""An open ledger: rail, the five pages made while the window rests, and the strip at the foot."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.job import Job
from ui.receive.facts import INSERT, MERGE, READING, REGISTER, TITLES, VERIFY, steps
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.foot import FootStrip
from ui.shell.rail import Rail
from ui.widgets.panels import beside

_REST, _PAUSE = 150, 10  # ms: once the first facts are shown; between two steps of making the other pages


class LedgerView(QWidget):
    """Composition only: pages talk to the session, never to each other."""

    home = Signal()
    help = Signal(int)  # the step shown

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._ask = session, ask
        self._pages: dict[int, QWidget] = {}
        self._shown: set[int] = set()  # pages that have their facts and are in the stack
        self._painted: set[int] = set()  # pages that were painted, where nobody sees it
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._make_ready)
        self._note = ""  # what was stopped
        self._is_busy = False
        self.rail, self.foot = Rail(TITLES, "台账备份"), FootStrip()
        self._stack = QStackedWidget()
        beside(self, self.rail, self._stack, self.foot)
        self._connect()
        self._show_words()
        self.go(INSERT)
        session.start()

    @property
    def step(self) -> int:
        return next(n for n, page in self._pages.items() if page is self._stack.currentWidget())

    @property
    def is_ready(self) -> bool:
        """Whether every page is made: turning to one takes no time."""
        return len(self._painted) == len(TITLES)

    def page(self, number: int) -> QWidget:
        """The page of a step from 0, made now unless it was before."""
        page = self._made(number)
        if number not in self._shown:
            self._shown.add(number)
            page.show_facts(self.session.facts)  # type: ignore[attr-defined]
            self.session.changed.connect(page.show_facts)  # type: ignore[attr-defined]
            self._stack.addWidget(page)
        return page

    def _made(self, number: int) -> QWidget:
        if number not in self._pages:
            self._pages[number] = _page(number, self.session, self._ask, self._stack)
            self._pages[number].go.connect(self.go)  # type: ignore[attr-defined]
        return self._pages[number]

    def _make_ready(self) -> None:
        """One short step: a page made, filled, or painted; the next once the window has lived a moment."""
        number = next((n for n in range(len(TITLES)) if n not in self._painted), None)
        if number is None:
            return
        if number not in self._pages:
            self._made(number)
        elif number not in self._shown:
            self.page(number)
        else:
            self._painted.add(number)
            self._paint(self._pages[number])
        self._resting.start(_PAUSE)

    def _paint(self, page: QWidget) -> None:
        """Styles, sizes and letters are worked out the first time a page is drawn."""
        if not page.isVisible():
            page.resize(self._stack.size())
            page.grab()

    def go(self, number: int) -> None:
        self._stack.setCurrentWidget(self.page(number))
        self.rail.choose(number)

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(lambda _: self._show_words())
        session.changed.connect(lambda _: None if self.is_ready else self._resting.start(_REST))
        session.looks.connect(self._show_words)
        session.busy_changed.connect(self._show_busy)
        session.progress.connect(self.foot.show_progress)
        session.stopped.connect(self._stopped)
        self.foot.cancel.connect(session.cancel)
        self.rail.chosen.connect(self.go)
        self.rail.home.connect(self.home)
        self.rail.backup.connect(self.back_up)
        self.rail.help.connect(lambda: self.help.emit(self.step))
        for number in range(len(TITLES)):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self, lambda n=number: self.go(n))

    def _show_words(self) -> None:
        session, facts = self.session, self.session.facts
        notice = session.notice
        came = f"收到 {len(facts.current)} 份 · {len(facts.entries)} 家企业"
        self.rail.show_words(
            f"{notice.recipient}{notice.department}",
            f"{notice.year} 年质量标杆 接收台账",
            came if facts.submissions else "还没有收到光盘",
        )
        self.rail.show_steps(steps(facts, is_reading=self._is_busy and session.doing in READING))
        last = f"台账最近备份：{facts.backed_up}" if facts.backed_up else "台账还没有备份过"
        seen = session.looking_at
        looking = f"正在后台查看{seen.sender.name}的印章、扫描页和申报书 · " if seen else ""
        self.foot.show_note(self._note or f"{looking}{last}")

    def _stopped(self, name: str) -> None:
        """Said until the next work begins."""
        self._note = f"已取消：{name}；读完的部分都保留"
        self.foot.show_note(self._note)

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        if busy:
            self._note = ""
        self.foot.show_busy(busy)
        self._show_words()

    def back_up(self) -> None:
        """The rows and what was decided; the store is copied like any folder."""
        folder = self._ask.choose_folder("台账备份到哪里")
        if folder is None:
            return
        ledger = self.session.ledger

        def work(job: Job) -> str:
            job.at(0, "正在备份台账")
            return ledger.backup(folder).name

        self.session.run("备份台账", work, lambda name: self._ask.tell(
            "台账已备份", f"{name}\n在 {folder} 里。收到的材料在“存放”文件夹，可另行复制。"))


def _page(number: int, session: LedgerSession, ask: Ask, parent: QWidget) -> QWidget:
    """Imported here, so that only what is looked at is read."""
    if number == INSERT:
        from ui.receive.insert.page import InsertPage

        return InsertPage(session, ask, parent)
    if number == VERIFY:
        from ui.receive.verify.page import VerifyPage

        return VerifyPage(session, ask, parent)
    if number == REGISTER:
        from ui.receive.register.page import RegisterPage

        return RegisterPage(session, ask, parent)
    if number == MERGE:
        from ui.receive.merge.page import MergePage

        return MergePage(session, ask, parent)
    from ui.receive.review.page import ReviewPage

    return ReviewPage(session, ask, parent)
