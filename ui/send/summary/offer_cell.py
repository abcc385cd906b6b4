"""How an offer looks in a cell of the 汇总表: its words in blue with 采用 at the end, or a corner."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygon

from app.batch.offers import Offer
from ui import theme

TAKE = "采用"
PAD = 10  # pixels left and right of what a cell says
_GAP = 13  # pixels before 采用
_CORNER = 7


def take_box(area: QRect) -> QRect:
    """Where 采用 stands: at the cell's right edge, as high as the cell so that it is easy to hit."""
    width = QFontMetrics(theme.font(13)).horizontalAdvance(TAKE)
    return QRect(area.right() - width + 1, area.top(), width, area.height())


def offer_width(offer: Offer, *, is_short: bool = False) -> int:
    """Pixels its words want; `is_short`: without where it was read."""
    metrics = QFontMetrics(theme.font(13))
    parts = (offer.text if is_short else _words(offer), TAKE)
    return sum(metrics.horizontalAdvance(part) for part in parts) + _GAP


def _words(offer: Offer) -> str:
    """The page is told by the tip."""
    return f"{offer.how}{offer.paper} {offer.text}"


def paint_offer(painter: QPainter, area: QRect, offer: Offer) -> None:
    """读自申报书 13800000005　采用; where there is no room the source goes first, then the text's end."""
    painter.setFont(theme.font(13))
    painter.setPen(QColor(theme.ACCENT))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    take = take_box(area)
    painter.drawText(take, middle, TAKE)
    room = QRect(area.left(), area.top(), take.left() - _GAP - area.left(), area.height())
    metrics = painter.fontMetrics()
    full = _words(offer)
    text = full if metrics.horizontalAdvance(full) <= room.width() else offer.text
    painter.drawText(room, middle, metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()))


def paint_corner(painter: QPainter, area: QRect) -> None:
    """The form says something else than this cell."""
    corner = area.topRight()
    points = [corner, corner - QPoint(_CORNER, 0), corner + QPoint(0, _CORNER)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.ACCENT))
    painter.drawPolygon(QPolygon(points))
