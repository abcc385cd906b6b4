"""What weighs most in a package: a bar for each file, the heaviest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app import wording
from app.batch.weights import Weight
from ui import theme
from ui.widgets.boxes import across, fill
from ui.widgets.buttons import plain_button, primary_button
from ui.widgets.dialogs.dialog import Dialog, heading
from ui.widgets.labels import PlainLabel, menu_text, plain_tip
from ui.widgets.panels import Card, line

SHOWN = 8  # bars; the rest is one line
_WORTH = 0.01  # of the whole: a lighter file is not worth a smaller copy


class Bar(QWidget):
    """A share of the whole, 0..1; the heaviest fills the width."""

    def __init__(self, share: float, largest: float) -> None:
        super().__init__()
        self._part = share / largest if largest else 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(220, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.ACCENT_FAINT))
        painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
        painter.setBrush(QColor(theme.ACCENT))
        painter.drawRoundedRect(QRectF(0, 0, max(self.width() * self._part, 3), self.height()), 4, 4)


class WeightsDialog(Dialog):
    """`smaller(key)`: a smaller copy of this file is wanted."""

    smaller = Signal(str)

    def __init__(
        self, name: str, weights: Sequence[Weight], refuse: int, parent: QWidget | None = None
    ) -> None:
        """`refuse`: bytes above which a package is not taken."""
        super().__init__("什么占地方", 720, parent=parent)
        total = sum(weight.size for weight in weights)
        words = PlainLabel(_sum(total, len(weights), refuse), "muted", wrap=True)
        card = Card(margins=(16, 12, 16, 12))
        card.body.addLayout(self._bars(weights))
        rest = weights[SHOWN:]
        if rest:
            left = wording.size(sum(weight.size for weight in rest))
            fill(card.body, line(), PlainLabel(f"其余 {len(rest)} 个文件共 {left}", "muted"))
        note = "较小的副本另存一份，原件保留、不装入光盘，可以撤销。"
        close = primary_button("关闭", self.accept)
        foot = across((PlainLabel(note, "muted", wrap=True), 1), close)
        self.lay(heading(name), words, card, foot)
        close.setDefault(True)
        close.setFocus()

    def _bars(self, weights: Sequence[Weight]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        largest = weights[0].share if weights else 0.0
        for row, weight in enumerate(weights[:SHOWN]):
            path = PlainLabel(menu_text(weight.path).replace("&&", "&"))
            path.setToolTip(plain_tip(weight.path))
            part = f"{weight.share:.0%}" if weight.share >= _WORTH else "不到 1%"
            grid.addWidget(path, row, 0)
            grid.addWidget(Bar(weight.share, largest), row, 1)
            for column, text in ((2, wording.size(weight.size)), (3, part)):
                figure = PlainLabel(text)
                figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(figure, row, column)
            if weight.can_shrink and weight.share >= _WORTH:
                button = plain_button("较小的副本…", partial(self._wanted, weight.key), small=True)
                button.setAccessibleName(f"{weight.path} 较小的副本")
                grid.addWidget(button, row, 4)
        return grid

    def _wanted(self, key: str) -> None:
        self.accept()
        self.smaller.emit(key)


def _sum(total: int, count: int, refuse: int) -> str:
    said = f"将装入 {count} 个文件，共 {wording.size(total)}；限额 {wording.size(refuse)}"
    return f"{said}，多出 {wording.size(total - refuse)}" if total > refuse else f"{said}，没有超过"
