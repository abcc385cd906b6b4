"""What can be done with a file, where it lies or waits: the menus of cells, chips and drops."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu, QWidget

from app.batch.scans import can_merge
from app.model.documents.part import LEAVE_OUT
from app.notices.filing import Filing, filings_of
from app.writing.merge_scans import KINDS as PICTURES
from ui.send.collect.actions import CollectActions
from ui.send.collect.census import Cell, Matrix, Row, Waiting
from ui.send.collect.lying import Lying, parts_said
from ui.send.parts.divide import divide
from ui.send.parts.tints import swatch
from ui.send.scans import merge_scans
from ui.send.session import Session
from ui.shell.ask import Ask
from ui.widgets.labels import menu_text

_LISTED = 12  # files of one cell that its menu names
SEVERAL = "装有几种材料…"


class FileMenus:
    """`show(key)` lays a file beside the matrix."""

    def __init__(self, session: Session, ask: Ask, actions: CollectActions, page: QWidget,
                 show: Callable[[str], object]) -> None:
        self._session, self._ask, self._actions, self._page = session, ask, actions, page
        self._look_at = show

    # -- what is dropped -------------------------------------------------------------------------
    def take_onto(self, key: str, row: Row, material: str) -> None:
        """A file came onto a cell: only the enterprise that handed it in can have it."""
        batch = self._session.batch
        source = key.partition("/")[0]
        owner = next((one for one in batch.enterprises.values() if source in one.sources), None)
        if owner is None:
            return
        if owner.id != row.id:
            text = f"“{key.partition('/')[2]}”在{owner.name}的材料里，请拖到那一行。"
            self._ask.tell("这个文件是另一家的", text)
            return
        filing = filings_of(batch, owner, self._session.notice).get(key, Filing())
        if not filing.materials:
            self._actions.assign(row.id, (key,), material)
        elif not filing.serves(material):
            pop_up(self.drop(row, Lying(key, key.partition("/")[2], filing), material), QCursor.pos())

    # -- where files lie -------------------------------------------------------------------------
    def fill_cell(self, menu: QMenu, row: Row, cell: Cell) -> None:
        """What lies in the cell, or may: one file at once, several with a menu each."""
        material = self._session.notice.material(cell.material)
        files = cell.files or cell.maybe
        if cell.files and len(files) > 1:
            _said(menu, f"{material.title}由 {len(files)} 个文件组成")
        for each in files[:_LISTED]:
            if len(files) == 1:
                _said(menu, _named(each))
                _said(menu, each.why)
                self._file(menu, row.id, each)
            else:
                inner = QMenu(menu_text(_named(each)), menu)  # Qt's own addMenu(str) goes with its wrapper
                menu.addMenu(inner)
                _said(inner, each.why)
                inner.addAction("看这个文件", partial(self._look_at, each.key))
                if cell.files:
                    self._place(inner, row.id, cell, each)
                self._file(inner, row.id, each)
        if files:
            menu.addSeparator()

    def _file(self, menu: QMenu, enterprise: str, each: Lying) -> None:
        filing = each.filing
        self._proposal(menu, enterprise, each)
        menu.addMenu(self._roles("归为", menu, partial(self._actions.assign, enterprise, (each.key,))))
        if filing.materials:
            also = QMenu("也作为", menu)
            menu.addMenu(also)
            for material in self._session.notice.materials:
                if not filing.serves(material.id):
                    also.addAction(swatch(material.id, self._session.notice), material.title,
                                   partial(self._actions.also, enterprise, each.key, filing, material.id))
        self._several(menu, enterprise, each.key, each.pages)
        menu.addAction("不装入", partial(self._actions.assign, enterprise, (each.key,), LEAVE_OUT))
        if filing.by_person:
            menu.addAction("由程序重新判断", partial(self._actions.judge_again, enterprise, each.key))

    def _proposal(self, menu: QMenu, enterprise: str, each: Lying | Waiting) -> None:
        proposed = each.filing.proposed
        if proposed:
            said = parts_said(proposed, self._session.notice)
            menu.addAction(f"按建议归类（{menu_text(said)}）",
                           partial(self._actions.propose, [(enterprise, each.key, proposed)]))

    def _several(self, menu: QMenu, enterprise: str, key: str, pages: int) -> None:
        if pages > 1:
            menu.addAction(SEVERAL, partial(divide, self._session, enterprise, key, self._page))

    def _place(self, menu: QMenu, enterprise: str, cell: Cell, each: Lying) -> None:
        """Its place among the files the material is made of."""
        keys = [lying.key for lying in cell.files]
        at = keys.index(each.key)
        rest = [key for key in keys if key != each.key]
        for title, to in (("移到最前", 0), ("前移一位", at - 1), ("后移一位", at + 1)):
            if 0 <= to < len(keys) and to != at and not (title == "前移一位" and at == 1):
                order = (*rest[:to], each.key, *rest[to:])
                menu.addAction(title, partial(self._actions.order, enterprise, cell.material, order))

    def _roles(self, title: str, parent: QMenu, then: Callable[[str], object]) -> QMenu:
        menu = QMenu(title, parent)
        for material in self._session.notice.materials:
            mark = swatch(material.id, self._session.notice)
            menu.addAction(mark, material.title, partial(then, material.id))
        menu.addSeparator()
        menu.addAction("不装入光盘", partial(then, LEAVE_OUT))
        return menu

    # -- the whole row ---------------------------------------------------------------------------
    def move_out(self, menu: QMenu, row: Row, rows: Sequence[Row]) -> None:
        """This one, or several of all that are there."""
        menu.addAction("移出本批次", partial(self._actions.remove, [row]))
        if len(rows) > 1:
            menu.addAction("移出几家…", partial(self._choose_several, rows))

    def _choose_several(self, rows: Sequence[Row]) -> None:
        from ui.send.collect.removing import RemovingDialog

        dialog = RemovingDialog(rows, self._session.notice, self._page)
        dialog.wanted.connect(self._actions.remove)
        dialog.open()

    # -- where files wait ------------------------------------------------------------------------
    def chip(self, waiting: Waiting, matrix: Matrix, picked: Sequence[Waiting]) -> QMenu:
        """What can be done with a file in the tray."""
        menu, owner = QMenu(self._page), waiting.enterprise
        self._proposal(menu, owner, waiting)
        menu.addMenu(self._roles("归为", menu, partial(self._actions.assign, owner, (waiting.key,))))
        self._several(menu, owner, waiting.key, waiting.pages)
        beside = _beside(waiting, matrix)
        if len(beside) > 1:
            title = f"同一文件夹的 {len(beside)} 个都归为"
            menu.addMenu(self._roles(title, menu, partial(self._actions.assign, owner, beside)))
        scans = self._scans(waiting, beside, [each.key for each in picked])
        if scans:
            menu.addSeparator()
            said = "所选的" if len(picked) > 1 else "同一文件夹的"
            title = f"合并{said} {len(scans)} 个扫描件为一个 PDF…"
            menu.addAction(title, lambda: merge_scans(self._session, self._ask, owner, scans))
        return menu

    def _scans(self, waiting: Waiting, beside: Sequence[str], picked: Sequence[str]) -> tuple[str, ...]:
        """The picked chips, or else the pictures beside this one, if they can be made one PDF."""
        batch = self._session.batch
        one = batch.enterprises.get(waiting.enterprise)
        if one is None or self._session.busy:
            return ()
        if len(picked) > 1:
            chosen = tuple(picked)
        else:
            kinds = {key: member.kind for key, member in batch.members_of(one)}
            chosen = tuple(key for key in beside if kinds.get(key) in PICTURES)
        return chosen if waiting.key in chosen and can_merge(batch, one, chosen) else ()

    # -- where files are dropped -----------------------------------------------------------------
    def drop(self, row: Row, each: Lying, material: str) -> QMenu:
        """Two lines for a file that serves as something already: as this too, or instead."""
        menu, title = QMenu(self._page), self._session.notice.material(material).title
        said = parts_said(each.filing.parts, self._session.notice)
        menu.addAction(f"也作为{title}（仍是{menu_text(said)}）",
                       partial(self._actions.also, row.id, each.key, each.filing, material))
        menu.addAction(f"改为{title}", partial(self._actions.assign, row.id, (each.key,), material))
        return menu


def _named(each: Lying) -> str:
    return f"{each.name}　第 {each.shown} 页" if each.shown else each.name


def _said(menu: QMenu, text: str) -> None:
    """A line that is only read."""
    if text:
        menu.addAction(menu_text(text)).setEnabled(False)


def _beside(waiting: Waiting, matrix: Matrix) -> tuple[str, ...]:
    """The waiting files of the same folder."""
    folder = waiting.key.rpartition("/")[0]
    return tuple(w.key for w in matrix.waiting if w.key.rpartition("/")[0] == folder)


def pop_up(menu: QMenu, place: QPoint) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)
