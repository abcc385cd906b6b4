"""做过的事: what can be taken back, the newest first, and how to come back to any of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QWidget

from app.store.acts import Done, done
from app.store.journal import Entry
from ui import theme
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_rows

_HINT = "选中一步再点“回到这里”，它后面做的都撤销，之后还可以逐步重做（Ctrl+Y）。"


class DeedsDialog(QDialog):
    """`wanted`: the seq of the act that a person wants to come back to."""

    wanted = Signal(int)

    def __init__(self, history: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("做过的事")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 480)
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
        view.setModel(self.table)
        as_rows(view, "做过的事")
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        for column, width in enumerate((130, 90)):
            view.setColumnWidth(column, width)
        view.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        view.selectionModel().currentRowChanged.connect(self._choose)
        card = Card()
        card.body.addWidget(view, 1)
        down(
            PlainLabel("做过的事", pixels=15, bold=True), PlainLabel(_HINT, "muted"), (card, 1),
            across(None, self.back, primary_button("关闭", self.accept)),
            on=self, margins=(theme.MARGIN, 18, theme.MARGIN, 18), gap=12,
        )  # fmt: skip

    def _choose(self, current: QModelIndex) -> None:
        self.back.setEnabled(current.row() > 0)  # the newest is where we are

    def _go_back(self) -> None:
        self.wanted.emit(self.table.record(self.view.currentIndex().row()).seq)
        self.accept()
