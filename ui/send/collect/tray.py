"""The tray: files that wait to be told what they are, by enterprise, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import QByteArray, QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSizePolicy, QWidget

from app.notices.notice import Notice
from ui import theme
from ui.send.collect.census import Waiting
from ui.send.collect.lying import PENDING, parts_said
from ui.shell.search import found
from ui.widgets.boxes import across, down, fill, laid
from ui.widgets.buttons import plain_button
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card, scrolled

MEMBER = "application/x-baopan-member"  # a member key, UTF-8
SHOWN = 16  # files; the next ones come as these are placed
_WIDE = 132  # pixels of a path, so that its reason has room beside it
_HIGH = 148  # pixels of list before it is scrolled


class Chip(QPushButton):
    """One waiting file: click shows it, drag assigns it, menu for the keyboard."""

    menu_wanted = Signal(object, object)  # Waiting, global QPoint

    def __init__(self, waiting: Waiting) -> None:
        super().__init__()
        self._pressed = QPoint()
        self.is_picked = False
        self.setProperty("look", "chip")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda point: self.menu_wanted.emit(self.waiting, self.mapToGlobal(point)))
        self.show_waiting(waiting)

    def show_waiting(self, waiting: Waiting) -> None:
        """The same file; more may be known of it by now."""
        self.waiting = waiting
        shown = self.fontMetrics().elidedText(waiting.path, Qt.TextElideMode.ElideLeft, _WIDE)
        self.setText(shown.replace("&", "&&"))
        more = "\n按住 Ctrl 点选几个扫描件，再点右键可合并为一个 PDF" if _is_picture(waiting.path) else ""
        why = f"\n{waiting.filing.why}" if waiting.filing.why else ""
        self.setToolTip(plain_tip(f"{waiting.enterprise_name}：{waiting.path}{why}{more}"))
        self.setAccessibleDescription(waiting.filing.why)
        self._name()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def pick(self, is_picked: bool) -> None:
        """One of several that something is to be done with."""
        self.is_picked = is_picked
        self.setProperty("picked", is_picked)
        self.style().polish(self)
        self._name()

    def _name(self) -> None:
        state = "，已选" if self.is_picked else ""
        self.setAccessibleName(f"待归类 {self.waiting.path}{state}")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and far >= QApplication.startDragDistance():
            drag = QDrag(self.window())  # it outlives the chip, whose file may be told meanwhile
            drag.setMimeData(mime_of(self.waiting))
            drag.setPixmap(self.grab())
            drag.setHotSpot(self._pressed)
            self.setDown(False)
            drag.exec(Qt.DropAction.MoveAction)
            return
        super().mouseMoveEvent(event)


def _is_picture(path: str) -> bool:
    """By its name: for a hint only."""
    return path.lower().endswith((".jpg", ".jpeg", ".png", ".tif", ".tiff"))


def mime_of(waiting: Waiting) -> QMimeData:
    return mime_for(waiting.key)


def mime_for(key: str) -> QMimeData:
    """What is dragged: a file of the batch."""
    mime = QMimeData()
    mime.setData(MEMBER, QByteArray(key.encode()))
    return mime


def _heading(name: str) -> PlainLabel:
    return PlainLabel(name, "muted", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideMiddle)


class WaitingRow(QWidget):
    """A chip, and beside it what the file may be, or why nobody knows."""

    def __init__(self, waiting: Waiting, notice: Notice) -> None:
        super().__init__()
        self._notice = notice
        self.chip = Chip(waiting)
        self.words = PlainLabel("", pixels=theme.SMALL, elide=Qt.TextElideMode.ElideRight)
        across(self.chip, (self.words, 1), on=self, gap=8)
        self.show_waiting(waiting)

    def show_waiting(self, waiting: Waiting) -> None:
        self.chip.show_waiting(waiting)
        filing = waiting.filing
        said, tone = filing.why, "muted"
        if filing.is_pending:
            said = PENDING
        elif filing.proposed:
            said, tone = f"像是{parts_said(filing.proposed, self._notice)}", "accent"
        self.words.set_tone(tone)
        self.words.setText(said)


class Tray(Card):
    """`chosen(Waiting)` on a click, `menu_wanted(Waiting, QPoint)` for 归为…, `agreed` to all proposals."""

    chosen = Signal(object)
    menu_wanted = Signal(object, object)
    agreed = Signal(object)  # the Waiting files with a clear proposal

    def __init__(self, notice: Notice, parent: QWidget | None = None) -> None:
        super().__init__(margins=(14, 12, 14, 12), spacing=8, parent=parent)
        self._notice = notice
        self._count = PlainLabel()
        self._advice = PlainLabel("拖到左边的格子里", "muted", elide=Qt.TextElideMode.ElideRight)
        self.agree = plain_button("", lambda: self.agreed.emit(self.proposed), small=True)
        self.agree.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.body.addLayout(across(self._count, (self._advice, 1), self.agree, gap=6))
        self._list = down(gap=6)
        inside = laid(self._list)
        inside.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._scroll = scrolled(inside)
        self.body.addWidget(self._scroll)
        self._shown: tuple[Waiting, ...] | None = None
        self._of = 0
        self._rows: list[WaitingRow] = []
        self._heads: dict[tuple[str, str], PlainLabel] = {}  # by the enterprise and its name
        self.show_waiting(())

    @property
    def chips(self) -> tuple[Chip, ...]:
        return tuple(row.chip for row in self._rows)

    @property
    def proposed(self) -> tuple[Waiting, ...]:
        """All that could be filed as proposed, shown or not."""
        return tuple(each for each in self._shown or () if each.is_proposed)

    def show_waiting(self, whole: Sequence[Waiting], terms: Sequence[str] = ()) -> None:
        """By enterprise, in their order; of each those with a proposal first. `terms`: only what has them."""
        waiting = tuple(w for w in whole if found(terms, (w.enterprise_name, w.path, w.filing.why)))
        if (self._shown, self._of) == (waiting, len(whole)):
            return
        self._shown, self._of = waiting, len(whole)
        places = {key: place for place, key in enumerate(dict.fromkeys(w.enterprise for w in waiting))}
        sorted_ = sorted(waiting, key=lambda each: (places[each.enterprise], not each.is_proposed))[:SHOWN]
        known = {row.chip.waiting.key: row for row in self._rows}
        self._rows = []
        parts: list[QWidget] = []
        heads: dict[tuple[str, str], PlainLabel] = {}
        for whose, group in groupby(sorted_, key=lambda each: (each.enterprise, each.enterprise_name)):
            heads[whose] = self._heads.get(whose) or _heading(whose[1])
            parts.append(heads[whose])
            rows = [self._row(each, known.pop(each.key, None)) for each in group]
            self._rows += rows
            parts += rows
        self._heads = heads
        self._put(parts)
        count = f"{len(waiting)} / {len(whole)}" if len(waiting) < len(whole) else str(len(whole))
        self._count.setText(f"待归类 {count} 个文件" if whole else "没有待归类的文件")
        many = f"先列出 {SHOWN} 个，" if len(waiting) > SHOWN else ""
        self._advice.setText(f"{many}拖到左边的格子里")
        self._advice.setVisible(bool(waiting) and not self.proposed)
        self.agree.setText(f"按建议归类 {len(self.proposed)} 个")
        self.agree.setVisible(bool(self.proposed))
        self._scroll.setVisible(bool(waiting))
        self._fit()

    def _put(self, parts: Sequence[QWidget]) -> None:
        """What stays is kept as it is: it may be held by the mouse."""
        while (item := self._list.takeAt(0)) is not None:
            old = item.widget()
            if old is not None and old not in parts:
                old.hide()
                old.deleteLater()
        fill(self._list, *parts)

    def _row(self, waiting: Waiting, known: WaitingRow | None) -> WaitingRow:
        if known is not None:
            if known.chip.waiting != waiting:
                known.show_waiting(waiting)
            return known
        row = WaitingRow(waiting, self._notice)
        row.chip.clicked.connect(lambda: self._clicked(row.chip))
        row.chip.menu_wanted.connect(self.menu_wanted)
        return row

    @property
    def picked(self) -> tuple[Waiting, ...]:
        """The chips picked by Ctrl and click, in the order they stand; of one enterprise."""
        return tuple(chip.waiting for chip in self.chips if chip.is_picked)

    def _clicked(self, chip: Chip) -> None:
        """With Ctrl (or Shift) it is picked or let go; without, it is shown and the others are let go."""
        keys = QApplication.keyboardModifiers()
        adds = keys & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        is_picked = bool(adds) and not chip.is_picked
        for other in self.chips:
            if not adds or other.waiting.enterprise != chip.waiting.enterprise:
                other.pick(False)
        chip.pick(is_picked)
        self.chosen.emit(chip.waiting)

    def _fit(self) -> None:
        """As high as its rows are, up to four of them; more are scrolled."""
        self._scroll.setFixedHeight(min(self._list.sizeHint().height(), _HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
