"""试一遍: a notice goes the whole road on invented packages; what each rule found of what was made wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QTableView, QWidget

from app.demo.trial.result import Shown, Step, Trial, Tried
from app.job import Job
from app.notices.notice import Notice
from ui.editions.session import NoticesSession
from ui.widgets.boxes import across
from ui.widgets.buttons import primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card
from ui.widgets.table import Column, RecordTable, as_listing

_WORDS = {
    Shown.YES: ("查得出", "green"), Shown.NO: ("没有查出", "red"), Shown.OFF: ("停用", "muted"),
    Shown.NOT_ASKED: ("用不到", "muted"), Shown.NOT_TRIED: ("没有试", "muted"),
}  # fmt: skip
_FIRST = (Shown.NO, Shown.YES, Shown.OFF, Shown.NOT_ASKED, Shown.NOT_TRIED)


def try_notice(notice: Notice, session: NoticesSession, then: Callable[[Trial], object]) -> None:
    """A minute or more, behind the window; it can be cancelled. `then` shows what came of it."""

    def work(job: Job) -> Trial:
        from app.demo.trial.trial import trial
        from app.editions.toml import toml_of

        return trial(notice, toml_of(notice), job)

    session.run("试一遍", work, then)


class TrialDialog(Dialog):
    def __init__(self, title: str, trial: Trial, parent: QWidget | None = None) -> None:
        super().__init__("试一遍", 780, 560, parent)
        self.table = RecordTable[Tried]([
            Column("编号", lambda each: each.check),
            Column("检查什么", lambda each: each.title, tip=lambda each: each.title),
            Column("结果", lambda each: _WORDS[each.shown][0], tone=lambda each: _WORDS[each.shown][1]),
            Column("样例里弄错了什么，或为什么没有试", lambda each: each.words, tip=lambda each: each.words),
        ], self)  # fmt: skip
        self.view = QTableView()
        says = "这份规则试得通。" if trial.is_passed else "还有试不通的地方：看红字。"
        self.verdict = PlainLabel(says, "green" if trial.is_passed else "red", bold=True)
        steps = Card(margins=(16, 12, 16, 12), spacing=4)
        for step in trial.steps:
            steps.body.addWidget(_step(step))
        for material in trial.unknown:
            words = f"想不出怎样命名才认得出“{material}”，请改“文件名里的说法”"
            steps.body.addWidget(PlainLabel(words, "red", wrap=True))
        as_listing(self.view, self.table, "每一项检查", {0: 90, 1: 230, 2: 80})
        listed = Card()
        listed.body.addWidget(self.view, 1)
        self.lay(
            heading(f"试一遍：{title}"), self.verdict, steps, (listed, 1),
            across(None, primary_button("关闭", self.accept)),
        )  # fmt: skip
        self.table.show(sorted(trial.rules, key=lambda each: (_FIRST.index(each.shown), each.check)))


def _step(step: Step) -> PlainLabel:
    if step.why:
        return PlainLabel(f"✗ {step.words}：{step.why}", "red", wrap=True)
    return PlainLabel(f"✓ {step.words}", "green")
