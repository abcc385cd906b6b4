"""移出几家: those that are to be moved out of the batch, chosen in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTableView, QWidget

from app.notices.notice import Notice
from ui.send.collect.census import Row
from ui.shell.search import SearchLine, found
from ui.widgets.boxes import across
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

_HINT = "按住 Ctrl 或 Shift 选几家，Ctrl+A 全选；移出以后随时可以从“已移出”放回来。"


class RemovingDialog(Dialog):
    """`wanted`: those to be moved out, a list of rows."""

    wanted = Signal(object)

    def __init__(self, rows: Sequence[Row], notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__("移出几家", 680, 420, parent)
        self._rows = tuple(rows)
        self.table = RecordTable[Row]([
            Column("企业全称", lambda each: each.name, tip=lambda each: each.name),
            Column("类别", lambda each: notice.short(each.track)),
            Column("状态", lambda each: each.status),
        ], self)  # fmt: skip
        self.view = QTableView()
        self.search = SearchLine("企业", self, self.view)
        self.out = primary_button("移出", self._take_out)
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._show())
        self._show()
        self.view.setFocus()

    def _lay_out(self) -> None:
        view = self.view
        as_listing(view, self.table, "本批次的企业", {1: 64, 2: 150})
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        view.selectionModel().selectionChanged.connect(lambda *_: self._count())
        card = Card()
        card.body.addWidget(view, 1)
        title = across((heading("选出要移出的企业"), 1), self.search)
        foot = across(None, plain_button("取消", self.reject), self.out, gap=8)
        self.lay(title, PlainLabel(_HINT, "muted"), (card, 1), foot)

    def _show(self) -> None:
        shown = [row for row in self._rows if found(self.search.terms, (row.name,))]
        self.search.show_count(len(shown), len(self._rows))
        self.table.show(shown)
        self._count()

    def _count(self) -> None:
        many = len(self.table.chosen_in(self.view))
        self.out.setText(f"移出 {many} 家…" if many else "移出")
        self.out.setEnabled(bool(many))

    def _take_out(self) -> None:
        chosen = self.table.chosen_in(self.view)
        self.accept()
        self.wanted.emit(chosen)
