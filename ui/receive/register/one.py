"""The card below the ledger: one submission in full, and what was done with it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from app import wording
from app.ledger.event import Event
from app.model.submission import Submission
from app.notices.notice import Notice
from ui import theme
from ui.receive.facts import CODE_TONES, SHORT, TONES, Facts
from ui.receive.lists import RecordView
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import link_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.pill import Pill
from ui.widgets.table import Column

HEIGHT = 208
_LINES = ("编号", "光盘", "材料", "收到", "经办", "理由")


class SubmissionCard(Card):
    """`beside` its title: what is only sometimes to be seen."""

    def __init__(self, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setFixedHeight(HEIGHT)
        self.title = PlainLabel("", bold=True, pixels=14, elide=Qt.TextElideMode.ElideRight)
        self.standing = Pill("", "muted")
        self.verify = link_button("查看核验结果")
        self.compare = link_button("核对校验码…")
        self.folder = link_button("打开存放文件夹")
        self.amend = link_button("更正…")
        self.void = link_button("作废…")
        self.reinstate = link_button("恢复计入…")
        self._words = {name: PlainLabel("", wrap=name == "理由") for name in _LINES}
        self.history: RecordView[Event] = RecordView(
            [
                Column("时间", lambda e: moment(e.at)),
                Column("经过", lambda e: e.what, tip=lambda e: e.what),
                Column("经办人", lambda e: e.by),
            ],
            (104, 200, 88), "经过", stretch=1,
        )
        self.body.addLayout(across((self._left(beside), 46), (self.history, 54), gap=0))

    def _left(self, beside: QWidget) -> QWidget:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        self._names = {name: PlainLabel(name, "muted", pixels=theme.SMALL) for name in _LINES}
        for row, (name, label) in enumerate(self._words.items()):
            grid.addWidget(self._names[name], row, 0)
            grid.addWidget(label, row, 1)
        head = across((self.title, 1), self.standing, beside, gap=10)
        foot = across(
            self.verify, self.compare, self.folder, self.amend, self.void, self.reinstate, None, gap=16
        )
        return laid(down(head, grid, None, foot, gap=8, margins=(16, 12, 16, 10)))

    def show_submission(self, one: Submission, facts: Facts, notice: Notice, maker: str) -> None:
        self.title.setText(one.sender.name)
        self.standing.show_text(SHORT[one.standing], TONES[one.standing])
        discs = "、".join(f"{disc}　{code}" for disc, code in one.check_codes.items()) or "没有编号"
        compared = facts.compared(one)
        said = f"　{compared.title}" if one.check_codes else ""
        self.compare.setVisible(bool(one.check_codes))
        self._words["光盘"].set_tone("ink" if compared.is_right or not said else CODE_TONES[compared])
        told = {
            "编号": f"{one.id}　{facts.attempt(one)}",
            "光盘": f"{discs}（{maker}）{said}",
            "材料": f"{facts.counts(one.id, notice) or '—'}　{one.files:,} 个文件　{wording.size(one.bytes)}",
            "收到": _came(one) + ("　逾期" if one.is_late else ""),
            "经办": one.clerk or "—",
            "理由": one.reason,
        }
        for name, label in self._words.items():
            label.setText(told[name])
            label.setVisible(bool(told[name]))
            self._names[name].setVisible(bool(told[name]))
        self.history.show_rows(facts.history(one))


def _came(one: Submission) -> str:
    """The day it was handed in, and when it was registered."""
    registered = moment(one.at, "%Y-%m-%d %H:%M")
    return f"{one.handed_in}（{registered} 登记）" if one.handed_in else registered


def moment(at: str, form: str = "%m-%d %H:%M") -> str:
    try:
        return f"{datetime.fromisoformat(at):{form}}"
    except ValueError:
        return at
