"""The ways to notices from wherever one is: their list, a draft, a file that was handed in."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from app.editions import own
from app.editions.own import Listed
from app.errors import AppError
from ui.editions.handing import open_file, pack_notice
from ui.editions.list import NoticesPage
from ui.editions.session import DraftSession, NoticesSession
from ui.editions.view import DraftView
from ui.shell.ask import Ask

Shown = NoticesPage | DraftView


class Window(Protocol):
    """Shows one page at a time, and leaves what was open before."""

    def put_notices(self, shown: Shown) -> None: ...
    def go_home(self) -> None: ...


class NoticeWays(QObject):
    def __init__(self, window: QObject, shows: Window, ask: Ask, executor: Executor | None = None) -> None:
        super().__init__(window)
        self._shows, self._ask, self._executor = shows, ask, executor

    def show_list(self, key: str = "") -> NoticesPage:
        """`key`: the one that is chosen."""
        session = NoticesSession(self._ask, executor=self._executor, parent=self)
        page = NoticesPage(session, self._ask)
        page.edit.connect(self.edit)
        page.left.connect(self._shows.go_home)
        page.opened.connect(lambda path: open_file(path, session, self._ask, page.refresh))
        page.pack_wanted.connect(lambda listed: self._pack(listed, session))
        page.refresh(key)
        self._shows.put_notices(page)
        return page

    def edit(self, key: str) -> None:
        """A draft."""
        try:
            draft = own.open_draft(key)
        except AppError as error:
            self._ask.show_error(error)
            return
        session = DraftSession(draft, self._ask, executor=self._executor, parent=self)
        view = DraftView(session, self._ask)
        view.left.connect(lambda: self.show_list(key))
        view.used.connect(self.show_list)
        view.pack_wanted.connect(lambda: self._pack_draft(session))
        self._shows.put_notices(view)

    def begin(self, file: Path | None) -> None:
        """The list; with a .通知包 or a file of rules that was handed to the window, that is opened."""
        page = self.show_list()
        if file is not None:
            open_file(file, page.session, self._ask, page.refresh)

    def _pack(self, listed: Listed, session: NoticesSession) -> None:
        pack_notice(listed.key, session, self._ask, is_draft=listed.origin is own.Origin.DRAFT)

    def _pack_draft(self, session: DraftSession) -> None:
        if session.keep_now():
            pack_notice(session.draft.key, session, self._ask, is_draft=True)


