"""Page 5, 评审结果: material and score sheets out, scores in; ranking, visits, publicity, the final list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QWidget

from app import clock
from app.job import Job
from app.model.review import Ranked
from app.notices.notice import Track
from app.receive.exchange.files import attached_all
from app.receive.review.kept import review_of
from app.receive.review.marks import recommend
from app.receive.review.ranking import must_file_online, ranking
from app.receive.review.scores import trim
from ui import theme
from ui.receive.facts import INSERT, REVIEW, Facts, Overview
from ui.receive.lists import RecordView
from ui.receive.review.actions import ReviewActions
from ui.receive.review.after import AfterActions
from ui.receive.review.areas import (
    WEB,
    Area,
    Share,
    Standings,
    note_of,
    nothing_in,
    reminder,
    tile_of,
)
from ui.receive.review.columns import NAME, columns
from ui.receive.review.one import EnterpriseCard
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.keys import Keys
from ui.shell.page import Page, PageWidget
from ui.shell.runner import Latest
from ui.shell.search import SearchLine, found
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile
from ui.widgets.tile import Tile

MARK = Keys(("Space",), "标记或取消标记选中的企业", "评审结果的排名")


class ReviewPage(PageWidget):
    """Four tiles tell how far the track is, and turn to its part. Marks are set by a click in their column,
    or by the space bar on a row; what has no part is let in by the same click, with a reason. What follows
    is done to the enterprise that is chosen, in the card beside the list.
    """

    title = "评审结果"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._actions, self._after = ReviewActions(session, ask), AfterActions(session, ask)
        self.standings, self.area = Standings(), Area.RANKING
        self._is_stale = True
        self._counting = Latest(session.thinking, self)
        self._counting.ready.connect(self._counted)
        self._counting.failed.connect(ask.show_error)
        self.material = plain_button("导出评审材料…", self._actions.export_material)
        self.scores = plain_button("读入评分表…", self._actions.take_scores)
        self.results = primary_button("导出结果…", self._actions.export_results)
        self.tabs = SegmentBar([track.short for track in session.notice.tracks])
        tabs = laid(across(self.tabs, margins=(0, 2, 8, 2)))
        self.tiles = {area: Tile() for area in Area}
        self.trimmed = QCheckBox("去掉一个最高分和一个最低分")
        self.best = plain_button("标记前几名…", self._mark_best, small=True)
        self.note = PlainLabel("", "muted", elide=Qt.TextElideMode.ElideRight)
        self.reminder = PlainLabel("", "amber", elide=Qt.TextElideMode.ElideRight)
        self.publicity = plain_button("公示…", self._publicise, small=True)
        self.mark = plain_button("标记", lambda: self._toggle(self.view.chosen_record()), small=True)
        self.visit = plain_button("安排核查…", lambda: self._of_chosen(self._visit), small=True)
        self.objection = plain_button("异议…", lambda: self._of_chosen(self._object), small=True)
        self.filed = plain_button("网上申报…", lambda: self._of_chosen(self._after.filed), small=True)
        self.shut_out = plain_button("撤回列入", lambda: self._of_chosen(self._after.shut_out), small=True)
        self.view: RecordView[Ranked] = RecordView([], (), "名次", stretch=NAME)
        self.search = SearchLine("企业、报送单位", self, self.view)
        self.header = PageHeader(
            self.title, [self.search, tabs, self.material, self.scores, self.results])
        self.card = EnterpriseCard((self.mark, self.visit), (self.objection, self.filed, self.shut_out))
        self._lay_out()
        self._connect()

    def changing(self) -> Sequence[QWidget]:
        return (self.best, *self._always)

    @property
    def _always(self) -> tuple[QWidget, ...]:
        """What can be used wherever it is seen."""
        return (
            self.material, self.scores, self.results, self.trimmed, self.publicity, self.mark, self.visit,
            self.objection, self.filed, self.shut_out,
        )

    def _lay_out(self) -> None:
        listed = Card()
        tools = across((self.note, 1), self.trimmed, self.best, self.publicity, gap=12)
        tools.setContentsMargins(14, 8, 12, 8)
        self._top = laid(down(tools, line(), gap=0))
        self._foot = laid(down(line(), across(self.reminder, margins=(14, 9, 14, 9)), gap=0))
        self._nobody = EmptyState("", "")
        fill(listed.body, self._top)
        self._listed = pile(listed.body)
        self._listed.addWidget(self.view)
        self._listed.addWidget(self._nobody)
        fill(listed.body, self._foot)
        nothing = EmptyState("还没有可以评审的材料", "收到并受理以后，在这里导出评审材料和评分表。",
                             plain_button("去读盘", lambda: self.go.emit(INSERT)))
        tiles = across(*((tile, 1) for tile in self.tiles.values()), gap=10)
        both = across((listed, 2), (self.card, 1), gap=theme.GAP)
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(nothing)
        self._stack.addWidget(laid(down(tiles, (both, 1), gap=14)))

    def _connect(self) -> None:
        self._choice = QButtonGroup(self)
        for area, tile in self.tiles.items():
            tile.setCheckable(True)
            tile.setChecked(area is self.area)
            self._choice.addButton(tile)
            tile.clicked.connect(lambda _=False, own=area: self._turn(own))
        self.tabs.chosen.connect(lambda _: self._show())
        self.search.textChanged.connect(lambda _: self._show())
        self.trimmed.clicked.connect(self._trim)
        self.view.linked.connect(self._toggle)
        self.view.chosen.connect(lambda _: self._show_one())
        MARK.bind(
            self.view, lambda: self._toggle(self.view.chosen_record()), Qt.ShortcutContext.WidgetShortcut
        )
        self._session.busy_changed.connect(lambda _: self._show_buttons())

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
            return Standings(review, ranked, online, attached_all(ledger))

        self._counting.ask(work)

    def _counted(self, standings: Standings) -> None:
        self.standings = standings
        self.trimmed.setChecked(standings.review.is_trimmed)
        short = self._session.notice.short
        self.tabs.show_titles([f"{short(track)} {len(found)}" for track, found in standings.ranked.items()])
        words, tone = reminder(self._session.notice, standings.online, clock.today())
        self.reminder.set_tone(tone)
        self.reminder.setText(words)
        self._foot.setVisible(bool(words))
        self._show()

    @property
    def track(self) -> Track:
        return self._session.notice.tracks[max(self.tabs.current, 0)]

    @property
    def share(self) -> Share:
        return self.standings.share(self.track)

    def _turn(self, area: Area) -> None:
        self.area = area
        self._show()

    def _show(self) -> None:
        """The one that was chosen stays chosen where it is listed, else the first is."""
        before, share, today = self.view.chosen_record(), self.share, clock.today()
        for area, tile in self.tiles.items():
            tile.show_words(tile_of(area, share, today))
        listed, terms = share.rows(self.area), self.search.terms
        rows = [one for one in listed if found(terms, (one.row.entry.name, one.row.sender.name))]
        self.search.show_count(len(rows), len(listed))
        self.view.show_columns(*columns(self.area, share, self._session.notice, today))
        self.view.mark(terms)
        self.view.show_rows(rows)
        self.header.set_subtitle(self._told())
        self.note.setText(note_of(self.area, share))
        title, text = nothing_in(self.area, self.track)
        if listed:
            title, text = "没有找到", "换一个词，或按 Esc 清空搜索。"
        self._nobody.title.setText(title)
        self._nobody.text.setText(text)
        self._nobody.text.setVisible(True)
        self._listed.setCurrentIndex(0 if rows else 1)
        keys = [one.row.key for one in self.view.records.rows]
        self.view.choose(keys.index(before.row.key) if before and before.row.key in keys else 0)
        self._show_one()

    def _show_one(self) -> None:
        one = self.view.chosen_record()
        self.card.setVisible(one is not None)
        if one is not None:
            self.card.show_one(one, self.share, self._session.notice, clock.today())
        self._show_buttons()

    def _told(self) -> str:
        ballots = len(self.standings.review.ballots)
        given = f"{ballots} 位专家的评分" if ballots else "还没有评分：先导出评审材料和评分表"
        return f"{self.track.title} {len(self.share.ranked)} 家申报；{given}"

    def _show_buttons(self) -> None:
        is_open = not self._session.busy and bool(self._session.facts.rows)
        self._show_own(self.view.chosen_record(), self.share)
        for button in self._always:
            button.setEnabled(is_open)
        is_ranking, shown = self.area is Area.RANKING, self.share.shown
        self.trimmed.setVisible(is_ranking)
        self.best.setVisible(is_ranking)
        self.best.setEnabled(is_open and any(one.rank for one in self.share.ranked))
        self.publicity.setVisible(self.area in (Area.PUBLICITY, Area.LIST))
        self._top.setVisible(self.area is not Area.VISITS)
        is_final = shown is not None and shown.is_final
        self.publicity.setText("公示…" if shown is None else "撤回名单…" if is_final else "定名单…")

    def _show_own(self, one: Ranked | None, share: Share) -> None:
        """What can be done with the chosen enterprise, each called by what it does now."""
        if one is None:
            return
        mark = "取消标记" if one.is_marked else f"标记{share.track.proposed}"
        self.mark.setText(mark if one.takes_part else "列入评审…")
        self.visit.setText("安排核查…" if one.visit is None else "核查结果…")
        own = share.objections(one)
        self.objection.setText("登记异议…" if not any(each.is_open for each in own) else "办结异议…")
        self.filed.setText("改为未填报…" if one.filed else "登记网上填报…")
        self.visit.setVisible(one.takes_part or one.visit is not None)
        self.objection.setVisible(share.is_shown(one))
        self.filed.setVisible(share.track.files_online and one.stage in WEB)
        self.shut_out.setVisible(one.admitted is not None)

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

    def _visit(self, one: Ranked) -> None:
        self._after.visit(one, self.share.files_of(one))

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
        mine = self.share.ranked
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
    "没有受理、不完整、超出名额的，写明理由才列入。上面四格是排名、现场核查、公示和名单，点一格看那一步；"
    "选中一家，右边是它的全部情况和可以办的事。",
)  # fmt: skip
