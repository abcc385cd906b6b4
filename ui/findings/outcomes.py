"""Everything that was checked, by how it ended: what passed, what could not be looked at, and why."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QTableView, QWidget

from app.model.finding import Outcome, Report, State
from ui import theme
from ui.widgets.boxes import across, down
from ui.widgets.buttons import SegmentBar, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable

STATES = (State.PASSED, State.FOUND, State.SKIPPED, State.BROKEN)
WORDS = ("通过", "有问题", "暂未检查", "未能检查")


def _why(outcome: Outcome) -> str:
    return outcome.reason or "；".join(finding.what for finding in outcome.findings)


class OutcomesDialog(QDialog):
    """One row for each check on each subject; opens at what was not looked at, if there is any."""

    def __init__(self, report: Report, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report = report
        self.setWindowTitle("全部检查")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(860, 560)
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
        view.setModel(self.table)
        view.setAccessibleName("检查项")
        view.setShowGrid(False)
        theme.style(view, "QTableView::item { padding: 0 6px; border-bottom: 1px solid ${ROW_LINE}; }")
        view.setFocus()
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(theme.ROW)
        header = view.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for column, width in enumerate((92, 200, 230)):
            view.setColumnWidth(column, width)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        card.body.addWidget(view, 1)
        words = PlainLabel("“暂未检查”的项要等前面的问题解决；没有检查的，不算通过。", "muted")
        down(
            PlainLabel("全部检查", pixels=15, bold=True), (card, 1),
            across(words, None, primary_button("关闭", self.accept)),
            on=self, margins=(theme.MARGIN, 18, theme.MARGIN, 18), gap=12,
        )  # fmt: skip

    def _show(self) -> None:
        self.table.show(self._report.in_state(STATES[self.tabs.current]))
