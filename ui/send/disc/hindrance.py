"""What must be done before a disc can be made, each with the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.model.batch import Batch
from app.model.finding import Finding, Grade, Outcome, Report, State, count
from app.model.step import Step
from ui.send.progress import CHECK, COLLECT, LETTER, TABLE, step_of
from ui.send.ways import way_to
from ui.shell.page import Target
from ui.widgets.boxes import across, down, fill, laid, refill
from ui.widgets.buttons import plain_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, line
from ui.widgets.pill import Pill

WAYS = {COLLECT: "去收集材料", CHECK: "去核对", TABLE: "去汇总表", LETTER: "去推荐文件"}


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Something to be done first, the step where it is done, and the way to the example."""

    title: str
    example: str
    step: Step
    tone: str
    way: Target


def hindrances(report: Report, batch: Batch) -> tuple[Hindrance, ...]:
    """What keeps the disc from being made, gathered by the step where it is mended."""
    if not batch.enterprises:
        return (Hindrance("还没有企业材料", "先把企业的压缩包或文件夹拖进来", COLLECT, "amber",
                          Target(COLLECT)),)
    held = report.holding(batch.decisions)
    made = []
    for step in (CHECK, TABLE, LETTER):
        here = [finding for finding in held if step_of(finding) == step]
        must = [f for f in here if f.grade is Grade.MUST]
        returned = [f for f in here if f.grade is not Grade.MUST and f.key in batch.decisions]
        asked = [f for f in here if f.grade is not Grade.MUST and f.key not in batch.decisions]
        for words, group, tone in (
            ("处必须补正", must, "red"),
            ("处等您核对", asked, "amber"),
            ("处已退回、等补正", returned, "amber"),
        ):
            if group:
                made.append(Hindrance(f"{count(group)} {words}", _named(group), step, tone, way_to(group[0])))
    broken = report.in_state(State.BROKEN)
    if broken:
        made.append(Hindrance(f"{len(broken)} 项未能检查", _checked(broken), CHECK, "red",
                              Target(CHECK, broken[0].subject)))
    if report.pending:
        made.append(Hindrance(f"{len(report.pending)} 项还在查看", _checked(report.pending), CHECK, "amber",
                              Target(CHECK, report.pending[0].subject)))
    return tuple(made)


def _named(findings: Sequence[Finding]) -> str:
    """The first of them, and that there are more."""
    first = findings[0]
    of = f"{first.subject_name}：" if first.subject_name and first.subject_name not in first.what else ""
    return f"{of}{first.what}{' 等' if len(findings) > 1 else ''}"


def _checked(outcomes: Sequence[Outcome]) -> str:
    more = " 等" if len(outcomes) > 1 else ""
    return f"{outcomes[0].title}（{outcomes[0].subject_name}）{more}"


class HindranceCard(Card):
    """A row for each hindrance; `go` leads to what it names when its button is clicked."""

    go = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(18, 14, 18, 14), spacing=0, parent=parent)
        self.title = PlainLabel("制作光盘前还要完成", bold=True, pixels=14)
        self._rows = down(gap=0)
        fill(self.body, self.title, 8, self._rows, None)
        self._shown: tuple[Hindrance, ...] = ()

    def show_hindrances(self, wanted: Sequence[Hindrance]) -> None:
        if tuple(wanted) == self._shown:
            return
        self._shown = tuple(wanted)
        refill(self._rows)
        for each in wanted:
            fill(self._rows, line(), self._row(each))

    def _row(self, each: Hindrance) -> QWidget:
        pill, words = Pill(each.title, each.tone), PlainLabel(each.example, elide=Qt.TextElideMode.ElideRight)
        way = plain_button(WAYS[each.step], lambda: self.go.emit(each.way), small=True)
        indent = max(0, 112 - pill.sizeHint().width())  # so that the words begin in one line
        made = laid(across(pill, indent, (words, 1), way, gap=12))
        made.setFixedHeight(56)
        return made
