"""通知规则: those there are at the left, the chosen one and what can be done with it at the right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QTableView, QWidget

from app.checks.notices import load_notice
from app.editions import own
from app.editions.draft import Draft
from app.editions.own import Listed, Origin
from app.errors import AppError, WrongUse
from app.job import Job
from ui import theme
from ui.editions.handing import PATTERNS, write_for_enterprises
from ui.editions.session import NoticesSession
from ui.editions.trial import TrialDialog, try_notice
from ui.shell.ask import Ask
from ui.shell.foot import FootStrip
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down
from ui.widgets.buttons import plain_button, primary_button, set_primary
from ui.widgets.drop_area import local_paths
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, PageHeader, page_layout
from ui.widgets.table import Column, RecordTable, as_listing

ORIGINS = {Origin.BUILT_IN: "程序自带", Origin.OWN: "自己的", Origin.DRAFT: "草稿"}
NOTICES = "notices"  # their page of the manual
_WIDE, _FAULTS = 330, 5  # pixels; faults that are told beside the list


class NoticesPage(QWidget):
    """`edit(key)` a draft; `dropped(Path)`: a file to be opened; `left` to the home page."""

    title = "通知规则"
    edit = Signal(str)
    opened = Signal(object)
    pack_wanted = Signal(object)  # Listed
    left = Signal()
    help = Signal()
    topic = NOTICES

    def __init__(self, session: NoticesSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._ask = session, ask
        self._wanted = ""  # the key that is to be chosen once it is listed
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.foot = FootStrip()
        self.open_button = plain_button("打开通知包…", self._open_file)
        self.home_button = plain_button("返回首页", self.left.emit)
        self.header = PageHeader(self.title, [self.home_button, self.open_button])
        self.header.set_subtitle("收材料、查问题、出推荐文件都照它；一份通知一套规则")
        self.table = RecordTable[Listed]([
            Column("通知", lambda each: each.title or "（没有标题）", tip=lambda each: each.title),
            Column("年度", lambda each: str(each.year) if each.year else ""),
            Column("来源", lambda each: ORIGINS[each.origin]),
            Column("状态", _state, tone=_tone),
        ], self)  # fmt: skip
        self.view = QTableView()
        self.chosen_card = Card(margins=(20, 18, 20, 20), spacing=8)
        self._looking = Latest(session.thinking, self)
        self._looking.ready.connect(self._show)
        self._lay_out()
        session.busy_changed.connect(self.foot.show_busy)
        session.progress.connect(self.foot.show_progress)
        self.foot.cancel.connect(session.cancel)
        self.foot.show_note("草稿随改随存，可以随时离开")

    def refresh(self, key: str = "") -> None:
        """As they are now; `key`: the one to be chosen."""
        self._wanted = key or self._wanted
        self._looking.ask(lambda job: own.listed())

    @property
    def chosen(self) -> Listed | None:
        row = self.view.currentIndex().row()
        return self.table.record(row) if 0 <= row < len(self.table.rows) else None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.setFocus()  # no button looks chosen before anybody chose
        self.refresh()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for path in local_paths(event.mimeData())[:1]:
            self.opened.emit(path)

    def stop(self) -> None:
        self._looking.shutdown()

    # -- what can be done --------------------------------------------------------------------------
    def _begin(self) -> None:
        """照去年新建."""
        listed = self.chosen
        if listed is None:
            return
        words = f"照“{listed.title}”新建一份草稿，列出还是去年的内容。\n新通知的年度："
        told = self._ask.text("照去年新建", words, str(listed.year + 1))
        if told is None:
            return

        def work(job: Job) -> str:
            return _begun(listed.key, told).key

        self.session.run("新建草稿", work, self.edit.emit)

    def _change(self) -> None:
        listed = self.chosen
        if listed is not None:
            self.session.run("新建草稿", lambda job: own.change(listed.key).key, self.edit.emit)

    def _edit(self) -> None:
        listed = self.chosen
        if listed is not None and listed.origin is Origin.DRAFT:
            self.edit.emit(listed.key)
        elif listed is not None:
            self._begin()

    def _pack(self) -> None:
        if self.chosen is not None:
            self.pack_wanted.emit(self.chosen)

    def _try(self) -> None:
        listed = self.chosen
        if listed is None:
            return
        try:
            is_draft = listed.origin is Origin.DRAFT
            notice = own.sound(own.open_draft(listed.key)) if is_draft else load_notice(listed.key)[0]
        except AppError as error:
            self._ask.show_error(error)
            return
        try_notice(notice, self.session, lambda told: TrialDialog(notice.title, told, self).open())

    def _write_forms(self) -> None:
        if self.chosen is not None:
            write_for_enterprises(self.chosen.key, self.session, self._ask)

    def _use(self) -> None:
        listed = self.chosen
        words = "启用以后，新建批次和台账时能选到它，草稿不再保留。"
        if listed is None or not self._ask.confirm("启用这份通知规则", words, "启用"):
            return
        self.session.run("启用", lambda job: own.put_in_use(own.open_draft(listed.key)).id, self.refresh)

    def _remove(self) -> None:
        listed = self.chosen
        if listed is None:
            return
        is_draft = listed.origin is Origin.DRAFT
        words = "草稿和放进去的文件都会删除，不能找回。" if is_draft else (
            "已有的批次和台账各有一份自己的，不受影响；新建时不再能选到它。")
        if not self._ask.confirm(f"删除“{listed.title}”", words, "删除", loses=True):
            return
        try:
            (own.drop if is_draft else own.remove)(listed.key)
        except AppError as error:
            self._ask.show_error(error)
        self.refresh()

    def _open_file(self) -> None:
        for path in self._ask.choose_files("打开通知包", PATTERNS)[:1]:
            self.opened.emit(Path(path))

    # -- inside ------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        view = self.view
        as_listing(view, self.table, self.title, {1: 64, 2: 84, 3: 130})
        view.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        view.selectionModel().currentRowChanged.connect(lambda *_: self._show_chosen())
        view.activated.connect(lambda _: self._edit())
        self.chosen_card.setFixedWidth(_WIDE)
        self.name = PlainLabel("", bold=True, pixels=15, wrap=True)
        self.about = PlainLabel("", "muted", wrap=True)
        self.says = PlainLabel("", "red", pixels=theme.SMALL, wrap=True)
        self.edit_button = primary_button("继续编辑", self._edit)
        self.use_button = plain_button("启用", self._use)
        self.begin_button = primary_button("照去年新建", self._begin)
        self.change_button = plain_button("改这一份", self._change)
        self.try_button = plain_button("试一遍", self._try)
        self.pack_button = plain_button("打成通知包…", self._pack)
        self.forms_button = plain_button("发给企业的一包…", self._write_forms)
        self.remove_button = plain_button("删除…", self._remove)
        self.buttons: tuple[QPushButton, ...] = (
            self.edit_button, self.begin_button, self.use_button, self.change_button, self.try_button,
            self.pack_button, self.forms_button, self.remove_button,
        )  # fmt: skip
        body = self.chosen_card.body
        for part in (self.name, self.about, self.says):
            body.addWidget(part)
        body.addSpacing(6)
        for button in self.buttons:
            body.addWidget(button)
        body.addStretch(1)
        listed = Card()
        listed.body.addWidget(view, 1)
        page = QWidget()
        page_layout(page, self.header, (across((listed, 1), self.chosen_card, gap=16), 1))
        down((page, 1), self.foot, on=self, gap=0)

    def _show(self, rows: Sequence[Listed]) -> None:
        before = self.chosen.key if self.chosen else ""
        self.table.show(rows)
        keys = [each.key for each in rows]
        wanted = next((key for key in (self._wanted, before) if key in keys), keys[0] if keys else "")
        self._wanted = ""
        if wanted:
            self.view.selectRow(keys.index(wanted))
        self._show_chosen()

    def _show_chosen(self) -> None:
        listed = self.chosen
        self.chosen_card.setVisible(listed is not None)
        if listed is None:
            return
        is_draft, is_own = listed.origin is Origin.DRAFT, listed.origin is Origin.OWN
        self.name.setText(listed.title or "（没有标题）")
        self.about.setText(f"编号 {listed.id} · {ORIGINS[listed.origin]} · {_state(listed)}")
        lines = [f"{each.part}：{each.says}" for each in listed.faults[:_FAULTS]]
        if (more := len(listed.faults) - len(lines)) > 0:
            lines.append(f"还有 {more} 处")
        self.says.setText("\n".join(lines))
        self.says.setVisible(bool(lines))
        self.edit_button.setVisible(is_draft)
        self.use_button.setVisible(is_draft)
        self.use_button.setEnabled(not listed.faults)
        self.begin_button.setVisible(not is_draft)
        self.begin_button.setEnabled(not listed.faults)
        set_primary(self.begin_button, not is_draft)
        self.change_button.setVisible(not is_draft)
        self.change_button.setEnabled(not listed.faults)
        self.pack_button.setEnabled(not listed.faults)
        self.try_button.setEnabled(not listed.faults)
        self.forms_button.setVisible(not is_draft)
        self.forms_button.setEnabled(not listed.faults)
        self.remove_button.setVisible(is_draft or is_own)


def _begun(source: str, year: str) -> Draft:
    """Raises WrongUse, NoticeInvalid, AppError."""
    if not re.fullmatch(r"\d{4}", year.strip()):
        raise WrongUse(f"“{year}”不是四位的年份")
    before = load_notice(source)[0]
    return own.begin(source, own.id_for(before, int(year)), int(year))


def _state(listed: Listed) -> str:
    if listed.faults:
        return f"{len(listed.faults)} 处要改"
    return "可以启用" if listed.origin is Origin.DRAFT else "可用"


def _tone(listed: Listed) -> str:
    return "red" if listed.faults else "muted" if listed.origin is Origin.DRAFT else "green"
