"""A colour for each material, the same wherever its pages are shown."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

from app.notices.notice import Notice
from ui import theme
from ui.widgets.drawn import drawn

# (ground, ink): calm, told apart in pairs, dark enough for white words
_TINTS = (
    ("#D6E6FB", "#1D5FBF"), ("#D9F0DF", "#2E7D4F"), ("#FCE7C8", "#A55E00"), ("#E9DFF8", "#6B46B8"),
    ("#D3EEF0", "#1B7A80"), ("#F9DCE6", "#AD3466"), ("#E5E9C9", "#66701A"), ("#E3DBD2", "#7A5A3C"),
)
NONE = ("#EEF1F5", theme.MUTED)


def tint_of(material: str, notice: Notice) -> tuple[str, str]:
    """(ground, ink) of a material; of "" what belongs to nothing."""
    ids = [each.id for each in notice.materials]
    return _TINTS[ids.index(material) % len(_TINTS)] if material in ids else NONE


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
