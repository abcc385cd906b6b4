"""Labels that show text as it is: never as markup, shortened with the whole in the tip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from app import wording
from ui import theme
from ui.widgets.boxes import restyle


def plain_tip(text: str) -> str:
    """A tool tip that shows `text` literally, line by line; Qt guesses markup in tips, so it is escaped."""
    from html import escape  # brings all entities' names: not before the home page is there

    lines = escape(wording.visible(text)).replace("\n", "<br>")
    return f"<span>{lines}</span>" if text else ""


def menu_text(text: str) -> str:
    """Foreign text for a menu or a button: `&` is not a shortcut, and not too long."""
    shown = text if len(text) <= 40 else f"{text[:18]}…{text[-18:]}"
    return shown.replace("&", "&&")


class PlainLabel(QLabel):
    """`tone`: ink, muted, accent, navy, red, amber, green. `elide`: shorten to the width there is."""

    def __init__(
        self,
        text: str = "",
        tone: str = "ink",
        *,
        pixels: int = theme.BODY,
        bold: bool = False,
        elide: Qt.TextElideMode = Qt.TextElideMode.ElideNone,
        wrap: bool = False,
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font(pixels, bold=bold))
        self.setWordWrap(wrap)
        self._elide = elide
        if elide is not Qt.TextElideMode.ElideNone:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_tone(tone)
        self.setText(text)

    def set_tone(self, tone: str) -> None:
        self._tone = tone
        restyle(self, "tone", tone)

    def setText(self, text: str) -> None:
        super().setText(wording.visible(text))
        self._tip()

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        if self._elide is Qt.TextElideMode.ElideNone:
            return hint
        return QSize(min(hint.width(), 24), hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tip()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._elide is Qt.TextElideMode.ElideNone:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(theme.colour(theme.TONES[self._tone][0]))
        inside = self.contentsRect()
        painter.drawText(inside, int(self.alignment()) | int(Qt.TextFlag.TextSingleLine), self._shortened())

    def _shortened(self) -> str:
        line = self.text().replace("\n", " ")
        return self.fontMetrics().elidedText(line, self._elide, self.contentsRect().width())

    def _tip(self) -> None:
        if self._elide is not Qt.TextElideMode.ElideNone:
            cut = self._shortened() != self.text().replace("\n", " ")
            self.setToolTip(plain_tip(self.text()) if cut else "")
