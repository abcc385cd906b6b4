"""移出几家: those that are to be moved out of the batch, chosen in a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QWidget

from app.notices.notice import Notice
from ui import theme
from ui.send.collect.census import Row
from ui.shell.search import SearchLine, found
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_rows

_HINT = "按住 Ctrl 或 Shift 选几家，Ctrl+A 全选；移出以后随时可以从“已移出”放回来。"


class RemovingDialog(QDialog):
    """`wanted`: those to be moved out, a list of rows."""

    wanted = Signal(object)

    def __init__(self, rows: Sequence[Row], notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("移出几家")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(680, 420)
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
        view.setModel(self.table)
        as_rows(view, "本批次的企业")
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        for column, width in ((1, 64), (2, 150)):
            view.setColumnWidth(column, width)
        view.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        view.selectionModel().selectionChanged.connect(lambda *_: self._count())
        card = Card()
        card.body.addWidget(view, 1)
        title = PlainLabel("选出要移出的企业", pixels=15, bold=True)
        down(
            across(title, None, self.search), PlainLabel(_HINT, "muted"), (card, 1),
            across(None, plain_button("取消", self.reject), self.out, gap=8),
            on=self, margins=(theme.MARGIN, 18, theme.MARGIN, 18), gap=12,
        )  # fmt: skip

    @property
    def chosen(self) -> list[Row]:
        """In the order of the list."""
        return [self.table.record(row) for row in sorted(
            {index.row() for index in self.view.selectionModel().selectedRows()})]

    def _show(self) -> None:
        shown = [row for row in self._rows if found(self.search.terms, (row.name,))]
        self.search.show_count(len(shown), len(self._rows))
        self.table.show(shown)
        self._count()

    def _count(self) -> None:
        many = len(self.chosen)
        self.out.setText(f"移出 {many} 家…" if many else "移出")
        self.out.setEnabled(bool(many))

    def _take_out(self) -> None:
        chosen = self.chosen
        self.accept()
        self.wanted.emit(chosen)
