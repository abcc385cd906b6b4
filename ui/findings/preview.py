"""The preview beside a list: pages of a PDF, pictures, plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QStackedWidget, QWidget

from app import wording
from app.errors import AppError
from app.job import Job
from app.model.batch import member_key
from app.model.documents.pages import SealText
from app.model.source import Member, Source
from app.paths import inside
from ui import theme
from ui.findings.outside import OutsideRow
from ui.findings.preview_bar import PreviewBar
from ui.findings.rendition import Look, Target, render
from ui.findings.sheet import STEP, WHOLE, WIDE, Desk, Sheet
from ui.findings.source import Spooled
from ui.findings.strip import SealStrip
from ui.shell.keys import Keys
from ui.shell.runner import Latest
from ui.widgets.boxes import down
from ui.widgets.panels import Card, EmptyState

BACK = Keys(("PgUp", "Left"), "上一页", "预览")
ON = Keys(("PgDown", "Right"), "下一页", "预览")


class PreviewPane(Card):
    """`show_member`, `show_file`, `clear`; `framed` may be put under or over it by a page (`body`)."""

    turned = Signal(int)  # the page now shown
    shown = Signal(str)  # the key of the member now shown, "" of none
    opened = Signal()  # what is to be shown can be seen

    def __init__(self, session: Spooled, empty: str = "选中一个格子，在这里看文件", *,
                 header: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._session, self._empty = session, empty
        self._target: Target | None = None
        self._page, self._pages = 1, 0
        self._asked: tuple[int, ...] = ()
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
        self._text.setAccessibleName("文件里的文字")
        self._text.setStyleSheet("border: none; border-radius: 0;")
        self._foot = OutsideRow(session)
        self._outside = self._foot.button
        self._note = EmptyState(empty, quiet=True)
        self._views = QStackedWidget()
        for view in (self._note, self._desk, self._text):
            self._views.addWidget(view)
        self._head = self._header()
        self._wants_head = header
        self.body.addWidget(self._head)
        self.strip = SealStrip(session.executor)
        self.body.addWidget(self.strip)
        self.body.addWidget(self._views, 1)
        self.body.addWidget(self._foot)
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
        if keys:
            self._head.show_files(keys)
            self.show_member(keys[0], self._begins.get(keys[0], 1))
        else:
            self.clear()

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
        self._foot.hide()
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
        if BACK.is_pressed(event) or ON.is_pressed(event):
            self.turn(1 if ON.is_pressed(event) else -1)
        else:
            super().keyPressEvent(event)

    # -- inside ------------------------------------------------------------------------------------
    def _header(self) -> PreviewBar:
        bar = PreviewBar()
        self._title, self._chooser, self._count = bar.title, bar.chooser, bar.count
        self._back, self._next = bar.back, bar.next
        bar.turned.connect(self.turn)
        bar.chosen.connect(lambda key: self.show_member(key, self._begins.get(key, 1)))
        bar.zoomed.connect(lambda: self.zoom(WHOLE if self.sheet.scale else WIDE))
        bar.menu_wanted.connect(self.fill_menu)
        self._desk.zoomed.connect(lambda: bar.show_zoom(not self.sheet.scale))
        return bar

    def _member(self, key: str) -> tuple[Source, Member] | None:
        source = self._session.batch.sources.get(key.partition("/")[0])
        found = (m for m in source.members if member_key(source, m) == key) if source else ()
        return next(((source, member) for member in found if source), None)

    def _look(self, target: Target, page: int) -> None:
        if self._target != target:
            self.sheet.turned, self._asked = 0, ()
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
        self._foot.show_look(target, seen)
        self._turned(seen.page, seen.pages)
        if seen.image is not None:
            self.sheet.show_image(seen.image)
            self._views.setCurrentWidget(self._desk)
        elif seen.text:
            self._text.setPlainText(seen.text)
            self._views.setCurrentWidget(self._text)
        else:
            self._say(seen.note)
        self._head.zoom.setVisible(seen.image is not None)
        if seen.image is not None or seen.text:
            self.opened.emit()

    def _says_slow(self) -> None:
        """Rather than leave the last file standing under the name of the next."""
        self._foot.hide()
        self._say("正在打开…")

    def _failed(self, error: AppError) -> None:
        self._slow.stop()
        self._say(f"{error.title}。{error.advice}")

    def _say(self, text: str) -> None:
        self._note.title.setText(text)
        self._views.setCurrentWidget(self._note)

    def _turned(self, page: int, pages: int) -> None:
        self._page, self._pages = page, pages
        self._head.show_page(page, pages)
        self.turned.emit(page)

    def zoom(self, scale: float) -> None:
        """WHOLE, WIDE, or what share of the desk's width the page shall have."""
        self.sheet.zoom(scale)
        self._head.show_zoom(not self.sheet.scale)

    def fill_menu(self, menu: QMenu) -> None:
        """How what is shown can be seen otherwise."""
        if self._asked:
            menu.addAction("到下一处问题的那一页", self.to_next_asked)
            menu.addSeparator()
        if self._views.currentWidget() is self._desk:
            menu.addAction("整页", lambda: self.zoom(WHOLE))
            menu.addAction("与窗格同宽", lambda: self.zoom(WIDE))
            menu.addAction("放大（Ctrl+滚轮）", lambda: self._desk.zoom_by(STEP))
            menu.addAction("缩小", lambda: self._desk.zoom_by(1 / STEP))
            menu.addAction("向右转", lambda: self.sheet.turn(1))
            menu.addAction("向左转", lambda: self.sheet.turn(-1))
            menu.addSeparator()
        if self._target is not None:
            menu.addAction("在单独的窗口中看", self.pop_out)

    def set_asked(self, pages: Sequence[int]) -> None:
        """The pages of this file that something is asked about."""
        self._asked = tuple(sorted(set(pages)))

    def to_next_asked(self) -> None:
        """From the last on to the first again."""
        later = [page for page in self._asked if page > self._page]
        self.turn(next(iter(later or self._asked)) - self._page)

    def pop_out(self) -> PreviewPane | None:
        """The same page in a window of its own, which goes with this one."""
        target = self._target
        if target is None:
            return None
        window = QWidget(self.window(), Qt.WindowType.Window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setWindowTitle(wording.visible(target.title))
        window.resize(820, 900)
        pane = PreviewPane(self._session, parent=window)
        down(pane, on=window)
        pane._look(target, self._page)
        pane.set_asked(self._asked)
        window.show()
        return pane
