"""Over every page of what goes by older rules: that there are newer ones, how they differ, the way to them.

Nothing is taken over by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QTableView, QWidget

from app.editions.compare import Difference
from app.editions.newer import Newer, mark_of
from app.job import Job
from app.notices.notice import Notice
from ui import theme
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.shell.session_base import SessionBase
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

Hindrances = Callable[[Newer], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Seen:
    """`hindered`: why it cannot be taken over as things are, each a sentence without its end."""

    newer: Newer
    hindered: tuple[str, ...]


class NewerBar(QFrame):
    """`wanted`: a person saw what differs and goes on by it (Newer)."""

    wanted = Signal(object)

    def __init__(self, session: SessionBase, ask: Ask, notice: Callable[[], Notice],
                 hindrances: Hindrances, *, stays: str) -> None:
        """`hindrances` is called off the window's thread. `stays`: what taking over does not change."""
        super().__init__()
        self._ask, self._notice, self._hindrances, self._stays = ask, notice, hindrances, stays
        self._seen: Seen | None = None
        theme.style(self, "NewerBar { background: ${ACCENT_SOFT}; }")
        self._words = PlainLabel("", "navy", elide=Qt.TextElideMode.ElideRight)
        self.look_button = plain_button("看有什么不同", partial(self._go, self._look), small=True)
        self.adopt_button = plain_button("采用新的一版…", partial(self._go, self._adopt), small=True)
        margins = (theme.MARGIN, 6, theme.MARGIN, 6)
        across((self._words, 1), self.look_button, self.adopt_button, on=self, margins=margins, gap=8)
        self._then: Callable[[Seen], object] | None = None
        self._looking = Latest(session.thinking, self)
        self._looking.ready.connect(self._show)
        self._looking.failed.connect(ask.show_error)
        self._mark: tuple[int, int, int] | None = None
        self._is_asked = False
        if isinstance(program := QApplication.instance(), QApplication):
            program.applicationStateChanged.connect(self._come_back)
        self.hide()

    def ask_anew(self) -> None:
        """Whether there is a newer one, as things are now."""
        notice, hindrances = self._notice(), self._hindrances
        self._is_asked, self._mark = True, mark_of(notice.id)

        def look(job: Job) -> Seen | None:
            from app.editions.newer import newer_than

            newer = newer_than(notice)
            return Seen(newer, hindrances(newer)) if newer is not None else None

        self._looking.ask(look)

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """Another window, or the command line, may have taken one in meanwhile."""
        is_here = self._is_asked and state is Qt.ApplicationState.ApplicationActive
        if is_here and mark_of(self._notice().id) != self._mark:
            self.ask_anew()

    def _go(self, then: Callable[[Seen], object]) -> None:
        """What was seen when it was opened may have changed since."""
        self._then = then
        self.ask_anew()

    def _show(self, seen: Seen | None) -> None:
        self._seen, then, self._then = seen, self._then, None
        if seen is not None:
            mine, newer = self._notice().edition, seen.newer
            told = f"第 {newer.notice.edition} 版，{len(newer.differences)} 处不同"
            now = f"这里仍按第 {mine} 版" if newer.notice.edition != mine else "这里还没有改"
            self._words.setText(f"这份通知的规则有新的一版（{told}）；{now}")
            if then is not None:
                then(seen)
        self.setVisible(seen is not None)

    def _look(self, seen: Seen) -> None:
        dialog = DifferencesDialog(seen.newer, self)
        dialog.adopt.connect(lambda: self._go(self._adopt))
        dialog.open()

    def _adopt(self, seen: Seen) -> None:
        if seen.hindered:
            self._ask.tell("现在还不能采用新的一版", "\n".join(f"{each}。" for each in seen.hindered))
            return
        count = len(seen.newer.differences)
        words = f"有 {count} 处不同。采用以后按新的一版核对，不能撤销；{self._stays}"
        if self._ask.confirm(f"采用第 {seen.newer.notice.edition} 版规则", words, "采用"):
            self.wanted.emit(seen.newer)


class DifferencesDialog(Dialog):
    adopt = Signal()

    def __init__(self, newer: Newer, parent: QWidget | None = None) -> None:
        super().__init__("新的一版有什么不同", 900, 520, parent)
        self.table = RecordTable[Difference]([
            Column("哪一部分", lambda each: each.part),
            Column("哪一处", lambda each: each.words, tip=lambda each: each.words),
            Column("这里用的", lambda each: each.was, tip=lambda each: each.was),
            Column("新的一版", lambda each: each.now, tip=lambda each: each.now),
        ], self)  # fmt: skip
        self.view = QTableView()
        as_listing(self.view, self.table, "每一处不同", {0: 110, 1: 260, 2: 220})
        listed = Card()
        listed.body.addWidget(self.view, 1)
        title = f"{newer.notice.title}：第 {newer.notice.edition} 版的 {len(newer.differences)} 处不同"
        adopt = plain_button("采用新的一版…", self._adopt)
        self.lay(heading(title), (listed, 1), across(None, adopt, primary_button("关闭", self.reject), gap=8))
        self.table.show(newer.differences)

    def _adopt(self) -> None:
        self.accept()
        self.adopt.emit()
