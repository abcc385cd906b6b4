"""The card beside the list: one enterprise in full, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app import wording
from app.model.merged import Mark
from app.model.review import Bar, Objection, Ranked, points
from app.notices.notice import Notice
from app.receive.merge import area_of
from app.receive.review.stages import called
from ui import theme
from ui.receive.review.areas import WEB, Share, is_overdue, said_of
from ui.receive.review.columns import STAGE_TONES
from ui.widgets.boxes import across, down, fill, laid, refill
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, line, scrolled
from ui.widgets.pill import Pill

NARROWEST, WIDEST = 264, 336  # pixels


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: tuple[str, ...]
    tone: str = "ink"


def sections(one: Ranked, share: Share, notice: Notice, today: date) -> Iterator[Section]:
    """All that the review knows of an enterprise; what stands in its way first."""
    if not one.takes_part:
        yield Section("为什么不参加评审", tuple(said_of(one)), "red")
    if one.admitted is not None:
        why = "，".join(one.bars.values())
        yield Section("写明理由列入", (one.admitted.reason, f"{one.admitted.who}　原来{why}"), "amber")
    yield Section("评分", tuple(_scores(one)))
    if told := tuple(filter(None, (_about(one, column.id, notice) for column in share.track.told))):
        yield Section("申报", told)
    if visit := one.visit:
        how = {None: "待核查", True: "通过", False: "没有通过"}[visit.passed]
        head = f"{wording.day(date.fromisoformat(visit.day))}　{'、'.join(visit.members)}"
        names = [each.name for each in share.files_of(one)]
        files = [f"归入 {len(names)} 个文件：{'、'.join(names)}"] if names else []
        yield Section("现场核查", (head, f"{how}：{visit.words}" if visit.words else how, *files))
    if own := share.objections(one):
        yield Section("公示的异议", tuple(_objections(own)))
    if share.track.files_online and one.stage in WEB:
        late = is_overdue(one, notice, today)
        said = f"{one.filed} 已填报" if one.filed else "逾期未填报" if late else "还没有登记填报"
        yield Section("网上申报", (said,), "red" if late else "ink")
    said_above = {Mark.OVER_QUOTA} if Bar.OVER_QUOTA in one.bars else set()
    marks = [(mark, why) for mark, why in one.row.marks.items() if mark not in said_above]
    if marks:
        yield Section("请留意", tuple(f"{mark.title}：{why}" for mark, why in marks), "amber")


def _scores(one: Ranked) -> Iterator[str]:
    if one.average is None:
        yield "还没有评分"
        return
    place = f"，第 {one.rank} 名{'（并列）' if one.is_tied else ''}" if one.rank else "，不排名次"
    yield f"平均 {points(one.average)}{place}"
    yield "　".join(f"{expert} {points(score)}" for expert, score in one.scores.items())
    if one.is_trimmed:
        yield "去掉了一个最高分和一个最低分"


def _about(one: Ranked, column: str, notice: Notice) -> str:
    found = notice.track(one.row.track).column(column)
    return area_of(one.row, notice) if found.kind == "area" else one.row.cell(column)


def _objections(own: Sequence[Objection]) -> Iterator[str]:
    for each in own:
        yield f"第 {each.number} 号　{each.whose}：{each.words}"
        if each.is_open:
            yield "待办结"
        else:
            yield f"{'成立' if each.is_upheld else '不成立'}：{each.answer}"


class EnterpriseCard(Card):
    """`first` and `more`: the buttons, in two rows."""

    def __init__(self, first: Sequence[QWidget], more: Sequence[QWidget]) -> None:
        super().__init__()
        self.setMinimumWidth(NARROWEST)
        self.setMaximumWidth(WIDEST)
        self.name = PlainLabel("", bold=True, pixels=14, wrap=True)
        self.place = PlainLabel("", "muted", pixels=theme.SMALL)
        self.stage = Pill("", "muted")
        self._told = down(gap=4)
        inside = laid(down(self._told, None, margins=(16, 4, 16, 12)))
        head = down(self.name, across(self.place, None, self.stage, gap=10), gap=6, margins=(16, 14, 16, 12))
        rows = (across(*row, None, gap=8) for row in (first, more))
        foot = down(*rows, gap=8, margins=(14, 10, 14, 10))
        fill(self.body, head, line(), (scrolled(inside), 1), line(), foot)

    def show_one(self, one: Ranked, share: Share, notice: Notice, today: date) -> None:
        self.name.setText(one.row.entry.name)
        self.place.setText("　".join(dict.fromkeys((one.row.city, one.row.submission.standing.words))))
        self.stage.show_text(called(one.stage, share.track), STAGE_TONES.get(one.stage, "muted"))
        told = sections(one, share, notice, today)
        refill(self._told, *(part for section in told for part in _shown(section)))


def _shown(section: Section) -> Iterator[QWidget | int]:
    yield 6
    yield PlainLabel(section.title, "muted", pixels=theme.SMALL)
    for text in section.lines:
        label = PlainLabel(text, section.tone, wrap=True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        yield label
