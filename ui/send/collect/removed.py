"""已移出: the enterprises that were moved out of the batch, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView, QWidget

from app.notices.notice import Notice
from app.store.removed import Removed
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

_HINT = "材料和填写的内容都在，放回以后回到原来的位置。"


class RemovedDialog(Dialog):
    """`wanted`: those to be put back, a list."""

    wanted = Signal(object)

    def __init__(self, gone: Sequence[Removed], notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__("已移出的企业", 680, 380, parent)
        self.table = RecordTable[Removed](
            [
                Column("企业全称", lambda each: each.enterprise.name, tip=lambda each: each.enterprise.name),
                Column("类别", lambda each: notice.short(each.enterprise.track)),
                Column("移出时间", lambda each: each.at[:16].replace("T", " ")),
                Column("谁", lambda each: each.who),
            ],
            self,
        )
        self.view = QTableView()
        self.back = primary_button("放回本批次", self._put_back)
        self._lay_out()
        self.table.show(gone)
        self.view.selectRow(0)

    def _lay_out(self) -> None:
        view = self.view
        as_listing(view, self.table, "已移出的企业", {1: 64, 2: 140, 3: 96})
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        view.doubleClicked.connect(lambda _: self._put_back())
        card = Card()
        card.body.addWidget(view, 1)
        foot = across(None, plain_button("关闭", self.reject), self.back, gap=8)
        self.lay(heading("已移出的企业"), PlainLabel(_HINT, "muted"), (card, 1), foot)

    def _put_back(self) -> None:
        if chosen := self.table.chosen_in(self.view):
            self.wanted.emit(chosen)
            self.accept()
