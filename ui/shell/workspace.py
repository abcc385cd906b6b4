"""What is open in the window: rail, pages made when first shown, and the strip at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui import theme
from ui.shell.ask import Ask
from ui.shell.foot import FootStrip
from ui.shell.keys import Keys
from ui.shell.page import O, Page, PageWidget, StepState, Target
from ui.shell.rail import Rail
from ui.shell.search import SearchLine
from ui.shell.session_base import SessionBase
from ui.widgets.boxes import across, down
from ui.widgets.order import tab_as_laid
from ui.widgets.panels import whole_or_scrolled

S = TypeVar("S", bound=SessionBase)
TURN = Keys(tuple(f"Ctrl+{number}" for number in range(1, 10)), "转到左边第几步")


class Workspace(QWidget, Generic[S, O]):
    """Composition only: pages talk to the session, never to each other."""

    home = Signal()
    help = Signal()

    def __init__(self, pages: Sequence[Page[S, O]], session: S, ask: Ask, *, backup: str,
                 hand: str = "", back: str = "返回首页", above: QWidget | None = None,
                 parent: QWidget | None = None) -> None:
        """`backup`, `hand`, `back`: what the rail calls them; `above`: what stands over the pages."""
        super().__init__(parent)
        self.session, self._ask = session, ask
        self.pages = {page.id: page for page in pages}
        self.states: dict[str, StepState] = {}
        self._made: dict[str, PageWidget] = {}
        self._places: dict[str, QWidget] = {}  # where each page is in the stack
        self.rail, self.foot = Rail([(p.id, p.title) for p in pages], backup, hand, back), FootStrip()
        self._stack = QStackedWidget()
        self._lay_out(above)
        self.rail.chosen.connect(self.go)
        self.rail.home.connect(self.home)
        self.rail.backup.connect(self.back_up)
        self.rail.help.connect(self.help)
        session.busy_changed.connect(self.foot.show_busy)
        session.progress.connect(self.foot.show_progress)
        self.foot.cancel.connect(session.cancel)
        self.foot.show_recognition(session.recognises)
        self.foot.recognise.connect(session.switch_recognition)
        session.recognition_switched.connect(self.foot.show_recognition)
        session.recognising.connect(self.foot.show_recognising)
        TURN.bind_each(self, [partial(self.go, page.id) for page in pages])
        _hold_focus(self, self)

    def _lay_out(self, above: QWidget | None) -> None:
        right = down(*([above] if above else []), (self._stack, 1), self.foot, gap=0)
        across(self.rail, (right, 1), on=self, gap=0)

    # -- what it is, for the window and the home page ----------------------------------------------
    @property
    def title(self) -> str:
        """In the window's frame."""
        raise NotImplementedError

    def remembered(self) -> tuple[str, str]:
        """What the home page calls it, and how far it is."""
        raise NotImplementedError

    def back_up(self) -> None:
        """Ask where to, and copy."""
        raise NotImplementedError

    # -- pages -------------------------------------------------------------------------------------
    @property
    def step(self) -> str:
        """The id of the page shown."""
        shown = self._stack.currentWidget()
        return next(key for key, place in self._places.items() if place is shown)

    @property
    def topic(self) -> str:
        """The page of the manual that tells of what is shown."""
        return self.step

    def page(self, key: str) -> PageWidget:
        """The page of this id, made now unless it was before."""
        page = self._make(key)
        if key not in self._places:
            self._places[key] = whole_or_scrolled(page)
            self.introduce(page)
            self._stack.addWidget(self._places[key])
            _hold_focus(self._places[key], page)
        return page

    def introduce(self, page: PageWidget) -> None:
        """Give a new page what it shows."""

    def _make(self, key: str) -> PageWidget:
        if key not in self._made:
            page = self._made[key] = self.pages[key].make(self.session, self._ask, self._stack)
            page.go.connect(self.go)
        return self._made[key]

    def go(self, to: str | Target) -> None:
        """Turn to a page; a target is chosen on it, also if what is searched for there would hide it."""
        key = to.page if isinstance(to, Target) else to
        page = self.page(key)
        self._stack.setCurrentWidget(self._places[key])
        tab_as_laid(self, [place for place in self._places.values() if place is not self._places[key]])
        self.rail.choose(key)
        if isinstance(to, Target):
            for searched in page.findChildren(SearchLine):
                searched.clear()
            page.land(to)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.set_narrow(self.width() < theme.ROOMY)

    def show_states(self, states: dict[str, StepState]) -> None:
        self.states = states
        self.rail.show_steps(states)


def _hold_focus(place: QWidget, holder: QWidget) -> None:
    """Qt gives a stack's new face's first stop the focus, and it would look chosen before anybody chose."""
    if place.focusWidget() is None:
        holder.setFocus()
