"""Page 5, 评审结果: material and score sheets out, scores in, the ranked list, 拟推荐 and what follows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from app import clock
from app.job import Job
from app.model.review import Ranked, Review, Stage
from app.notices.notice import Notice, Track
from app.receive.review.kept import review_of
from app.receive.review.marks import recommend
from app.receive.review.ranking import must_file_online, ranking
from app.receive.review.scores import trim
from app.receive.review.stages import called
from ui.receive.facts import INSERT, REVIEW, Facts, Overview
from ui.receive.lists import RecordView
from ui.receive.review.actions import ReviewActions
from ui.receive.review.after import AfterActions
from ui.receive.review.columns import WEB, columns
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile


@dataclass(frozen=True)
class Standings:
    """The ranked list of each track, and how many have to file online and have not."""

    review: Review = Review()  # noqa: RUF009 - frozen
    ranked: dict[str, tuple[Ranked, ...]] = field(default_factory=dict)
    online: int = 0


def reminder(notice: Notice, online: int, today: date) -> tuple[str, str]:
    """Words and tone of the line about filing online; "" when nobody has to any more."""
    last = notice.online_deadline
    if not online or last is None:
        return "", "muted"
    which = "、".join(track.marked for track in notice.tracks if track.files_online)
    days = (last - today).days
    shown = f"{last.month} 月 {last.day} 日"
    if days < 0:
        return f"{which}的 {online} 家，网上申报 {shown}已截止，还没有登记填报", "red"
    left = f"还有 {days} 天" if days else "就是今天"
    return f"{which}的 {online} 家，要在 {shown}前完成网上申报（{left}）；填好的请登记", "amber"


class ReviewPage(PageWidget):
    """Marks are set by a click in their column, or by the space bar on a row; what has no part is let in by
    the same click, with a reason. What follows is done to the row that is chosen.
    """

    title = "评审结果"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._actions, self._after = ReviewActions(session, ask), AfterActions(session, ask)
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
        self.visit = plain_button("现场核查…", lambda: self._of_chosen(self._after.visit), small=True)
        self.publicity = plain_button("公示…", self._publicise, small=True)
        self.objection = plain_button("异议…", lambda: self._of_chosen(self._object), small=True)
        self.filed = plain_button("网上申报…", lambda: self._of_chosen(self._after.filed), small=True)
        self.shut_out = plain_button("撤回列入", lambda: self._of_chosen(self._after.shut_out), small=True)
        self.view: RecordView[Ranked] = RecordView([], (), "名次")
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._show_track())
        self.trimmed.clicked.connect(self._trim)
        self.view.linked.connect(self._toggle)
        self.view.chosen.connect(lambda _: self._show_buttons())
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), self.view)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self._toggle(self.view.chosen_record()))
        session.busy_changed.connect(lambda _: self._show_buttons())

    def changing(self) -> Sequence[QWidget]:
        return (self.material, self.scores, self.results, self.trimmed, self.best, *self._steps)

    @property
    def _steps(self) -> tuple[QWidget, ...]:
        return (self.visit, self.publicity, self.objection, self.filed, self.shut_out)

    def _lay_out(self) -> None:
        card = Card()
        top = across(self.tabs, None, self.trimmed, self.best, gap=14, margins=(10, 8, 14, 8))
        self._foot = laid(down(line(), across(self.reminder, None, margins=(14, 9, 14, 9)), gap=0))
        steps = across(*self._steps, None, gap=10, margins=(14, 8, 14, 8))
        fill(card.body, top, line(), (self.view, 1), line(), steps, self._foot)
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
            online = sum(row.key not in review.filed for row in must_file_online(rows, review, notice))
            return Standings(review, ranked, online)

        self._counting.ask(work)

    def _counted(self, standings: Standings) -> None:
        self.standings = standings
        review = standings.review
        self.trimmed.setChecked(review.is_trimmed)
        short = self._session.notice.short
        self.tabs.show_titles([f"{short(track)} {len(found)}" for track, found in standings.ranked.items()])
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
        experts = tuple(self.standings.review.ballots)
        self.view.show_columns(*columns(self.track, self._session.notice, experts, clock.today()))
        self.view.show_rows(self.standings.ranked.get(self.track.id, ()))
        self.header.set_subtitle(self._told())
        self.view.choose(row)
        self._show_buttons()

    def _told(self) -> str:
        """2 位专家的评分；评审中 3 · 拟推荐 2"""
        mine, ballots = self.standings.ranked.get(self.track.id, ()), len(self.standings.review.ballots)
        counts = Counter(one.stage for one in mine)
        stages = " · ".join(f"{called(each, self.track)} {counts[each]}" for each in Stage if counts[each])
        given = f"{ballots} 位专家的评分" if ballots else "还没有评分：先导出评审材料和评分表"
        return f"{given}；{stages}" if stages else given

    def _show_buttons(self) -> None:
        is_open = not self._session.busy and bool(self._session.facts.rows)
        chosen = self.view.chosen_record()
        own = chosen if is_open else None
        self.visit.setEnabled(own is not None and (own.takes_part or own.visit is not None))
        self.objection.setEnabled(own is not None and self._is_shown(own))
        self.filed.setEnabled(own is not None and own.stage in WEB)
        self.filed.setVisible(self.track.files_online)
        self.shut_out.setVisible(chosen is not None and chosen.admitted is not None)
        self.shut_out.setEnabled(is_open)
        self.publicity.setEnabled(is_open)
        for button in (self.material, self.scores, self.results, self.trimmed):
            button.setEnabled(is_open)
        self.best.setEnabled(is_open and any(r.rank for r in self.standings.ranked.get(self.track.id, ())))

    # -- marks and averages ----------------------------------------------------------------------
    def _toggle(self, one: Ranked | None) -> None:
        if one is not None and not one.takes_part:
            self._after.let_in(one)
        elif one is not None:
            now = self.standings.review.recommended
            key = one.row.key
            self._recommend(tuple(k for k in now if k != key) if key in now else (*now, key))

    def _of_chosen(self, act: Callable[[Ranked], None]) -> None:
        if (one := self.view.chosen_record()) is not None:
            act(one)

    def _is_shown(self, one: Ranked) -> bool:
        shown = self.standings.review.publicity.get(one.row.track)
        return shown is not None and one.row.key in shown.keys

    def _object(self, one: Ranked) -> None:
        self._after.objection(one, self.standings.review)

    def _publicise(self) -> None:
        self._after.publicise(self.track, self.standings.review)

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


PAGE: Page[LedgerSession, Overview] = Page(
    REVIEW, ReviewPage.title, ReviewPage,
    help="按评审组导出材料和打分表，收回打分表后算平均分、排名次，勾选拟推荐，导出名单和公示表。"
    "没有受理、不完整、超出名额的，写明理由才列入。现场核查、公示、异议、网上申报都在名单下面。",
)  # fmt: skip
