"""A colour for each material, the same wherever its pages are shown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app.notices.notice import Notice
from ui import theme
from ui.colours import Part
from ui.widgets.drawn import drawn

# (ground, ink): calm, told apart in pairs, dark enough for white words
TINTS = (
    ("#D6E6FB", "#1D5FBF"), ("#D9F0DF", "#297147"), ("#FCE7C8", "#8A4E00"), ("#E9DFF8", "#6B46B8"),
    ("#D3EEF0", "#17696E"), ("#F9DCE6", "#AD3466"), ("#E5E9C9", "#5C6517"), ("#E3DBD2", "#7A5A3C"),
)


def tint_of(material: str, notice: Notice) -> tuple[str, str]:
    """(ground, ink) of a material; of "" what belongs to nothing."""
    ids = [each.id for each in notice.materials]
    if material not in ids:
        return theme.GREY_SOFT, theme.MUTED
    ground, ink = TINTS[ids.index(material) % len(TINTS)]
    return theme.seen(ground, Part.PAPER), theme.seen(ink)


def swatch(material: str, notice: Notice) -> QIcon:
    """A square in its colour, for a button or a menu."""
    ink = tint_of(material, notice)[1]

    def draw(painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ink))
        painter.drawRoundedRect(QRectF(3, 3, 10, 10), 2.5, 2.5)

    return drawn(draw)


def swatch_picture(material: str, notice: Notice) -> QPixmap:
    return swatch(material, notice).pixmap(16, 16)
