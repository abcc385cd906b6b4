"""An open batch: rail, the five pages made when first shown, and the strip at the foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QWidget

from app import clock
from app.model.batch import Batch
from app.model.finding import Report
from ui import theme
from ui.send.progress import COLLECT, TITLES, StepState, deadline, steps, tally
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.foot import FootStrip
from ui.shell.practice import HINTS, is_practice
from ui.shell.rail import Rail
from ui.shell.runner import Latest
from ui.widgets.buttons import quiet_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import beside


class BatchView(QWidget):
    """Composition only: pages talk to the session, never to each other."""

    home = Signal()
    backup = Signal()
    help = Signal(int)  # the step shown

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._ask = session, ask
        self._pages: dict[int, QWidget] = {}
        self.states: tuple[StepState, ...] = ()
        self._judging = Latest(session.thinking, self)
        self._judging.ready.connect(self._judged)
        self.rail, self.foot = Rail(TITLES), FootStrip()
        self._stack = QStackedWidget()
        self._hint = _Hint()
        beside(self, self.rail, self._hint, self._stack, self.foot)
        self._connect()
        self._shortcuts()
        self.go(COLLECT)
        session.start()

    @property
    def step(self) -> int:
        return next(n for n, page in self._pages.items() if page is self._stack.currentWidget())

    def page(self, number: int) -> QWidget:
        """The page of a step from 0, made when first asked for."""
        if number not in self._pages:
            page = self._pages[number] = _page(number, self.session, self._ask)
            page.go.connect(self.go)  # type: ignore[attr-defined]
            self._stack.addWidget(page)
        return self._pages[number]

    def go(self, number: int) -> None:
        page = self.page(number)
        self._stack.setCurrentWidget(page)
        self.rail.choose(number)
        self._hint.show_step(number, is_practice(self.session.batch))
        shown = getattr(page, "shown", None)
        if shown is not None:
            shown(self.session)

    def _connect(self) -> None:
        session = self.session
        session.changed.connect(self._changed)
        session.report_changed.connect(self._checked)
        session.busy_changed.connect(self.foot.show_busy)
        session.progress.connect(self.foot.show_progress)
        session.stopped.connect(lambda name: self.foot.show_note(f"已取消：{name}；已收好的都保留"))
        self.foot.undo.connect(self._undo)
        self.foot.cancel.connect(session.cancel)
        self.rail.chosen.connect(self.go)
        self.rail.home.connect(self.home)
        self.rail.backup.connect(self.backup)
        self.rail.help.connect(lambda: self.help.emit(self.step))

    def _shortcuts(self) -> None:
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self._undo)
        for number in range(len(TITLES)):
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self, lambda n=number: self.go(n))

    def _undo(self) -> None:
        undone = self.session.undo()
        self.foot.show_note(f"已撤销：{undone}" if undone else "没有可以撤销的了")

    def _changed(self, batch: Batch) -> None:
        notice = self.session.notice
        counted = tally(batch, notice) or f"{notice.year} 年质量标杆申报"
        self.rail.show_words(batch.sender.name, counted, *deadline(notice, clock.today()))
        self.foot.show_saved(self.session.saved_at, self.session.next_undo)

    def _checked(self, report: Report) -> None:
        """The report of a change follows soon after it; only then is there anything new to say."""
        batch, notice = self.session.batch, self.session.notice
        self._judging.ask(lambda job: steps(batch, notice, report))

    def _judged(self, states: tuple[StepState, ...]) -> None:
        self.states = states
        self.rail.show_steps(states)


class _Hint(QFrame):
    """One line for those who practise."""

    def __init__(self) -> None:
        super().__init__()
        self.setStyleSheet(f"_Hint {{ background: {theme.AMBER_SOFT}; }}")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.MARGIN, 7, theme.MARGIN, 7)
        self._words = PlainLabel("", "amber", elide=Qt.TextElideMode.ElideRight)
        self._closed: set[int] = set()
        self._step = 0
        row.addWidget(self._words, 1)
        row.addWidget(quiet_button("知道了", self._close))

    def show_step(self, step: int, wanted: bool) -> None:
        self._step = step
        self._words.setText(HINTS[step])
        self.setVisible(wanted and step not in self._closed)

    def _close(self) -> None:
        self._closed.add(self._step)
        self.hide()


def _page(number: int, session: Session, ask: Ask) -> QWidget:
    """Imported here, so that the home page is up before any of it is read."""
    if number == 0:
        from ui.send.collect.page import CollectPage

        return CollectPage(session, ask)
    if number == 1:
        from ui.send.check.page import CheckPage

        return CheckPage(session, ask)
    if number == 2:
        from ui.send.summary.page import SummaryPage

        return SummaryPage(session, ask)
    if number == 3:
        from ui.send.letter.page import LetterPage

        return LetterPage(session, ask)
    from ui.send.disc.page import DiscPage

    return DiscPage(session, ask)
