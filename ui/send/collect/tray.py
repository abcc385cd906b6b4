"""The tray: files that wait to be told what they are, as chips to drag onto their cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QDrag, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLayout,
    QLayoutItem,
    QPushButton,
    QScrollArea,
    QWidget,
)

from ui.send.collect.census import Waiting
from ui.widgets.boxes import across
from ui.widgets.labels import PlainLabel, plain_tip
from ui.widgets.panels import Card

MEMBER = "application/x-baopan-member"  # a member key, UTF-8
SHOWN = 16  # chips; the next ones come as these are placed


class Flow(QLayout):
    """Chips side by side, wrapped as words are."""

    def __init__(self, gap: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        return QSize(60, 28)

    def _lay(self, rect: QRect, *, move: bool) -> int:
        x, y, tall = rect.x(), rect.y(), 0
        for item in self._items:
            size = item.sizeHint().boundedTo(QSize(rect.width(), 100))
            if x + size.width() > rect.right() + 1 and x > rect.x():
                x, y, tall = rect.x(), y + tall + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), size))
            x, tall = x + size.width() + self._gap, max(tall, size.height())
        return y + tall - rect.y()


class Chip(QPushButton):
    """One waiting file: click shows it, drag assigns it, menu for the keyboard."""

    menu_wanted = Signal(object, object)  # Waiting, global QPoint

    def __init__(self, waiting: Waiting) -> None:
        path = waiting.path if len(waiting.path) <= 24 else f"…{waiting.path[-23:]}"
        super().__init__(path.replace("&", "&&"))
        self.waiting = waiting
        self._pressed = QPoint()
        self.is_picked = False
        self.setProperty("look", "chip")
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        more = "；按住 Ctrl 点选几个扫描件，再点右键可合并为一个 PDF" if _is_picture(waiting.path) else ""
        self.setToolTip(plain_tip(f"{waiting.enterprise_name}：{waiting.path}{more}"))
        self.setAccessibleName(f"待归类 {waiting.path}")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda point: self.menu_wanted.emit(self.waiting, self.mapToGlobal(point)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def pick(self, is_picked: bool) -> None:
        """One of several that something is to be done with."""
        self.is_picked = is_picked
        self.setProperty("picked", is_picked)
        self.style().polish(self)
        state = "，已选" if is_picked else ""
        self.setAccessibleName(f"待归类 {self.waiting.path}{state}")

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if event.buttons() & Qt.MouseButton.LeftButton and far >= QApplication.startDragDistance():
            drag = QDrag(self)
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
    mime = QMimeData()
    mime.setData(MEMBER, QByteArray(waiting.key.encode()))
    return mime


class Tray(Card):
    """`chosen(Waiting)` on a click, `menu_wanted(Waiting, QPoint)` for 归为…"""

    chosen = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(14, 12, 14, 12), spacing=8, parent=parent)
        self._count, self._advice = PlainLabel(), PlainLabel("拖到左边的格子里", "muted")
        self.body.addLayout(across(self._count, self._advice, None, gap=6))
        self._chips = QWidget()
        self._flow = Flow()
        self._chips.setLayout(self._flow)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._chips)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self._scroll)
        self._shown: tuple[Waiting, ...] | None = None
        self.show_waiting(())

    @property
    def chips(self) -> tuple[Chip, ...]:
        items = (self._flow.itemAt(number) for number in range(self._flow.count()))
        return tuple(w for item in items if item is not None and isinstance(w := item.widget(), Chip))

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        if self._shown == tuple(waiting):
            return
        self._shown = tuple(waiting)
        known = {chip.waiting: chip for chip in self.chips}
        while self._flow.takeAt(0) is not None:
            pass
        for each in waiting[:SHOWN]:
            self._flow.addWidget(known.pop(each) if each in known else self._chip(each))
        for gone in known.values():
            gone.hide()
            gone.deleteLater()
        self._count.setText(f"待归类 {len(waiting)} 个文件" if waiting else "没有待归类的文件")
        many = f"先列出 {SHOWN} 个，" if len(waiting) > SHOWN else ""
        self._advice.setText(f"{many}拖到左边的格子里")
        self._advice.setVisible(bool(waiting))
        self._scroll.setVisible(bool(waiting))
        self._fit()

    def _chip(self, waiting: Waiting) -> Chip:
        chip = Chip(waiting)
        chip.clicked.connect(lambda: self._clicked(chip))
        chip.menu_wanted.connect(self.menu_wanted)
        return chip

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
        """One to three rows of chips; more are scrolled."""
        inside = max(self.width() - 30, 200)
        self._scroll.setFixedHeight(min(self._flow.heightForWidth(inside), 3 * 28 + 2 * 8))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
