"""The layout of a disc that is registered, put right as before it was received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.job import Job
from app.model.submission import Layout
from app.paths import inside
from app.receive.hand.shown import Shown, list_of, shown_of
from ui import theme
from ui.receive.layout.piece import PieceWindow
from ui.receive.layout.tree import LayoutTree
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.widgets.boxes import across, down
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from app.receive.disc.on_hand import DiscOnHand

_HINT = "认错的拖到对的位置，或点右键改；可以选几个；双击看文件"


class LayoutDialog(QDialog):
    taken = Signal(object)  # Layout

    def __init__(self, session: LedgerSession, ask: Ask, disc: DiscOnHand, now: Layout, names: Sequence[str],
                 parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"盘上的内容：{disc.record.disc_id}")
        self.resize(980, 600)
        self._session, self._disc = session, disc
        self.layout_now = now
        self.piece: PieceWindow | None = None
        self.tree = LayoutTree(ask, session.notice)
        self.tree.known = tuple(names)
        self.tree.corrected.connect(self._corrected)
        self.tree.wanted.connect(self._open_piece)
        self.undo = link_button("恢复登记时的认法", lambda: self._corrected(disc.record.layout))
        self.take = primary_button("照此认", self._take)
        hint = PlainLabel(_HINT, "muted", pixels=theme.SMALL)
        buttons = across((hint, 1), self.undo, plain_button("取消", self.reject), self.take, gap=10)
        self.setLayout(down((self.tree, 1), buttons, margins=(18, 16, 18, 14), gap=12))
        self._corrected(now)

    def _corrected(self, layout: Layout) -> None:
        self.layout_now = layout
        self.tree.show_layout(layout)
        self.undo.setVisible(layout != self._disc.record.layout)

    def _take(self) -> None:
        self.accept()
        self.taken.emit(self.layout_now)

    def _open_piece(self, path: str) -> None:
        record, content, sandbox = self._disc.record, self._disc.content, self._session.sandbox

        def read(job: Job) -> Shown:
            if path in record.files:
                return shown_of(inside(content, record.files[path]), path, sandbox, job)
            return list_of([each for each in record.files if each.startswith(f"{path}/")])

        self.piece = self.piece or PieceWindow(self._session, self)
        self.piece.show_piece(path, read)
