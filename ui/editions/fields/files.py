"""随通知发放的文件: the notice's text, annexes, blank forms, official tables, lists; beside the draft."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHeaderView, QTableView

from app import wording
from app.editions.enclosures import Enclosure, Role, enclose, enclosed_with_draft, put_out
from app.errors import AppError
from app.job import Job
from ui import theme
from ui.editions.fields.block import Block
from ui.editions.session import DraftSession
from ui.shell.opening import open_path
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, quiet_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_rows

_SEEN = 8  # rows at once
_HINT = "和规则一起打进通知包，各市打开就有；汇总表模板用省厅的 .xlsx，文件名写明是哪一类的"


class FilesBlock(Block):
    def __init__(self, session: DraftSession) -> None:
        super().__init__(session, "")
        self.view = QTableView()
        self.table = RecordTable[Enclosure]([
            Column("用途", lambda each: each.role.value),
            Column("文件", lambda each: each.name, tip=lambda each: each.name),
            Column("大小", _size, right=True),
        ], self)  # fmt: skip
        self.view.setModel(self.table)
        as_rows(self.view, "随通知发放的文件")
        self.view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.view.setColumnWidth(0, 120)
        self.view.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.none = PlainLabel("还没有放进文件。", "muted")
        self.add_button = plain_button("放进文件…", self._add, small=True)
        self.open_button = quiet_button("打开看看", self._open)
        self.remove_button = quiet_button("拿掉…", self._remove)
        card = Card(margins=(18, 14, 18, 14), spacing=8)
        hint = PlainLabel(_HINT, "muted", pixels=theme.SMALL, wrap=True)
        for part in (PlainLabel("随通知发放的文件", bold=True), hint, self.none, self.view):
            card.body.addWidget(part)
        card.body.addLayout(across(self.add_button, self.open_button, self.remove_button, None, gap=12))
        down(card, on=self)

    def holds(self, place: str) -> bool:
        return False

    def refresh(self) -> None:
        found = enclosed_with_draft(self.session.draft.key)
        self.table.show(found)
        self.none.setVisible(not found)
        self.view.setVisible(bool(found))
        self.view.setFixedHeight(36 + min(max(len(found), 1), _SEEN) * theme.ROW)
        if found and not self.view.currentIndex().isValid():
            self.view.selectRow(0)
        for button in (self.open_button, self.remove_button):
            button.setEnabled(bool(found))

    @property
    def chosen(self) -> Enclosure | None:
        row = self.view.currentIndex().row()
        return self.table.record(row) if 0 <= row < len(self.table.rows) else None

    def _add(self) -> None:
        session, roles = self.session, tuple(Role)
        taken = session.ask.choose("放进文件", "这些文件是：", [role.value for role in roles])
        if taken is None:
            return
        role = roles[taken]
        patterns = " ".join(f"*.{ending}" for ending in role.endings)
        paths = session.ask.choose_files(f"选择{role.value}", f"{role.value} ({patterns})")
        if not paths:
            return

        def work(job: Job) -> int:
            for n, path in enumerate(paths):
                job.at(n / len(paths), "正在复制", path.name)
                enclose(session.draft.key, role, Path(path))
            return len(paths)

        session.run("放进文件", work, lambda _: self.refresh())

    def _open(self) -> None:
        if self.chosen is not None:
            open_path(self.chosen.path, self.session.ask)

    def _remove(self) -> None:
        one, ask = self.chosen, self.session.ask
        words = "只从草稿里拿掉，您原来的文件还在。"
        if one is None or not ask.confirm(f"拿掉“{one.name}”", words, "拿掉", loses=True):
            return
        try:
            put_out(self.session.draft.key, one.role, one.name)
        except AppError as error:
            ask.show_error(error)
        self.refresh()


def _size(each: Enclosure) -> str:
    try:
        return wording.size(each.path.stat().st_size)
    except OSError:
        return "不在了"
