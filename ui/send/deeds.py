"""做过的事: what can be taken back, the newest first, and how to come back to any of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QTableView, QWidget

from app.store.acts import Done, done
from app.store.journal import Entry
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

_HINT = "选中一步再点“回到这里”，它后面做的都撤销，之后还可以逐步重做（Ctrl+Y）。"


class DeedsDialog(Dialog):
    """`wanted`: the seq of the act that a person wants to come back to."""

    wanted = Signal(int)

    def __init__(self, history: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__("做过的事", 720, 480, parent)
        self.table = RecordTable[Done](
            [
                Column("时间", lambda each: each.at[:16].replace("T", " ")),
                Column("谁", lambda each: each.who),
                Column("做了什么", lambda each: each.what, tip=lambda each: each.what),
            ],
            self,
        )
        self.view = QTableView()
        self.back = plain_button("回到这里", self._go_back)
        self._lay_out()
        self.table.show(done(history)[::-1])
        self.view.selectRow(0)

    def _lay_out(self) -> None:
        view = self.view
        as_listing(view, self.table, "做过的事", {0: 130, 1: 90})
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.selectionModel().currentRowChanged.connect(self._choose)
        card = Card()
        card.body.addWidget(view, 1)
        foot = across(None, self.back, primary_button("关闭", self.accept))
        self.lay(heading("做过的事"), PlainLabel(_HINT, "muted"), (card, 1), foot)

    def _choose(self, current: QModelIndex) -> None:
        self.back.setEnabled(current.row() > 0)  # the newest is where we are

    def _go_back(self) -> None:
        self.wanted.emit(self.table.record(self.view.currentIndex().row()).seq)
        self.accept()
