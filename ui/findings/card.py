"""The card beside the list: what is wrong, why, how to mend it, the page itself, and the answer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from app.checks import Mend, check_of
from app.model.batch import Decision, Verdict
from app.model.finding import Finding, Grade, Who
from app.model.names import name_difference
from app.model.step import Step
from ui import theme
from ui.findings.compare import CompareView
from ui.findings.lines import DIFFERENT, Line, open_to
from ui.findings.reasons import (
    is_of_cell,
    is_proposal,
    no,
    no_reasons,
    no_reasons_for_all,
    no_to_all,
    reasons_for_all,
    yes,
    yes_reasons,
    yes_to_all,
)
from ui.widgets.boxes import across, down, restyle
from ui.widgets.buttons import link_button, plain_button, primary_button, set_primary
from ui.widgets.flow import Flow
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, line

_WAYS = {Step.COLLECT: "去收集材料", Step.TABLE: "去汇总表修改", Step.LETTER: "去推荐文件"}
_OPENED = "左边双击这一条（或按 →）可逐个看、逐个处理；在这里一并处理。"
_TOGETHER = "在这里写一个理由，一并处理；逐个处理的，左边双击（或按 →）展开。"
_ONE_BY_ONE = "要逐处处理，左边双击（或按 →）展开。"
_SHORT = 60  # characters; what is longer would be a block of bold


def place_to_mend(finding: Finding) -> tuple[Step, str]:
    """The step where a finding is mended and what the button there says."""
    rule = check_of(finding)
    if rule.mend is Mend.SORT:
        return Step.COLLECT, "去归类"
    step = rule.mend_at or Step.COLLECT
    return step, _WAYS.get(step, f"去{step.title}")


class FindingView(Card):
    """Shows one line; its signals are what the person wants done about it."""

    named = Signal(str)  # of two names, the right one
    adopted = Signal()  # what a paper says goes into the cell
    answered = Signal(object, str)
    withdrawn = Signal()
    weighed = Signal()  # what weighs most is to be seen
    parted = Signal()  # the pages of the file are to be told apart
    unlocked = Signal()  # its password is to be typed
    typed = Signal()  # what stands on the paper is to be typed
    go = Signal(str)

    def __init__(self, preview: QWidget, parent: QWidget | None = None, *, mends: bool = True) -> None:
        """`mends`: the fault can be mended here; who receives a disc only judges it."""
        super().__init__(parent=parent)
        self._line: Line | None = None
        self._mends, self._is_seen = mends, False
        self.what = PlainLabel(bold=True, pixels=14, wrap=True)
        self.why = PlainLabel("", "muted", wrap=True)
        self.fix = PlainLabel(wrap=True)
        self.basis = PlainLabel("", "muted", wrap=True)
        self.compare = CompareView()
        self.preview = preview
        preview.setProperty("look", "flat")  # this card has the border
        self._nothing = EmptyState("", "这一项没有可以对照的文件")
        self.reason = QComboBox()
        self._typed = QLineEdit()
        self.accept = plain_button("", lambda: self.answer(Verdict.ACCEPT))
        self.turn_back = plain_button("", lambda: self.answer(Verdict.RETURN))
        self.withdraw = plain_button("撤回结论", self.withdrawn.emit)
        self.mend = primary_button("", lambda: self._mend())
        self.mend_link = link_button("", lambda: self._mend())
        self.weigh = primary_button("看什么占地方", self.weighed.emit)
        self.part = plain_button("分页归类…", self.parted.emit)
        self.unlock = primary_button("输入密码…", self.unlocked.emit)
        self.type_code = plain_button("输入校验码…", self.typed.emit)
        self.as_listed = primary_button("都用汇总表的写法", lambda: self._name(0))
        self.as_packed = plain_button("都用材料包的写法", lambda: self._name(1))
        self.adopt = plain_button("", self.adopted.emit)
        self.place = PlainLabel("", "muted", pixels=theme.SMALL)
        self.said = PlainLabel("", wrap=True)
        self.body.addWidget(self._head())
        self.body.addWidget(line())
        self.body.addWidget(preview, 1)
        self.body.addWidget(self._nothing, 1)
        self.body.addWidget(line())
        self.body.addWidget(self._foot())

    def _head(self) -> QWidget:
        head = QWidget()
        told = (self.what, self.compare, self.why, self.fix, self.basis)
        down(*told, on=head, margins=(16, 12, 16, 12), gap=5)
        return head

    def _foot(self) -> QWidget:
        self.reason.setLineEdit(self._typed)  # makes it editable
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName("理由")
        self._typed.setPlaceholderText("请写明理由，会记录在案")
        self._reasons = QWidget()
        across(PlainLabel("理由", "muted"), (self.reason, 1), on=self._reasons, gap=10)
        answers = (
            self.adopt, self.accept, self.turn_back, self.withdraw, self.as_listed, self.as_packed,
        )  # fmt: skip
        ways = (self.part, self.type_code, self.weigh, self.unlock, self.mend, self.mend_link)
        self._buttons = (*answers, *ways)
        for button in self._buttons:
            button.hide()  # all of them at once would make the page too wide
        foot = QWidget()
        row = Flow(*self._buttons, last=self.place)
        down(self.said, self._reasons, row, on=foot, margins=(16, 12, 16, 12), gap=10)
        return foot

    # -- showing ---------------------------------------------------------------------------------
    def show_line(self, shown: Line, number: int, count: int, basis: str = "", advice: str = "") -> None:
        """`number` of `count`: its place in the list. `basis`: the clause it rests on. `advice`: what is
        to be done, where that is not what its check says to the sender.
        """
        is_other = self._line is None or self._line.findings != shown.findings
        self._line = shown
        finding, decision = shown.finding, shown.decision
        is_single = finding.frame and decision is None and not shown.heading
        question = check_of(finding).question if is_single else ""
        self.what.setText(question or (shown.what if shown.group else _headline(finding)))
        self.what.setFont(theme.font(14, bold=len(self.what.text()) <= _SHORT))
        self.compare.setVisible(finding.compare is not None and not shown.heading)
        if finding.compare:
            sides = check_of(finding).sides or DIFFERENT
            self.compare.show_texts(finding.compare, (sides.left, sides.right))
        told = f"{finding.what}。别的盖章处也请翻看。" if question else finding.why
        told = self._together(shown) if shown.heading else _OPENED if shown.group else told
        self.why.setText(told)
        self.why.setVisible(bool(told))
        fix = "" if shown.heading else advice or finding.fix
        self.fix.setText(f"怎么办：{fix}" if fix else "")
        self.fix.setVisible(bool(fix) and not question)  # the buttons say it
        self.basis.setText(f"依据：{basis}")
        self.basis.setVisible(bool(basis) and basis != told and not shown.heading)
        self.place.setText(f"{count} 项中的第 {number} 项")
        self._show_answers(shown)
        if is_other:
            self._is_seen = False
            self._offer_reasons(shown)

    @staticmethod
    def _together(shown: Line) -> str:
        return _TOGETHER if open_to(shown, Verdict.ACCEPT) else _ONE_BY_ONE

    def see(self) -> None:
        """The page that the line is about lies open beside it: that may be said now."""
        if self._line is None or self._line.group or self._is_seen:
            return
        is_untouched = self.reason.currentText() == self._yes_reasons(self._line)[0]
        self._is_seen = True
        if is_untouched:
            self._offer_reasons(self._line)

    def show_preview(self, is_there: bool) -> None:
        self.preview.setVisible(is_there)
        self._nothing.setVisible(not is_there)

    def offer_parts(self, is_offered: bool) -> None:
        """The file it is about may hold several materials."""
        self.part.setVisible(is_offered)

    def _show_many(self, shown: Line) -> None:
        """One answer to those of them that can be answered so, each with its number."""
        received, looks = not self._mends, open_to(shown, Verdict.RETURN)
        asked = open_to(shown, Verdict.ACCEPT)
        for button in (*self._buttons, self.said):
            button.hide()
        self.accept.setText(f"{len(asked)} 处都{yes_to_all(asked, received=received)}　Y")
        self.turn_back.setText(f"{len(looks)} 处都{no_to_all(looks, received=received)}　N")
        set_primary(self.accept, all(is_proposal(one, received=received) for one in asked))
        self.accept.setVisible(bool(asked))
        self.turn_back.setVisible(bool(looks))
        self._reasons.setVisible(bool(asked))
        cells = [one for one in asked if is_of_cell(one)]
        self.adopt.setText(f"{len(cells)} 处都采用企业材料里的")
        self.adopt.setVisible(bool(cells) and self._mends)
        self.withdraw.setVisible(any(each.decision and not each.decision.by_sender for each in shown.group))
        rest = len(shown.group) - len(asked)
        self.said.setText(f"另有 {rest} 处不能这样处理，照旧留着。")
        self.said.setVisible(bool(rest and asked))

    def _show_answers(self, shown: Line) -> None:
        if shown.heading:
            self._show_many(shown)
            return
        finding, decision = shown.finding, shown.decision or shown.said
        rule = check_of(finding)
        is_ours = decision is not None and not decision.by_sender  # a sender's word may be overruled
        is_asked = not is_ours and (finding.grade is Grade.LOOK or finding.acceptable)
        is_program = finding.who is Who.PROGRAM and not is_asked
        many = f"{len(shown.group)} 处都" if shown.group else ""
        received = not self._mends
        self.accept.setText(f"{many}{yes(finding, received=received)}　Y")
        # what lets a doubt stand is never the nearest at hand
        set_primary(self.accept, is_proposal(finding, received=received))
        self.turn_back.setText(f"{many}{no(finding, received=received)}　N")
        self.accept.setVisible(is_asked)
        self.turn_back.setVisible(is_asked and finding.grade is Grade.LOOK)
        self.adopt.setVisible(is_asked and is_of_cell(finding) and self._mends)
        self.adopt.setText(f"采用{(rule.sides or DIFFERENT).left}的")
        self._reasons.setVisible(is_asked)
        self.withdraw.setVisible(is_ours)
        _, words = place_to_mend(finding)
        self.mend.setText(words)
        self.mend_link.setText(words)
        is_named = rule.mend is Mend.NAME and not is_ours and self._mends
        self.as_listed.setVisible(is_named)
        self.as_packed.setVisible(is_named)
        is_open = not is_asked and not is_named and not is_ours and not is_program
        is_heavy, is_locked = rule.mend is Mend.WEIGH, rule.mend is Mend.UNLOCK
        self.unlock.setVisible(is_locked and self._mends and not shown.group)
        self.mend.setVisible(is_open and self._mends and not is_heavy | is_locked and bool(rule.mend_at))
        self.mend_link.setVisible((is_asked or is_heavy or is_locked) and self._mends)
        self.weigh.setVisible(is_heavy and self._mends)
        self.type_code.setVisible(rule.mend is Mend.TYPE and not self._mends)
        self.said.setVisible(decision is not None or is_program)
        if decision is not None:
            self.said.setText(said(decision) + ("" if shown.decision else "。省厅须自己核对"))
        elif is_program:
            self.said.setText("制作光盘时由本程序自动处理，不用您动手。")

    def _yes_reasons(self, shown: Line) -> tuple[str, ...]:
        if shown.heading:
            return reasons_for_all(open_to(shown, Verdict.ACCEPT), received=not self._mends)
        return yes_reasons(shown.finding, self._is_seen, received=not self._mends)

    def _no_reasons(self, shown: Line) -> tuple[str, ...]:
        looks = open_to(shown, Verdict.RETURN)
        return no_reasons_for_all(looks) if shown.heading else no_reasons(shown.finding)

    def _offer_reasons(self, shown: Line) -> None:
        self.reason.clear()
        self.reason.addItems(list(self._yes_reasons(shown)))
        if any(one.grade is Grade.LOOK for one in shown.findings):
            self.reason.insertSeparator(self.reason.count())
            self.reason.addItems(list(self._no_reasons(shown)))
        self.reason.setCurrentIndex(0)
        self._mark_reason(False)

    # -- answering -------------------------------------------------------------------------------
    def answer(self, verdict: Verdict) -> None:
        """Say it with the reason shown; a reason that speaks for the other answer is first exchanged."""
        button = self.accept if verdict is Verdict.ACCEPT else self.turn_back
        if self._line is None or button.isHidden():
            return
        reason = self.reason.currentText().strip()
        kind, others = self._yes_reasons(self._line), self._no_reasons(self._line)
        if verdict is Verdict.RETURN:
            kind, others = others, kind
        if reason in others:
            reason = kind[0]
        if not reason:
            self._mark_reason(True)
            self.reason.setFocus()
            return
        self.answered.emit(verdict, reason)

    def _mark_reason(self, is_missing: bool) -> None:
        restyle(self._typed, "fault", is_missing)

    def _name(self, side: int) -> None:
        if self._line is not None and self._line.finding.compare:
            self.named.emit(self._line.finding.compare[side])

    def _mend(self) -> None:
        if self._line is not None:
            self.go.emit(place_to_mend(self._line.finding)[0])


def _headline(finding: Finding) -> str:
    """Of two names that stand below each other, only how they differ."""
    sides = check_of(finding).sides
    if finding.compare and sides:
        return f"{finding.lead or sides.lead}：{name_difference(*finding.compare)}"
    return finding.what


def said(decision: Decision) -> str:
    """What was decided, by whom and when, in one line."""
    who = f"{decision.who}，" if decision.who else ""
    return f"{decision.title}：{decision.reason}（{who}{decision.day[:10]}）"
