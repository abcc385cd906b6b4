"""已移出: the enterprises that were moved out of the batch, and the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QWidget

from app.notices.notice import Notice
from app.store.removed import Removed
from ui import theme
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_rows

_HINT = "材料和填写的内容都在，放回以后回到原来的位置。"


class RemovedDialog(QDialog):
    """`wanted`: those to be put back, a list."""

    wanted = Signal(object)

    def __init__(self, gone: Sequence[Removed], notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("已移出的企业")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 380)
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
        view.setModel(self.table)
        as_rows(view, "已移出的企业")
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        for column, width in enumerate((0, 64, 140, 96)):
            view.setColumnWidth(column, width)
        header = view.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.doubleClicked.connect(lambda _: self._put_back())
        card = Card()
        card.body.addWidget(view, 1)
        down(
            PlainLabel("已移出的企业", pixels=15, bold=True), PlainLabel(_HINT, "muted"), (card, 1),
            across(None, plain_button("关闭", self.reject), self.back, gap=8),
            on=self, margins=(theme.MARGIN, 18, theme.MARGIN, 18), gap=12,
        )  # fmt: skip

    def _put_back(self) -> None:
        rows = sorted({index.row() for index in self.view.selectionModel().selectedRows()})
        chosen = [self.table.record(row) for row in rows]
        if chosen:
            self.wanted.emit(chosen)
            self.accept()
