"""How a line of the list of findings is drawn, and names whose differences are red."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.checks import check_of
from app.model.batch import Verdict
from app.model.finding import Grade
from ui import theme
from ui.findings.lines import DIFFERENT, Line, marked, place_of
from ui.shell.search import paint_marks
from ui.widgets.drawn import wedge

Index = QModelIndex | QPersistentModelIndex

_TONES = {Grade.MUST: "red", Grade.LOOK: "accent", Grade.SHOULD: "amber"}
FindingRole = Qt.ItemDataRole.UserRole + 1
_INDENT = 22  # pixels


class FindingDelegate(QStyledItemDelegate):
    """Paints one line 59 px high; names are painted as plain text, differing characters in red."""

    HEIGHT = 59

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terms: tuple[str, ...] = ()  # what is searched for

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, self.HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = index.data(FindingRole)
        if not isinstance(line, Line):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect  # type: ignore[attr-defined]
        if option.state & QStyle.StateFlag.State_Selected:  # type: ignore[attr-defined]
            painter.fillRect(area, QColor(theme.ACCENT_FAINT))
        elif option.state & QStyle.StateFlag.State_MouseOver:  # type: ignore[attr-defined]
            painter.fillRect(area, QColor(theme.RAIL))
        painter.fillRect(area.left(), area.bottom(), area.width(), 1, QColor(theme.ROW_LINE))
        if line.is_inner:
            area = area.adjusted(_INDENT, 0, 0, 0)
        self._bar(painter, area, line)
        side = self._side(painter, area, line)
        text = area.adjusted(28, 9, -28 - side, -9)
        if line.group:
            below_it = index.sibling(index.row() + 1, 0).data(FindingRole)
            is_open = isinstance(below_it, Line) and below_it.is_inner
            painter.setPen(QColor(theme.MUTED))
            wedge(painter, QPointF(text.left() + 5, text.top() + 11), is_down=is_open)
            text.setLeft(text.left() + 16)
        self._title(painter, QRect(text.left(), text.top(), text.width(), 21), line)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.MUTED))
        below = QRect(text.left(), text.top() + 21, area.width() - 42, 20)
        _elided(painter, below, place_of(line), self.terms)
        painter.restore()

    @staticmethod
    def _bar(painter: QPainter, area: QRect, line: Line) -> None:
        colour = theme.MUTED if line.decision else theme.TONES[_TONES[line.finding.actual_grade]][0]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(area.left() + 14, area.top() + 10, 4, area.height() - 21, 2, 2)

    @staticmethod
    def _side(painter: QPainter, area: QRect, line: Line) -> int:
        """Who mends it, or what was decided; gives back the width it took."""
        words = "" if line.heading else line.finding.who.title
        colour = theme.TONES[_TONES[line.finding.actual_grade]][0]
        if line.decision:
            is_returned = line.decision.verdict is Verdict.RETURN
            whose = f"{line.decision.by_sender}判定" if line.decision.by_sender else line.decision.title
            words, colour = ("已退回", theme.AMBER) if is_returned else (whose, theme.GREEN)
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(colour))
        right = area.adjusted(0, 9, -14, -9)
        painter.drawText(right, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, words)
        return painter.fontMetrics().horizontalAdvance(words)

    def _title(self, painter: QPainter, area: QRect, line: Line) -> None:
        painter.setFont(theme.font(13, bold=bool(line.group)))
        finding = line.finding
        if not finding.compare or line.heading:
            painter.setPen(QColor(theme.INK))
            _elided(painter, area, line.what, self.terms)
            return
        ours, theirs = marked(*finding.compare)
        sides = check_of(finding).sides or DIFFERENT
        runs = [(f"{finding.lead or sides.lead}：", False), *ours, ("  ≠  ", False), *theirs]
        draw_runs(painter, area, runs, self.terms)


def draw_runs(
    painter: QPainter, area: QRect, runs: Sequence[tuple[str, bool]], terms: Sequence[str] = ()
) -> None:
    """Runs one after another on one line; marked ones red and bold, cut with … where it gets narrow."""
    plain, bold = theme.font(13), theme.font(13, bold=True)
    left = area.left()
    for text, is_marked in runs:
        font = bold if is_marked else plain
        metrics = QFontMetrics(font)
        room = area.right() - left
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(theme.RED if is_marked else theme.INK))
        paint_marks(painter, QRect(left, area.top(), room, area.height()), shown, terms)
        painter.drawText(QRect(left, area.top(), room, area.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        if shown != text:
            return
        left += metrics.horizontalAdvance(text)


def _elided(painter: QPainter, area: QRect, text: str, terms: Sequence[str]) -> None:
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
    paint_marks(painter, area, shown, terms)
    painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
