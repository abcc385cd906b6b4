"""Below a preview: the way into the computer's own software, for what is shown without its looks."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.job import Job
from ui import theme
from ui.findings.rendition import Look, Target, take_out
from ui.findings.source import Spooled
from ui.shell.opening import open_path
from ui.shell.runner import Latest
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button
from ui.widgets.labels import PlainLabel


class OutsideRow(QWidget):
    """Hidden where nothing can be opened so."""

    def __init__(self, session: Spooled) -> None:
        super().__init__()
        self._session = session
        self._target: Target | None = None
        self.button = plain_button("用本机软件打开", self._open, small=True)
        self._words = PlainLabel("", "muted", pixels=theme.SMALL)
        across(self._words, None, self.button, on=self, margins=(14, 6, 10, 6))
        self._taking = Latest(session.executor, self)
        self._taking.ready.connect(lambda path: open_path(path, session.ask))
        self._taking.failed.connect(session.ask.show_error)
        self.hide()

    def show_look(self, target: Target | None, seen: Look) -> None:
        """What is now seen of it."""
        self._target = target if seen.outside else None
        self._words.setText("这里只显示文字" if seen.text else "")
        self.button.setVisible(seen.outside)
        self.setVisible(seen.outside)

    def _open(self) -> None:
        target, session = self._target, self._session
        if target is None:
            return
        scratch = session.scratch

        def work(job: Job) -> Path:
            from app.errors import Unreadable
            from app.reading.sandbox import SandboxError

            try:
                return take_out(target, scratch, session.sandbox, job)
            except SandboxError as error:
                raise Unreadable(target.title) from error

        self._taking.ask(work)
