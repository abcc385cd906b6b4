"""全国 / 全省总表 on the screen: one track's rows, narrowed by filters and a search."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from app.job import Job
from app.model.merged import Chosen, Mark, MergedRow
from app.model.submission import Standing
from app.notices.industries import division_name
from app.notices.notice import Column as NoticeColumn
from app.receive.merge import chosen
from app.writing.tables.merged import columns_of, merged_cells, shown_columns
from ui import theme
from ui.receive.facts import Facts
from ui.receive.lists import RecordView
from ui.receive.session import LedgerSession
from ui.shell.runner import Latest
from ui.shell.search import SearchLine
from ui.widgets.boxes import across, down, fill
from ui.widgets.buttons import SegmentBar, link_button, plain_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, line
from ui.widgets.table import Column

_PIXELS = 13  # for each character of a column's width on paper
_NARROW, _WIDE = 56, 240


class TotalTable(QWidget):
    """`opened(MergedRow)` when a person goes into one row."""

    opened = Signal(object)

    def __init__(self, session: LedgerSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._facts = Facts()
        self._columns: dict[str, tuple[str, ...]] = {}
        self._keys: tuple[str, ...] = ()  # rows that were pointed at
        self._finding = Latest(session.thinking, self)
        self._finding.ready.connect(self._found)
        self.tabs = SegmentBar([track.short for track in session.notice.tracks])
        self.senders, self.standings, self.areas = QComboBox(), QComboBox(), QComboBox()
        self.industries, self.marks = QComboBox(), QComboBox()
        self._filters = {
            "报送单位": self.senders, "受理情况": self.standings, "重点领域": self.areas,
            "行业": self.industries, "提示": self.marks,
        }
        self.pick = plain_button("显示列", self._pick_columns, small=True)
        self.all = link_button("取消筛选", self.clear)
        self.count = PlainLabel("", "muted", pixels=theme.SMALL)
        self.view: RecordView[MergedRow] = RecordView([], (), "总表")
        self.search = SearchLine("企业、信用代码、经验名称", self, self.view)
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._show_track())
        self.search.textChanged.connect(lambda _: self._find())
        self.view.opened.connect(self.opened)

    def _lay_out(self) -> None:
        for words, box in self._filters.items():
            box.setAccessibleName(words)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(5)
            box.currentIndexChanged.connect(lambda _: self._find())
        filters = ((box, 1) for box in self._filters.values())
        top = across(self.tabs, *filters, (self.search, 2), gap=8, margins=(10, 8, 10, 8))
        foot = across(self.count, self.all, None, self.pick, margins=(14, 6, 10, 6))
        card = Card()
        fill(card.body, top, line(), (self.view, 1), line(), foot)
        self.setLayout(down(card))

    # -- what others ask --------------------------------------------------------------------------
    @property
    def track(self) -> str:
        return self._session.notice.tracks[max(self.tabs.current, 0)].id

    def shown_rows(self) -> tuple[MergedRow, ...]:
        return self.view.rows

    def only(self) -> str:
        """What is chosen of the track, in words; "" where all of it is shown."""
        chosen = [box.currentText() for box in self._filters.values() if box.currentData() is not None]
        chosen += [f"搜索“{words}”"] if (words := self.search.text().strip()) else []
        return "、".join([*chosen, *(["点开的几行"] if self._keys else [])])

    def wanted_columns(self) -> tuple[str, ...]:
        """Those a person picked; none: the usual ones of each track."""
        return self._columns.get(self.track, ())

    def show_facts(self, facts: Facts) -> None:
        if facts.rows == self._facts.rows and self.view.columns:
            return
        self._facts = facts
        counts, tracks = facts.board.counts, self._session.notice.tracks
        self.tabs.show_titles([f"{track.short} {counts.get(track.id, 0)}" for track in tracks])
        self._fill_filters()
        self._show_track()

    def examine(self, mark: Mark, text: str, keys: tuple[str, ...]) -> None:
        """Only the rows with this mark, or those named; the track of the first."""
        self.clear()
        first = next((row for row in self._facts.rows if row.key in keys), None)
        if first is not None:
            self.tabs.choose([track.id for track in self._session.notice.tracks].index(first.track))
        self.marks.setCurrentIndex(max(self.marks.findData(mark), 0))
        self._keys = keys
        self._find()

    def clear(self) -> None:
        self._keys = ()
        for box in self._filters.values():
            box.setCurrentIndex(0)
        self.search.clear()
        self._find()

    # -- filters ----------------------------------------------------------------------------------
    def _fill_filters(self) -> None:
        rows, notice = self._facts.rows, self._session.notice
        senders = list(dict.fromkeys(row.sender.name for row in rows))
        _fill(self.senders, "全部报送单位", [(each, each) for each in senders])
        standings = [each for each in Standing if each.counts]
        _fill(self.standings, "全部状态", [(each.words, each) for each in standings])
        _fill(self.areas, "全部领域", [(area.title, area.title) for area in notice.areas])
        divisions = sorted({code for row in rows if (code := row.cell("division")[:2]).isdigit()})
        _fill(self.industries, "全部行业", [(f"{code} {division_name(code)}", code) for code in divisions])
        _fill(self.marks, "全部提示", [(mark.title, mark) for mark in Mark])

    def wanted(self) -> Chosen:
        def one(box: QComboBox) -> frozenset[str]:
            return frozenset() if box.currentData() is None else frozenset([box.currentData()])

        return Chosen(
            frozenset([self.track]), one(self.senders), frozenset(map(Standing, one(self.standings))),
            one(self.areas), one(self.industries), frozenset(map(Mark, one(self.marks))), self.search.text(),
        )  # fmt: skip

    def _find(self) -> None:
        rows, wanted, notice, keys = self._facts.rows, self.wanted(), self._session.notice, self._keys

        def work(job: Job) -> tuple[MergedRow, ...]:
            found = chosen(rows, wanted, notice)
            return tuple(row for row in found if row.key in keys) if keys else found

        self._finding.ask(work)

    def _found(self, rows: tuple[MergedRow, ...]) -> None:
        self.view.mark(self.search.terms)
        self.view.show_rows(rows)
        whole = self._facts.board.counts.get(self.track, 0)
        self.search.show_count(len(rows), whole)
        self.count.setText(f"{len(rows)} 行" if len(rows) == whole else f"{len(rows)} 行，共 {whole} 行")
        self.all.setVisible(len(rows) != whole)

    # -- columns ----------------------------------------------------------------------------------
    def _show_track(self) -> None:
        rules = self._session.notice.track(self.track)
        shown = shown_columns(rules, self._columns.get(self.track, ()))
        widths = [min(max(column.width * _PIXELS, _NARROW), _WIDE) for column in shown]
        self.view.show_columns([_column(each) for each in shown], widths)
        self._find()

    def _pick_columns(self) -> None:
        rules = self._session.notice.track(self.track)
        now = [column.id for column in shown_columns(rules, self._columns.get(self.track, ()))]
        menu = QMenu(self)
        for column in columns_of(rules):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(column.id in now)
            action.setEnabled(column.filled != "name")
            action.toggled.connect(partial(self.show_column, column.id))
        menu.popup(self.pick.mapToGlobal(self.pick.rect().topLeft()))

    def show_column(self, key: str, is_shown: bool) -> None:
        """One column more or less, for this track."""
        rules = self._session.notice.track(self.track)
        now = {column.id for column in shown_columns(rules, self._columns.get(self.track, ()))}
        wanted = now | {key} if is_shown else now - {key}
        self._columns[self.track] = tuple(each.id for each in columns_of(rules) if each.id in wanted)
        self._show_track()


def _column(shown: NoticeColumn) -> Column[MergedRow]:
    def text(row: MergedRow) -> str:
        return merged_cells(row, (shown,))[shown.id]

    def tone(row: MergedRow) -> str:
        if Mark.DUPLICATE in row.marks or Mark.OVER_QUOTA in row.marks:
            return "red"
        return "amber"

    is_figure = shown.kind == "number" or shown.filled == "order"
    return Column(shown.title, text, tip=text, right=is_figure, tone=tone if shown.id == "marks" else None)


def _fill(box: QComboBox, everything: str, options: list[tuple[str, str]]) -> None:
    """Keeps what was chosen, if it is still there."""
    before = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(everything, None)
    for words, data in options:
        box.addItem(words, data)
    box.setCurrentIndex(max(box.findData(before), 0) if before is not None else 0)
    box.blockSignals(False)
