"""A capacity bar for each disc of a set; one to a line, or a single one with its words above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from app import wording
from ui.send.disc.capacity_bar import CapacityBar, Stretch
from ui.widgets.boxes import across, down, laid
from ui.widgets.labels import PlainLabel

_ROW, _MOST_ROWS = 30, 4  # pixels; rows in sight


@dataclass(frozen=True, slots=True)
class Fill:
    """Disc `number`, from 1; `capacity` in bytes. `about`: its sizes are estimates."""

    number: int
    disc_id: str
    stretches: tuple[Stretch, ...]
    capacity: int
    about: bool = False

    @property
    def used(self) -> str:
        size = sum(stretch.size for stretch in self.stretches)
        return f"{'约 ' if self.about else ''}{wording.size(size)} / {wording.size(self.capacity)}"


class DiscBar(QWidget):
    """`is_single`: its words stand above the bar, else beside it. `chosen(number)` by mouse."""

    chosen = Signal(int)

    def __init__(self, is_single: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.disc = PlainLabel(bold=True), PlainLabel("", "muted")
        self.used = PlainLabel("", "muted")
        self.bar = CapacityBar(30 if is_single else 20)
        self._number = 0
        if is_single:
            words = across(self.title, self.disc, None, self.used, gap=8)
            self.setLayout(down(words, self.bar, gap=6))
        else:
            self._lay_beside()

    def _lay_beside(self) -> None:
        self.setFixedHeight(_ROW)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title.setFixedWidth(54)
        self.used.setFixedWidth(136)
        self.used.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(across(self.title, (self.bar, 1), self.used, gap=8))

    def show_fill(self, fill: Fill, *, is_chosen: bool) -> None:
        self._number = fill.number
        self.title.setText(f"第 {fill.number} 张")
        self.title.set_tone("accent" if is_chosen and self.height() == _ROW else "ink")
        self.disc.setText(fill.disc_id)
        self.used.setText(fill.used if fill.stretches else "")
        self.bar.show_stretches(fill.stretches, fill.capacity)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()):
            self.chosen.emit(self._number)


class DiscBars(QScrollArea):
    """As high as its rows, up to four; more are scrolled to."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("每张光盘的用量")
        self.rows: list[DiscBar] = []

    def show_fills(self, fills: Sequence[Fill], chosen: int) -> None:
        """`chosen`: the number of the disc the page is about."""
        if len(fills) != len(self.rows):
            self._build(len(fills))
        for row, fill in zip(self.rows, fills, strict=True):
            row.show_fill(fill, is_chosen=fill.number == chosen)
        if len(self.rows) > _MOST_ROWS and 0 < chosen <= len(self.rows):
            self.ensureWidgetVisible(self.rows[chosen - 1], 0, 0)

    def _build(self, count: int) -> None:
        self.rows = [DiscBar(count == 1) for _ in range(count)]
        for row in self.rows:
            row.chosen.connect(self.chosen)
        inside = laid(down(*self.rows, gap=0, margins=(0, 0, 12 if count > _MOST_ROWS else 0, 0)))
        self.setWidget(inside)
        rows = min(count, _MOST_ROWS) + (0.5 if count > _MOST_ROWS else 0)
        self.setFixedHeight(inside.sizeHint().height() if count == 1 else round(rows * _ROW))
