"""分页: the pages of one document told apart, as proposed, by dragging, by choosing or by typing."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QMenu, QPushButton, QWidget

from app.batch import edit
from app.model.batch import Batch, Enterprise
from app.model.documents.part import Part, Ranges
from app.model.source import Member
from app.notices.filing import Filing
from app.paths import inside
from ui import theme
from ui.findings.preview import PreviewPane
from ui.findings.rendition import Target
from ui.send.parts.division import Division
from ui.send.parts.ranges import RangesPanel
from ui.send.parts.strip import PageStrip
from ui.send.parts.thumbnails import Thumbnails
from ui.send.parts.tints import swatch
from ui.send.session import Session
from ui.shell.keys import UNDO
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import link_button, menu_button, plain_button, primary_button
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card, line, scrolled

KEYS = "拖动分界线，或点一页再按数字键；Alt+←/→ 移动分界，Ctrl+Z 撤回"


class PartsDialog(QDialog):
    """Begins with what the file serves as, else with what is proposed; one decision when it is accepted."""

    def __init__(self, session: Session, enterprise: Enterprise, key: str, member: Member, filing: Filing,
                 count: int, parent: QWidget | None = None) -> None:
        """`count`: the pages the document has."""
        super().__init__(parent)
        self._session, self._enterprise, self._key = session, enterprise, key
        self._notice = session.notice
        self._proposed = Division.of(filing.proposed, count)
        self.division = Division.of(filing.parts, count) if filing.parts else self._proposed
        self._before: list[Division] = []
        source = session.batch.sources[key.partition("/")[0]]
        stored = inside(session.folder, source.stored)
        target = Target(member.name, member.kind, None, stored, source, member)
        self._pictures = Thumbnails(session, target, self.devicePixelRatioF(), self)
        self.strip = PageStrip(self.division, self._notice, self._pictures)
        self.ranges = RangesPanel(self.division, self._notice)
        self.preview = PreviewPane(session, header=False)
        self.accept_button = primary_button("", self._accept)
        self.again = link_button("恢复建议", lambda: self._change(self._proposed))
        self.says = PlainLabel("", "muted")
        self.setWindowTitle("分页归类")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lay_out(member, filing)
        self._connect()
        self._show()
        self.strip.pick(1)
        self.strip.setFocus()

    # -- layout ----------------------------------------------------------------------------------
    def _lay_out(self, member: Member, filing: Filing) -> None:
        title = PlainLabel(member.name, pixels=15, bold=True, elide=Qt.TextElideMode.ElideMiddle)
        told = f"{self._enterprise.name} · {self.division.count} 页"
        why = f" · {filing.why}" if filing.why else ""
        words = PlainLabel(f"{told}{why}", "muted", elide=Qt.TextElideMode.ElideRight)
        sheets = Card()
        self._scroll = scrolled(self.strip)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        pages = down((self._scroll, 1), margins=(8, 6, 2, 6))
        fill(sheets.body, self._choices(), line(), (pages, 1))
        side = Card()
        fill(side.body, laid(down(self.ranges, margins=(14, 12, 14, 12))), line(), (self.preview, 1))
        self.preview.setProperty("look", "flat")  # its card has the border
        side.setFixedWidth(330)
        foot = across(PlainLabel(KEYS, "muted", pixels=theme.SMALL), None, self.again,
                      plain_button("取消", self.reject), self.accept_button, gap=10)
        down(title, words, 4, (across((sheets, 1), side, gap=14), 1), 4, foot, on=self,
             margins=(theme.MARGIN, 16, theme.MARGIN, 16), gap=6)

    def _choices(self) -> QWidget:
        """What the pages picked may be said to be."""
        self.choices: list[tuple[str, QPushButton]] = []
        for number, material in enumerate(self._notice.required_materials, 1):
            button = plain_button(material.title, partial(self._give, material.id), small=True)
            button.setIcon(swatch(material.id, self._notice))
            button.setToolTip(f"数字键 {number}")
            self.choices.append((material.id, button))
        rest = self._rest_menu()
        more = menu_button("更多", lambda: rest.popup(more.mapToGlobal(more.rect().bottomLeft())))
        free = link_button("不归类", partial(self._give, ""))
        free.setToolTip("Delete 键")
        bar = across(self.says, 4, *(button for _, button in self.choices), more, free, None, gap=6)
        bar.setContentsMargins(14, 8, 14, 8)
        return laid(bar)

    def _rest_menu(self) -> QMenu:
        menu = QMenu(self)
        for material in self._notice.materials:
            if not material.required:
                mark = swatch(material.id, self._notice)
                menu.addAction(mark, material.title, partial(self._give, material.id))
        return menu

    def sizeHint(self) -> QSize:
        """As much as its window has room for."""
        parent = self.parentWidget()
        above = parent.window().size() if parent is not None else QSize(1280, 760)
        return QSize(min(above.width() - 80, 1320), min(above.height() - 60, 860))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._look_round()

    def _connect(self) -> None:
        self.strip.begun.connect(self._keep)
        self.strip.changed.connect(self._put)
        self.strip.picked.connect(self._picked)
        self.strip.numbered.connect(self._give_number)
        self.strip.menu_wanted.connect(lambda place: self._pop_up(self.page_menu(), place))
        self.strip.reached.connect(lambda place: self._scroll.ensureVisible(place.x(), place.y(), 0, 90))
        self._scroll.verticalScrollBar().valueChanged.connect(lambda _: self._look_round())
        self.ranges.written.connect(self._write)
        self.ranges.sought.connect(self.strip.pick)
        self.finished.connect(lambda _: self._pictures.close())
        UNDO.bind(self, self._take_back)

    # -- changing --------------------------------------------------------------------------------
    def _change(self, division: Division) -> None:
        if division != self.division:
            self._keep()
            self._put(division)

    def _keep(self) -> None:
        self._before.append(self.division)

    def _put(self, division: Division) -> None:
        self.division = division
        self._show()

    def _take_back(self) -> None:
        while self._before:
            before = self._before.pop()
            if before != self.division:
                self._put(before)
                return

    def _give(self, material: str) -> None:
        self._hand(material, *self.strip.range)
        self.strip.setFocus()

    def _write(self, material: str, ranges: Ranges) -> None:
        self._change(self.division.written(material, ranges))

    def _give_number(self, number: int) -> None:
        if number <= len(self.choices):
            self._give(self.choices[number - 1][0] if number else "")

    def page_menu(self) -> QMenu:
        """What can be said of the pages picked."""
        menu, (first, last) = QMenu(self), self.strip.picked_pages
        here = f"第 {first} 页" if first == last else f"第 {first}–{last} 页"
        if first == last:
            self._materials(QMenu(f"从{here}起是", menu), menu, *self.strip.range)
        self._materials(QMenu(f"{'只有' if first == last else ''}{here}是", menu), menu, first, last)
        also = QMenu(f"{here}同时也是", menu)
        menu.addMenu(also)
        for material in self._notice.materials:
            if any(material.id not in held for held in self.division.pages[first - 1 : last]):
                also.addAction(swatch(material.id, self._notice), material.title,
                               partial(self._also, material.id, first, last))
        menu.addAction(f"{here}不归类", lambda: self._change(self.division.given(first, last, "")))
        return menu

    def _materials(self, menu: QMenu, above: QMenu, first: int, last: int) -> None:
        above.addMenu(menu)
        for material in self._notice.materials:
            mark = swatch(material.id, self._notice)
            menu.addAction(mark, material.title, partial(self._hand, material.id, first, last))

    def _hand(self, material: str, first: int, last: int) -> None:
        self._change(self.division.given(first, last, material))

    def _also(self, material: str, first: int, last: int) -> None:
        self._change(self.division.written(material, (*self.division.ranges(material), (first, last))))

    def _pop_up(self, menu: QMenu, place: QPoint) -> None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)

    # -- showing ---------------------------------------------------------------------------------
    def _show(self) -> None:
        self.strip.show_division(self.division)
        self.ranges.show_division(self.division)
        is_proposed = bool(self._proposed.materials) and self.division.stretches == self._proposed.stretches
        self.accept_button.setText("按建议归类" if is_proposed else "照此归类")
        self.accept_button.setEnabled(bool(self.division.materials))
        self.again.setVisible(bool(self._proposed.materials) and not is_proposed)

    def _picked(self, first: int, last: int) -> None:
        said = f"第 {first}–{last} 页" if first != last else f"第 {first} 页"
        if self.strip.is_one and first != last:
            said = f"从第 {first} 页起到第 {last} 页"
        self.says.setText(f"{said}是：")
        self.preview.show_member(self._key, self.strip.page)

    def _look_round(self) -> None:
        """Ask for the pages in sight, and for the next ones after those."""
        top, high = self._scroll.verticalScrollBar().value(), self._scroll.viewport().height()
        grid = self.strip.grid
        seen, more = grid.between(top, top + high), grid.between(top, top + 2 * high)
        self._pictures.want([*seen, *(page for page in more if page not in seen)])

    # -- deciding --------------------------------------------------------------------------------
    def _accept(self) -> None:
        key, enterprise, parts = self._key, self._enterprise.id, self.division.parts()

        def change(batch: Batch) -> Batch:
            return edit.serve(batch, enterprise, key, parts) if enterprise in batch.enterprises else batch

        if self._session.apply(f"把“{key.rpartition('/')[2]}”{_said(parts)}", change):
            self.accept()


def _said(parts: tuple[Part, ...]) -> str:
    return f"分页归为 {len(parts)} 种材料" if len(parts) > 1 else "归类"
