"""Page 经验汇编: the experiences searched and read; what is chosen becomes a volume or an offline page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from app.job import Job, Progress
from app.model.after.asked import Hit, Kinds, Scope, kinds_of
from app.model.after.experience import Experience
from app.receive.collection.spelling import terms_of
from ui import theme
from ui.receive.collection.actions import CollectionActions
from ui.receive.collection.filters import Filters
from ui.receive.collection.hits import HitList
from ui.receive.collection.reading import ReadingPane
from ui.receive.collection.years import Years
from ui.receive.facts import COLLECTION, REGISTER, Facts, Overview
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget
from ui.shell.runner import Latest
from ui.shell.search import SearchLine
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.drop_area import QWIDGETSIZE_MAX
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile

_NOTHING, _COLLECTING, _ALL = range(3)


@dataclass(frozen=True)
class _Collected:
    experiences: tuple[Experience, ...]
    kinds: Kinds


@dataclass(frozen=True)
class _Answer:
    words: str
    hits: tuple[Hit, ...]


class CollectionPage(PageWidget):
    """The index is brought up to date behind the page when it is turned to; one search follows the other as
    it is typed.
    """

    title = "经验汇编"
    _told = Signal(object)  # Progress

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._years = Years(session, ask)
        self._actions = CollectionActions(session, ask)
        self._is_stale, self._collected = True, _Collected((), Kinds())
        self._words = ""  # of the hits that are listed
        self._collecting, self._searching = Latest(session.executor, self), Latest(session.thinking, self)
        self._collecting.ready.connect(self._show_collected)
        self._searching.ready.connect(self._show_hits)
        for worker in (self._collecting, self._searching):
            worker.failed.connect(ask.show_error)
        self._told.connect(self._show_progress)
        self.web = plain_button("做成网页…", self._give_out)
        self.volume = primary_button("印成一册…", self._print)
        self.earlier = plain_button("往年台账…", self._change_years)
        self.header = PageHeader(self.title, [self.earlier, self.web, self.volume])
        self.filters = Filters()
        self.list = HitList()
        self.search = SearchLine("企业、经验名称和正文", self, self.list)
        self.search.setPlaceholderText("搜企业、经验名称和正文；几个词用空格隔开")
        self.search.setMaximumWidth(QWIDGETSIZE_MAX)
        self.all = QCheckBox("全选")
        self.count = PlainLabel("", "muted", pixels=theme.SMALL)
        self.every = link_button("去掉筛选", self._clear)
        self.reading = ReadingPane(session, self._years, ask)
        self._lay_out()
        self.search.textChanged.connect(lambda _: self._search())
        self.filters.changed.connect(self._search)
        self.list.chosen.connect(lambda hit: self.reading.show_hit(hit, terms_of(self.search.text())))
        self.list.hits.ticks_changed.connect(self._show_counts)
        self.all.clicked.connect(self._tick_all)
        session.busy_changed.connect(lambda _: self._show_counts())
        session.closing.connect(self._close)

    def _lay_out(self) -> None:
        self._none = EmptyState("没有找到", "换一个词，或去掉筛选。")
        found = Card()
        top = down(self.search, self.filters, gap=8, margins=(12, 12, 12, 10))
        foot = across(self.all, None, self.count, self.every, gap=10, margins=(15, 7, 14, 7))
        fill(found.body, top, line())
        self._lists = pile(found.body)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._none)
        fill(found.body, line(), foot)
        found.setMinimumWidth(400)
        whole = laid(across((found, 43), (self.reading, 57), gap=theme.GAP))
        nothing = EmptyState(
            "还没有可以汇编的经验",
            "材料受理以后，经验在这里能搜索、能读；名单定下来以后印成一册、做成网页。",
            plain_button("去登记", lambda: self.go.emit(REGISTER)),
        )  # fmt: skip
        self._busy = EmptyState("正在汇集经验材料的文字", "第一次要逐份读取，以后只读变了的；可以先做别的。")
        self._stack = pile(page_layout(self, self.header))
        for face in (nothing, self._busy, whole):
            self._stack.addWidget(face)

    # -- showing -----------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.search.setFocus()
        if self._is_stale:
            self._collect()

    def show_facts(self, facts: Facts) -> None:
        self._is_stale = True
        if not facts.rows:
            self._stack.setCurrentIndex(_NOTHING)
        if self.isVisible():
            self._collect()
        self._show_counts()

    def _collect(self, adding: Path | None = None, removing: Path | None = None) -> None:
        if not self._session.facts.rows:
            return
        self._is_stale = False
        session, years = self._session, self._years
        if not self._collected.experiences:
            self._stack.setCurrentIndex(_COLLECTING)

        def work(job: Job) -> _Collected:
            def tell(progress: Progress) -> None:
                job.check()
                self._told.emit(progress)

            them = years.open(adding, removing)
            them.collect(session.sandbox, Job(tell))
            found = them.experiences()
            return _Collected(found, kinds_of(found))

        self._collecting.ask(work)

    def _show_progress(self, progress: Progress) -> None:
        if progress.fraction < 1:
            self._busy.text.setText(f"第一次要逐份读取，以后只读变了的；可以先做别的。\n{progress.item}")

    def _show_collected(self, collected: _Collected) -> None:
        self._collected = collected
        has_chosen = any(one.is_chosen for one in collected.experiences)
        self.filters.show_kinds(collected.kinds, has_chosen)
        known = {one.key for one in collected.experiences}
        self.list.hits.ticked &= known
        self._stack.setCurrentIndex(_ALL if collected.experiences else _NOTHING)
        self._search()

    def _search(self) -> None:
        them, asked = self._years.them, self.filters.asked(self.search.text())
        self._searching.ask(lambda job: _Answer(asked.words, them.search(asked)))

    def _show_hits(self, answer: _Answer) -> None:
        terms = terms_of(answer.words)
        self.list.show_hits(answer.hits, terms, keeps=answer.words == self._words)
        self._words = answer.words
        self._lists.setCurrentIndex(0 if answer.hits else 1)
        self._show_counts()

    def _show_counts(self) -> None:
        hits, chosen = self.list.hits.hits, self.list.hits.ticked
        listed = [hit.one.key for hit in hits]
        with QSignalBlocker(self.all):
            self.all.setChecked(bool(listed) and chosen.issuperset(listed))
        self.all.setEnabled(bool(listed))
        told = f"列出 {len(hits)} 篇" + (f"，勾选 {len(chosen)} 篇" if chosen else "")
        self.count.setText(told)
        self.every.setVisible(bool(self.filters.picked or self.search.text()))
        is_open = bool(self.chosen()) and not self._session.busy
        for button in (self.web, self.volume):
            button.setEnabled(is_open)
        self.header.set_subtitle(self._subtitle())

    def _subtitle(self) -> str:
        experiences = self._collected.experiences
        if not experiences:
            return ""
        final = sum(one.is_chosen for one in experiences)
        what = f"入选 {final} 篇" if final else "名单还没有定下来，先列出已受理的"
        count = len(self.chosen())
        how = "勾选的" if self.list.hits.ticked else "列出的"
        told = f"{what}；收入{how} {count} 篇" if count else what
        away = "、".join(self._years.missing)
        return f"{told}；往年台账打不开：{away}" if away else told

    def _change_years(self) -> None:
        adding, removing = self._years.asked()
        if adding is not None or removing is not None:
            self._collect(adding, removing)

    def _close(self) -> None:
        self._collecting.shutdown()
        self._years.close()

    # -- choosing ----------------------------------------------------------------------------------
    def chosen(self) -> tuple[Experience, ...]:
        """Those ticked, in the order of the total table; all that are listed where none is."""
        ticked = self.list.hits.ticked
        if ticked:
            return tuple(one for one in self._collected.experiences if one.key in ticked)
        listed = {hit.one.key for hit in self.list.hits.hits}
        return tuple(one for one in self._collected.experiences if one.key in listed)

    def _tick_all(self, is_ticked: bool) -> None:
        self.list.hits.tick([hit.one.key for hit in self.list.hits.hits], is_ticked)

    def _clear(self) -> None:
        self.filters.clear()
        with QSignalBlocker(self.search):
            self.search.clear()
        self._search()

    def _give_out(self) -> None:
        self._actions.write_page(self._years.them, self.chosen())

    def _print(self) -> None:
        self._actions.print_volume(self._years.them, self.chosen(), self._scope())

    def _scope(self) -> str:
        """For the cover; "" of all that were chosen in the review."""
        if self.list.hits.ticked:
            return ""
        told = list(self.filters.picked)
        told += [f"搜索“{words}”"] if (words := self.search.text().strip()) else []
        is_accepted = self.filters.asked("").scope is Scope.ACCEPTED
        told += ["已受理的"] if is_accepted else []
        return f"只含：{'、'.join(told)}" if told else ""


PAGE: Page[LedgerSession, Overview] = Page(
    COLLECTION, CollectionPage.title, CollectionPage,
    help="入选的经验按正文搜索、筛选，点一篇就读，“原件”看它的原页。勾选要收入的（不勾就是列出的全部），"
    "印成一册（PDF），或做成不用联网的网页发出去。",
    needs=("app.receive.collection.volume", "app.receive.collection.web"),
)  # fmt: skip
