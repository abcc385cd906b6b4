"""An open batch: its pages, the line for those who practise, and what the window says of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from app import clock
from app.errors import AppError
from app.job import Job
from app.model.batch import Batch
from app.model.finding import Report
from ui import theme
from ui.editions.newer import NewerBar
from ui.send.deeds import DeedsDialog
from ui.send.discs import made_of
from ui.send.handing import AwayBar, hand_over, take_back
from ui.send.pages import PAGES
from ui.send.practice import is_practice
from ui.send.progress import Overview, batch_words, deadline, tally
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.keys import REDO, UNDO
from ui.shell.opening import open_path
from ui.shell.page import Page, StepState, Target, states_of
from ui.shell.runner import Latest
from ui.shell.workspace import Workspace
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import quiet_button
from ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from app.batch.backup import BackedUp
    from app.editions.newer import Newer
    from app.store.store import BatchStore

_STAYS = "收到的材料和填写的内容都不变，原来的规则另存在批次里。"

_BACKUP = (
    "一个批次就是一个文件夹，收到的材料、填写的内容和全部历史都在里面。\n"
    "备份：复制一份到 U 盘或别的磁盘，复制时可以照常工作。\n"
    "恢复：在首页点“打开已有批次”，选备份的文件夹；也可以先复制回来。\n"
    "位置："
)


class BatchView(Workspace[Session, Overview]):
    open_handed = Signal()
    reopen = Signal(str, object)  # what is said meanwhile, what gives the batch's store

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None, *,
                 pages: Sequence[Page[Session, Overview]] = PAGES) -> None:
        self._hint, self.away = _Hint(), AwayBar()
        self.newer = NewerBar(session, ask, lambda: session.notice, self._hindrances, stays=_STAYS)
        above = laid(down(self.away, self.newer, self._hint, gap=0))
        super().__init__(
            pages, session, ask, backup="备份与恢复", hand="交给同事", above=above, parent=parent)
        self.rail.hand.connect(lambda: hand_over(session, ask, self.title))
        self.away.take_back.connect(lambda: take_back(session, ask))
        self.away.open_returned.connect(self.open_handed)
        self.newer.wanted.connect(self._adopt)
        self._judging = Latest(session.thinking, self)
        self._judging.ready.connect(self.show_states)
        session.changed.connect(self._changed)
        session.report_changed.connect(self._checked)
        session.stopped.connect(lambda name: self.foot.show_note(f"已取消：{name}；已收好的都保留"))
        session.noted.connect(self.foot.show_note)
        self.foot.undo.connect(self._undo)
        self.foot.redo.connect(self._redo)
        self.foot.deeds.connect(self._show_deeds)
        UNDO.bind(self, self._undo)
        REDO.bind(self, self._redo)
        self.go(pages[0].id)
        session.start()
        self.newer.ask_anew()

    @property
    def title(self) -> str:
        return f"{self.session.batch.sender.name} {self.session.notice.year} 年{self.session.notice.campaign}"

    def remembered(self) -> tuple[str, str]:
        count, handed = len(self.session.batch.enterprises), self.session.batch.handed
        state = handed.words if handed is not None else batch_words(self.states)
        told = (f"{count} 家" if count else "", state)
        return self.title, " · ".join(filter(None, told))

    def go(self, to: str | Target) -> None:
        super().go(to)
        self._hint.show_page(self.pages[self.step], is_practice(self.session.batch))

    def back_up(self) -> None:
        session, ask = self.session, self._ask
        chosen = ask.choose("备份与恢复", f"{_BACKUP}{session.folder}", ["备份到…", "打开所在文件夹"])
        if chosen == 1:
            open_path(session.folder.parent, ask)
        folder = ask.choose_folder("备份到哪里") if chosen == 0 else None
        if folder is None:
            return

        def work(job: Job) -> BackedUp:
            from app.batch.backup import back_up

            return back_up(session.store, folder, job)

        session.run("备份", work, lambda made: ask.tell(
            "已备份", f"整个批次已复制到：\n{made.folder}\n{made.words}"), reads=True)

    def _hindrances(self, newer: Newer) -> tuple[str, ...]:
        from app.batch.rules.adopting import hindrances

        return tuple(hindrances(self.session.batch, self.session.notice, newer))

    def _adopt(self, newer: Newer) -> None:
        """Every page is made by the rules: the batch is opened anew."""
        session, folder = self.session, self.session.folder
        if session.refuses():
            return

        def work(job: Job) -> BatchStore:
            from app.batch.rules.adopting import adopt
            from app.store.store import BatchStore

            store = BatchStore.open(folder)
            try:
                adopt(store, newer)
            except AppError:
                store.close()
                raise
            return store

        self.reopen.emit("正在采用新的一版…", work)

    def _undo(self) -> None:
        undone = self.session.undo()
        self.foot.show_note(f"已撤销：{undone}" if undone else "没有可以撤销的了")

    def _redo(self) -> None:
        redone = self.session.redo()
        self.foot.show_note(f"已重做：{redone}" if redone else "没有可以重做的")

    def _show_deeds(self) -> None:
        dialog = DeedsDialog(self.session.store.history, self)
        dialog.wanted.connect(self._back_to)
        dialog.open()

    def _back_to(self, seq: int) -> None:
        self.foot.show_note(f"已撤销 {self.session.back_to(seq)} 步，可以逐步重做")

    def _changed(self, batch: Batch) -> None:
        notice = self.session.notice
        counted = tally(batch, notice) or f"{notice.year} 年{notice.campaign}申报"
        self.rail.show_words(batch.sender.name, counted, *deadline(notice, clock.today()))
        self.away.show_handed(batch.handed)
        is_here, session = batch.handed is None, self.session
        steps = (session.next_undo, session.next_redo) if is_here else (None, None)
        self.foot.show_saved(session.saved_at, *steps)

    def _checked(self, report: Report) -> None:
        """The report of a change follows soon after it; only then is there anything new to say."""
        store, batch = self.session.store, self.session.batch
        pages = tuple(self.pages.values())

        def work(job: Job) -> dict[str, StepState]:
            overview = Overview(batch, store.notice, report, made_of(store, clock.today()))
            return states_of(pages, overview)

        self._judging.ask(work)


class _Hint(QFrame):
    """One line for those who practise."""

    def __init__(self) -> None:
        super().__init__()
        theme.style(self, "_Hint { background: ${AMBER_SOFT}; }")
        self._words = PlainLabel("", "amber", elide=Qt.TextElideMode.ElideRight)
        self._closed: set[str] = set()
        self._page = ""
        close, margins = quiet_button("知道了", self._close), (theme.MARGIN, 7, theme.MARGIN, 7)
        self.setLayout(across((self._words, 1), close, margins=margins))

    def show_page(self, page: Page[Session, Overview], is_wanted: bool) -> None:
        self._page = page.id
        self._words.setText(f"练习（不会报送）· {page.help}")
        self.setVisible(is_wanted and page.id not in self._closed)

    def _close(self) -> None:
        self._closed.add(self._page)
        self.hide()
