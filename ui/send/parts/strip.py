"""The contact sheet of a document: pages with a coloured band for each material, borders to drag."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.notices.notice import Notice
from ui import theme
from ui.send.parts.division import Division
from ui.send.parts.grid import BAND, CELL, Grid
from ui.send.parts.thumbnails import Thumbnails
from ui.send.parts.tints import tint_of
from ui.shell.keys import Keys

_WHERE = "装有几种材料"
NUMBERED = Keys(tuple("123456789"), "从这一页起是第几种材料", _WHERE)
NOTHING = Keys(("Del", "0"), "这几页不归类", _WHERE)
ANOTHER = Keys(("Left", "Right"), "上一页、下一页；按住 Shift 连着选几页", _WHERE)
MOVE = Keys(("Alt+Left", "Alt+Right"), "这一段的开头提前、推后一页", _WHERE)
_TURNS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -3, Qt.Key.Key_PageDown: 3}


class PageStrip(QWidget):
    """Shows a Division; asks for another by `changed`, and by `numbered` for a material by its number."""

    begun = Signal()  # a border is about to be moved, in one go however many `changed` follow
    changed = Signal(object)  # Division: a border was moved
    picked = Signal(int, int)  # the pages chosen; a single one stands for all from it on
    numbered = Signal(int)  # 1–9 was typed; 0: these pages belong to nothing
    menu_wanted = Signal(QPoint)  # global
    reached = Signal(QPoint)  # where the pointer or the cursor went: to be scrolled into sight

    def __init__(self, division: Division, notice: Notice, pictures: Thumbnails) -> None:
        super().__init__()
        self.division, self._notice, self._pictures = division, notice, pictures
        self.page, self._anchor = 1, 1
        self._dragged: tuple[int, Division] | None = None  # the border taken, and all as it was then
        self._is_picking = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pictures.drawn.connect(lambda page: self.update(self.grid.cell(page)))
        self._tell()

    @property
    def grid(self) -> Grid:
        return Grid(self.division.count, self.width())

    @property
    def range(self) -> tuple[int, int]:
        """The pages a choice is for: those picked, or from the one on to the end of its stretch."""
        first, last = self.picked_pages
        return (first, last) if first != last else (first, self.division.stretch_at(first).last)

    @property
    def picked_pages(self) -> tuple[int, int]:
        """First and last, as they are."""
        return min(self._anchor, self.page), max(self._anchor, self.page)

    @property
    def is_one(self) -> bool:
        return self._anchor == self.page

    def show_division(self, division: Division) -> None:
        self.division = division
        self._tell()
        self.update()

    def pick(self, page: int, *, extend: bool = False) -> None:
        self.page = min(max(page, 1), self.division.count)
        if not extend:
            self._anchor = self.page
        self._tell()
        self.update()
        self.reached.emit(self.grid.cell(self.page).center())

    def _tell(self) -> None:
        titles = "、".join(self._notice.material(each).title for each in self.division.pages[self.page - 1])
        self.setAccessibleName(f"第 {self.page} 页，{titles or '未归类'}")
        self.picked.emit(*self.range)

    # -- size ------------------------------------------------------------------------------------
    def sizeHint(self) -> QSize:
        return QSize(8 * CELL + 12, self.grid.height)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * CELL + 12, self.grid.height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.minimumHeight() != self.grid.height:
            self.setFixedHeight(self.grid.height)

    # -- hands -----------------------------------------------------------------------------------
    def _border_at(self, place: QPoint) -> int:
        """0 where there is no border to take."""
        grid = self.grid
        near = grid.gap(place)
        return near if near in self.division.borders and grid.handle(near).contains(place) else 0

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        border, page = self._border_at(place), self.grid.page_at(place)
        is_left = event.button() is Qt.MouseButton.LeftButton
        if is_left and border:
            self._dragged = border, self.division
            self.begun.emit()
        elif is_left and page:
            self._is_picking = True
            self.pick(page, extend=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._dragged is not None:
            border, before = self._dragged
            self.changed.emit(before.moved(border, self.grid.gap(place)))
            self.reached.emit(place)
        elif self._is_picking:
            self.pick(self.grid.nearest(place), extend=True)
        else:
            over = self._border_at(place)
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged, self._is_picking = None, False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        page = self.page if by_key else self.grid.page_at(event.pos())
        first, last = self.picked_pages
        if page and not first <= page <= last:
            self.pick(page)
        if page:
            place = self.grid.sheet(page).center() if by_key else event.pos()
            self.menu_wanted.emit(self.mapToGlobal(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, extend = Qt.Key(event.key()), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _TURNS:
            self._push(_TURNS[key])
        elif key in _TURNS:
            self.pick(self.page + _TURNS[key], extend=extend)
        elif key in _ROWS:
            self.pick(self.page + _ROWS[key] * self.grid.columns, extend=extend)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.pick(1 if key is Qt.Key.Key_Home else self.division.count, extend=extend)
        elif NUMBERED.is_pressed(event):
            self.numbered.emit(key - Qt.Key.Key_0)
        elif NOTHING.is_pressed(event):
            self.numbered.emit(0)
        else:
            super().keyPressEvent(event)

    def _push(self, by: int) -> None:
        """The border before the cursor's stretch, a page back or on; the cursor stays at its stretch."""
        border = self.division.stretch_at(self.page).first - 1
        if not border:
            return
        moved = self.division.moved(border, border + by)
        if moved != self.division:
            page = max(self.page, border + by + 1)
            self.begun.emit()
            self.changed.emit(moved)
            self.pick(page)

    # -- painting --------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        grid, box = self.grid, event.rect()
        pages = grid.between(box.top(), box.bottom())
        chosen = range(self.picked_pages[0], self.picked_pages[1] + 1)
        for page in pages:
            self._sheet(painter, grid.sheet(page), page, page in chosen)
        for page in pages:
            self._band(painter, grid, page)
        for border in self.division.borders:
            if border in pages:
                self._handle(painter, grid.handle(border))

    def _sheet(self, painter: QPainter, box: QRect, page: int, is_chosen: bool) -> None:
        if is_chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(theme.ACCENT_SOFT))
            painter.drawRoundedRect(QRectF(box).adjusted(-5, -5, 5, 5), 5, 5)
        painter.fillRect(box, theme.colour(theme.PAPER))
        image = self._pictures.image(page)
        if image is not None:
            size = QSize(image.size()).scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            inside = QRect(QPoint(), size)
            inside.moveCenter(box.center())
            painter.drawImage(QRectF(inside), image)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        is_here = page == self.page
        painter.setPen(QPen(theme.colour(theme.ACCENT if is_here else theme.EDGE), 2 if is_here else 1))
        painter.drawRect(QRectF(box).adjusted(-0.5, -0.5, 0.5, 0.5))
        self._number(painter, box, page)

    def _number(self, painter: QPainter, box: QRect, page: int) -> None:
        text = str(page)
        width = QFontMetrics(theme.font(theme.TINY)).horizontalAdvance(text) + 8
        corner = QRectF(box.right() - width - 1, box.bottom() - 15, width, 15)
        painter.setFont(theme.font(theme.TINY))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.GREY_SOFT))
        painter.drawRoundedRect(corner, 4, 4)
        painter.setPen(theme.colour(theme.INK))
        painter.drawText(corner, Qt.AlignmentFlag.AlignCenter, text)

    def _band(self, painter: QPainter, grid: Grid, page: int) -> None:
        """Its own piece of the band; the words at the beginning of each stretch, and of each row."""
        stretch, box = self.division.stretch_at(page), grid.band(page)
        begins, ends = page == stretch.first, page == stretch.last
        row_begins = (page - 1) % grid.columns == 0
        materials = stretch.materials or ("",)
        ground, ink = tint_of(materials[0], self._notice)
        inside = box.adjusted(3 if begins else 0, 0, -3 if ends else 0, 0)
        painter.fillRect(inside, theme.colour(ground))
        for place, other in enumerate(materials[1:3]):
            painter.fillRect(inside.x(), inside.bottom() - 3 - 4 * place, inside.width(), 4,
                             theme.colour(tint_of(other, self._notice)[1]))
        if begins:
            painter.fillRect(inside.x(), inside.y(), 3, BAND, theme.colour(ink))
        if begins or row_begins:
            self._words(painter, grid, page, QRect(inside.x() + 7, inside.y(), 0, BAND), ink)

    def _words(self, painter: QPainter, grid: Grid, page: int, box: QRect, ink: str) -> None:
        stretch = self.division.stretch_at(page)
        titles = "、".join(self._notice.material(each).title for each in stretch.materials)
        row_ends = ((page - 1) // grid.columns + 1) * grid.columns
        box.setRight(grid.band(min(stretch.last, row_ends)).right() - 6)
        font = theme.font(theme.TINY)
        shown = QFontMetrics(font).elidedText(titles or "未归类", Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(theme.colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _handle(self, painter: QPainter, box: QRect) -> None:
        middle = box.center().x() + 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(theme.NAVY))
        painter.drawRect(QRectF(middle - 1, box.y() - 3, 2, box.height() + 3))
        painter.drawRoundedRect(QRectF(middle - 4, box.y() + 40, 8, 30), 4, 4)
        painter.setPen(QPen(theme.colour(theme.PAPER), 1))
        for x in (-1.5, 1.5):
            painter.drawLine(int(middle + x), box.y() + 48, int(middle + x), box.y() + 62)
