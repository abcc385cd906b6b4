"""A piece of the disc in a window of its own, before anything is received."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QStackedWidget, QWidget

from app.job import Job
from app.model.batch import Batch, Sender
from app.receive.hand.shown import Shown
from ui.findings.preview import PreviewPane
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.widgets.boxes import down

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox


class _Shelf:
    """What a preview reads from where there is no batch."""

    def __init__(self, session: LedgerSession) -> None:
        self._session = session
        self.batch = Batch(Sender(""), session.notice.id, "")
        self.folder = session.scratch

    @property
    def ask(self) -> Ask:
        return self._session.ask

    @property
    def executor(self) -> Executor | None:
        return self._session.executor

    @property
    def scratch(self) -> Path:
        return self._session.scratch

    @property
    def sandbox(self) -> Sandbox:
        return self._session.sandbox


class PieceWindow(QDialog):
    """`show_piece` shows another one; what it takes to read it is done off the window's thread."""

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.resize(820, 680)
        self.pane = PreviewPane(_Shelf(session), "正在打开…")
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("文件里的文字")
        self._views = QStackedWidget()
        for view in (self.pane, self.text):
            self._views.addWidget(view)
        self.setLayout(down((self._views, 1), margins=(10, 10, 10, 10)))
        self._path = ""
        self._reading = Latest(session.executor, self)
        self._reading.ready.connect(self._show)
        self._reading.failed.connect(session.ask.show_error)

    def show_piece(self, path: str, read: Callable[[Job], Shown]) -> None:
        self._path = path
        self.setWindowTitle(path.rsplit("/", 1)[-1])
        self.pane.clear("正在打开…")
        self._views.setCurrentWidget(self.pane)
        self.show()
        self.raise_()
        self._reading.ask(read)

    def _show(self, shown: Shown) -> None:
        name = self._path.rsplit("/", 1)[-1]
        if shown.file is not None:
            self.pane.show_file(shown.file, name, kind=shown.kind)
        else:
            self.text.setPlainText(shown.text)
            self._views.setCurrentWidget(self.text)
