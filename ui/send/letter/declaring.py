"""声明: the sentences that a person ticks before the letter can be printed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from app import wording
from app.model.documents.recommendation import Declared
from ui import theme
from ui.widgets.boxes import across, down, fill, laid, refill
from ui.widgets.labels import PlainLabel
from ui.widgets.panels import Card

_HINT = "逐句确认后才能导出、打印，打了勾的印在正文里；名单改了，要重新确认"


class DeclarationsCard(Card):
    """`ticked(text, whether)`; hidden where the notice asks for none."""

    ticked = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(margins=(18, 14, 18, 14), spacing=8, parent=parent)
        self.boxes: dict[str, QCheckBox] = {}
        self._said: dict[str, PlainLabel] = {}
        self._rows = down(gap=8)
        hint = PlainLabel(_HINT, "muted", pixels=theme.SMALL, wrap=True)
        fill(self.body, PlainLabel("声明"), hint, laid(self._rows))

    def show_declarations(
        self, asked: Sequence[str], said: Sequence[Declared], *, is_free: bool
    ) -> None:
        """`said`: those that count for the list as it is; `is_free`: there is a list to say it of."""
        self.setVisible(bool(asked))
        if tuple(asked) != tuple(self.boxes):
            self.boxes, self._said = {}, {}
            refill(self._rows, *map(self._row, asked))
        by_text = {each.text: each for each in said}
        for text, box in self.boxes.items():
            own = by_text.get(text)
            box.setChecked(own is not None)
            box.setEnabled(is_free)
            words = f"{own.who}　{wording.day(date.fromisoformat(own.day))}确认" if own else ""
            self._said[text].setText(words)
            self._said[text].setVisible(own is not None)

    def _row(self, text: str) -> QWidget:
        box = self.boxes[text] = QCheckBox()
        box.setAccessibleName(text)
        box.clicked.connect(lambda is_so: self.ticked.emit(text, is_so))
        label = PlainLabel(text, wrap=True)
        label.setBuddy(box)
        said = self._said[text] = PlainLabel("", "muted", pixels=theme.SMALL)
        return laid(across((box, Qt.AlignmentFlag.AlignTop), (laid(down(label, said, gap=2)), 1), gap=8))
