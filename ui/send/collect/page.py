"""Step 1, 收集材料: the completeness matrix, a preview beside it, and the tray of unknown files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, QTimer
from PySide6.QtWidgets import QMenu, QWidget

from app.job import Job
from app.model.step import Step
from app.store.removed import Removed
from ui.findings.preview import PreviewPane
from ui.send.collect.actions import ARCHIVES, CollectActions
from ui.send.collect.census import Census, Matrix, Row, Waiting, texts_of
from ui.send.collect.landing import cell_of
from ui.send.collect.lying import Lying
from ui.send.collect.matrix import MatrixView
from ui.send.collect.matrix_model import NAME, MatrixModel
from ui.send.collect.menus import FileMenus, pop_up
from ui.send.collect.removed import RemovedDialog
from ui.send.collect.tray import Tray
from ui.send.collect.why_line import WhyLine
from ui.send.notice_files import put_link
from ui.send.progress import collect_state
from ui.send.scans import show_weights
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.shell.page import Page, PageWidget, Target
from ui.shell.runner import Latest
from ui.shell.search import SearchLine, found
from ui.widgets.border import Border
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import link_button, plain_button, primary_button
from ui.widgets.drop_area import DropArea
from ui.widgets.panels import Card, PageHeader, page_layout

MORE = "把文件夹、压缩包（zip · 7z · rar）或整个总文件夹拖到这里"
FIRST_DROP = (
    "把企业的文件夹、压缩包（zip · 7z · rar）或总文件夹拖到这里\n"
    "也可以点这里选择文件 · 文件复制进来再检查，原件不会被改动"
)
START = "把各家企业交来的材料放进来，原件不会被改动"


class CollectPage(PageWidget):
    """Drop packages, see what is missing, say what unknown files are."""

    title = Step.COLLECT.title

    def __init__(self, session: Session, ask: Ask, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._ask = session, ask
        self._actions = CollectActions(session, ask)
        self.matrix = Matrix()
        self._shown_cell: dict[str, int] | None = None
        self.is_stale, self._shown_key = False, ""  # nothing was counted that could be shown
        self._landing: Target | None = None  # until the rows are counted
        self._removed: tuple[Removed, ...] = ()
        self._census = Census()
        self._counting = Latest(session.thinking, self)
        self._counting.ready.connect(self._show)
        self._counting.failed.connect(ask.show_error)
        self.model = MatrixModel(session.notice)
        self.view = MatrixView(self.model)
        self.drop = DropArea(MORE)
        self.preview = PreviewPane(session, "点一个格子，在这里看文件")
        self.tray = Tray(session.notice)
        self.menus = FileMenus(session, ask, self._actions, self, self._show_key)
        self.why = WhyLine(session.notice)
        self._lay_out()
        self._connect()
        self._recount()
        QTimer.singleShot(0, self, self._actions.go_on)  # once the window is there to be asked in

    # -- layout ------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        self.add_button = plain_button("添加企业材料…")
        self.add_button.setMenu(self._add_menu())
        self.next_button = primary_button("下一步：核对问题", lambda: self.go.emit(Step.CHECK))
        self.search = SearchLine("企业、材料的文件名", self, self.view)
        self.header = PageHeader(self.title, (self.search, self.add_button, self.next_button))
        self.confirm_all = link_button("", self._confirm_all)
        self.header.put_beside_subtitle(self.confirm_all)
        put_link(self.header, self._session, self._ask)
        rows = Card()
        self.gone = link_button("", self._show_removed)
        strip = across((self.drop, 1), self.gone, margins=(12, 8, 12, 12), gap=12)
        fill(rows.body, (self.view, 1), strip)
        self.preview.setMinimumWidth(230)
        self.preview.body.addWidget(self.why)
        side = laid(down((self.preview, 1), self.tray, gap=12))
        page_layout(self, self.header, (Border("collect", 688, "左右拖动，改变宽窄").between(rows, side), 1))

    def _add_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.addAction("选择文件夹…（一家的，或装着各家的）", self._pick_folder)
        menu.addAction("选择压缩包或文件…", self._pick_files)
        return menu

    def _connect(self) -> None:
        session = self._session
        session.changed.connect(lambda _: self._recount())
        session.report_changed.connect(lambda _: self._recount())
        session.busy_changed.connect(self._set_busy)
        self.search.textChanged.connect(lambda _: self.show_anew())
        self.view.order.changed.connect(self.show_anew)
        self.drop.dropped.connect(lambda paths: self.take(paths))
        self.drop.clicked.connect(self._pick_files)
        self.view.dropped.connect(self._actions.take_onto)
        self.view.assigned.connect(self.menus.take_onto)
        self.view.confirmed.connect(lambda key: self._actions.confirm([key]))
        self.view.selectionModel().currentChanged.connect(lambda *_: self._show_cell())
        self.view.menu_wanted.connect(self._row_menu)
        self.view.problem_wanted.connect(self._go_to_problem)
        self.model.renamed.connect(self._actions.rename)
        self.view.edited.connect(self.show_anew)
        self.tray.chosen.connect(lambda waiting: self._show_files([waiting.lying]))
        self.tray.menu_wanted.connect(self._chip_menu)
        self.tray.agreed.connect(self._agree)
        self.preview.shown.connect(self._explain)
        self.why.menu_wanted.connect(self._why_menu)

    # -- links -------------------------------------------------------------------------------------
    def land(self, target: Target) -> None:
        self._landing = target
        self.search.clear()  # it may not be among what was searched for
        rows = [self.model.record(number) for number in range(self.model.rowCount())]
        if (place := cell_of(rows, target)) is not None:
            self._landing = None
            self.view.setCurrentIndex(self.model.index(*place))
            self.view.setFocus()
        waiting = [each.lying for each in self.matrix.waiting if each.key == target.detail]
        if waiting:
            self._show_files(waiting)

    def _go_to_problem(self, row: Row) -> None:
        self.go.emit(Target(Step.CHECK, row.id, finding=row.leads_to))

    # -- showing -----------------------------------------------------------------------------------
    def _recount(self) -> None:
        batch, notice, report = self._session.batch, self._session.notice, self._session.report
        census, actions = self._census, self._actions

        def count(job: Job) -> tuple[Matrix, tuple[Removed, ...]]:
            return census.take(batch, notice, report), actions.removed()

        self._counting.ask(count)

    def _show(self, counted: tuple[Matrix, tuple[Removed, ...]]) -> None:
        self.matrix, self._removed = counted
        self.renew()

    def show_anew(self) -> None:
        """Those that are searched for, in the order of the heading that was clicked."""
        if self.view.is_editing:  # it would overwrite what is being typed; shown once that is done
            return
        matrix, column = self.matrix, self.view.currentIndex().column()
        current = self.view.row_at(self.view.currentIndex())
        terms = self.search.terms
        wanted = [row for row in matrix.rows if not terms or found(terms, texts_of(row))]
        shown = self.view.order.of(wanted, self.model.keys)
        self.search.show_count(len(shown), len(matrix.rows))
        self.view.mark(terms)
        self.model.show(shown)
        self.tray.show_waiting(matrix.waiting, terms)
        self.header.set_subtitle(matrix.summary if matrix.rows else START)
        self.confirm_all.setText(f"{len(matrix.unconfirmed)} 家全称待核对 · 全部确认")
        self.confirm_all.setVisible(bool(matrix.unconfirmed))
        self.next_button.setEnabled(bool(matrix.rows))
        self.view.setVisible(bool(matrix.rows))
        self.drop.set_text(MORE if matrix.rows else FIRST_DROP)
        self.drop.set_slim(bool(matrix.rows))
        self.gone.setText(f"已移出 {len(self._removed)} 家…")
        self.gone.setVisible(bool(self._removed))
        self.view.updateGeometry()
        if current is not None:  # the cursor stays with its enterprise, wherever that moved
            place = next((n for n, row in enumerate(shown) if row.id == current.id), None)
            if place is not None and place != self.view.currentIndex().row():
                self.view.setCurrentIndex(self.model.index(place, column))
        self._show_cell()
        if self._landing is not None and matrix.rows:
            self.land(self._landing)
            self._landing = None

    def _show_cell(self) -> None:
        if (cell := self.model.cell(self.view.currentIndex())) is not None:
            self._show_files(cell.files or cell.maybe)

    def _show_files(self, files: Sequence[Lying]) -> None:
        begins = {each.key: each.first for each in files}
        if begins != self._shown_cell:
            self._shown_cell = begins
            self.preview.show_members(tuple(begins), begins)
            if not files:
                self.preview.clear("这一格还没有文件")
        self._explain(self._shown_key)

    def _show_key(self, key: str) -> None:
        """One of several files of a cell, chosen in its menu."""
        self.preview.choose(key)

    def _explain(self, key: str) -> None:
        """Below the preview: what the file shown is, and what tells it."""
        self._shown_key = self.view.shown_key = key
        self.why.show_file(self._found(key) if key else None)

    def _found(self, key: str) -> Lying | None:
        """The file as the matrix or the tray has it, all of its pages."""
        for row in self.matrix.rows:
            for each in (each for cell in row.cells for each in cell.files if each.key == key):
                return each
        return next((each.lying for each in self.matrix.waiting if each.key == key), None)

    def _why_menu(self, place: QPoint) -> None:
        waiting = next((each for each in self.matrix.waiting if each.key == self._shown_key), None)
        index = self.view.currentIndex()
        if waiting is not None:
            self._chip_menu(waiting, place)
        elif index.isValid():
            pop_up(self.row_menu(self.model.record(index.row())), place)

    def _set_busy(self, busy: bool) -> None:
        self.add_button.setEnabled(not busy)
        self.drop.setEnabled(not busy)

    # -- taking in ---------------------------------------------------------------------------------
    def take(self, paths: Sequence[Path], track: str | None = None) -> None:
        self._actions.take(paths, track)

    def _show_removed(self) -> None:
        dialog = RemovedDialog(self._removed, self._session.notice, self)
        dialog.wanted.connect(self._actions.put_back)
        dialog.open()

    def _pick_folder(self) -> None:
        folder = self._ask.choose_folder("选择企业材料所在的文件夹")
        if folder is not None:
            self.take((folder,))

    def _pick_files(self) -> None:
        self.take(self._ask.choose_files("选择企业交来的压缩包", ARCHIVES))

    def _confirm_all(self) -> None:
        if self.matrix.unconfirmed:
            self._actions.confirm(self.matrix.unconfirmed)

    def _agree(self, waiting: Sequence[Waiting]) -> None:
        self._actions.propose([(each.enterprise, each.key, each.filing.proposed) for each in waiting])

    # -- menus -------------------------------------------------------------------------------------
    def _chip_menu(self, waiting: Waiting, place: QPoint) -> None:
        pop_up(self.chip_menu(waiting), place)

    def chip_menu(self, waiting: Waiting) -> QMenu:
        return self.menus.chip(waiting, self.matrix, self.tray.picked)

    def row_menu(self, row: Row) -> QMenu:
        """What can be done with the cell and the row under the pointer or the cursor."""
        menu, actions = QMenu(self), self._actions
        if row.leads_to:
            menu.addAction(f"去核对：{row.status}", partial(self._go_to_problem, row))
        if (cell := self.model.cell(self.view.currentIndex())) is not None:
            self.menus.fill_cell(menu, row, cell)
        if not row.is_confirmed:
            menu.addAction("确认全称", lambda: self._actions.confirm([row.id]))
        menu.addAction("改全称", self._edit_name)
        for other in self._session.notice.tracks:
            if other.id != row.track:
                menu.addAction(f"换到{other.short}", partial(self._actions.move, row, other.id))
        menu.addSeparator()
        menu.addAction("添加材料…", lambda: actions.add_files(row))
        menu.addAction("替换材料…", lambda: actions.replace(row))
        menu.addAction("打开所在文件夹", lambda: actions.open_folder(row))
        menu.addAction("看未收下的文件", lambda: actions.show_left_out(row))
        menu.addAction("看什么占地方", lambda: show_weights(self._session, self._ask, row.id, self))
        menu.addSeparator()
        self.menus.move_out(menu, row, self.matrix.rows)
        return menu

    def _row_menu(self, index: QModelIndex, place: QPoint) -> None:
        self.view.setCurrentIndex(index)
        pop_up(self.row_menu(self.model.record(index.row())), place)

    def _edit_name(self) -> None:
        index = self.view.currentIndex()
        self.view.setCurrentIndex(index.siblingAtColumn(NAME))
        self.view.edit(self.view.currentIndex())


PAGE = Page(
    Step.COLLECT, CollectPage.title, CollectPage, state=collect_state,
    needs=("app.checks",),
    help=(
        "每行一家，每格一类材料，点一格看文件；一个文件装有几种材料的，右键“装有几种材料”分页。"
        "标“缺”的找企业补：右键“替换材料”，补来的在“样例材料”里。"
    ),
)  # fmt: skip
