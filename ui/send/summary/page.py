"""Step 3, 汇总表: each track's table, edited in place, dragged into the recommended order."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMenu, QWidget

from app.batch.edit import renumber
from app.editions.enclosures import template_of
from app.errors import AppError
from app.model.batch import Batch
from app.model.step import Step
from app.notices.notice import Track, tracks_of
from app.reading.tables.sheet import parse_pasted
from ui import theme
from ui.send.notice_files import put_link
from ui.send.progress import COLLECT, LETTER, MissingCells, table_state
from ui.send.session import Session
from ui.send.summary.awarded import bring_in_list
from ui.send.summary.files import TABLES, TableFiles
from ui.send.summary.imported import written
from ui.send.summary.landing import place_of
from ui.send.summary.row_table import AmissRole, OddRole, RowModel
from ui.send.summary.row_view import RowView
from ui.send.summary.said import tab_title, taken_words
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, Target
from ui.shell.search import SearchLine, found
from ui.widgets.boxes import across
from ui.widgets.buttons import SegmentBar, plain_button, primary_button
from ui.widgets.drop_area import FileDrops
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile


class SummaryPage(PageWidget):
    """Cells and order go to the batch as they are changed; what is shown always comes from it."""

    title = Step.TABLE.title

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._is_busy = session.busy
        self._files = TableFiles(session, ask)
        self.preview = plain_button("预览 Excel", lambda: self._files.preview(self._at_rest()))
        self._tracks = tuple(rules.id for rules in session.notice.tracks)
        self._missing = [MissingCells(rules) for rules in session.notice.tracks]
        self.tabs = SegmentBar([track.short for track in session.notice.tracks])
        self.rows = RowModel(session.notice, self)
        self.table = RowView(self.rows, session.notice.areas)
        self.search = SearchLine("企业、表里的内容", self, self.table)
        onward = primary_button("下一步：推荐文件", lambda: self.go.emit(LETTER))
        self.header = PageHeader(self.title, [self.search, self.preview, onward])
        self._drops = FileDrops(self, lambda: self.fill_button.isEnabled())
        self._is_held = False  # whether there is something to show once no cell is typed in
        self._found: frozenset[str] | None = None  # ids of those searched for; None: all
        self.fill_button = plain_button(
            "从表格导入…", lambda: self._files.choose(self._at_rest()), small=True
        )
        self.template_button = plain_button(
            "载入省厅模板…", lambda: self._files.load_template(self._at_rest()), small=True
        )
        self._offered = {  # that came with the notice
            track: path for track in self._tracks
            if (path := template_of(session.notice.id, session.notice, track)) is not None
        }
        self.offered_button = plain_button("用通知附的模板", self._use_offered, small=True)
        self.awarded_button = plain_button(
            "载入获评名单…", lambda: bring_in_list(session, ask, TABLES), small=True
        )
        self.awarded_button.setToolTip("历年获评企业的表格；核对时比对近年已获评、不应再申报的企业")
        self.take_button = plain_button("采用…", small=True)
        self.take_button.setMenu(QMenu(self.take_button))
        self.hint = PlainLabel("", "muted", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideRight)
        self._lay_out()
        put_link(self.header, session, ask)
        self._connect()
        self._show(session.batch)
        for track in tracks_of(session.batch, session.notice)[:1]:  # open where there are rows
            self.tabs.choose(self._tracks.index(track))
        self.is_stale = False

    @property
    def track(self) -> str:
        return self._tracks[self.tabs.current]

    def _at_rest(self) -> str:
        """The track, once an open editor is left and so written."""
        self.table.setFocus()
        return self.track

    @property
    def _rules(self) -> Track:
        return self._session.notice.track(self.track)

    def land(self, target: Target) -> None:
        """The cell that is meant, of an enterprise or a track; else the first that is empty."""
        self.search.clear()
        one = self._session.batch.enterprises.get(target.subject)
        track = one.track if one else target.subject
        if track in self._tracks:
            self.tabs.choose(self._tracks.index(track))
        place = place_of(self.rows, one.id if one else "", target.detail)
        if place.isValid():
            self.table.setCurrentIndex(place)
            self.table.scrollTo(place)
        self.table.setFocus()

    def _lay_out(self) -> None:
        card = Card()
        top = across(
            self.tabs, 6, (self.hint, 1), self.take_button, self.fill_button, self.offered_button,
            self.template_button, self.awarded_button, gap=8, margins=(10, 8, 10, 8),
        )
        card.body.addLayout(top)
        card.body.addWidget(line())
        self._stack = pile(card.body)
        self._stack.addWidget(self.table)
        self._empty = EmptyState(
            "这一类还没有企业",
            "先在“收集材料”里加入企业。",
            plain_button("去收集材料", lambda: self.go.emit(COLLECT)),
        )
        self._stack.addWidget(self._empty)
        page_layout(self, self.header, (card, 1))

    def _connect(self) -> None:
        self._session.changed.connect(lambda _: self.renew())
        self._session.busy_changed.connect(self._show_busy)
        self.tabs.chosen.connect(lambda _: self._switched())
        self.search.textChanged.connect(lambda _: self._search())
        self._drops.dropped.connect(lambda paths: self._files.dropped(paths, self._at_rest()))
        self._files.taken.connect(self.table.fit_columns)
        self.rows.edited.connect(self._edit)
        self.rows.taken.connect(self._take_offers)
        self.rows.reordered.connect(self._reorder)
        self.rows.offered.connect(self._show_offered)
        self.table.pasted.connect(self._paste)
        self.table.left.connect(self._show_held)
        self.take_button.menu().aboutToShow.connect(self._fill_take_menu)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_hint())

    # -- showing ---------------------------------------------------------------------------------
    def show_anew(self) -> None:
        self._show(self._session.batch)

    def _switched(self) -> None:
        self.table.setFocus()  # an open editor is left, and so written, before its row goes
        self._search()

    def _search(self) -> None:
        """Asked for anew when the words change, not when a cell does: a row that is typed in stays."""
        terms, batch = self.search.terms, self._session.batch
        rows = (one for one in batch.in_track(self.track) if found(terms, (one.name, *one.fields.values())))
        self._found = frozenset(one.id for one in rows) if terms else None
        self.table.mark(terms)
        self._show(batch)

    def _show(self, batch: Batch) -> None:
        self._is_held = self.table.is_editing and self.rows.is_other(batch, self.track, self._found)
        if self._is_held:
            return  # rows that come or go would take what is being typed with them
        rules = [self._session.notice.track(track) for track in self._tracks]
        empty = [each.of(batch) for each in self._missing]
        self.tabs.show_titles([tab_title(batch, *each) for each in zip(rules, empty, strict=True)])
        whole = len(batch.order.get(self.track, ()))
        self.rows.show(batch, self.track, self._found)
        self.search.show_count(len(self.rows.rows), whole)
        self._stack.setCurrentIndex(0 if whole else 1)
        missing = sum(empty)
        lead = f"还缺 {missing} 个必填格" if missing else "必填格都已填好"
        lead = lead if batch.enterprises else "还没有企业"
        self.header.set_subtitle(f"{lead}；表中内容与压缩包、推荐文件自动保持一致")
        self.offered_button.setVisible(self.track in self._offered and self.track not in batch.templates)
        self._show_offered()
        self._show_busy(self._is_busy)

    def _show_offered(self) -> None:
        self.take_button.setVisible(self.rows.offers.open > 0)
        self._show_hint()

    def _show_held(self) -> None:
        """What could not be shown while a cell was typed in."""
        if self._is_held:
            self._show(self._session.batch)

    def _show_hint(self) -> None:
        """What is wrong with the cell one stands on, before all else."""
        at = self.table.currentIndex()
        wrong, odd = (str(at.data(role) or "") if at.isValid() else "" for role in (AmissRole, OddRole))
        tone, wrong = "red" if wrong else "amber" if odd else "muted", wrong or odd
        title = self.rows.columns[at.column() - 1].title if wrong else ""
        self.hint.set_tone(tone)
        self.hint.setText(f"{title}：{wrong}" if wrong else self._hint(self._session.batch))

    def _fill_take_menu(self) -> None:
        menu, at = self.take_button.menu(), self.table.currentIndex()
        menu.clear()
        self.table.add_takes(menu, at.row(), at.column())

    def _hint(self, batch: Batch) -> str:
        if self._found is not None:
            return "正在搜索；清空后（Esc）才能调整推荐次序"
        if self.track in batch.templates:
            return "已载入省厅模板，生成时填写该模板"
        if self.track in self._offered:
            return "通知附有这一类的模板，可以直接用"
        if count := self.rows.offers.open:
            return f"有 {count} 个空格有现成的内容，点“采用”填入 · 拖动行首调整推荐次序"
        if self._rules.proposed_columns:
            return "拖动行首调整推荐次序 · 列名为建议列，有省厅模板请载入"
        return "拖动行首调整推荐次序；可从 Excel 复制粘贴"

    def _show_busy(self, busy: bool) -> None:
        self._is_busy = busy
        self.preview.setEnabled(bool(self._session.batch.order.get(self.track)) and not busy)
        self.fill_button.setDisabled(busy)
        self.template_button.setDisabled(busy)
        self.offered_button.setDisabled(busy)
        self.awarded_button.setDisabled(busy)

    def _use_offered(self) -> None:
        track = self._at_rest()
        self._files.use_template(track, self._offered[track])

    # -- changing --------------------------------------------------------------------------------
    def _edit(self, wanted: Mapping[str, Mapping[str, str]]) -> None:
        count = sum(len(cells) for cells in wanted.values())
        what = f"填写{self._session.notice.short(self.rows.track)}汇总表 {count} 格"
        if count == 1:
            ((key, cells),) = wanted.items()
            rules = self._session.notice.track(self.rows.track)
            name = self._session.batch.enterprises[key].name
            what = f"填写{name}的{rules.column(next(iter(cells))).title}"
        self._session.apply(what, lambda batch: written(batch, wanted))

    def _take_offers(self, wanted: Mapping[str, Mapping[str, str]]) -> None:
        """What is offered, by a person's word."""
        what = taken_words(self.rows, self._rules, wanted)
        self._session.apply(what, lambda batch: written(batch, wanted))

    def _reorder(self, keys: tuple[str, ...]) -> None:
        track = self.track
        if self._found is not None:  # the others have their places too
            return
        what = f"调整{self._session.notice.short(track)}的推荐次序"
        self._session.apply(what, lambda b: renumber(b.with_order(track, keys), track))

    def _paste(self, text: str, at: QModelIndex) -> None:
        """A block from Excel: by its heading and the names in it, or from the chosen cell on."""
        column = self.rows.columns[max(at.column() - 1, 0)]
        try:
            sheet = parse_pasted(text, self._rules, column.id if at.isValid() else None)
        except AppError as error:
            self._ask.show_error(error)
            return
        if not sheet.positional and any("name" in row for row in sheet.rows):
            self._files.take([("粘贴的内容", self.track, sheet)])
            return
        if sheet.positional:
            wanted = self.rows.under(at.row(), at.column(), [list(row.values()) for row in sheet.rows])
        else:
            rows = self.rows.rows[max(at.row(), 0) :]
            wanted = {one.id: dict(row) for one, row in zip(rows, sheet.rows, strict=False)}
        self._edit(wanted)
        beyond = len(sheet.rows) - len(wanted)
        if beyond > 0:
            self._ask.tell("有几行没有填入", f"粘贴的内容比表格多 {beyond} 行，多出的没有填入。")


PAGE = Page(
    Step.TABLE, SummaryPage.title, SummaryPage, state=table_state,
    help="在表里直接改；拖动行首调整推荐次序。缺的必填格标红。",
)  # fmt: skip
