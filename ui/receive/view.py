"""An open ledger: its pages, made while the window rests, and what the window says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.errors import AppError
from app.job import Job
from app.store.clerk import at_work
from ui.editions.newer import NewerBar
from ui.receive.facts import READING, Facts, Overview
from ui.receive.keeping import Keeping
from ui.receive.pages import PAGES
from ui.receive.reading_only import ReadingOnly
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, states_of
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from app.editions.newer import Newer
    from app.ledger import Ledger

_STAYS = "已登记的仍是登记时的结论。"
_REST, _PAUSE = 150, 10  # ms: once the first facts are shown; between two steps of making the other pages


class _LedgerPage(Protocol):
    def show_facts(self, facts: Facts) -> None: ...


class LedgerView(Workspace[LedgerSession, Overview]):
    reopen = Signal(str, object, str)  # what is said meanwhile, ui.receive.keeping.Work, what was done

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None, *,
                 pages: Sequence[Page[LedgerSession, Overview]] = PAGES) -> None:
        self.newer = NewerBar(session, ask, lambda: session.notice, self._hindrances, stays=_STAYS)
        super().__init__(
            pages, session, ask, backup="台账备份与搬家", above=self.newer, parent=parent)
        self.newer.wanted.connect(self._adopt)
        self._painted: set[str] = set()  # pages that were painted, where nobody sees it
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.timeout.connect(self._make_ready)
        self._note = ""  # what was stopped
        self._is_busy = False
        session.changed.connect(lambda _: self._show_words())
        session.changed.connect(lambda _: self._rest())
        session.looks.connect(self._show_words)
        session.others.connect(self._show_words)
        session.opened.connect(lambda _: self._show_words())
        session.busy_changed.connect(self._show_busy)
        session.stopped.connect(self._stopped)
        session.who_changed.connect(self.rail.show_clerk)
        self.rail.clerk.connect(session.ask_who)
        self.rail.show_clerk(at_work())
        self._show_words()
        self.go(pages[0].id)
        session.start()
        if not session.ledger.is_read_only:
            self.newer.ask_anew()

    @property
    def title(self) -> str:
        return "省厅接收"

    def remembered(self) -> tuple[str, str]:
        return f"{self.session.notice.year} 年{self.session.notice.campaign} 接收台账", self.session.words

    @property
    def is_ready(self) -> bool:
        """Whether every page is made: turning to one takes no time."""
        return len(self._painted) == len(self.pages)

    def introduce(self, page: PageWidget) -> None:
        if self.session.ledger.is_read_only:
            for widget in page.changing():
                ReadingOnly(widget)
        show_facts = cast("_LedgerPage", page).show_facts
        show_facts(self.session.facts)
        self.session.changed.connect(show_facts)

    def _rest(self) -> None:
        """Not while something is done: what is seen of that comes first, and a page that is asked for."""
        if not self.is_ready and not self._is_busy:
            self._resting.start(_REST)

    def _make_ready(self) -> None:
        """One short step: a page made, filled, or painted; the next once the window has lived a moment."""
        key = next((key for key in self.pages if key not in self._painted), None)
        if key is None:
            return
        if key not in self._made:
            self._make(key)
        elif key not in self._places:
            self.page(key)
        else:
            self._painted.add(key)
            self._paint(self._made[key])
        self._resting.start(_PAUSE)

    def _paint(self, page: QWidget) -> None:
        """Styles, sizes and letters are worked out the first time a page is drawn."""
        if not page.isVisible():
            page.resize(self._stack.size())
            page.grab()

    def _show_words(self) -> None:
        session, facts = self.session, self.session.facts
        notice = session.notice
        came = f"收到 {len(facts.current)} 份 · {len(facts.entries)} 家企业"
        self.rail.show_words(
            f"{notice.recipient}{notice.department}",
            f"{notice.year} 年{notice.campaign} 接收台账",
            came if facts.submissions else "还没有收到光盘",
        )
        overview = Overview(facts, is_reading=self._is_busy and session.doing in READING)
        self.show_states(states_of(tuple(self.pages.values()), overview))
        last = f"台账最近备份：{facts.backed_up}" if facts.backed_up else "台账还没有备份过"
        seen = session.looking_at
        looking = f"正在后台查看{seen.sender.name}的印章、扫描页和申报书 · " if seen else ""
        self.foot.show_note(self._note or f"{self._beside_others()}{looking}{last}")

    def _beside_others(self) -> str:
        """What a clerk has to know of others first."""
        session, told = self.session, []
        if session.watch.is_newer:
            told.append("这本台账已由更新版本的程序打开，请换用新版程序")
        elif session.watch.is_away:
            told.append("连不上台账的数据库，正在重试")
        if session.ledger.is_read_only:
            told.append("只读：别的窗口或电脑正在修改，这里跟着更新")
        if session.one is not None and (claim := session.watch.claims.get(session.one.submission.id)):
            told.append(f"{session.one.submission.sender.name}：{claim.words}")
        return "".join(f"{each} · " for each in told)

    def _stopped(self, name: str) -> None:
        """Said until the next work begins."""
        self._note = f"已取消：{name}；读完的部分都保留"
        self.foot.show_note(self._note)

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        if busy:
            self._note = ""
            self._resting.stop()
        else:
            self._rest()
        self._show_words()

    def back_up(self) -> None:
        """Or restored, or moved: a person says which."""
        Keeping(self.session, self._ask, self.reopen.emit).choose()

    def _hindrances(self, newer: Newer) -> tuple[str, ...]:
        from app.receive.standing.rules import hindrances

        rows = self.session.facts.rows
        return tuple(hindrances((row.track for row in rows), self.session.notice, newer))

    def _adopt(self, newer: Newer) -> None:
        """Every page is made by the rules: the ledger is opened anew."""
        folder, who = self.session.folder, self.session.who()

        def work(job: Job) -> tuple[Ledger, str]:
            from app.ledger import Ledger
            from app.receive.standing.rules import adopt

            ledger = Ledger.open(folder)
            try:
                adopt(ledger, newer, who)
            except AppError:
                ledger.close()
                raise
            return ledger, f"{newer.words}，已记入台账的经过。"

        self.reopen.emit("正在采用新的一版…", work, "已采用新的一版")
