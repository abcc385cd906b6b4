"""Page 3, 登记: the ledger's rows, what was done with each, and the province's answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from app import wording
from app.model.submission import Maker, Standing, Submission
from ui.receive.claimed import ClaimPill
from ui.receive.codes import ask_codes
from ui.receive.facts import (
    CODE_SHORT,
    CODE_TONES,
    INSERT,
    REGISTER,
    SHORT,
    TONES,
    VERIFY,
    Facts,
    Overview,
)
from ui.receive.lists import RecordView
from ui.receive.register.actions import AnswerActions
from ui.receive.register.amending import AmendingActions
from ui.receive.register.awarded import AwardedActions
from ui.receive.register.one import SubmissionCard, moment
from ui.receive.session import LedgerSession, Opened
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.page import Page, PageWidget, StepState
from ui.shell.search import SearchLine, found
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, plain_button, primary_button
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile, scrolled
from ui.widgets.table import Column

TABS: tuple[tuple[str, tuple[Standing, ...]], ...] = (
    ("全部", tuple(Standing)),
    ("待受理", (Standing.RECEIVED, Standing.PASSED)),
    ("有问题", (Standing.FAULTY,)),
    ("已受理", (Standing.ACCEPTED,)),
    ("退回补正", (Standing.RETURNED,)),
    ("已代替、作废", (Standing.SUPERSEDED, Standing.DECLINED, Standing.VOIDED)),
    ("待确认代替", (Standing.WAITING,)),
)
MAKERS = {Maker.BAOPAN: "标杆报盘", Maker.BAG: "BagIt 光盘", Maker.HAND: "手工刻制"}


class RegisterPage(PageWidget):
    """A row chosen is opened off the window's thread; answers wait for it."""

    title = "登记"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._actions = AnswerActions(session, ask)
        self._facts = Facts()
        self._offered: list[tuple[QAction, QPushButton]] = []  # in the menu that is open
        self.receipt = plain_button("接收回执", self._actions.receipt)
        self.notice = plain_button("补正通知", self._actions.notice)
        self.give_back = plain_button("退回补正…", self._actions.give_back)
        self.accept = primary_button("受理", self._actions.accept)
        self.decline = plain_button("不代替…", self._actions.decline)
        self.replace = primary_button("代替…", self._actions.replace)
        self.awarded = plain_button("获评名单…", AwardedActions(session, ask).open)
        self.awarded.setToolTip("历年获评企业的名单：收到的每一家都与它比对，近年已获评的请人核对")
        self._answers = (self.receipt, self.notice, self.give_back, self.accept, self.decline, self.replace)
        self.header = PageHeader(self.title, [self.awarded, *self._answers])
        self.tabs = SegmentBar([title for title, _ in TABS])
        self.view = RecordView(self._columns(), self._widths(), "台账", stretch=0)
        self.search = SearchLine("报送单位、盘号、校验码", self, self.view)
        self.card = SubmissionCard(ClaimPill(session))
        self.amending = AmendingActions(session, ask, self)
        self._nothing = EmptyState(
            "台账里还没有光盘", "从“读盘”开始，收下的每一份都登记在这里。",
            plain_button("去读盘", lambda: self.go.emit(INSERT)),
        )
        self._lay_out()
        self._connect()
        self._show_answers()

    def changing(self) -> Sequence[QWidget]:
        card = self.card
        return (self.awarded, *self._answers, card.compare, card.amend, card.void, card.reinstate)

    def _widths(self) -> tuple[int, ...]:
        if self._session.ledger.is_shared:
            return 168, 130, 130, 60, 46, 46, 76, 68, 88, 84, 84, 34, 84
        return 180, 140, 128, 64, 52, 52, 84, 76, 92, 88, 84, 34

    def _columns(self) -> list[Column[Submission]]:
        """Of a ledger that several work on, who works on what."""
        shown: list[Column[Submission]] = [
            Column("报送单位", lambda s: s.sender.name, tip=lambda s: s.sender.name),
            Column("光盘编号", lambda s: _codes(s)[0], tip=lambda s: "、".join(s.check_codes)),
            Column("校验码", lambda s: _codes(s)[1], tip=lambda s: "、".join(s.check_codes.values())),
            Column("核对", lambda s: CODE_SHORT[self._facts.compared(s)],
                   tip=lambda s: self._facts.compared(s).title,
                   tone=lambda s: CODE_TONES.get(self._facts.compared(s), "muted")),
            Column("家数", lambda s: str(len(self._facts.by_submission.get(s.id, ())) or "—"), right=True),
            Column("文件", lambda s: f"{s.files:,}", right=True),
            Column("大小", lambda s: wording.size(s.bytes), right=True),
            Column("经办人", lambda s: s.clerk),
            Column("收到日期", lambda s: s.handed_in or s.at[:10], tip=lambda s: f"登记于 {moment(s.at)}",
                   tone=lambda s: "amber" if s.is_late else ""),
            Column("次数", lambda s: self._facts.attempt(s)),
            Column("状态", lambda s: SHORT[s.standing], tip=lambda s: s.reason,
                   tone=lambda s: TONES[s.standing]),
        ]
        shown.append(Column("", lambda _: "⋯", link=True, tip=lambda _: "可以对这一份做的事"))
        if self._session.ledger.is_shared:
            claim_on = self._session.claim_on
            shown.append(Column("正在处理", lambda s: claim.name if (claim := claim_on(s.id)) else "",
                                tip=lambda s: claim.words if (claim := claim_on(s.id)) else "",
                                tone=lambda _: "amber"))
        return shown

    def _lay_out(self) -> None:
        listed = Card()
        listed.setMinimumHeight(190)
        top = across(self.tabs, None, (self.search, 1), margins=(10, 8, 10, 8))
        fill(listed.body, top, line(), (self.view, 1))
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(scrolled(laid(down((listed, 1), self.card, gap=14))))

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _: self._show())
        self.search.textChanged.connect(lambda _: self._show())
        self.view.chosen.connect(self._chose)
        self.view.opened.connect(lambda _: self.go.emit(VERIFY))
        self.view.linked.connect(lambda _: self._pop_up(QCursor.pos()))
        self.view.menu_wanted.connect(self._pop_up)
        self.card.verify.clicked.connect(lambda: self.go.emit(VERIFY))
        self.card.compare.clicked.connect(lambda: ask_codes(self._session, self._ask))
        self.card.folder.clicked.connect(self._open_folder)
        self.card.amend.clicked.connect(self.amending.amend)
        self.card.void.clicked.connect(self.amending.void)
        self.card.reinstate.clicked.connect(self.amending.reinstate)
        self._session.opened.connect(self._opened)
        self._session.others.connect(self.view.viewport().update)
        self._session.busy_changed.connect(lambda _: self._show_answers())

    # -- showing ---------------------------------------------------------------------------------
    def show_facts(self, facts: Facts) -> None:
        self._facts = facts
        self._stack.setCurrentIndex(1 if facts.submissions else 0)
        waiting = sum(s.standing in (Standing.RECEIVED, Standing.PASSED) for s in facts.current)
        accepted = sum(s.standing is Standing.ACCEPTED for s in facts.current)
        told = f"共 {len(facts.current)} 份：已受理 {accepted} 份，待受理 {waiting} 份"
        told += f"；另有 {len(facts.beside)} 份待确认是否代替" if facts.beside else ""
        void = sum(s.standing is Standing.VOIDED for s in facts.submissions)
        told += f"；已作废 {void} 份" if void else ""
        self.header.set_subtitle(told if facts.submissions else "")
        counts = [sum(s.standing in which for s in facts.submissions) for _, which in TABS]
        self.tabs.show_titles([f"{title} {count}" for (title, _), count in zip(TABS, counts, strict=True)])
        self._show()

    def _show(self) -> None:
        which, terms = TABS[max(self.tabs.current, 0)][1], self.search.terms
        listed = [s for s in self._facts.submissions if s.standing in which]
        shown = [s for s in listed if found(terms, _texts(s))]
        chosen = self._session.one.submission.id if self._session.one else ""
        self.search.show_count(len(shown), len(listed))
        self.view.mark(terms)
        self.view.show_rows(shown)
        rows = self.view.records.rows
        place = next((n for n, each in enumerate(rows) if each.id == chosen), 0 if rows else -1)
        self.view.choose(place)
        self._show_one()

    def _chose(self, one: Submission | None) -> None:
        now = self._session.one
        if one is not None and (now is None or now.submission.id != one.id):
            self._session.open_submission(one.id)
        self._show_one()

    def _opened(self, one: Opened) -> None:
        rows = [each.id for each in self.view.records.rows]
        chosen = self.view.chosen_record()
        if one.submission.id in rows and (chosen is None or chosen.id != one.submission.id):
            self.view.choose(rows.index(one.submission.id))
        self._show_one()

    def _show_one(self) -> None:
        chosen = self.view.chosen_record()
        self.card.setVisible(chosen is not None)
        if chosen is not None:
            self.card.show_submission(chosen, self._facts, self._session.notice, MAKERS[chosen.made_by])
        self._show_answers()

    def _show_answers(self) -> None:
        """Answers are to the newest submission of a sender, once it has been read."""
        chosen, one = self.view.chosen_record(), self._session.one
        is_ready = chosen is not None and one is not None and one.submission.id == chosen.id
        is_open = is_ready and not self._session.busy
        self.card.compare.setEnabled(is_open)
        self._show_amending(is_open)
        self.awarded.setDisabled(self._session.busy)
        standing = chosen.standing if chosen is not None else Standing.SUPERSEDED
        self.receipt.setEnabled(is_open)
        self.notice.setEnabled(is_open and standing is Standing.RETURNED)
        self.give_back.setEnabled(is_open and standing.counts and standing is not Standing.RETURNED)
        self.accept.setEnabled(is_open and standing.counts and standing is not Standing.ACCEPTED)
        waits = standing is Standing.WAITING
        for button in (self.give_back, self.accept):
            button.setVisible(not waits)
        for button in (self.decline, self.replace):
            button.setVisible(waits)
            button.setEnabled(is_open)
        self._show_offered()

    def row_menu(self) -> QMenu:
        """What the buttons offer for the row chosen; once it has been read, what they offer then."""
        menu, card = QMenu(self), self.card
        mending = (card.compare, card.amend, card.void, card.reinstate)
        groups = (self._answers, mending, (card.verify, card.folder))
        self._offered = []
        for group in groups:
            for button in group:
                if not button.isHidden():
                    action = menu.addAction(button.text(), button.click)
                    self._offered.append((action, button))
            menu.addSeparator()
        menu.aboutToHide.connect(self._offered.clear)
        self._show_offered()
        return menu

    def _show_offered(self) -> None:
        for action, button in self._offered:
            action.setEnabled(button.isEnabled())

    def _pop_up(self, place: QPoint) -> None:
        menu = self.row_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    def _show_amending(self, is_open: bool) -> None:
        """What is void is brought back first; what was replaced, where nothing stands in its way."""
        chosen, one, card = self.view.chosen_record(), self._session.one, self.card
        is_void = chosen is not None and chosen.standing is Standing.VOIDED
        may_return = False
        if one is not None and chosen is not None and chosen.standing.is_past:
            tracks = (track for track, keys in one.batch.order.items() if keys)
            is_it = one.submission.id == chosen.id
            may_return = is_it and not self._facts.is_in_the_way(chosen, tracks)
        card.amend.setVisible(not is_void)
        card.void.setVisible(not is_void)
        card.reinstate.setVisible(may_return)
        for link in (card.amend, card.void, card.reinstate):
            link.setEnabled(is_open)

    # -- doing -----------------------------------------------------------------------------------
    def _open_folder(self) -> None:
        chosen = self.view.chosen_record()
        if chosen is not None:
            open_path(self._session.ledger.folder_of(chosen.id), self._ask)


def _codes(one: Submission) -> tuple[str, str]:
    """Disc id and 校验码 of the first disc, and how many more there are."""
    if not one.check_codes:
        return "—", "—"
    disc, code = next(iter(one.check_codes.items()))
    more = len(one.check_codes) - 1
    return (f"{disc} 等 {more + 1} 张" if more else disc), code or "—"


def _texts(one: Submission) -> tuple[str, ...]:
    """What it is found by."""
    return (one.sender.name, one.id, one.clerk, *one.check_codes, *one.check_codes.values())


def _state(seen: Overview) -> StepState:
    waiting = seen.facts.count(Standing.RECEIVED, Standing.PASSED)
    return StepState(f"{waiting} 份待受理" if waiting else "")


PAGE: Page[LedgerSession, Overview] = Page(
    REGISTER, RegisterPage.title, RegisterPage, state=_state,
    help=(
        "每收一份登记一行。选中一行，可以受理、退回补正、打印接收回执和补正通知。"
        "“已收到”“检查通过”“已受理”是三回事：只有点了“受理”才算受理。"
        "登记错了的，用“更正…”改，或写明理由“作废…”；经过都在，出具过的回执和通知重出更正件。"
    ),
)  # fmt: skip
