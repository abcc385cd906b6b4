"""The first look at a disc: what it holds, what can be said of it, and a person's corrections of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.job import Job
from app.model.batch import Sender
from app.model.submission import Layout
from app.reading.tables.grid import Grid
from app.receive.hand.shown import Shown, list_of, shown_of
from app.receive.preview import Glance, Preview
from ui import theme
from ui.receive.insert.cards import LookCard, PaperCard
from ui.receive.insert.columns import ColumnsDialog
from ui.receive.layout.edit import carried_over
from ui.receive.layout.piece import PieceWindow
from ui.receive.layout.tree import LayoutTree
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import link_button, plain_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, line

_HINT = "认错的拖到对的位置，或点右键改；可以选几个；双击看文件"


class LookedFace(QWidget):
    """`changed` when something was corrected, or the paper beside it filled in."""

    changed = Signal()

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.glance: Glance | None = None
        self.look: Preview | None = None
        self.layout_now: Layout | None = None
        self.is_corrected = False
        self._places: tuple[Path, ...] = ()
        self._fresh: Preview | None = None  # as the program takes it, its headings as a person read them
        self.tree = LayoutTree(ask, session.notice, tells_headings=True)
        self.first = LookCard()
        self.paper = PaperCard(session.notice)
        self.undo = link_button("恢复程序的判断", self.forget_corrections)
        self.ask_columns = plain_button("指明表头…", lambda: self._open_columns(), small=True)
        self.piece: PieceWindow | None = None
        self.columns: ColumnsDialog | None = None
        self._hint = PlainLabel("", "muted", pixels=theme.SMALL)
        held = Card()
        title = PlainLabel("盘上的内容")
        top = across(title, None, self._hint, self.undo, self.ask_columns, margins=(16, 8, 14, 8), gap=10)
        fill(held.body, top, line(), (self.tree, 1))
        right = down((self.first, 1), self.paper, gap=14)
        self.setLayout(across((held, 64), (laid(right), 45), gap=theme.GAP))
        self._answering = Latest(session.thinking, self)
        self._answering.ready.connect(self._answered)
        self._answering.failed.connect(ask.show_error)
        self._reading = Latest(session.executor, self)
        self._reading.ready.connect(self._show_columns)
        self._reading.failed.connect(ask.show_error)
        self.tree.corrected.connect(self._corrected)
        self.tree.wanted.connect(self._open_piece)
        self.tree.headings_wanted.connect(self._open_columns)
        self.paper.changed.connect(self._paper_changed)

    # -- one disc ----------------------------------------------------------------------------------
    def show_glance(self, glance: Glance, places: Sequence[Path]) -> None:
        self.close_glance()
        self.glance, self._places = glance, tuple(places)
        self.look = self._fresh = glance.first
        self.layout_now, self.is_corrected = glance.first.layout, False
        self.first.show_look(glance.first, self._session.notice, self._places)
        self._asked_sender = glance.first.layout.sender
        self.paper.show_look(glance.first, len(self._places))
        self._show_layout()

    def close_glance(self) -> None:
        """What was copied for it goes."""
        for window in (self.piece, self.columns):
            if window is not None:
                window.close()
        self._answering.forget()
        self._reading.forget()
        if self.glance is not None:
            self.glance.close()
        self.glance = self.look = self.layout_now = self._fresh = None

    @property
    def is_ready(self) -> bool:
        """Whether it can be received: something was recognised, and the paper is filled in."""
        layout = self.layout_now
        if layout is None or not self.paper.is_ready:
            return False
        return bool(layout.tracks) or layout.of > 1 or len(self._places) > 1  # others of the set may tell

    def corrected_layout(self) -> Layout | None:
        """As a person corrected it; without correction, or for several discs, each tells itself."""
        if self.layout_now is None or not self.is_corrected or len(self._places) > 1:
            return None
        sender = self.told_sender()
        return replace(self.layout_now, sender=sender) if sender is not None else self.layout_now

    def told_sender(self) -> Sender | None:
        """Who it is from, where that is another than the disc tells."""
        told = self.paper.chosen_sender()
        return told if self.look is not None and told != self.look.layout.sender else None

    # -- corrections -------------------------------------------------------------------------------
    def _corrected(self, layout: Layout) -> None:
        self.layout_now, self.is_corrected = layout, True
        self._show_layout()
        self._answer_again()

    def forget_corrections(self) -> None:
        assert self.look is not None
        self._fresh = self.look
        self.layout_now, self.is_corrected = self.look.layout, False
        self._show_layout()
        self._answer_again()

    def _paper_changed(self) -> None:
        told = self.paper.chosen_sender()
        if self.layout_now is not None and told.name and told != self._asked_sender:
            self._asked_sender = told
            self._answer_again()
        self.changed.emit()

    def _answer_again(self) -> None:
        """What can be said follows every correction at once."""
        glance, layout, sender = self.glance, self.layout_now, self.paper.chosen_sender()
        if glance is not None and layout is not None:
            self._answering.ask(lambda job: glance.again(layout, job, sender if sender.name else None))

    def _answered(self, look: Preview) -> None:
        if self.glance is None or look.layout != self.layout_now:
            return
        self.first.show_look(look, self._session.notice, self._places)
        self._show_unread(look)

    def _show_layout(self) -> None:
        assert self.layout_now is not None
        self.tree.known = self._fresh.names if self._fresh else ()
        self.tree.show_layout(self.layout_now)
        self._hint.setText(_HINT if self.tree.can_correct and not self.is_corrected else "")
        self.undo.setVisible(self.is_corrected)
        if self._fresh is not None:
            self._show_unread(self._fresh)
        self.changed.emit()

    def _show_unread(self, look: Preview) -> None:
        self._unread = look.unread
        self.ask_columns.setVisible(bool(look.unread) and self.tree.can_correct)

    # -- a piece, a table --------------------------------------------------------------------------
    def _open_piece(self, path: str) -> None:
        glance, sandbox = self.glance, self._session.sandbox
        if glance is None:
            return

        def read(job: Job) -> Shown:
            below = glance.below(path)
            return list_of(below) if below else shown_of(glance.local(path, job), path, sandbox, job)

        self.piece = self.piece or PieceWindow(self._session, self)
        self.piece.show_piece(path, read)

    def _open_columns(self, table: str = "") -> None:
        """Of that table, or of the first whose headings nobody knows."""
        glance, path = self.glance, table or next(iter(self._unread), "")
        if glance is not None and path:
            self._reading.ask(lambda job: (path, glance.grids(path, job)))

    def _show_columns(self, answer: tuple[str, tuple[Grid, ...]]) -> None:
        path, grids = answer
        layout, notice = self.layout_now, self._session.notice
        name = path.rsplit("/", 1)[-1]
        if layout is None or not grids:
            self._ask.tell("这张表读不出来", f"“{name}”不是表格，或是空的；请报送单位重新提供。")
            return
        track = next((key for key, own in layout.tracks.items() if own.table == path), notice.tracks[0].id)
        self.columns = ColumnsDialog(notice, notice.track(track), grids, name, layout.columns, self)
        self.columns.said.connect(self._columns_said)
        self.columns.open()

    def _columns_said(self, columns: Mapping[str, str]) -> None:
        """The disc is recognised once more with them; what else was corrected stays as it is."""
        glance, before = self.glance, self._fresh
        if glance is None or before is None or self.layout_now is None:
            return
        said = {**self.layout_now.columns, **columns}

        def work(job: Job) -> Preview:
            return glance.again(glance.recognised(said, job.part(0.0, 0.6)), job.part(0.6, 1.0))

        self._session.run("照您指的列读表", work, partial(self._read_anew, before))

    def _read_anew(self, before: Preview, fresh: Preview) -> None:
        if self.layout_now is None:
            return
        layout = carried_over(before.layout, self.layout_now, fresh.layout)
        self._fresh = fresh
        if not self.paper.chosen_sender().name:
            self.paper.senders.setEditText(fresh.layout.sender.name)
        self._corrected(layout)

    _asked_sender = Sender("")
    _unread: tuple[str, ...] = ()
