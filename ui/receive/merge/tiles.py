"""The board: a tile for each city and 直报 sender, coloured by how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from ui import theme
from ui.receive.facts import TileText
from ui.widgets.labels import plain_tip

COLUMNS, HEIGHT, APART = 4, 65, 10
NARROW = 150  # pixels a tile needs for its words
_GROUNDS = {  # a little stronger than a pill's: the tile is read from afar
    "green": "#E8F5EE", "accent": "#E8F0FC", "red": "#FBEAE8", "amber": "#FFF4DC", "muted": "#ECEFF4",
}


class SenderTile(QAbstractButton):
    """Name and standing above, what was handed in below; painted, as names are foreign text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile_text = TileText("", "", "", "")
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_tile(self, tile_text: TileText) -> None:
        self.tile_text = tile_text
        self.setAccessibleName(f"{tile_text.title} {tile_text.words} {tile_text.counts}")
        self.setToolTip(plain_tip(tile_text.tip))
        self.setEnabled(bool(tile_text.submission))
        has_hand = bool(tile_text.submission)
        self.setCursor(Qt.CursorShape.PointingHandCursor if has_hand else Qt.CursorShape.ArrowCursor)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(183, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        is_here = bool(self.tile_text.submission)
        inside = QRectF(self.rect()).adjusted(13, 11, -13, -10)
        painter.setFont(theme.font(theme.SMALL))
        colour = theme.TONES[self.tile_text.tone][0] if self.tile_text.tone else theme.FAINT
        painter.setPen(QColor(theme.INK if self.tile_text.tone == "muted" else colour))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        painter.drawText(inside.adjusted(0, 1, 0, 0), flags, self.tile_text.words)
        room = inside.width() - painter.fontMetrics().horizontalAdvance(self.tile_text.words) - 8
        painter.setFont(theme.font(14, bold=True))
        painter.setPen(QColor(theme.INK if is_here else theme.FAINT))
        name = painter.fontMetrics().elidedText(self.tile_text.title, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, name)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED if is_here else theme.FAINT))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(inside, flags, self.tile_text.counts)

    def _paint_ground(self, painter: QPainter) -> None:
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        pen = QPen(QColor(theme.LINE), 1)
        if not self.tile_text.submission:
            pen.setDashPattern([3, 2])
        elif self.hasFocus() or self.underMouse():
            pen.setColor(QColor(theme.ACCENT))
        painter.setPen(pen)
        painter.setBrush(QColor(_GROUNDS.get(self.tile_text.tone, theme.PAPER)))
        painter.drawRoundedRect(box, 8, 8)


class Tiles(QWidget):
    """`chosen(submission id)` when a person opens one that has handed in."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(APART)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._columns = COLUMNS
        self.tiles: list[SenderTile] = []

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer side by side where the window is small."""
        super().resizeEvent(event)
        columns = min(max(self.width() // NARROW, 2), COLUMNS)
        if columns != self._columns:
            self._columns = columns
            for number, tile in enumerate(self.tiles):
                self._grid.addWidget(tile, number // columns, number % columns)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * NARROW, super().minimumSizeHint().height())

    def show_tiles(self, tile_texts: Sequence[TileText]) -> None:
        while len(self.tiles) < len(tile_texts):
            number, tile = len(self.tiles), SenderTile(self)
            tile.clicked.connect(lambda _=False, t=tile: self.chosen.emit(t.tile_text.submission))
            self._grid.addWidget(tile, number // self._columns, number % self._columns)
            self.tiles.append(tile)
        for number, tile in enumerate(self.tiles):
            tile.setVisible(number < len(tile_texts))
            if number < len(tile_texts):
                tile.show_tile(tile_texts[number])
