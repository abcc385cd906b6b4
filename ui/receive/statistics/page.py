"""年度统计: how many came, were accepted, chosen and recognised; a table at a time, beside its chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.job import Job
from app.model.after.figures import Counts, CrossTable, FigureLine, FigureTable, Statistics
from app.model.disc_names import proposed_disc_name
from app.receive.statistics.count import DIMENSIONS, YEAR, crossed, statistics_of
from app.receive.statistics.write import count, write_found, year_of
from app.writing.papers.chart import COLOURS
from ui import theme
from ui.receive.facts import INSERT, STATISTICS, Facts, Overview
from ui.receive.lists import LEAST, RecordView
from ui.receive.session import LedgerSession
from ui.receive.statistics.bars import ChartLine, GroupedBars, Legend
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.page import Page, PageWidget
from ui.shell.runner import Latest
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import SegmentBar, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, EmptyState, PageHeader, line, page_layout, pile, scrolled
from ui.widgets.table import Column

_ALL = "合计"
_BOOK = "Excel 工作簿 (*.xlsx)"
_NAME, _FIGURE, _CROSSED = 190, 64, 150  # pixels of the columns
_WHOLE = 540  # pixels at the most that the table takes for all of its columns to be seen


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table; `is_sum`: of all lines."""

    title: str
    counts: Counts
    is_sum: bool = False


class StatisticsPage(PageWidget):
    title = "年度统计"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self.found = statistics_of((), session.notice)
        self._is_stale = True
        self._counting = Latest(session.thinking, self)
        self._counting.ready.connect(self._counted)
        self._counting.failed.connect(ask.show_error)
        self.export = primary_button("导出 Excel 和图…", self._export)
        self.compare = plain_button("加入往年台账…", self._compare)
        self.header = PageHeader(self.title, [self.compare, self.export])
        self._before: dict[str, FigureLine] = {}  # of other years' ledgers, while this page is there
        self.tabs = SegmentBar([*(each.title for each in self.found.tables), "交叉"])
        self.down, self.across, self.measure = QComboBox(), QComboBox(), QComboBox()
        self.tracks = SegmentBar([_ALL, *(track.short for track in session.notice.tracks)])
        self.view: RecordView[Row] = RecordView([], (), "统计表", stretch=0)
        self.bars, self.legend = GroupedBars(), Legend()
        self.check = PlainLabel("", "green")
        self.note = PlainLabel("", "muted", pixels=theme.SMALL, wrap=True)
        self._lay_out()
        self.tabs.chosen.connect(lambda _: self._show())
        self.tracks.chosen.connect(lambda _: self._show())
        for box in (self.down, self.across, self.measure):
            box.currentIndexChanged.connect(lambda _: self._show())
        session.busy_changed.connect(lambda _: self._show_button())

    def _lay_out(self) -> None:
        self._table, self._chart = Card(), Card()
        for box, words in ((self.down, "行"), (self.across, "列"), (self.measure, "数的是")):
            box.setAccessibleName(words)
        for key, words in DIMENSIONS.items():
            self.down.addItem(words, key)
            self.across.addItem(words, key)
        self.across.setCurrentIndex(self.across.findData("area"))
        self.measure.addItems(self.found.measures)
        boxes = (("行", self.down), ("列", self.across), ("数的是", self.measure))
        named = (across(PlainLabel(words, "muted"), box, gap=8) for words, box in boxes)
        choice = across(*named, None, gap=22, margins=(14, 8, 14, 8))
        self._choice = laid(down(choice, line(), gap=0))
        fill(self._table.body, self._choice, (self.view, 1))
        inside = laid(down(self.bars, None, margins=(8, 4, 10, 10)))
        legend = across(self.legend, margins=(18, 8, 14, 6))
        fill(self._chart.body, legend, line(), (scrolled(inside), 1))
        top = Card()
        fill(top.body, across(self.tabs, None, self.tracks, gap=10, margins=(10, 6, 10, 6)))
        self._both = across((self._table, 1), (self._chart, 1), gap=theme.GAP)
        foot = across(self.check, (self.note, 1), gap=18, margins=(4, 2, 4, 2))
        nothing = EmptyState("还没有可以统计的申报", "收到光盘、登记以后，按市、行业、重点领域列出各多少家。",
                             plain_button("去读盘", lambda: self.go.emit(INSERT)))
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(nothing)
        self._stack.addWidget(laid(down(top, (self._both, 1), foot, gap=12)))

    # -- showing ---------------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._count()

    def show_facts(self, facts: Facts) -> None:
        self._stack.setCurrentIndex(1 if facts.rows else 0)
        self._is_stale = True
        self._show_button()
        if self.isVisible():
            self._count()

    def _count(self) -> None:
        self._is_stale = False
        ledger, before = self._session.ledger, tuple(self._before.values())
        self._counting.ask(lambda job: count(ledger, job, before))

    def _counted(self, found: Statistics) -> None:
        self.found = found
        self.header.set_subtitle(found.words)
        self.check.set_tone("green" if found.adds_up else "red")
        self.check.setText(found.check_words if found.subjects else "")
        self._show()

    def _show_button(self) -> None:
        for button in (self.compare, self.export):
            button.setEnabled(not self._session.busy and bool(self._session.facts.rows))

    @property
    def track(self) -> str:
        """Its id; "" for all of them."""
        at = max(self.tracks.current, 0)
        return self._session.notice.tracks[at - 1].id if at else ""

    def _show(self) -> None:
        at, tables = max(self.tabs.current, 0), self.found.tables
        is_crossed = at >= len(tables)
        self._chart.setVisible(not is_crossed)
        self._choice.setVisible(is_crossed)
        if is_crossed:
            self._show_crossed(crossed(self.found, self._session.notice, *self._crossed))
        else:
            self._show_table(tables[at])

    @property
    def _crossed(self) -> tuple[str, str, int, str]:
        """What a person chose: by what, what is counted, of which track."""
        return self.down.currentData(), self.across.currentData(), self.measure.currentIndex(), self.track

    def _show_table(self, table: FigureTable) -> None:
        measures, track = self.found.measures, self.track
        none: Counts = (0,) * len(measures)
        own = [
            Row(each.title, (each.counts.get(track) if track else each.total) or none) for each in table.lines
        ]
        total = (table.column(track) if track else table.total) or none
        self._show_rows(table.by, measures, [Row(_ALL, total, True), *own])
        self.bars.show_lines([ChartLine(row.title, row.counts) for row in own], measures)
        self.legend.show_measures([(measures[at], COLOURS[at]) for at in self.bars.shown])
        self.note.setText(table.note)

    def _show_crossed(self, table: CrossTable) -> None:
        rows = [
            Row(name, (*counts, sum(counts))) for name, counts in zip(table.down, table.counts, strict=True)
        ]
        sums = tuple(sum(own) for own in zip(*table.counts, strict=True))
        whole = Row(_ALL, (*sums, sum(sums)), True)
        self._show_rows(table.by, (*table.across, _ALL), [whole, *rows], _CROSSED)
        self.note.setText(table.told)

    def _show_rows(
        self, by: str, heads: Sequence[str], rows: Sequence[Row], least: int = _FIGURE
    ) -> None:
        """`least` pixels for a column of figures."""
        columns = [
            Column[Row](by, lambda r: r.title, tip=lambda r: r.title, tone=_tone),
            *(Column[Row](h, partial(_figure, at), right=True, tone=_tone) for at, h in enumerate(heads)),
        ]
        widths = [_NAME, *(max(14 * len(head) + 24, least) for head in heads)]
        self.view.show_columns(columns, widths)
        self.view.show_rows(rows)
        # columns are read before bars are long
        self._table.setMinimumWidth(min(sum(widths) - _NAME + LEAST + 4, _WHOLE))

    # -- doing -----------------------------------------------------------------------------------
    def _compare(self) -> None:
        if self._before:
            told = f"已加入：{'、'.join(sorted(self._before))}。"
            which = self._ask.choose("往年台账", told, ("再加入一本…", "去掉加入的"))
            if which == 1:
                self._before = {}
                self._count()
            if which != 0:
                return
        folder = self._ask.choose_folder("选择往年的台账文件夹，只读")
        if folder is not None:
            notice = self._session.notice
            self._session.run("读往年台账", lambda job: year_of(folder, notice, job), self._compared)

    def _compared(self, line: FigureLine) -> None:
        self._before[line.title] = line
        self.tabs.choose([table.id for table in self.found.tables].index(YEAR))
        self._count()

    def _export(self) -> None:
        notice, ledger, before = self._session.notice, self._session.ledger, tuple(self._before.values())
        name = proposed_disc_name(f"{notice.year}年{notice.campaign}申报统计.xlsx")
        out = self._ask.save_file("统计表存到哪里，图放在旁边", name, _BOOK)
        if out is None:
            return

        is_crossed = self.tabs.current >= len(self.found.tables)
        shown = self._crossed if is_crossed else None

        def work(job: Job) -> tuple[Path, ...]:
            found = count(ledger, job.part(0.0, 0.4), before)
            more = [crossed(found, notice, *shown)] if shown else []
            found = replace(found, crossed=tuple({t.title: t for t in (*found.crossed, *more)}.values()))
            return write_found(ledger, found, out, job.part(0.4, 1.0))

        self._session.run("导出统计", work, self._exported)

    def _exported(self, written: tuple[Path, ...]) -> None:
        words = f"{written[0].name}，和 {len(written) - 1} 张图（PNG）\n在 {written[0].parent} 里。"
        if self._ask.confirm("统计已导出", words, "打开文件夹", "知道了"):
            open_path(written[0].parent, self._ask)


def _figure(at: int, row: Row) -> str:
    value = row.counts[at]
    return "—" if value is None else str(value)


def _tone(row: Row) -> str:
    return "accent" if row.is_sum else "ink"


PAGE: Page[LedgerSession, Overview] = Page(
    STATISTICS, StatisticsPage.title, StatisticsPage,
    help="收到、受理、拟推荐和拟认定、已推荐和已认定各多少家，按申报类别、市、行业、重点领域、企业规模、年度分开看，"
    "可以只看一类。下面写着各表合计是不是一致。导出 Excel 带图表，每张图另存一张图片，可以放进报告。",
)  # fmt: skip
