"""Everything that was checked, by how it ended: what passed, what could not be looked at, and why."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView, QWidget

from app.model.finding import Outcome, Report, State
from ui.widgets.boxes import across
from ui.widgets.buttons import SegmentBar, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

STATES = (State.PASSED, State.FOUND, State.SKIPPED, State.BROKEN)
WORDS = ("通过", "有问题", "暂未检查", "未能检查")


def _why(outcome: Outcome) -> str:
    return outcome.reason or "；".join(finding.what for finding in outcome.findings)


class OutcomesDialog(Dialog):
    """One row for each check on each subject; opens at what was not looked at, if there is any."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__("全部检查", 860, 560, parent)
        self._report = report
        counts = [len(report.in_state(state)) for state in STATES]
        self.tabs = SegmentBar([f"{word} {count}" for word, count in zip(WORDS, counts, strict=True)])
        self.table = RecordTable[Outcome](
            [
                Column("编号", lambda each: each.check),
                Column("检查项", lambda each: each.title),
                Column("对象", lambda each: each.subject_name),
                Column("说明", _why, tip=_why),
            ],
            self,
        )
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._show())
        self.tabs.choose(next((n for n in (3, 2) if counts[n]), 0))
        self._show()

    def _lay_out(self) -> None:
        card = Card()
        card.body.addLayout(across(self.tabs, None, margins=(10, 8, 10, 8)))
        view = QTableView()
        as_listing(view, self.table, "检查项", {0: 92, 1: 200, 2: 230})
        view.setFocus()
        card.body.addWidget(view, 1)
        words = PlainLabel("“暂未检查”的项要等前面的问题解决；没有检查的，不算通过。", "muted")
        foot = across(words, None, primary_button("关闭", self.accept))
        self.lay(heading("全部检查"), (card, 1), foot)

    def _show(self) -> None:
        self.table.show(self._report.in_state(STATES[self.tabs.current]))
