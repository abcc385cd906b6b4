"""Page 4, 汇总: who has handed in and how far each is, what needs a person, and the table of all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app import clock
from app.job import Job
from app.ledger.event import EventKind
from app.model.disc_names import proposed_disc_name
from app.model.merged import Bar, Mark, MergedRow
from app.model.submission import Standing
from ui import theme
from ui.receive.facts import (
    CONFIRM,
    COPY,
    INSERT,
    MERGE,
    REGISTER,
    VERIFY,
    ActionItem,
    Facts,
    Overview,
    action_items,
    headline,
    tile_texts,
)
from ui.receive.lists import RecordView
from ui.receive.merge.bars import BarsCard
from ui.receive.merge.tiles import Tiles
from ui.receive.merge.total import TotalTable
from ui.receive.session import LedgerSession
from ui.shell.ask import Ask
from ui.shell.opening import open_path
from ui.shell.page import Page, PageWidget, StepState
from ui.widgets.boxes import across, down, laid
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.panels import Card, EmptyState, PageHeader, page_layout, pile, scrolled
from ui.widgets.table import Column

MOST_INDUSTRIES = 8
_BOARD, _TABLE = 0, 1
_COPY = "请放入同一张盘的副本，或擦净后的原盘，照常读盘、接收：只补读上次没有读出的文件，登记不会重复。"
_BOOK = "Excel 工作簿 (*.xlsx)"


class MergePage(PageWidget):
    """The board; its first button turns to the table of all rows and back."""

    title = "汇总"

    def __init__(self, session: LedgerSession, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._total_title = f"{' / '.join(track.short for track in session.notice.tracks)}总表"
        self.turn = plain_button(self._total_title, self._turn)
        self.export = primary_button("导出 Excel…", self._export)
        self.header = PageHeader(self.title, [self.turn, self.export])
        self.tiles = Tiles()
        self.action_items = _action_items_view()
        self.areas = BarsCard("按重点领域")
        self.industries = BarsCard("按行业（前 8）")
        self.total = TotalTable(session)
        self._stack = pile(page_layout(self, self.header))
        self._stack.addWidget(self._board())
        self._stack.addWidget(self.total)
        self._connect()

    def _board(self) -> QWidget:
        self._quiet = EmptyState("没有需要处理的事", "")
        card = Card()
        card.setMinimumHeight(132)
        self._lower = pile(card.body)
        self._lower.addWidget(self.action_items)
        self._lower.addWidget(self._quiet)
        left = down(self.tiles, (card, 1), gap=14)
        right = down(self.areas, (self.industries, 1), gap=14)
        return scrolled(laid(across((left, 76), (right, 33), gap=theme.GAP)))

    def _connect(self) -> None:
        self._session.busy_changed.connect(lambda busy: self.export.setDisabled(busy))
        self.tiles.chosen.connect(self._open)
        self.action_items.linked.connect(self._act)
        self.action_items.opened.connect(self._act)
        self.total.opened.connect(lambda row: self._open(row.submission.id))

    # -- showing ---------------------------------------------------------------------------------
    def show_facts(self, facts: Facts) -> None:
        self.header.set_subtitle(headline(facts))
        self.tiles.show_tiles(tile_texts(facts.board, self._session.notice))
        found = action_items(facts)
        self.action_items.show_rows(found)
        self._lower.setCurrentIndex(0 if found else 1)
        self._quiet.title.setText("没有需要处理的事" if facts.submissions else "还没有收到光盘，从“读盘”开始")
        self.areas.show_bars(facts.board.areas)
        self.industries.show_bars([_short(bar) for bar in facts.board.industries[:MOST_INDUSTRIES]])
        self.export.setEnabled(bool(facts.rows) and not self._session.busy)
        self.turn.setEnabled(bool(facts.rows))
        self.total.show_facts(facts)

    @property
    def is_on_board(self) -> bool:
        return self._stack.currentIndex() == _BOARD

    def _turn(self) -> None:
        self._stack.setCurrentIndex(_TABLE if self.is_on_board else _BOARD)
        self.turn.setText(self._total_title if self.is_on_board else "返回各市情况")
        self.header.title.setText("汇总" if self.is_on_board else self._total_title)

    # -- doing -----------------------------------------------------------------------------------
    def _open(self, key: str) -> None:
        one = self._session.facts.submission(key)
        if one is None:
            return
        self._session.open_submission(key)
        is_done = one.standing in (Standing.ACCEPTED, Standing.RETURNED)
        self.go.emit(REGISTER if is_done else VERIFY)

    def _act(self, item: ActionItem) -> None:
        if item.mark is Mark.LATE:
            self._explain(item)
        elif item.mark is not None:
            self.total.examine(item.mark, item.subject if len(item.rows) > 1 else "", item.rows)
            if self.is_on_board:
                self._turn()
        else:
            self._session.open_submission(item.submission)
            if item.action == COPY:
                self._ask.tell("用副本补读", _COPY)
            self.go.emit({COPY: INSERT, CONFIRM: REGISTER}.get(item.action, VERIFY))

    def _explain(self, item: ActionItem) -> None:
        text = self._ask.text("登记逾期说明", f"{item.senders}：{item.what}。说明会记在台账的经过里。")
        if text and text.strip():
            words, who, late = text.strip(), self._session.who(), EventKind.LATENESS_EXPLAINED
            self._session.decide(lambda ledger: ledger.note(item.submission, late, who, words=words))

    def _export(self) -> None:
        rows = self.total.shown_rows() if not self.is_on_board else self._session.facts.rows
        options = [self._total_title, "填入省厅模板…"]
        chosen = self._ask.choose("导出 Excel", self._held(rows), options)
        if chosen == 0:
            self._export_ours(rows)
        elif chosen == 1:
            self._export_template(rows)

    def _held(self, rows: tuple[MergedRow, ...]) -> str:
        """What will be in the file: both tracks from the board, from the table what is seen there."""
        counts = (
            f"{track.short} {count} 家" for track in self._session.notice.tracks
            if (count := sum(row.track == track.id for row in rows))
        )
        only = "" if self.is_on_board else self.total.only()
        told = f"共 {len(rows)} 行：{'、'.join(counts) or '没有'}"
        rest = "" if self.is_on_board else "别的类别不在里面，从“返回各市情况”导出就是全部。"
        return f"{told}{f'；只含 {only}' if only else ''}。{rest}"

    def _export_ours(self, rows: tuple[MergedRow, ...]) -> None:
        notice, day = self._session.notice, clock.today()
        wanted = () if self.is_on_board else self.total.wanted_columns()
        only = "" if self.is_on_board else self.total.only()
        parts = [] if self.is_on_board else [notice.short(self.total.track), *([only] if only else [])]
        chosen = f"（{'，'.join(parts)}）" if parts else ""
        name = f"{notice.year}年{notice.campaign}申报总表{chosen}"
        out = self._ask.save_file("总表存到哪里", f"{proposed_disc_name(name)}.xlsx", _BOOK)
        if out is None:
            return
        tracks = [track.id for track in notice.tracks if any(row.track == track.id for row in rows)]

        def work(job: Job) -> Path:
            from app.writing.tables.merged import write_tables

            job.at(0, "正在写总表")
            write_tables(rows, tracks, notice, day, out, wanted, only)
            return out

        self._session.run("导出总表", work, self._exported)

    def _export_template(self, rows: tuple[MergedRow, ...]) -> None:
        notice, day = self._session.notice, clock.today()
        tracks = [track for track in notice.tracks if any(row.track == track.id for row in rows)]
        which = self._ask.choose("填哪一张表", "模板一次填一类。", [track.title for track in tracks])
        files = self._ask.choose_files("选择省厅模板", _BOOK) if which is not None else ()
        if which is None or not files:
            return
        track, template = tracks[which], files[0]
        name = f"{notice.year}年{track.title}申报总表.xlsx"
        out = self._ask.save_file("总表存到哪里", name, _BOOK)
        if out is None:
            return

        def work(job: Job) -> Path:
            from app.writing.tables.merged import write_into_template

            job.at(0, "正在填写模板")
            write_into_template(rows, track.id, notice, day, template, out, job)
            return out

        self._session.run("导出总表", work, self._exported)

    def _exported(self, out: Path) -> None:
        if self._ask.confirm("总表已导出", f"{out.name}\n在 {out.parent} 里。", "打开", "知道了"):
            open_path(out, self._ask)


def _short(bar: Bar) -> Bar:
    """专用设备: the words every division shares are left away."""
    title = bar.title.removesuffix("业").removesuffix("制造")
    return replace(bar, title=title.replace("化学原料和化学制品", "化学原料和制品"))


def _action_items_view() -> RecordView[ActionItem]:
    columns: list[Column[ActionItem]] = [
        Column("需要处理", lambda m: m.title, tone=lambda m: m.tone),
        Column("来自", lambda m: m.senders, tip=lambda m: m.senders),
        Column("企业", lambda m: m.subject, tip=lambda m: m.subject),
        Column("问题", lambda m: m.what, tip=lambda m: m.what),
        Column("", lambda m: m.action, link=True),
    ]
    return RecordView(columns, (102, 126, 176, 220, 92), "需要处理", stretch=3)


def _state(seen: Overview) -> StepState:
    missing = len(seen.facts.board.missing)
    return StepState(f"{missing} 市未到" if seen.facts.submissions and missing else "")


PAGE: Page[LedgerSession, Overview] = Page(
    MERGE, MergePage.title, MergePage, state=_state,
    help="看哪些市还没有报、哪些有问题。点一格打开那一份。总表可以筛选、搜索、选列，导出 Excel。",
)  # fmt: skip
