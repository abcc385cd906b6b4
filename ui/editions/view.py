"""A draft in the window: its parts in the rail, each with what is to be done in it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.editions import own
from app.errors import AppError
from app.notices.faults import PARTS, part_of
from ui.editions.list import NOTICES
from ui.editions.page import PartPage
from ui.editions.pages import PAGES
from ui.editions.session import DraftSession, Judged
from ui.editions.trial import TrialDialog, try_notice
from ui.shell.ask import Ask
from ui.shell.keys import REDO, UNDO
from ui.shell.page import Target, states_of
from ui.shell.workspace import Workspace


class DraftView(Workspace[DraftSession, Judged]):
    """`left`: back to the list of notices; `used`: the notice is in use now (its id)."""

    left = Signal()
    used = Signal(str)
    pack_wanted = Signal()

    def __init__(self, session: DraftSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(PAGES, session, ask, backup="打成通知包", back="返回列表", parent=parent)
        self.foot.switch.hide()
        session.changed.connect(self._changed)
        session.judged.connect(self._judged)
        session.saved.connect(self._changed)
        session.stopped.connect(lambda name: self.foot.show_note(f"已取消：{name}"))
        self.foot.undo.connect(self._undo)
        self.foot.redo.connect(self._redo)
        UNDO.bind(self, self._undo)
        REDO.bind(self, self._redo)
        self.home.connect(self.left)
        self._last = ""  # the place that was shown last
        self.go(PAGES[0].id)
        session.start()

    @property
    def topic(self) -> str:
        return NOTICES

    @property
    def title(self) -> str:
        return f"通知规则 — {self.session.draft.value('title') or self.session.draft.key}"

    def introduce(self, page: QWidget) -> None:
        if isinstance(page, PartPage):
            page.next_wanted.connect(self.go_on)
            page.use_wanted.connect(self.use)
            page.try_wanted.connect(self.try_out)

    def back_up(self) -> None:
        self.pack_wanted.emit()

    def go_on(self) -> None:
        """To the next place where something is wrong; where nothing is, to what is still last year's."""
        judged = self.session.judgement
        places = [each.place for each in judged.faults] or [each.place for each in judged.kept]
        if not places:
            return
        places.sort(key=lambda place: PARTS.index(part_of(place)))
        at = places.index(self._last) + 1 if self._last in places else 0
        self._last = place = places[at % len(places)]
        self.go(Target(PAGES[PARTS.index(part_of(place))].id, detail=place))

    def try_out(self) -> None:
        """On what it says now."""
        notice = self.session.draft.notice
        try_notice(notice, self.session, lambda told: TrialDialog(notice.title, told, self).open())

    def use(self) -> None:
        session = self.session
        kept = len(session.judgement.kept)
        told = f"还有 {kept} 处是去年的内容。" if kept else ""
        words = f"{told}启用以后，新建批次和台账时能选到它，草稿不再保留；要再改，可以从它另做一版。"
        if not self._ask.confirm("启用这份通知规则", words, "启用") or not session.keep_now():
            return
        try:
            notice = own.put_in_use(session.draft)
        except AppError as error:
            self._ask.show_error(error)
            return
        session.done_with()
        self.used.emit(notice.id)

    def _undo(self) -> None:
        undone = self.session.undo()
        self.foot.show_note(f"已撤销：{undone}" if undone else "没有可以撤销的了")

    def _redo(self) -> None:
        redone = self.session.redo()
        self.foot.show_note(f"已重做：{redone}" if redone else "没有可以重做的")

    def _changed(self) -> None:
        session = self.session
        self.foot.show_saved(session.saved_at, session.next_undo, session.next_redo)
        self.foot.deeds_button.hide()
        draft = session.draft
        title = str(draft.value("title") or "（没有标题）")
        self.rail.show_words(title, f"草稿 {draft.key}", self._last_line())

    def _judged(self) -> None:
        self.show_states(states_of(PAGES, self.session.judgement))
        self._changed()

    def _last_line(self) -> str:
        judged = self.session.judgement
        if judged.faults:
            return f"{len(judged.faults)} 处要改"
        return f"{len(judged.kept)} 处还是去年的" if judged.kept else "可以启用"


