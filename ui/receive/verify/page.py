"""Page 2, 核验: what is wrong with one submission, by enterprise or by 四性, and a person's judgement."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app import clock
from app.checks.told import advice, basis
from app.ledger import Ledger
from app.model.batch import Decision, Verdict
from app.model.finding import Finding
from app.model.submission import Standing
from app.paths import inside
from ui import theme
from ui.findings.beside import (
    answer_by_keys,
    frame_beside,
    lay_beside,
    member_beside,
    next_open,
    pages_asked,
    searched,
    show_lines,
)
from ui.findings.card import FindingView
from ui.findings.lines import Line, decided, open_to
from ui.findings.list import FindingList
from ui.findings.outcomes import OutcomesDialog
from ui.findings.preview import PreviewPane
from ui.receive.claimed import ClaimPill
from ui.receive.codes import ask_codes
from ui.receive.facts import INSERT, REGISTER, VERIFY, Facts, Overview
from ui.receive.session import LedgerSession, Opened
from ui.receive.shelf import StoreShelf
from ui.receive.verify.groups import GroupList
from ui.receive.verify.judged import (
    EVERYTHING,
    Group,
    by_enterprise,
    by_trait,
    describe,
    in_group,
    most_urgent,
    names_of,
    open_first,
)
from ui.receive.verify.names_view import NamesView
from ui.receive.verify.picker import SubmissionPicker
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, StepState
from ui.shell.search import SearchLine
from ui.widgets.boxes import across, down, fill
from ui.widgets.buttons import SegmentBar, link_button, plain_button, primary_button
from ui.widgets.panels import Card, EmptyState, PageHeader, Pile, line, page_layout, pile, upright

ENTERPRISES, TRAITS, NAMES = range(3)
Which = Callable[[Line], Sequence[Finding]]  # of a row, what is decided on
MODES = ("按企业", "按四性", "名称对照")
_SHARES, _NAMES_SHARES = (58, 51), (73, 36)  # of the width: the list, what is shown beside it


class VerifyPage(PageWidget):
    """Up and Down walk the findings; Y and N judge what a person has to look at."""

    title = "核验"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._lines: tuple[Line, ...] = ()
        self._key = EVERYTHING
        self._is_stale = True
        self._wanted = ("", False)  # the line to go on with
        self.picker = SubmissionPicker()
        self.next = primary_button("下一步：登记", lambda: self.go.emit(REGISTER))
        self.list = FindingList()
        self.search = SearchLine("企业、文件、问题", self, self.list)
        self.header = PageHeader(self.title, [self.search, self.picker, self.next])
        self.header.put_beside_subtitle(ClaimPill(session))
        self.modes = SegmentBar(MODES)
        self.rest = link_button("", self._show_outcomes)
        self.groups = GroupList()
        self.names = NamesView()
        self.preview = PreviewPane(StoreShelf(session), parent=self)  # a parent early: styles are set once
        self.view = FindingView(self.preview, self, mends=False)
        self.letter = PreviewPane(StoreShelf(session), "选一家，这里显示它所在类别的推荐文件", parent=self)
        self._lay_out()
        self._connect()
        self._show()

    def changing(self) -> Sequence[QWidget]:
        return (self.view.accept, self.view.turn_back, self.view.withdraw)

    # -- made of ---------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self._nothing = EmptyState(
            "还没有收到光盘", "读盘以后，这里显示核验结果。",
            plain_button("去读盘", lambda: self.go.emit(INSERT)),
        )
        both = QWidget(self)
        self._chosen = Card()
        self._chosen.body.addWidget(EmptyState("", "选中一个问题，这里显示它在哪一页、为什么"))
        right = QWidget(both)
        self._right = Pile(right)
        for widget in (self._chosen, self.view, self.letter):
            self._right.addWidget(widget)
        self._cards = across((self._left(), _SHARES[0]), (right, _SHARES[1]), gap=theme.GAP)
        both.setLayout(self._cards)
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(both)

    def _left(self) -> Card:
        card = Card(parent=self)
        fill(card.body, across(self.modes, None, self.rest, margins=(10, 8, 14, 8)), line())
        self._none = EmptyState("", "")
        listed = QWidget(card)
        listed.setLayout(down((self.list, 1), (self._none, 1)))
        findings = QWidget(card)
        findings.setLayout(across(self.groups, upright(), (listed, 1), gap=0))
        self._lists = pile(card.body)
        self._lists.addWidget(findings)
        self._lists.addWidget(self.names)
        return card

    def _connect(self) -> None:
        self._session.opened.connect(lambda _: self._refresh())
        self.picker.activated.connect(lambda _: self._pick())
        self.modes.chosen.connect(lambda _: self._show())
        self.search.textChanged.connect(lambda _: self._show())
        self.groups.chosen.connect(self._choose_group)
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.names.selectionModel().currentRowChanged.connect(lambda *_: self._show_letter())
        self.view.answered.connect(self._answer)
        self.view.withdrawn.connect(self._withdraw)
        self.preview.opened.connect(self.view.see)
        self.preview.turned.connect(partial(frame_beside, self.preview, self.list))
        self.view.typed.connect(lambda: ask_codes(self._session, self._ask))
        answer_by_keys(self, self.view)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh()
        self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.groups.fit(self.width())

    # -- showing ---------------------------------------------------------------------------------
    def show_facts(self, facts: Facts) -> None:
        self._stack.setCurrentIndex(1 if facts.submissions else 0)
        for widget in (self.picker, self.next):
            widget.setVisible(bool(facts.submissions))
        now = self._session.one.submission.id if self._session.one else ""
        self.picker.show_facts(facts, now)
        if self.isVisible() and not now:
            self._open_first(facts)

    def _open_first(self, facts: Facts) -> None:
        if facts.current:
            self._session.open_submission(most_urgent(facts.current).id)

    def _pick(self) -> None:
        self._key = EVERYTHING
        self._session.open_submission(str(self.picker.currentData()))

    def _refresh(self) -> None:
        self._is_stale = not self.isVisible()
        if self._is_stale:
            return
        if self._session.one is None:
            self._open_first(self._session.facts)
        else:
            self._show()

    def _show(self) -> None:
        one = self._session.one
        if one is None:
            return
        self.picker.setCurrentIndex(self.picker.findData(one.submission.id))
        lines = open_first(one.report, one.batch.decisions, one.said)
        self._lines = searched(lines, self.search, self.list)
        self.header.set_subtitle(describe(one.report, one.batch))
        self.rest.setText(f"全部检查 {len(one.report.outcomes)} 项")
        self.rest.setVisible(bool(one.report.outcomes))
        is_names = self.modes.current == NAMES
        self._lists.setCurrentIndex(1 if is_names else 0)
        for place, share in enumerate(_NAMES_SHARES if is_names else _SHARES):
            self._cards.setStretch(place, share)  # three names need room
        (self._show_names if is_names else self._show_groups)(one)

    def _show_groups(self, one: Opened) -> None:
        by = by_trait(self._lines, one.report) if self.modes.current == TRAITS else by_enterprise(
            self._lines, one.batch, self._session.notice, one.report)
        keys = [group.key for group in by]
        if self._key not in keys:
            self._key = EVERYTHING
        self.groups.show_groups(by, self._key)
        self._show_lines(one)

    def _choose_group(self, group: Group | None) -> None:
        if group is not None and (one := self._session.one) is not None and group.key != self._key:
            self._key = group.key
            self._show_lines(one)

    def _show_lines(self, one: Opened) -> None:
        shown = in_group(self._lines, self._key, one.batch)
        show_lines(self.list, shown, self._wanted)
        self._wanted = ("", False)
        self.list.setVisible(bool(shown))
        self._none.setVisible(not shown)
        nothing = "没有问题" if one.report.outcomes else "这一份没有检查记录"
        self._none.title.setText("没有找到" if self.search.terms else nothing)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.list.chosen()
        if self.modes.current == NAMES:
            return
        self._right.setCurrentWidget(self.view if chosen is not None else self._chosen)
        if chosen is None:
            self.preview.clear()
            return
        row, count = self.list.row, self.list.findings.rowCount()
        finding, one = chosen.finding, self._session.one
        assert one is not None
        words = advice(finding, by_bureau=one.submission.sender.is_bureau)
        self.view.show_line(chosen, row + 1, count, basis(finding, one.batch, self._session.notice), words)
        self._preview(finding)

    def _preview(self, finding: Finding) -> None:
        one = self._session.one
        assert one is not None
        member = member_beside(finding, one.batch, self._session.notice)
        frame_beside(self.preview, self.list, finding.page or 1)
        stored = one.batch.letter(finding.subject).stored
        letter = inside(one.folder, stored) if stored else None
        lay_beside(self.view, self.preview, finding.page or 1, member, letter, "推荐文件",
                   finding.strip, pages_asked(one.report.findings, member))

    def _show_names(self, one: Opened) -> None:
        rows = names_of(one.batch, self._session.notice)
        self.names.names.show(rows)
        self._right.setCurrentWidget(self.letter)
        if rows and not self.names.track:
            self.names.selectRow(next((n for n, row in enumerate(rows) if row.differs), 0))
        self._show_letter()

    def _show_letter(self) -> None:
        one, track = self._session.one, self.names.track
        if one is None or self.modes.current != NAMES:
            return
        stored = one.batch.letter(track).stored if track else ""
        if stored:
            self.letter.show_file(inside(one.folder, stored), f"{self._session.notice.short(track)}推荐文件")
        else:
            self.letter.clear("盘上没有这一类的推荐文件" if track else "")

    def _show_outcomes(self) -> None:
        if (one := self._session.one) is not None:
            OutcomesDialog(one.report, self).open()

    # -- judging ---------------------------------------------------------------------------------
    def _answer(self, verdict: Verdict, reason: str) -> None:
        self._wanted, who, day = next_open(self.list), self._session.who(), clock.today().isoformat()
        self._decide(lambda ledger, key, finding: ledger.decide(
            key, finding, Decision(finding.key, verdict, reason, who, day)
        ), lambda chosen: open_to(chosen, verdict))

    def _withdraw(self) -> None:
        who = self._session.who()
        self._decide(lambda ledger, key, finding: ledger.withdraw(key, finding, who), decided)

    def _decide(self, change: Callable[[Ledger, str, Finding], object], which: Which) -> None:
        chosen, one = self.list.chosen(), self._session.one
        if chosen is not None and one is not None and self._session.is_free():
            key, findings = one.submission.id, which(chosen)
            self._session.decide(lambda ledger: [change(ledger, key, each) for each in findings])
            self.list.setFocus()


def _state(seen: Overview) -> StepState:
    faulty = seen.facts.count(Standing.FAULTY)
    return StepState(f"{faulty} 份有问题" if faulty else "")


PAGE: Page[LedgerSession, Overview] = Page(
    VERIFY, VerifyPage.title, VerifyPage, state=_state,
    help=(
        "左边按企业或按四性列出问题，右边是原件。要人看的按 Y（没有问题）或 N（退回补正），理由会记下来，"
        "接着看下一条。“名称对照”把汇总表、材料包、申报书的名称并排，推荐文件在右边。"
    ),
)  # fmt: skip
