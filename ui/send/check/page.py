"""Step 2, 核对问题: what is wrong, the very page beside it, and a person's answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.checks import Mend, check_of
from app.checks.told import basis
from app.model.batch import Batch, Verdict
from app.model.finding import Finding, State, count
from app.model.step import Step
from app.paths import inside
from ui.findings.beside import (
    answer_by_keys,
    frame_beside,
    lay_beside,
    lines_of,
    member_beside,
    next_open,
    pages_asked,
    searched,
    show_lines,
)
from ui.findings.card import FindingView
from ui.findings.lines import Gathered, Line
from ui.findings.list import FindingList
from ui.findings.outcomes import OutcomesDialog
from ui.findings.preview import PreviewPane
from ui.send.check.deciding import Deciding, proposals_in
from ui.send.check.landing import choose_line, wanted_line
from ui.send.check.papers import export, open_return
from ui.send.check.tabs import ALL, DECIDED, SHORT, TITLES, in_tab, standing
from ui.send.parts.divide import is_bound
from ui.send.progress import CHECK, LETTER, TABLE, check_state, step_of
from ui.send.session import Session
from ui.send.ways import way_to, way_to_mend
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, Target
from ui.shell.search import SearchLine
from ui.widgets.border import Border
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, link_button, plain_button, primary_button
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile

GATHERED = {Gathered.CAUSE: "逐条列出", Gathered.ENTERPRISE: "按企业归并", Gathered.CHECK: "按检查项归并"}


def shown_letter(finding: Finding, batch: Batch) -> str:
    """The sealed letter a finding is about, as it is stored; "" when it is about none."""
    return batch.letter(finding.subject).stored if check_of(finding).mend_at is LETTER else ""


class CheckPage(PageWidget):
    """The list at the left walks with Up and Down; Y and N answer what is asked at the right."""

    title = Step.CHECK.title

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._lines: tuple[Line, ...] = ()
        self._wanted = ("", False)  # the line to go on with
        self.returned = plain_button("打开补正通知…", partial(open_return, session, ask))
        self.export = plain_button("导出…", partial(export, session, ask))
        self.header = PageHeader(
            self.title,
            [self.returned, self.export, primary_button("下一步：汇总表", lambda: self.go.emit(TABLE))],
        )
        self.tabs = SegmentBar(TITLES)
        self.list = FindingList()
        self.search = SearchLine("企业、文件、问题", self, self.list)
        self.gathered = QComboBox()
        self.gathered.setAccessibleName("怎样归并")
        for by, words in GATHERED.items():
            self.gathered.addItem(words, by)
        self.agree = link_button("", self._agree)
        self._deciding = Deciding(session, ask, self)
        self.rest = link_button("", self._show_outcomes)
        self._elsewhere = {
            TABLE: link_button("汇总表没填完", partial(self._go_to_first, TABLE)),
            LETTER: link_button("推荐文件没备齐", partial(self._go_to_first, LETTER)),
        }
        self.preview = PreviewPane(session)
        self.view = FindingView(self.preview)
        self._nothing = EmptyState("还没有问题", "")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._right = Card()
        self._right.body.addWidget(EmptyState("", "选中一个问题，这里显示它在哪一页、为什么、怎么办"))
        cards = Border("check", 514, "左右拖动，改变宽窄").between(self._left(), self.view, self._right)
        page_layout(self, self.header, (cards, 1))

    def _left(self) -> Card:
        card = Card()
        tools = across(self.gathered, (self.search, 1), None, self.agree, gap=8)
        fill(card.body, laid(down(across(self.tabs, None), tools, gap=6, margins=(10, 8, 10, 8))), line())
        self._stack = pile(card.body)
        self._stack.addWidget(laid(down((self.list, 1))))
        self._stack.addWidget(self._nothing)
        self._more = laid(across(*self._elsewhere.values(), None, gap=14))
        foot = down(laid(across(self.rest, None)), self._more, gap=4, margins=(14, 8, 14, 8))
        fill(card.body, line(), foot)
        return card

    def _connect(self) -> None:
        deciding = self._deciding
        self._session.changed.connect(lambda _: self.renew())
        self._session.report_changed.connect(lambda _: self.renew())
        self._session.busy_changed.connect(self._show_busy)
        self.tabs.chosen.connect(lambda _: self._show())
        self.search.textChanged.connect(lambda _: self._show())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._show_chosen())
        self.gathered.currentIndexChanged.connect(lambda _: self._gather())
        self.view.answered.connect(self._answer)
        self.view.named.connect(lambda name: self._do(lambda line: deciding.name(line, name)))
        self.view.adopted.connect(lambda: self._do(deciding.adopt))
        self.view.withdrawn.connect(lambda: self._do(deciding.withdraw))
        self.view.weighed.connect(lambda: self._do(deciding.weigh))
        self.view.unlocked.connect(lambda: self._do(deciding.unlock))
        self.view.parted.connect(lambda: self._do(deciding.divide))
        self.view.go.connect(self._go_to_mend)
        self.preview.opened.connect(self.view.see)
        self.preview.turned.connect(partial(frame_beside, self.preview, self.list))
        answer_by_keys(self, self.view)

    def _show_busy(self, busy: bool) -> None:
        self.export.setDisabled(busy)
        self.returned.setDisabled(busy)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.setFocus()

    # -- links -----------------------------------------------------------------------------------
    def land(self, target: Target) -> None:
        self.search.clear()  # it may not be among what was searched for
        line = wanted_line(self._lines, target)
        if line is not None:
            self.tabs.choose(DECIDED if line.decision else ALL)
            choose_line(self.list, line.finding.key)

    def _go_to_first(self, step: Step) -> None:
        """What is not listed here, at its own step."""
        self.go.emit(next(way_to(each) for each in self._session.report.findings if step_of(each) == step))

    def _go_to_mend(self, step: Step) -> None:
        chosen = self.list.chosen()
        self.go.emit(way_to_mend(chosen.finding, Step(step)) if chosen is not None else step)

    # -- showing ---------------------------------------------------------------------------------
    def show_anew(self) -> None:
        self._show()

    def _show(self) -> None:
        findings = self._session.report.findings
        here = [finding for finding in findings if step_of(finding) == CHECK]
        self._lines = lines_of(here, self._session.batch.decisions)
        for step, link in self._elsewhere.items():
            link.setVisible(any(step_of(finding) == step for finding in findings))
        self._more.setVisible(any(not link.isHidden() for link in self._elsewhere.values()))
        counts = [
            count(each.finding for each in in_tab(self._lines, tab)) for tab in range(len(TITLES))
        ]
        whole, short = (
            [f"{title} {number}" for title, number in zip(titles, counts, strict=True)]
            for titles in (TITLES, SHORT)
        )
        self.tabs.show_titles(whole, short)
        has_any = bool(self._session.batch.enterprises)
        told = standing(self._lines, self._session.is_checked)
        self.header.set_subtitle(told if has_any else "还没有企业材料")
        shown = searched(in_tab(self._lines, self.tabs.current), self.search, self.list)
        proposed = len(proposals_in(self._lines))
        self.agree.setText(f"采用全部 {proposed} 处建议")
        self.agree.setVisible(bool(proposed))
        show_lines(self.list, shown, self._wanted)
        self._wanted = ("", False)
        self._stack.setCurrentIndex(0 if shown else 1)
        self._show_nothing()
        self._show_rest()
        self._show_chosen()

    def _gather(self) -> None:
        self.list.gather(Gathered(self.gathered.currentData()))  # Qt gives a plain text back

    def _show_nothing(self) -> None:
        if not self._session.batch.enterprises:
            title, text = "还没有企业材料", "先在“收集材料”里拖入企业的压缩包或文件夹。"
        elif self.tabs.current == DECIDED:
            title, text = "还没有处理过的问题", "核对过的问题会留在这里，结论可以随时撤回。"
        elif self.search.terms:
            title, text = "没有找到", "换一个词，或按 Esc 清空搜索。"
        else:
            title, text = "这里没有待处理的问题", ""
        self._nothing.title.setText(title)
        self._nothing.text.setText(text)
        self._nothing.text.setVisible(bool(text))

    def _show_rest(self) -> None:
        report = self._session.report
        states = [outcome.state for outcome in report.outcomes]
        passed, skipped, broken = map(states.count, (State.PASSED, State.SKIPPED, State.BROKEN))
        parts = [
            f"其余 {passed} 项检查通过",
            f"{skipped} 项暂未检查" if skipped else "",
            f"{broken} 项未能检查" if broken else "",
        ]
        self.rest.setText(" · ".join(part for part in parts if part) + "（查看）")
        self.rest.setVisible(bool(report.outcomes))

    def _show_chosen(self) -> None:
        chosen = self.list.chosen()
        self.view.setVisible(chosen is not None)
        self._right.setVisible(chosen is None)
        if chosen is None:
            self.preview.clear()
            return
        row, rows = self.list.row, self.list.findings.rowCount()
        finding = chosen.finding
        clause = basis(finding, self._session.batch, self._session.notice)
        self.view.show_line(chosen, row + 1, rows, clause)
        is_sorted = check_of(finding).mend is Mend.SORT and not chosen.decision and not chosen.heading
        self.view.offer_parts(is_sorted and is_bound(self._session, finding.subject, finding.member))
        self._preview(chosen.finding)

    def _preview(self, finding: Finding) -> None:
        batch, folder = self._session.batch, self._session.folder
        member, letter = member_beside(finding, batch, self._session.notice), shown_letter(finding, batch)
        frame_beside(self.preview, self.list, finding.page or 1)
        sealed = inside(folder, letter) if letter else None
        lay_beside(self.view, self.preview, finding.page or 1, member, sealed, "盖章扫描件",
                   finding.strip, pages_asked(self._session.report.findings, member))

    def _show_outcomes(self) -> None:
        OutcomesDialog(self._session.report, self).open()

    # -- deciding --------------------------------------------------------------------------------
    def _answer(self, verdict: Verdict, reason: str) -> None:
        self._wanted = next_open(self.list)
        self._do(lambda chosen: self._deciding.answer(chosen, verdict, reason))

    def _do(self, deed: Callable[[Line], object]) -> None:
        """To what is chosen; the keyboard goes on in the list."""
        chosen = self.list.chosen()
        if chosen is not None:
            deed(chosen)
            self.list.setFocus()

    def _agree(self) -> None:
        self._deciding.agree(proposals_in(self._lines))


PAGE = Page(
    Step.CHECK, CheckPage.title, CheckPage, state=check_state,
    help="红条必须补正，蓝条请您看一眼再决定。点一条，右边就是出问题的那一页。",
)  # fmt: skip
