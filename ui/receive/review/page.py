"""Page 5, 评审结果: material and score sheets out, scores in, the ranked list, 拟推荐 and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from app import clock
from app.job import Job
from app.model.review import Ranked, Review, points
from app.notices.notice import Column as NoticeColumn
from app.notices.notice import Notice, Track
from app.receive.merge import area_of
from app.receive.review import must_file_online, ranking, recommend, review_of, trim
from ui.receive.facts import INSERT, REVIEW, Facts, Overview
from ui.receive.lists import RecordView
from ui.receive.review.actions import ReviewActions
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile
from ui.widgets.table import Column


@dataclass(frozen=True)
class Standings:
    """The ranked list of each track, and who has to file online."""

    review: Review = Review()  # noqa: RUF009 - frozen
    ranked: dict[str, tuple[Ranked, ...]] = field(default_factory=dict)
    online: int = 0


def _about(column: NoticeColumn, notice: Notice) -> Column[Ranked]:
    """What is applied for."""
    if column.kind == "area":
        return Column(column.title, lambda r: area_of(r.row, notice))
    return Column(column.title, lambda r: r.row.cell(column.id), tip=lambda r: r.row.cell(column.id))


def reminder(notice: Notice, online: int, today: date) -> tuple[str, str]:
    """Words and tone of the line about filing online; "" when nobody has to."""
    last = notice.online_deadline
    if not online or last is None:
        return "", "muted"
    which = "、".join(track.marked for track in notice.tracks if track.files_online)
    days = (last - today).days
    shown = f"{last.month} 月 {last.day} 日"
    if days < 0:
        return f"{which}的 {online} 家，网上申报 {shown}已截止，请核实是否都已填报", "red"
    left = f"还有 {days} 天" if days else "就是今天"
    return f"{which}的 {online} 家，要在 {shown}前完成网上申报（{left}）；导出结果里有提醒名单", "amber"


class ReviewPage(PageWidget):
    """Marks are set by a click in the last column, or by the space bar on a row."""

    title = "评审结果"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._actions = ReviewActions(session, ask)
        self.standings = Standings()
        self._is_stale = True
        self._counting = Latest(session.thinking, self)
        self._counting.ready.connect(self._counted)
        self._counting.failed.connect(ask.show_error)
        self.material = plain_button("导出评审材料…", self._actions.export_material)
        self.scores = plain_button("读入评分表…", self._actions.take_scores)
        self.results = primary_button("导出结果…", self._actions.export_results)
        self.header = PageHeader(self.title, [self.material, self.scores, self.results])
        self.tabs = SegmentBar([track.short for track in session.notice.tracks])
        self.trimmed = QCheckBox("去掉一个最高分和一个最低分")
        self.best = plain_button("标记前几名…", self._mark_best, small=True)
        self.reminder = PlainLabel("", "amber")
        self.view: RecordView[Ranked] = RecordView([], (), "名次")
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._show_track())
        self.trimmed.clicked.connect(self._trim)
        self.view.linked.connect(self._toggle)
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.view)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self._toggle(self.view.chosen_record()))
        session.busy_changed.connect(lambda _: self._show_buttons())

    def changing(self) -> Sequence[QWidget]:
        return (self.material, self.scores, self.results, self.trimmed, self.best)

    def _lay_out(self) -> None:
        card = Card()
        top = across(self.tabs, None, self.trimmed, self.best, gap=14, margins=(10, 8, 14, 8))
        self._foot = laid(down(line(), across(self.reminder, None, margins=(14, 9, 14, 9)), gap=0))
        fill(card.body, top, line(), (self.view, 1), self._foot)
        nothing = EmptyState("还没有可以评审的材料", "收到并受理以后，在这里导出评审材料和评分表。",
                             plain_button("去读盘", lambda: self.go.emit(INSERT)))
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(nothing)
        self._stack.addWidget(card)

    # -- showing ---------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._count()

    def show_facts(self, facts: Facts) -> None:
        self._stack.setCurrentIndex(1 if facts.rows else 0)
        self._show_buttons()
        self._is_stale = True
        if self.isVisible():
            self._count()

    def _count(self) -> None:
        self._is_stale = False
        ledger, rows, notice = self._session.ledger, self._session.facts.rows, self._session.notice

        def work(job: Job) -> Standings:
            review = review_of(ledger)
            ranked = {track.id: ranking(rows, review, track.id) for track in notice.tracks}
            return Standings(review, ranked, len(must_file_online(rows, review, notice)))

        self._counting.ask(work)

    def _counted(self, standings: Standings) -> None:
        self.standings = standings
        review = standings.review
        self.trimmed.setChecked(review.is_trimmed)
        short = self._session.notice.short
        self.tabs.show_titles([f"{short(track)} {len(found)}" for track, found in standings.ranked.items()])
        ballots, marked = len(review.ballots), len(review.recommended)
        told = f"{ballots} 位专家的评分，拟推荐 {marked} 家"
        self.header.set_subtitle(told if ballots else "还没有评分：先导出评审材料和评分表")
        words, tone = reminder(self._session.notice, standings.online, clock.today())
        self.reminder.set_tone(tone)
        self.reminder.setText(words)
        self._foot.setVisible(bool(words))
        self._show_track()

    @property
    def track(self) -> Track:
        return self._session.notice.tracks[max(self.tabs.current, 0)]

    def _show_track(self) -> None:
        row = self.view.currentIndex().row()
        columns, widths = self._columns()
        self.view.show_columns(columns, widths)
        self.view.show_rows(self.standings.ranked.get(self.track.id, ()))
        self.view.choose(row)
        self._show_buttons()

    def _columns(self) -> tuple[list[Column[Ranked]], list[int]]:
        notice, experts = self._session.notice, tuple(self.standings.review.ballots)
        columns: list[Column[Ranked]] = [
            Column("名次", lambda r: f"{r.rank}{'（并列）' if r.is_tied else ''}" if r.rank else "—"),
            Column(self.track.marked, lambda r: "✓ 已标记" if r.is_recommended else "标记", link=True),
            Column("平均分", lambda r: points(r.average) if r.average is not None else "未评", right=True),
            Column("市", lambda r: r.row.city),
            Column("企业", lambda r: r.row.entry.name, tip=lambda r: r.row.entry.name),
            *(_about(column, notice) for column in self.track.told),
        ]
        told = [120 if column.kind == "area" else 266 for column in self.track.told]
        columns += [Column(name, _score_by(name), right=True) for name in experts]
        marks = Column[Ranked](
            "提示", lambda r: "、".join(mark.title for mark in r.row.marks),
            tip=lambda r: "；".join(r.row.marks.values()), tone=lambda r: "amber",
        )
        return [*columns, marks], [84, 104, 78, 78, 226, *told, *(74 for _ in experts), 136]

    def _show_buttons(self) -> None:
        is_open = not self._session.busy and bool(self._session.facts.rows)
        for button in (self.material, self.scores, self.results, self.trimmed):
            button.setEnabled(is_open)
        self.best.setEnabled(is_open and any(r.rank for r in self.standings.ranked.get(self.track.id, ())))

    # -- marks and averages ----------------------------------------------------------------------
    def _toggle(self, one: Ranked | None) -> None:
        if one is not None:
            now = self.standings.review.recommended
            key = one.row.key
            self._recommend(tuple(k for k in now if k != key) if key in now else (*now, key))

    def _mark_best(self) -> None:
        """The first so many of this track; what is marked in the other stays."""
        words = (self._ask.text(f"{self.track.marked}前几名", "并列的一起算进来", "10") or "").strip()
        if not words.isdecimal() or len(words) > 6:
            return
        most = int(words)
        mine = self.standings.ranked.get(self.track.id, ())
        others = [k for k in self.standings.review.recommended if k not in {one.row.key for one in mine}]
        self._recommend((*others, *(one.row.key for one in mine if 0 < one.rank <= most)))

    def _recommend(self, keys: Sequence[str]) -> None:
        ledger, who = self._session.ledger, self._session.who()
        self._session.run("标记拟推荐", lambda job: recommend(ledger, keys, who))

    def _trim(self, is_trimmed: bool) -> None:
        ledger, who = self._session.ledger, self._session.who()
        self._session.run("平均分算法", lambda job: trim(ledger, is_trimmed, who))


def _score_by(expert: str) -> Callable[[Ranked], str]:
    return lambda one: points(one.scores[expert]) if expert in one.scores else ""


PAGE: Page[LedgerSession, Overview] = Page(
    REVIEW, ReviewPage.title, ReviewPage,
    help="按评审组导出材料和打分表，收回打分表后算平均分、排名次，勾选拟推荐，导出名单和公示表。",
)  # fmt: skip
