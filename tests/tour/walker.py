"""How anyone who walks through the window gets from page to page: by the rail, once the work is done."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from tests.tour.clerk import Clerk, Script
from ui.receive.session import LedgerSession
from ui.receive.view import LedgerView
from ui.send.session import Session
from ui.send.view import BatchView
from ui.window import MainWindow

P = TypeVar("P", bound=QWidget)


class Walker:
    """A person at the window, who answers questions by `script`."""

    bears_errors = False  # goes on after one was told

    def __init__(self, window: MainWindow, script: Script, clerk: Clerk) -> None:
        self.window, self.script, self.clerk = window, script, clerk

    @property
    def _view(self) -> BatchView | LedgerView:
        raise NotImplementedError

    def _is_done(self) -> bool:
        raise NotImplementedError

    def _rest(self) -> None:
        """Until the work is done and seen, and nothing went wrong. Raises TimeoutError, AppError."""
        self.clerk.wait(self._is_done, "the work is done")
        self.clerk.settle()
        if self.script.errors and not self.bears_errors:
            raise self.script.errors[0]

    def _page(self, step: str, kind: type[P]) -> P:
        """By its place in the rail, unless it is shown."""
        page = self._view.page(step)
        assert isinstance(page, kind)
        if not page.isVisible():
            self.clerk.click(self._view.rail.steps[step])
        self._rest()
        return page

    def _now(self, kind: type[P]) -> P:
        return next(page for page in self.window.findChildren(kind) if page.isVisible())


class CityWalker(Walker):
    """In a batch."""

    @property
    def _view(self) -> BatchView:
        assert self.window.view is not None
        return self.window.view

    @property
    def session(self) -> Session:
        assert self.window.session is not None
        return self.window.session

    def _is_done(self) -> bool:
        """The report is that of the batch, too."""
        return not self.session.busy and self.session.is_checked


class LedgerWalker(Walker):
    """In a ledger."""

    @property
    def _view(self) -> LedgerView:
        assert self.window.ledger is not None
        return self.window.ledger

    @property
    def session(self) -> LedgerSession:
        return self._view.session

    def _is_done(self) -> bool:
        return not self.session.busy and not self.session.is_reading
