"""The preview beside a list: pages of a PDF, pictures, plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QStackedWidget, QWidget

from app.errors import AppError
from app.job import Job
from app.model.batch import Batch, member_key
from app.model.documents.pages import SealText
from app.model.source import Member, Source
from app.paths import inside
from ui import theme
from ui.findings.rendition import Look, Target, render, take_out
from ui.findings.sheet import Desk, Sheet
from ui.findings.strip import SealStrip
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.runner import Latest
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, quiet_button
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card, EmptyState

if TYPE_CHECKING:
    from app.reading.sandbox import Sandbox

TIP = int(Qt.ItemDataRole.ToolTipRole)


class SpooledFile(Protocol):
    """Where files to look at come from: an open batch, or a submission in the store."""

    @property
    def ask(self) -> Ask: ...
    @property
    def executor(self) -> Executor | None: ...
    @property
    def batch(self) -> Batch: ...
    @property
    def folder(self) -> Path: ...
    @property
    def scratch(self) -> Path: ...
    @property
    def sandbox(self) -> Sandbox: ...


class PreviewPane(Card):
    """`show_member`, `show_file`, `clear`; `framed` may be put under or over it by a page (`body`)."""

    turned = Signal(int)  # the page now shown
    shown = Signal(str)  # the key of the member now shown, "" of none
    opened = Signal()  # what is to be shown can be seen

    def __init__(self, session: SpooledFile, empty: str = "选中一个格子，在这里看文件", *,
                 header: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session, self._empty = session, empty
        self._target: Target | None = None
        self._page, self._pages = 1, 0
        self._begins: Mapping[str, int] = {}
        self._looking = Latest(session.executor, self)
        self._looking.ready.connect(self._show)
        self._looking.failed.connect(self._failed)
        self._slow = QTimer(self, singleShot=True, interval=250)
        self._slow.timeout.connect(self._says_slow)
        self.sheet = Sheet()
        self._desk = Desk(self.sheet)
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setStyleSheet("border: none; border-radius: 0;")
        self._outside = plain_button("用本机软件打开", self._open_outside, small=True)
        self._outside.hide()
        self._taking = Latest(session.executor, self)
        self._taking.ready.connect(lambda path: open_path(path, session.ask))
        self._taking.failed.connect(session.ask.show_error)
        self._note = EmptyState(empty, "", self._outside)
        self._note.title.setFont(theme.font())
        self._note.title.set_tone("muted")
        self._note.title.setWordWrap(True)
        self._views = QStackedWidget()
        for view in (self._note, self._desk, self._text):
            self._views.addWidget(view)
        self._head = self._header()
        self._wants_head = header
        self.body.addWidget(self._head)
        self.strip = SealStrip(session.executor)
        self.body.addWidget(self.strip)
        self.body.addWidget(self._views, 1)
        self._views.setObjectName("desk")
        theme.style(self._views, "QStackedWidget#desk { background: ${DESK}; border-bottom-left-radius: 9px;"
                    " border-bottom-right-radius: 9px; }")
        self.clear()

    # -- what to show ------------------------------------------------------------------------------
    def show_member(self, key: str, page: int = 1) -> None:
        """A member of the batch by its key (`app.model.batch.member_key`), from page 1."""
        self.shown.emit(key)
        found = self._member(key)
        if found is None:
            self.clear("这个文件已不在批次里")
            return
        source, member = found
        stored = inside(self._session.folder, source.stored)
        self._look(Target(member.name, member.kind, None, stored, source, member), page)

    def show_members(self, keys: Sequence[str], begins: Mapping[str, int] | None = None) -> None:
        """Several files of one cell, the first shown; `begins`: the page where each is to be opened."""
        self._begins = begins or {}
        self._chooser.blockSignals(True)
        self._chooser.clear()
        for key in keys:
            self._chooser.addItem(key.rpartition("/")[2], key)
            self._chooser.setItemData(self._chooser.count() - 1, plain_tip(key.partition("/")[2]), TIP)
        self._chooser.blockSignals(False)
        if keys:
            self.show_member(keys[0], self._begins.get(keys[0], 1))
        else:
            self.clear()
        self._chooser.setVisible(len(keys) > 1)
        self._title.setVisible(len(keys) <= 1)

    def choose(self, key: str) -> None:
        """Another of the files that `show_members` was given."""
        place = self._chooser.findData(key)
        if place >= 0:
            self._chooser.setCurrentIndex(place)

    def show_file(self, path: Path, title: str = "", page: int = 1, kind: str = "pdf") -> None:
        """A PDF of our own making, or one that was attached; a picture or text, by its `kind`."""
        self._look(Target(title or path.name, kind, path), page)

    def clear(self, text: str = "") -> None:
        self.shown.emit("")
        self._looking.forget()
        self._slow.stop()
        self._outside.hide()
        self.strip.clear()
        self._target = None
        self.sheet.show_image(None)
        self._title.setText("")
        self._chooser.hide()
        self._title.show()
        self._head.hide()  # an empty bar over an empty desk says nothing
        self._turned(1, 0)
        self._say(text or self._empty)

    def set_frame(self, frame: QRectF | None) -> None:
        """A dashed frame over the page, in shares of it (0..1)."""
        self.sheet.set_frame(frame)

    def set_strip(self, read: SealText | None, page: int) -> None:
        """The name that was read in a seal of the file now shown, above it."""
        self.strip.clear()
        if read is not None and self._target is not None:
            self.strip.show_seal(self._target, page, read, self._session.scratch, self._session.sandbox)

    @property
    def page(self) -> int:
        return self._page

    def turn(self, by: int) -> None:
        """Another page of the same file."""
        wanted = self._page + by
        if self._target is not None and 1 <= wanted <= self._pages:
            self._ask(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        if event.key() in step:
            self.turn(step[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    # -- inside ------------------------------------------------------------------------------------
    def _header(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(40)
        head.setObjectName("head")
        theme.style(head, "QWidget#head { border-bottom: 1px solid ${LINE}; }")
        self._title = PlainLabel(elide=Qt.TextElideMode.ElideMiddle)
        self._chooser = QComboBox()
        self._chooser.setAccessibleName("这一格的文件")
        self._chooser.setStyleSheet("QComboBox { border: none; padding: 0 4px; font-size: 13px; }")
        self._chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._chooser.setMinimumContentsLength(8)
        self._chooser.hide()
        self._chooser.currentIndexChanged.connect(lambda _: self._chose())
        self._back = quiet_button("上页", lambda: self.turn(-1))
        self._count = PlainLabel("", "muted", pixels=theme.SMALL)
        self._next = quiet_button("下页", lambda: self.turn(1))
        self._zoom = quiet_button("放大", self._zoomed)
        for button, name in ((self._back, "上一页"), (self._next, "下一页"), (self._zoom, "按宽度放大")):
            button.setAccessibleName(name)
            button.setToolTip(name)
        turning = (self._back, self._count, self._next, self._zoom)
        across((self._title, 1), (self._chooser, 1), *turning, on=head, margins=(14, 0, 10, 0), gap=4)
        return head

    def _chose(self) -> None:
        if key := self._chooser.currentData():
            self.show_member(str(key), self._begins.get(str(key), 1))

    def _member(self, key: str) -> tuple[Source, Member] | None:
        source = self._session.batch.sources.get(key.partition("/")[0])
        found = (m for m in source.members if member_key(source, m) == key) if source else ()
        return next(((source, member) for member in found if source), None)

    def _look(self, target: Target, page: int) -> None:
        same = self._target == target and self._page == page and self.sheet.isVisible()
        self._target = target
        self._title.setText(target.title)
        self._head.setVisible(self._wants_head)
        if same:
            self.opened.emit()
        else:
            self._ask(page)

    def _ask(self, page: int) -> None:
        target, session = self._target, self._session
        assert target is not None
        self._page = page
        self._slow.start()
        scratch = session.scratch

        def work(job: Job) -> tuple[Target, Look]:
            return target, render(target, page, scratch, session.sandbox, job)

        self._looking.ask(work)

    def _show(self, answer: tuple[Target, Look]) -> None:
        target, seen = answer
        if target != self._target:
            return
        self._slow.stop()
        self._outside.setVisible(seen.outside)
        self._turned(seen.page, seen.pages)
        if seen.image is not None:
            self.sheet.show_image(seen.image)
            self._views.setCurrentWidget(self._desk)
        elif seen.text:
            self._text.setPlainText(seen.text)
            self._views.setCurrentWidget(self._text)
        else:
            self._say(seen.note)
        self._zoom.setVisible(seen.image is not None)
        if seen.image is not None or seen.text:
            self.opened.emit()

    def _open_outside(self) -> None:
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

    def _says_slow(self) -> None:
        """Rather than leave the last file standing under the name of the next."""
        self._outside.hide()
        self._say("正在打开…")

    def _failed(self, error: AppError) -> None:
        self._slow.stop()
        self._say(f"{error.title}。{error.advice}")

    def _say(self, text: str) -> None:
        self._note.title.setText(text)
        self._views.setCurrentWidget(self._note)

    def _turned(self, page: int, pages: int) -> None:
        self._page, self._pages = page, pages
        self._count.setText(f"第 {page} / {pages} 页" if pages else "")
        for button, can_turn in ((self._back, page > 1), (self._next, page < pages)):
            button.setVisible(pages > 1)
            button.setEnabled(can_turn)
        self._zoom.setVisible(False)
        self.turned.emit(page)

    def _zoomed(self) -> None:
        self.sheet.wide = not self.sheet.wide
        self._zoom.setText("整页" if self.sheet.wide else "放大")
        self.sheet.fit()
