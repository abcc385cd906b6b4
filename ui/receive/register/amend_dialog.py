"""更正登记: what was written down, to be put right, and what that will change before it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from app import clock
from app.errors import AppError, NothingFound, WrongUse
from app.job import Job
from app.model.batch import Sender
from app.model.disc import paper_codes
from app.model.submission import Layout, Maker, Submission
from ui import theme
from ui.receive.register.later import LaterFiles
from ui.receive.register.layout_dialog import LayoutDialog
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.drop_area import local_paths
from ui.widgets.labels import PlainLabel

if TYPE_CHECKING:
    from app.receive.amend.plan import Amendment
    from app.receive.disc.on_hand import DiscOnHand

_UNCHANGED = "还没有改动"


@dataclass(frozen=True, slots=True)
class Registered:
    """`firms`: id of each of its enterprises → its full name and track."""

    submission: Submission
    discs: tuple[DiscOnHand, ...]
    firms: Mapping[str, tuple[str, str]]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, _ in self.firms.values()))


@dataclass(frozen=True, slots=True)
class _Answer:
    wanted: Amendment
    lines: tuple[str, ...] = ()
    problem: str = ""


class AmendDialog(QDialog):
    wanted = Signal(object, str)  # Amendment, why

    def __init__(self, session: LedgerSession, ask: Ask, registered: Registered, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("更正登记")
        self.resize(720, 560)
        self._session, self._ask, self._registered = session, ask, registered
        one = registered.submission
        self.key = one.id
        self._layout: Layout | None = None
        self.layouts: LayoutDialog | None = None
        self._planning = Latest(session.thinking, self)
        self._planning.ready.connect(self._show)
        self._planning.failed.connect(ask.show_error)
        self._fields(one)
        self.changes = PlainLabel(_UNCHANGED, "muted", wrap=True)
        self.take = primary_button("更正", self._take)
        self._lay_out(one)
        self._ask_again()

    # -- fields ------------------------------------------------------------------------------------
    def _fields(self, one: Submission) -> None:
        self.senders = QComboBox()
        self.senders.setEditable(True)
        self.senders.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.senders.addItems([city.bureau for city in self._session.notice.region.cities])
        self.senders.setEditText(one.sender.with_kind)
        self.senders.setAccessibleName("报送单位")
        self.senders.setEnabled(self._says_nothing_itself())
        self._came = date.fromisoformat(one.handed_in or one.at[:10])
        self.came = QDateEdit(QDate(self._came.year, self._came.month, self._came.day))
        self.came.setCalendarPopup(True)
        self.came.setDisplayFormat("yyyy-MM-dd")
        self.came.setAccessibleName("收到日期")
        self.clerk = QLineEdit(one.clerk)
        self.clerk.setAccessibleName("登记经办人")
        self.code = QLineEdit()
        self.code.setAccessibleName("校验码")
        self.code.setEnabled(bool(one.check_codes))
        words = "不改就空着；照登记表再输一次，或扫二维码"
        self.code.setPlaceholderText(words if one.check_codes else "这张盘没有校验码")
        self.relay = link_button("改认法…", self._open_layout)
        self.relay.setEnabled(self._says_nothing_itself() and bool(self._registered.discs))
        short = self._session.notice.short
        firms = self._registered.firms.items()
        self.later = LaterFiles(self._ask, {key: f"{name}（{short(track)}）" for key, (name, track) in firms})
        self.later.changed.connect(self._ask_again)
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setAccessibleName("为什么更正")
        self.reason.setPlaceholderText("为什么更正；记在经过里，可以空着")
        self.reason.setFixedHeight(58)
        self._take_drops()
        self.senders.editTextChanged.connect(lambda _: self._ask_again())
        self.came.dateChanged.connect(lambda _: self._ask_again())
        self.clerk.textChanged.connect(lambda _: self._ask_again())
        self.code.textChanged.connect(lambda _: self._ask_again())

    def _take_drops(self) -> None:
        """Anywhere in the window: no field takes a file for words."""
        self.setAcceptDrops(True)
        for field in (self.senders, self.senders.lineEdit(), self.clerk, self.code, self.reason.viewport()):
            if field is not None:
                field.setAcceptDrops(False)

    def _says_nothing_itself(self) -> bool:
        """Whether who sent it, and what it holds, was told by a person or guessed."""
        return all(disc.record.layout.made_by is not Maker.BAOPAN for disc in self._registered.discs)

    def _lay_out(self, one: Submission) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(9)
        both = across(self.came, PlainLabel("登记经办人", "muted"), (self.clerk, 1), gap=10)
        form.addRow(PlainLabel("报送单位", "muted"), self.senders)
        if not self._says_nothing_itself():
            told_by_disc = "光盘自己写明了报送单位和各份材料，不能改"
            form.addRow("", PlainLabel(told_by_disc, "muted", pixels=theme.SMALL))
        form.addRow(PlainLabel("收到日期", "muted"), both)
        form.addRow(PlainLabel("校验码", "muted"), self.code)
        form.addRow(PlainLabel("盘上的内容", "muted"), across(self.relay, None))
        form.addRow(PlainLabel("补交材料", "muted"), self.later)
        form.addRow(PlainLabel("说明", "muted"), self.reason)
        told = QScrollArea()
        told.setWidgetResizable(True)
        told.setWidget(laid(down(self.changes, None, margins=(14, 10, 14, 10))))
        title = PlainLabel(f"{one.sender.name}　{one.id}", bold=True, pixels=15)
        buttons = across(None, plain_button("取消", self.reject), self.take, gap=10)
        head = PlainLabel("会改什么", bold=True)
        self.setLayout(down(title, form, head, (told, 1), buttons, margins=(22, 18, 22, 16), gap=12))

    # -- what is wanted ----------------------------------------------------------------------------
    def amendment(self) -> Amendment:
        """What differs from what is written down. Raises WrongUse, NothingFound."""
        from app.receive.amend.plan import Amendment

        one, told = self._registered.submission, self.came.date()
        day = date(told.year(), told.month(), told.day())
        name, clerk, code = self.senders.currentText().strip(), self.clerk.text().strip(), self.code.text()
        if not all(each.is_complete for each in paper_codes(code)):
            raise WrongUse("校验码没有写全：是 12 位，二维码里的是整串")
        if not clerk:
            raise WrongUse("登记经办人不能空着")
        sender: Sender | None = None
        if name not in (one.sender.name, one.sender.with_kind):
            sender = self._session.notice.region.sender_named(name)
        came, who = day if day != self._came else None, clerk if clerk != one.clerk else ""
        return Amendment(code, came, sender, who, self._layout, self.later.later())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.later.take(local_paths(event.mimeData()))

    def _ask_again(self) -> None:
        from app.receive.amend.plan import Amendment

        self.take.setEnabled(False)
        try:
            wanted = self.amendment()
        except (WrongUse, NothingFound) as error:
            self._planning.forget()
            self._say(error.detail or error.title, "red")
            return
        if wanted == Amendment():
            self._planning.forget()
            self._say(_UNCHANGED, "muted")
            return
        ledger, key = self._session.ledger, self.key

        def plan(job: Job) -> _Answer:
            from app.receive.amend.plan import plan_of

            try:
                return _Answer(wanted, plan_of(ledger, key, wanted, clock.today()).lines)
            except AppError as error:
                return _Answer(wanted, (), error.detail or error.title)

        self._planning.ask(plan)

    def _show(self, answer: _Answer) -> None:
        self._wanted = answer.wanted
        self._say(answer.problem or "\n".join(answer.lines), "red" if answer.problem else "ink")
        self.take.setEnabled(not answer.problem)

    def _say(self, words: str, tone: str) -> None:
        self.changes.set_tone(tone)
        self.changes.setText(words)

    def _take(self) -> None:
        if self._wanted is not None:
            self.accept()
            self.wanted.emit(self._wanted, self.reason.toPlainText().strip())

    # -- what the disc holds -----------------------------------------------------------------------
    def _open_layout(self) -> None:
        discs, at = self._registered.discs, 0
        if len(discs) > 1:
            chosen = self._ask.choose("改哪一张盘的认法", "一次改一张。", [d.record.disc_id for d in discs])
            if chosen is None:
                return
            at = chosen
        now = self._layout or discs[at].record.layout
        if now.disc_id != discs[at].record.layout.disc_id:
            now = discs[at].record.layout
        self.layouts = LayoutDialog(self._session, self._ask, discs[at], now, self._registered.names, self)
        self.layouts.taken.connect(self._relaid)
        self.layouts.open()

    def _relaid(self, layout: Layout) -> None:
        is_same = any(disc.record.layout == layout for disc in self._registered.discs)
        self._layout = None if is_same else layout
        self.relay.setText("改认法…" if is_same else "已改，再改认法…")
        self._ask_again()

    _wanted: Amendment | None = None
