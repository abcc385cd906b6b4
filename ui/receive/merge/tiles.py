"""The board: a tile for each city and 直报 sender, coloured by how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from ui.receive.facts import TileText
from ui.widgets.tile import Tile, TileWords

COLUMNS, APART = 4, 10
NARROW = 150  # pixels a tile needs for its words


class SenderTile(Tile):
    """Name and standing above, what was handed in below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tile_text = TileText("", "", "", "")

    def show_tile(self, text: TileText) -> None:
        self.tile_text = text
        tone = "ink" if text.tone in ("muted", "") else text.tone
        is_empty = not text.submission
        self.show_words(TileWords(text.title, text.words, tone, text.counts, text.tone, is_empty, text.tip))


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
